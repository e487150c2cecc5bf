"""Visits and the deny list in words."""

from datetime import datetime, timedelta

from flask_babel import gettext

from checkpoint.desk.files import masked_phone
from checkpoint.gate.visits import Denial, DenialKind, Purpose, Visit, VisitState
from checkpoint.people import masked_name


def purpose_word(purpose: Purpose) -> str:
    """What somebody comes for."""
    words = {
        Purpose.FAMILY: gettext("family"),
        Purpose.CARE: gettext("nursing and care"),
        Purpose.DELIVERY: gettext("delivery"),
        Purpose.REPAIR: gettext("repair"),
        Purpose.MEDICAL: gettext("doctor or nurse"),
        Purpose.OFFICIAL: gettext("on duty for an office"),
        Purpose.EMERGENCY_SERVICE: gettext("emergency service"),
        Purpose.OTHER: gettext("something else"),
    }
    return str(words[purpose])


def purposes() -> list[tuple[str, str]]:
    """The choices of the form."""
    return [(each.value, purpose_word(each)) for each in Purpose]


def confirmed_word(how: str) -> str:
    """How the host agreed."""
    words = {
        "phone": gettext("by phone"),
        "door": gettext("at the door"),
        "desk": gettext("told the office"),
        "page": gettext("on their own page"),
    }
    return str(words.get(how, how))


def visit_state(visit: Visit, now: datetime, grace: timedelta = timedelta()) -> tuple[str, str]:
    """The shape and the words of where it stands. `grace`: how long past its end is no matter."""
    match visit.state:
        case VisitState.INSIDE:
            if now >= visit.expected_until + grace:
                return "bad", str(gettext("overstayed"))
            return "entry", str(gettext("inside"))
        case VisitState.LEFT:
            return "exit", str(gettext("left"))
        case VisitState.REFUSED:
            return "bad", str(gettext("refused"))
        case VisitState.CANCELLED:
            return "off", str(gettext("cancelled"))
        case VisitState.EXPECTED:
            if now >= visit.expected_until:
                return "off", str(gettext("did not come"))
            return "ok", str(gettext("expected"))


def visitor_name(visit: Visit) -> str:
    """Masked; a visit whose registration has not arrived has no name yet."""
    return masked_name(visit.name) or str(gettext("not told yet"))


def denial_word(kind: DenialKind) -> str:
    """By what somebody on the deny list is known."""
    words = {
        DenialKind.PHONE: gettext("phone"),
        DenialKind.PLATE: gettext("plate"),
        DenialKind.NAME: gettext("name"),
    }
    return str(words[kind])


def denied_value(denial: Denial, *, full: bool) -> str:
    """What an entry matches, a phone and a name masked unless `full`."""
    if full or denial.kind is DenialKind.PLATE:
        return denial.value
    mask = masked_phone if denial.kind is DenialKind.PHONE else masked_name
    return mask(denial.value)
