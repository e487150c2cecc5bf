"""A conflict in plain words: what happened, what it may mean, and what to do next."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from checkpoint.gate.conflicts import Conflict
from checkpoint.web import local_time


@dataclass(frozen=True, slots=True)
class Account:
    """What one conflict comes to, a sentence or two each."""

    title: str
    meaning: str
    step: str


def account_of(conflict: Conflict) -> Account:
    """The conflict as it is told to staff."""
    match conflict.kind:
        case "household.out_twice":
            return Account(
                gettext("Out twice, with no return in between"),
                gettext(
                    "Two people may be out on one pass, or somebody came home and was not "
                    "recorded. The second gate had not heard of the first exit."
                ),
                gettext("Call the household and ask who is out."),
            )
        case "household.in_twice":
            return Account(
                gettext("In twice, with no exit in between"),
                gettext(
                    "Somebody may have gone out without being recorded, or two came home one "
                    "after the other. The second gate did not know that they were in."
                ),
                gettext("Ask the household how many of them went out."),
            )
        case "pass.was_revoked":
            return Account(
                gettext("Through on a card that was no longer valid"),
                gettext(
                    "The card had been replaced or the pass revoked before, and the gate had not "
                    "heard of it yet."
                ),
                gettext("Ask the household where the old card is, and take it back."),
            )
        case "crossing.impossible_travel":
            return Account(
                gettext("At two gates within one minute"),
                gettext(
                    "Nobody walks that fast. There may be a copy of the card, or one of the two "
                    "clocks is wrong."
                ),
                gettext("Compare the clocks below. If both are right, replace the card."),
            )
        case "device.was_revoked":
            return Account(
                gettext("Decided by a phone that had been revoked"),
                gettext("The phone had not heard that it was revoked, or somebody kept it."),
                gettext("Ask who held the phone at that time, and whether this crossing is true."),
            )
        case other:
            return Account(other, "", gettext("Look at both crossings."))


def places_of(conflict: Conflict, now: datetime) -> str:
    """One line for the first page: where it happened, and when; the date where not today."""
    crossings = [conflict.first, conflict.second][: 1 + (conflict.first_id != conflict.second_id)]
    return " · ".join(f"{each.gate.name} {_moment(each.decided_at, now)}" for each in crossings)


def _moment(at: datetime, now: datetime) -> str:
    today = local_time(at, "%Y%m%d") == local_time(now, "%Y%m%d")
    return local_time(at, "%H:%M" if today else "%m-%d %H:%M")
