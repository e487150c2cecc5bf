"""Words of extra passes on screen."""

from flask_babel import get_locale, gettext

from checkpoint.passes.limits import Limits, limits_in_words
from checkpoint.passes.models import Pass
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


def home_choices() -> list[tuple[str, str, str]]:
    """Where a holder may live: the value, the words, and what follows from it."""
    return [
        (
            "elsewhere",
            gettext("Outside the compound"),
            gettext("They come in and go home again. The hours say when they may come."),
        ),
        (
            "here",
            gettext("In this household"),
            gettext("They go out and come home again. The hours say when they may go out."),
        ),
    ]


def limits_said(limits: Limits | None) -> str:
    """Days and hours, where the holder lives, and whether it is counted; nothing for none."""
    if limits is None:
        return ""
    elsewhere = limits["home"] == "elsewhere"
    said = [
        limits_in_words(limits, str(get_locale())[:2]),
        gettext("lives elsewhere") if elsewhere else gettext("lives here"),
        gettext("counted as an outing") if limits["counted"] else "",
    ]
    return " · ".join(filter(None, said))


def place_said(pass_: Pass) -> str:
    """Where the holder of an extra pass is by the last crossing."""
    if pass_.last_crossing_at is None:
        return str(gettext("not seen at a gate yet"))
    return str(gettext("outside") if pass_.outside_since else gettext("inside"))


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
