"""Households that move out and come back, and the news that others live behind a door now.

Who moved out keeps rows and cards, and no gate takes them: the household is not active. Back again,
everything is as it was, because a roster that left a building out by mistake must not cost a
thousand cards. Only where the people who come are others does what their predecessors held end;
whoever issues such things asks to be told (`when_others_move_in`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from checkpoint.db import writing
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record
from checkpoint.people.households import household_by_id, lock_compounds, touch_households
from checkpoint.people.models import Household, HouseholdState

# Who moved in where the ids of these households stand for others than before.
Told = Callable[[Actor, Sequence[int], datetime], None]
_told: list[Told] = []


def move_out(actor: Actor, household_id: int, *, now: datetime) -> Household:
    """Nobody of them lives here any more; twice changes nothing. Raises NotFound out of scope."""
    return _move(actor, household_id, HouseholdState.GONE, "household.moved_out", now)


def move_back(actor: Actor, household_id: int, *, now: datetime) -> Household:
    """The same people live here again, with the cards that they have. Raises as `move_out`."""
    return _move(actor, household_id, HouseholdState.ACTIVE, "household.moved_back", now)


def when_others_move_in(do: Told) -> Told:
    """Have `do` called, within the transaction, with the households that others live in now."""
    _told.append(do)
    return do


def tell_others_moved_in(actor: Actor, household_ids: Sequence[int], now: datetime) -> None:
    """Call within `writing()`, before the devices are told."""
    for do in _told:
        do(actor, household_ids, now)


def _move(
    actor: Actor, household_id: int, state: HouseholdState, action: str, now: datetime
) -> Household:
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        lock_compounds([household_by_id(actor, household_id).compound_id])
        household = household_by_id(actor, household_id)
        if household.state is not state:
            household.state = state
            record(actor, now, action, "household", household.id)
            touch_households(household.compound, [household.id])
    return household
