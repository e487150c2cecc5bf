"""What is open follows from the crossings, however they arrive; what is settled stays settled."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Forbidden, NotFound
from checkpoint.errors import Conflict as AlreadyDone
from checkpoint.gate.conflicts import Passage, examine, find_conflicts, resolve
from checkpoint.gate.models import Conflict, ConflictState, Crossing, Device
from checkpoint.gate.verdict import Method
from checkpoint.passes import Pass, PassAction, PassEvent
from checkpoint.people import Actor, AuditEntry, Compound, Role, Staff
from tests.gate.lives import ENTRY, NOON, any_life, honest_life, passage
from tests.gate.phone import Estate

LATER = NOON + timedelta(days=8)
again_and_again = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30
)


@pytest.fixture
def home(estate: Estate) -> int:
    """The Wangs' id, with a second gate to go through and four phones."""
    with writing():
        for id in range(101, 105):
            db.session.add(
                Device(
                    id=id,
                    gate_id=estate.gates["west" if id % 2 else "east"],
                    name=f"Phone {id}",
                    credential_hash=b"0" * 32,
                    enrolled_at=NOON,
                )
            )
    return estate.households["wang"]


def arrive(estate: Estate, passages: Iterable[Passage], **changed: object) -> None:
    """Keep the passages as crossings of the Wangs, as they would be after recording."""
    number = {1: estate.passes["wang"], 2: estate.passes["nurse"]}
    passes = {each.number: each.id for each in db.session.query(Pass)}
    with writing():
        for each in passages:
            crossing = Crossing(
                id=each.id,
                body_sha256=b"0" * 32,
                compound_id=estate.compounds["miansi"],
                gate_id=estate.gates["west" if each.gate_id % 2 else "east"],
                device_id=100 + each.device_id if each.device_id else None,
                household_id=estate.households["wang"],
                pass_id=passes[number[each.pass_id]] if each.pass_id else None,
                generation=2,
                direction=each.direction,
                method=Method.SCAN if each.pass_id else Method.ADDRESS,
                decided_at=each.at,
                device_at=each.device_at,
                received_at=LATER,
                device_outcome="refuse" if each.override else "admit",
                device_reason=each.reason,
                server_outcome="admit",
                server_reason=each.reason,
                override_reason="emergency" if each.override else "",
                undoes=each.undoes,
                answer={},
            )
            for name, value in changed.items():
                setattr(crossing, name, value)
            db.session.add(crossing)


def on_record(*states: ConflictState) -> set[tuple[str, object, object]]:
    db.session.rollback()
    wanted = states or (ConflictState.OPEN,)
    return {
        (each.kind, each.first_id, each.second_id)
        for each in db.session.query(Conflict)
        if each.state in wanted
    }


def reset() -> None:
    with writing():
        for model in (Conflict, Crossing):
            db.session.query(model).delete()


def clerk(estate: Estate, username: str = "xu") -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


@again_and_again
@given(data=st.data(), life=any_life())
def test_in_any_order_and_in_any_batches_the_same_are_open(
    estate: Estate, home: int, data: st.DataObject, life: list[Passage]
) -> None:
    reset()
    waiting = data.draw(st.permutations(life))
    while waiting:
        size = data.draw(st.integers(1, len(waiting)))
        batch, waiting = waiting[:size], waiting[size:]
        arrive(estate, batch)
        examine([home], LATER)
    assert on_record() == find_conflicts(life)


@again_and_again
@given(data=st.data(), life=honest_life())
def test_when_all_of_an_honest_life_has_arrived_nothing_is_open(
    estate: Estate, home: int, data: st.DataObject, life: list[Passage]
) -> None:
    reset()
    for each in data.draw(st.permutations(life)):
        arrive(estate, [each])
        examine([home], LATER)
    assert on_record() == set()


def test_what_a_later_arrival_explains_is_withdrawn_and_kept(estate: Estate, home: int) -> None:
    exits, entry = [passage(0), passage(20, gate=2)], passage(10, ENTRY, gate=2)
    arrive(estate, exits)
    examine([home], LATER)
    assert len(on_record()) == 1
    arrive(estate, [entry])
    examine([home], LATER)
    assert on_record() == set()
    assert len(on_record(ConflictState.WITHDRAWN)) == 1


def test_what_is_explained_no_longer_is_open_again(estate: Estate, home: int) -> None:
    """The entry between two exits turns out to have been taken back."""
    entry = passage(10, ENTRY)
    undo = passage(11, ENTRY, undoes=entry.id, reason="crossing.undone")
    for batch in ([passage(0), passage(20, gate=2)], [entry], [undo]):
        arrive(estate, batch)
        examine([home], LATER)
    [(kind, *_)] = on_record()
    assert kind == "household.out_twice"
    assert db.session.query(Conflict).one().resolved_at is None


