"""Whatever happened at the gates: after a run everybody is where they were before it, and whatever
comes late finds them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from checkpoint.db import Base, db, writing
from checkpoint.gate import Crossing, rebuild_outside
from checkpoint.gate.alerts import Alert
from checkpoint.gate.models import Conflict, ConflictState
from checkpoint.gate.outings import exits_in
from checkpoint.gate.outside import PASSAGE, Life, passage_of
from checkpoint.gate.retention import run_retention
from checkpoint.gate.vehicles.passing import vehicles_inside
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.passes import Pass
from checkpoint.people import Actor, Compound, Household
from tests.gate.past import NOW, day, record
from tests.gate.phone import Estate, Json, Phone, refused
from tests.gate.test_outings import put_rules
from tests.gate.visits import registration

SPACE = UUID(int=21)
PLATES = ("冀A11111", "冀A22222")
WHO = ("wang", "li", "nurse", "visitor")
PERIOD = 9
TABLES = (
    "override_review", "reading", "earlier_reading", "conflict", "alert_event", "alert",
    "crossing", "visit", "set_aside", "refused_scan", "notice",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Somebody at a gate, some days ago; `late`: the office hears of it only after the run."""

    days: float
    who: str
    direction: str
    outcome: str
    plate: str
    undone: bool
    late: bool
    undone_late: bool

    def told(self, phone: Phone, number: int) -> list[Json]:
        """The crossing and, if a guard takes it back, its undo."""
        one = phone.crossing(
            "wang" if self.who == "visitor" else self.who,
            self.direction,
            id=str(uuid5(SPACE, f"{number}")),
            decided_at=day(self.days).isoformat(),
            reading_tenths=381 if self.outcome == "fever" else 365,
            **self._verdict(),
        )
        if self.plate:
            one["vehicle"] = {"plate": self.plate, "kind": "visitor", "disinfected": True}
        if self.who == "visitor":
            one |= {"method": "visit", "token": None, "visit_id": str(SPACE)}
            until = (day(self.days) + timedelta(hours=2)).isoformat()
            home = phone.estate.households["wang"]
            one["visit"] = registration(household_id=home, expected_until=until)
        undo = {**one, "id": str(uuid5(SPACE, f"undo {number}")), "undoes": one["id"]}
        undo["decided_at"] = (day(self.days) + timedelta(seconds=50)).isoformat()
        return [one, undo] if self.undone else [one]

    def _verdict(self) -> Json:
        if self.outcome == "refused":
            return {"verdict": refused("quota.used")}
        if self.outcome == "fever":
            return {"verdict": refused("reading.fever")}
        if self.outcome == "override":
            override = {"reason": "medical", "note": ""}
            return {"verdict": refused("quota.used"), "override": override}
        return {}


def steps() -> st.SearchStrategy[list[Step]]:
    """Up to twelve of them within six weeks; late is what is no older than a phone's lease."""
    step = st.builds(
        Step,
        days=st.integers(1, 420).map(lambda tenths: tenths / 10 + 0.01),
        who=st.sampled_from(WHO),
        direction=st.sampled_from(("exit", "entry")),
        outcome=st.sampled_from(("admit", "admit", "admit", "refused", "fever", "override")),
        plate=st.sampled_from(("", "", *PLATES)),
        undone=st.booleans(),
        late=st.booleans(),
        undone_late=st.booleans(),
    )
    return st.lists(step, min_size=1, max_size=12)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps(), st.booleans())
def test_everybody_is_where_they_were(
    estate: Estate, phone: Phone, life: list[Step], closed: bool
) -> None:
    """On SQLite: who is out, who is inside, what counts, what is open."""
    hold(estate, phone, life, closed=closed)


@pytest.fixture(scope="module")
def shown() -> list[list[Step]]:
    """A few lives for the database that takes longer."""
    found: list[list[Step]] = []

    @settings(max_examples=4, database=None, derandomize=True)
    @given(steps())
    def show(life: list[Step]) -> None:
        found.append(life)

    show()
    return found


def test_on_postgresql_as_well(postgres_estate: Estate, shown: list[list[Step]]) -> None:
    """The same, of fewer lives."""
    phone = postgres_estate.phone()
    for number, life in enumerate(shown):
        hold(postgres_estate, phone, life, closed=bool(number % 2))


