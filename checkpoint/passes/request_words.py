"""Words of extra passes on screen."""

from flask_babel import gettext

from checkpoint.passes.models_requests import PassRequest, RequestReason
from checkpoint.passes.request_lists import Standing


def request_reason_word(reason: RequestReason) -> str:
    """What a household needs an extra pass for."""
    words = {
        RequestReason.NURSING: gettext("Nursing"),
        RequestReason.MEDICAL: gettext("Medical care"),
        RequestReason.ESSENTIAL_WORK: gettext("Essential work"),
        RequestReason.OTHER: gettext("Something else"),
    }
    return str(words[reason])


def why(request: PassRequest) -> str:
    """The reason with its words; words that are the reason stand alone."""
    if request.reason is RequestReason.OTHER:
        return request.words
    return " · ".join(filter(None, [request_reason_word(request.reason), request.words]))


def standing_mark(standing: Standing) -> tuple[str, str]:
    """A shape of `ui.mark` and the word for how a request stands."""
    words = {
        Standing.WAITING: ("warn", gettext("waits for a second person")),
        Standing.VALID: ("extra", gettext("valid")),
        Standing.ENDING: ("warn", gettext("ends soon")),
        Standing.RENEWED: ("off", gettext("renewed")),
        Standing.EXPIRED: ("off", gettext("expired")),
        Standing.REVOKED: ("off", gettext("revoked")),
        Standing.GONE: ("off", gettext("the household moved out")),
        Standing.LAPSED: ("off", gettext("not decided in time")),
        Standing.DECLINED: ("off", gettext("declined")),
        Standing.WITHDRAWN: ("off", gettext("withdrawn")),
    }
    shape, word = words[standing]
    return shape, str(word)
