"""Passes of visitors: one visit each, to one household.

Whether the visit's time has come, is over, or was used up, the visit says. The pass itself lasts a
day longer than the visit, so that whoever stays too long can still show it on the way out.
"""

from datetime import UTC, datetime, timedelta

from checkpoint.passes.extra import issue_extra_pass
from checkpoint.passes.issuing import remember
from checkpoint.passes.models import Pass, PassAction, PassKind, PassState
from checkpoint.people import Actor, Household, Permission, touch_households

WAY_OUT = timedelta(days=1)


def issue_visitor_pass(
    actor: Actor,
    host: Household,
    holder: str,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Pass:
    """A pass for a visit to `host` from `since` until `until`. Call within `writing()`.

    Raises Conflict `household.gone`.
    """
    actor.require(Permission.EXPECT_VISITS, host.compound)
    times = _times(since, until)
    return issue_extra_pass(
        actor,
        host,
        PassKind.VISITOR,
        holder,
        since=times["valid_from"],
        until=times["valid_until"],
        now=now,
    )


def move_visitor_pass(pass_: Pass, *, since: datetime, until: datetime) -> None:
    """Let it be good at another time. Call within `writing()`.

    The card that was sent before says the old time and ends with it; the same link shows the new.
    """
    times = _times(since, until)
    pass_.valid_from, pass_.valid_until = times["valid_from"], times["valid_until"]
    touch_households(pass_.household.compound, [pass_.household_id])


def end_visitor_pass(actor: Actor, pass_: Pass, reason: str, *, now: datetime) -> None:
    """Nobody comes in with it any more; twice changes nothing. Call within `writing()`."""
    if pass_.state is PassState.ACTIVE:
        pass_.state = PassState.REVOKED
        remember(actor, pass_, PassAction.REVOKED, now, reason)
        touch_households(pass_.household.compound, [pass_.household_id])


def _times(since: datetime, until: datetime) -> dict[str, datetime]:
    """In whole minutes, as a token counts them, and none of the visit's cut off."""
    end = until.astimezone(UTC) + WAY_OUT + timedelta(seconds=59)
    return {
        "valid_from": since.astimezone(UTC).replace(second=0, microsecond=0),
        "valid_until": end.replace(second=0, microsecond=0),
    }