def hold(estate: Estate, phone: Phone, life: list[Step], *, closed: bool) -> None:
    """The claim of this page."""
    forget_all(estate)
    put_rules(estate, "managed", outings={"limit": 9, "days": PERIOD, "counted": "rolling"})
    early, late = told(phone, life)
    # In two letters: a phone may be out of touch for a while.
    for since, until in ((99.0, 21.5), (21.5, 0.0)):
        some = [each for each in early if day(since) <= _moment(each) < day(until)]
        record(phone, *some, at=day(until))
    if closed:
        close_all()
    before, passages = state(estate), all_passages()
    run_retention(Actor.at_the_machine(), NOW)
    assert state(estate) == before
    run_retention(Actor.at_the_machine(), NOW)
    assert state(estate) == before
    nothing_old_is_left(closed=closed)
    record(phone, *late, at=NOW)
    passages |= all_passages()
    for id, since in out_since().items():
        last = Life(each for owner, each in passages.values() if owner == id).last
        assert since == (last.outside_since if last else None)
    assert rebuild_outside(compound_of(estate)) == []


def told(phone: Phone, life: list[Step]) -> tuple[list[Json], list[Json]]:
    """What the office hears before the run, in order of time, and what after it."""
    early, late = [], []
    for number, step in enumerate(sorted(life, key=lambda each: -each.days)):
        one, *undo = step.told(phone, number)
        (late if step.late and step.days < 13 else early).append(one)
        is_late = (step.late or step.undone_late) and step.days < 13
        (late if is_late else early).extend(undo)
    return early, late


def _moment(sent: Json) -> datetime:
    return datetime.fromisoformat(sent["decided_at"])


def forget_all(estate: Estate) -> None:
    """As in the beginning."""
    with writing():
        for name in (*TABLES, "rule_set"):
            if name in Base.metadata.tables:
                db.session.execute(delete(Base.metadata.tables[name]))
    rebuild_outside(compound_of(estate))


def close_all() -> None:
    """Staff have seen to everything."""
    with writing():
        for alert in db.session.scalars(select(Alert)):
            alert.closed_at = NOW
        for conflict in db.session.scalars(select(Conflict)):
            conflict.state = ConflictState.RESOLVED


def compound_of(estate: Estate) -> Compound:
    db.session.rollback()
    return db.session.get_one(Compound, estate.compounds["miansi"])


def state(estate: Estate) -> list[object]:
    """All that follows from crossings."""
    compound = compound_of(estate)
    assert rebuild_outside(compound) == []
    compound = compound_of(estate)
    since = NOW - timedelta(days=PERIOD)
    exits = exits_in([Household.compound_id == compound.id], NOW)
    counted = {
        id: [each for each in some if int(str(each[0])) > since.timestamp()]
        for id, some in exits.items()
    }
    return [
        out_since(),
        {id: some for id, some in counted.items() if some},
        [each.id for each in vehicles_inside(compound)],
        _rows(select(Visit.id, Visit.arrived_at).where(Visit.state == VisitState.INSIDE)),
        _rows(select(Alert.key).where(Alert.closed_at.is_(None)).order_by(Alert.key)),
        _rows(
            select(Conflict.kind, Conflict.first_id, Conflict.second_id)
            .where(Conflict.state == ConflictState.OPEN)
            .order_by(Conflict.id)
        ),
    ]


def _rows(query: object) -> Sequence[object]:
    return db.session.execute(query).all()  # type: ignore[call-overload,no-any-return]


def out_since() -> dict[tuple[str, int], datetime | None]:
    """Of every household and every pass."""
    db.session.rollback()
    homes = _rows(select(Household.id, Household.outside_since))
    passes = _rows(select(Pass.id, Pass.outside_since).where(Pass.kind == "caregiver"))
    return {
        **{("home", id): since for id, since in homes},  # type: ignore[misc]
        **{("pass", id): since for id, since in passes},  # type: ignore[misc]
    }


def all_passages() -> dict[UUID, tuple[tuple[str, int], object]]:
    """Those of households and extra passes by crossing, with whose they are."""
    db.session.rollback()
    return {
        row.id: (
            ("pass", row.pass_id) if row.extra else ("home", row.household_id),
            passage_of(row),
        )
        for row in db.session.execute(select(*PASSAGE).where(Crossing.visit_id.is_(None)))
    }


def nothing_old_is_left(*, closed: bool) -> None:
    """With nothing open, a few at the most: the last one of each household, pass, plate, visit."""
    old = db.session.scalars(select(Crossing).where(Crossing.decided_at < day(21))).all()
    if closed:
        own = [each for each in old if not each.visit_id and not each.plate]
        assert len({(each.household_id, each.extra) for each in own}) == len(own)
