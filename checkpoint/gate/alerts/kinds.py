"""Kinds of alerts: what raises them, how loud they are, and what may become of them. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

FEVER: Final = "reading.fever"
EMERGENCY: Final = "crossing.emergency"
OVERRIDE: Final = "crossing.override"
DENIED: Final = "visitor.denied"
OVERSTAY: Final = "visit.overstay"
OVERDUE: Final = "outing.overdue"

# How far up its ladder an overdue household is.
LISTED, CALLED, HANDED_OVER = "", "called", "handed_over"
# What came of a call, and which of it ends the waiting.
CALL_REASONS: Final = ("no_answer", "on_the_way", "at_hospital", "returned_unscanned", "other")
CLOSING_REASONS: Final = frozenset({"at_hospital", "returned_unscanned"})

# Outcomes that the system writes: the cause is gone.
UNDONE, RETURNED, LEFT = "undone", "returned", "left"


@dataclass(frozen=True, slots=True)
class Kind:
    """How an alert of this kind is treated.

    `rank` puts the most pressing first. `colour` is red or amber. `sound`: "until_taken" rings on
    and on, "once" at each time that it is raised or repeats, "" never. `outcomes` are the codes
    that staff may close it with.
    """

    rank: int
    colour: str
    sound: str
    outcomes: tuple[str, ...]


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        EMERGENCY: Kind(0, "red", "until_taken", ("attended", "drill", "false_alarm")),
        FEVER: Kind(1, "red", "until_taken", ("isolated", "sent_to_clinic", "false_alarm")),
        DENIED: Kind(2, "red", "until_taken", ("turned_away", "let_in", "mistaken", "reported")),
        OVERSTAY: Kind(3, "amber", "once", (LEFT, "prolonged", "reported")),
        OVERDUE: Kind(
            4, "red", "", (RETURNED, "returned_unscanned", "at_hospital", "reported", "other")
        ),
        OVERRIDE: Kind(5, "amber", "", ("right", "wrong")),
    }
)
# A visitor who runs a fever is not kept here: they leave, or go where they are cared for.
VISITOR_FEVER_OUTCOMES: Final = (LEFT, "reported", "sent_to_clinic", "false_alarm")
# Staff don't choose it, they do it: see `handling.propose_observation`.
PROPOSED: Final = "observation_proposed"

# Reasons of a verdict that leave a high temperature as the last word on somebody.
HIGH_READINGS: Final = frozenset(
    {"reading.fever", "reading.high", "reading.too_soon", "reading.same_instrument"}
)
DENIALS: Final = frozenset({"visitor.denied", "visitor.maybe_denied", "vehicle.denied"})


def alerts_of(
    override_reason: str, said: Collection[str], judged: Collection[str]
) -> tuple[str, ...]:
    """The kinds of alerts that a crossing raises, the most pressing first.

    `said` are the reasons of the device's verdict, `judged` those of the office's. Either may know
    what the other does not: the deny list is the office's, a second reading the device's.
    """
    if not override_reason and len(said) == 1 and tuple(said) == tuple(judged):
        reason = next(iter(said))
        return (FEVER,) * (reason in HIGH_READINGS) + (DENIED,) * (reason in DENIALS)
    reasons = {*said, *judged}
    return (
        *((EMERGENCY,) if override_reason == "emergency" else ()),
        *((FEVER,) if reasons & HIGH_READINGS else ()),
        *((DENIED,) if reasons & DENIALS else ()),
        *((OVERRIDE,) if override_reason not in ("", "emergency") else ()),
    )


def is_confirmed(reasons: Collection[str]) -> bool:
    """Whether a fever was measured twice, as far as these reasons say."""
    return FEVER in reasons


def outcomes_of(kind: str, *, visitor: bool) -> tuple[str, ...]:
    """What staff may close an alert of that kind with."""
    return VISITOR_FEVER_OUTCOMES if kind == FEVER and visitor else KINDS[kind].outcomes
