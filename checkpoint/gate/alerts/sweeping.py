"""What time alone brings about: a household out too long, a visitor who does not leave.

Called every few seconds by the server and at every look at the desk, so that nothing waits for
somebody to look. It reads first and writes only what has changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.gate.alerts.kinds import LEFT, OVERDUE, OVERSTAY, RETURNED
from checkpoint.gate.alerts.models import Alert
from checkpoint.gate.alerts.raising import (
    Cause,
    close_alert,
    hold,
    known_keys,
    note_event,
    raise_alerts,
)
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.rules import Rules
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.people import Compound, Household, HouseholdState, lock_compounds

# So many in one transaction: when new rules make hundreds late, the gates go on recording between.
AT_ONCE = 100
# An overstay rings again this often where the rules give visitors no time beyond the stated one.
RING_AGAIN = timedelta(minutes=30)


@dataclass(slots=True)
class Findings:
    """What a sweep has to write: causes, alerts whose cause is gone, and those that ring again."""

    causes: list[Cause] = field(default_factory=list)
    over: list[tuple[Alert, str]] = field(default_factory=list)
    again: list[Alert] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.causes) + len(self.over) + len(self.again)

    def first(self, most: int) -> "Findings":
        """So many of each."""
        return Findings(self.causes[:most], self.over[:most], self.again[:most])


def sweep(compound_id: int, now: datetime) -> int:
    """Raise, repeat and close what the clock says; returns how many alerts that concerned."""
    count = 0
    while _look(compound_id, now):
        with writing():
            lock_compounds([compound_id])
            hold()
            # Looked at again: somebody else may have come first.
            found = _look(compound_id, now).first(AT_ONCE)
            _write(found, now)
        count += len(found)
    return count


def sweep_all(now: datetime) -> None:
    """All compounds, one after the other."""
    for compound_id in db.session.scalars(select(Compound.id).order_by(Compound.id)).all():
        sweep(compound_id, now)


def _look(compound_id: int, now: datetime) -> Findings:
    _, rules = rules_at(compound_id, now)
    found = Findings()
    _look_at_outings(found, compound_id, rules, now)
    _look_at_visits(found, compound_id, rules, now)
    return found


def _look_at_outings(found: Findings, compound_id: int, rules: Rules, now: datetime) -> None:
    longest = timedelta(minutes=rules.longest_minutes)
    out_too_long = select(Household.id, Household.outside_since).where(
        Household.compound_id == compound_id,
        Household.outside_since <= now - longest,
        Household.state == HouseholdState.ACTIVE,  # who moved out does not come home
    )
    longest_first = out_too_long.order_by(Household.outside_since, Household.id)
    causes = [
        Cause(
            kind=OVERDUE,
            key=f"{OVERDUE}:{id}:{int(since.timestamp())}",
            compound_id=compound_id,
            at=now,
            household_id=id,
        )
        for id, since in db.session.execute(longest_first)
        if since is not None
    ]
    _compare(found, causes, _open(compound_id, OVERDUE), RETURNED)


def _look_at_visits(found: Findings, compound_id: int, rules: Rules, now: datetime) -> None:
    grace = timedelta(minutes=rules.overstay_minutes)
    overstaying = select(Visit.id, Visit.household_id, Visit.gate_id).where(
        Visit.compound_id == compound_id,
        Visit.state == VisitState.INSIDE,
        Visit.expected_until <= now - grace,
    )
    causes = [
        Cause(
            kind=OVERSTAY,
            key=f"{OVERSTAY}:{id}",
            compound_id=compound_id,
            at=now,
            household_id=household_id,
            visit_id=id,
            gate_id=gate_id,
        )
        for id, household_id, gate_id in db.session.execute(overstaying)
    ]
    open_ones = _open(compound_id, OVERSTAY)
    _compare(found, causes, open_ones, LEFT)
    pause = grace or RING_AGAIN
    gone = {alert.id for alert, _ in found.over}
    found.again += [
        each for each in open_ones if each.id not in gone and each.rang_at <= now - pause
    ]


def _compare(
    found: Findings, causes: Iterable[Cause], open_ones: Iterable[Alert], outcome: str
) -> None:
    """What is new among the causes, and which open alerts have lost theirs."""
    by_key = {each.key: each for each in causes}
    known = known_keys(by_key)
    found.causes += [each for key, each in by_key.items() if key not in known]
    found.over += [(each, outcome) for each in open_ones if each.key not in by_key]


def _open(compound_id: int, kind: str) -> list[Alert]:
    query = select(Alert).where(
        Alert.compound_id == compound_id, Alert.closed_at.is_(None), Alert.kind == kind
    )
    return list(db.session.scalars(query.order_by(Alert.id)))


def _write(found: Findings, now: datetime) -> None:
    raise_alerts(found.causes)
    for alert, outcome in found.over:
        close_alert(alert, now, outcome)
    for alert in found.again:
        alert.rang_at, alert.times = now, alert.times + 1
        note_event(alert, now, "rang")
    db.session.flush()