def test_what_staff_settled_stays_as_they_left_it(estate: Estate, home: int) -> None:
    arrive(estate, [passage(0), passage(20, gate=2)])
    examine([home], LATER)
    resolve(clerk(estate), db.session.query(Conflict).one().id, "Two brothers.", LATER)
    arrive(estate, [passage(10, ENTRY)])
    examine([home], LATER)
    conflict = db.session.query(Conflict).one()
    assert (conflict.state, conflict.note) == (ConflictState.RESOLVED, "Two brothers.")


def test_a_refused_attempt_is_none(estate: Estate, home: int) -> None:
    arrive(estate, [passage(0)])
    arrive(estate, [passage(20, gate=2)], device_outcome="refuse")
    examine([home], LATER)
    assert on_record() == set()


def test_a_card_that_had_been_replaced_and_a_pass_that_had_been_revoked(
    estate: Estate, home: int
) -> None:
    """The Wangs have their third card since 12:05, and none at all since 12:20."""
    pass_ = db.session.query(Pass).filter_by(number=estate.passes["wang"]).one()
    with writing():
        for minutes, action, card in ((5, PassAction.REPLACED, 3), (20, PassAction.REVOKED, 3)):
            at = NOON + timedelta(minutes=minutes)
            event = PassEvent(pass_id=pass_.id, action=action, generation=card, at=at)
            db.session.add(event)
    old, new, after = passage(10), passage(15, ENTRY), passage(30)
    arrive(estate, [passage(0, ENTRY), old])
    arrive(estate, [new], generation=3)
    arrive(estate, [after], generation=3)
    arrive(estate, [passage(40, ENTRY, pass_id=None)])
    examine([home], LATER)
    kind = "pass.was_revoked"
    assert on_record() == {(kind, old.id, old.id), (kind, after.id, after.id)}


def test_a_clock_that_is_fast_accuses_nobody(estate: Estate, home: int) -> None:
    """Revoked after the crossing was here already: the phone's clock is ahead, that is all."""
    pass_ = db.session.query(Pass).filter_by(number=estate.passes["wang"]).one()
    with writing():
        at = NOON + timedelta(minutes=2)
        event = PassEvent(pass_id=pass_.id, action=PassAction.REVOKED, generation=2, at=at)
        db.session.add(event)
    arrive(estate, [passage(5)], received_at=NOON)
    examine([home], LATER)
    assert on_record() == set()


def test_a_phone_that_was_revoked(estate: Estate, home: int) -> None:
    with writing():
        db.session.get_one(Device, 101).revoked_at = NOON
    late = passage(10)
    arrive(estate, [passage(-10, ENTRY), late, passage(20, ENTRY, gate=2)])
    examine([home], LATER)
    assert on_record() == {("device.was_revoked", late.id, late.id)}


def test_what_lies_four_weeks_back_is_left_alone(estate: Estate, home: int) -> None:
    arrive(estate, [passage(0), passage(20, gate=2)])
    examine([home], LATER)
    arrive(estate, [passage(10, ENTRY)])
    examine([home], NOON + timedelta(days=28, minutes=5))
    assert len(on_record()) == 1


def test_many_households_take_as_few_questions_as_one(estate: Estate, home: int) -> None:
    arrive(estate, [passage(0), passage(20, gate=2)])
    asked: list[str] = []
    listen = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        examine([*estate.households.values(), *range(1000, 1400)], LATER)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    questions = [each for each in asked if each.startswith(("SELECT", "INSERT", "UPDATE"))]
    assert len(questions) == 4, questions


def test_a_conflict_is_settled_once_with_a_note_that_stays_on_record(
    estate: Estate, home: int
) -> None:
    arrive(estate, [passage(0), passage(20, gate=2)])
    examine([home], LATER)
    id = db.session.query(Conflict).one().id
    for note in ("", "  \n ", "x" * 501, "a\x00b"):
        with pytest.raises(BadInput):
            resolve(clerk(estate), id, note, LATER)
    resolve(clerk(estate), id, "  Asked them:\ntwo brothers. ", LATER)
    conflict = db.session.query(Conflict).one()
    assert conflict.note == "Asked them: two brothers."
    assert conflict.resolved_by_id == clerk(estate).staff_id
    entry = db.session.query(AuditEntry).filter_by(action="conflict.resolved").one()
    assert (entry.object_id, entry.detail) == (id, {"kind": "household.out_twice"})
    with pytest.raises(AlreadyDone):
        resolve(clerk(estate), id, "Once more.", LATER)


def test_a_conflict_is_settled_by_staff_of_its_compound_alone(estate: Estate, home: int) -> None:
    arrive(estate, [passage(0), passage(20, gate=2)])
    examine([home], LATER)
    id = db.session.query(Conflict).one().id
    with pytest.raises(Forbidden):
        resolve(clerk(estate, "chen"), id, "I was there.", LATER)
    kunwu = db.session.get_one(Compound, estate.compounds["kunwu"])
    other = Actor(None, "", Role.CLERK, kunwu.community_id, kunwu.id)
    for stranger, wanted in ((other, id), (clerk(estate), id + 1)):
        with pytest.raises(NotFound):
            resolve(stranger, wanted, "Elsewhere.", LATER)
