"""Which passages of a household don't fit together, and which do."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.gate import outside
from checkpoint.gate.conflicts import Found, Passage, find_conflicts
from checkpoint.gate.conflicts.finding import undone
from tests.gate.lives import ENTRY, EXIT, NOON, any_life, honest_life, passage


def kinds(*passages: Passage) -> list[str]:
    return sorted(each.kind for each in find_conflicts(passages))


def at(minutes: float) -> dict[str, object]:
    moment = NOON + timedelta(minutes=minutes)
    return {"at": moment, "device_at": moment}


def undo_of(target: Passage, minutes: float, **changed: object) -> Passage:
    mark = {"id": type(target.id)(int=target.id.int ^ 1), "undoes": target.id, **at(minutes)}
    return replace(target, **{**mark, **changed})  # type: ignore[arg-type]


def test_out_through_two_gates_that_had_not_heard_of_each_other() -> None:
    first, second = passage(0), passage(10, gate=2)
    assert find_conflicts([first, second]) == {Found("household.out_twice", first.id, second.id)}


def test_out_in_and_out_again_is_a_life() -> None:
    assert kinds(passage(0), passage(10, ENTRY, gate=2), passage(20)) == []


def test_three_exits_are_two_conflicts() -> None:
    assert kinds(passage(0), passage(5, gate=2), passage(9)) == ["household.out_twice"] * 2


def test_the_same_phone_twice_is_told_too() -> None:
    assert kinds(passage(0), passage(1.5)) == ["household.out_twice"]


def test_in_twice_where_the_second_phone_believed_them_out() -> None:
    assert kinds(passage(0, ENTRY), passage(10, ENTRY, gate=2)) == ["household.in_twice"]


@pytest.mark.parametrize("reason", ["household.already_in", "reading.fever", "reading.too_cold"])
def test_an_entry_at_which_the_guard_was_asked_is_no_conflict(reason: str) -> None:
    assert kinds(passage(0, ENTRY), passage(10, ENTRY, gate=2, reason=reason)) == []


@pytest.mark.parametrize(
    "reason", ["household.already_out", "gate.sealed", "pass.expired", "token.malformed"]
)
def test_an_exception_by_a_guard_who_was_told_is_no_conflict(reason: str) -> None:
    assert kinds(passage(0), passage(10, gate=2, reason=reason, override=True)) == []


def test_an_exception_for_a_fever_says_nothing_about_who_is_out() -> None:
    feverish = passage(10, gate=2, reason="reading.fever", override=True)
    assert kinds(passage(0), feverish) == ["household.out_twice"]


@pytest.mark.parametrize(("seconds", "found"), [(59, 1), (59.999, 1), (60, 0), (61, 0)])
def test_two_gates_take_a_minute(seconds: float, found: int) -> None:
    pair = passage(0), passage(seconds / 60, ENTRY, gate=2)
    assert kinds(*pair) == ["crossing.impossible_travel"] * found


def test_the_same_gate_takes_no_time() -> None:
    assert kinds(passage(0), passage(0.2, ENTRY, device_id=9)) == []


def test_two_passes_may_be_at_two_gates_at_once() -> None:
    assert kinds(passage(0), passage(0.2, ENTRY, gate=2, pass_id=2)) == []
    by_address = passage(0.2, ENTRY, gate=2, pass_id=None)
    assert kinds(passage(0), by_address) == ["crossing.impossible_travel"]


def test_a_time_written_by_hand_is_not_held_to_the_second() -> None:
    assert kinds(passage(0), passage(0.2, ENTRY, gate=2, by_hand=True)) == []
    assert kinds(passage(0), passage(9, gate=2, by_hand=True)) == ["household.out_twice"]


@pytest.mark.parametrize(("minutes", "found"), [(-1, 1), (0, 0), (1, 0)])
def test_a_pass_that_had_been_revoked_before(minutes: float, found: int) -> None:
    ended = passage(0, pass_ended_at=NOON + timedelta(minutes=minutes))
    assert kinds(ended) == ["pass.was_revoked"] * found


def test_an_exception_for_a_revoked_pass_is_on_record_as_one() -> None:
    ended = NOON - timedelta(hours=1)
    told = passage(0, pass_ended_at=ended, reason="pass.revoked", override=True)
    untold = passage(0, pass_ended_at=ended, reason="gate.sealed", override=True)
    assert (kinds(told), kinds(untold)) == ([], ["pass.was_revoked"])


@pytest.mark.parametrize(("minutes", "found"), [(-1, 1), (0, 0), (1, 0)])
def test_a_phone_that_had_been_revoked_before(minutes: float, found: int) -> None:
    late = passage(0, device_revoked_at=NOON + timedelta(minutes=minutes))
    assert kinds(late) == ["device.was_revoked"] * found


def test_what_was_taken_back_counts_for_nothing() -> None:
    first, second = passage(0), passage(10, gate=2)
    assert kinds(first, second, undo_of(second, 11.9)) == []
    assert kinds(first, second, undo_of(first, 2)) == []
    assert kinds(undo_of(second, 12)) == []


@pytest.mark.parametrize("how", [at(12.001), at(9.9), {"device_id": 7}])
def test_an_undo_too_late_too_early_or_of_another_phone_counts_for_nothing(
    how: dict[str, object],
) -> None:
    first, second = passage(0), passage(10, gate=2)
    undo = undo_of(second, 11, **how)
    assert kinds(first, second, undo) == ["household.out_twice"]


@given(any_life())
def test_who_took_back_what_is_known_here_as_where_it_is_derived_who_is_out(
    life: list[Passage],
) -> None:
    others = {
        each.id: outside.Passage(
            outside.Move(each.at, each.id, each.direction, 1),
            went_through=True,
            device_id=each.device_id,
            device_at=each.device_at,
            undoes=each.undoes,
        )
        for each in life
    }
    taken_back = {
        target.id
        for target in others.values()
        if any(undo.takes_back(target) for undo in others.values())
    }
    assert undone(life) == taken_back


@given(any_life(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_makes_no_difference(
    life: list[Passage], chance: Random
) -> None:
    assert find_conflicts(chance.sample(life, len(life))) == find_conflicts(life)


@given(honest_life())
def test_an_honest_life_has_no_conflict(life: list[Passage]) -> None:
    assert find_conflicts(life) == set()


@given(honest_life(), st.data())
def test_a_second_exit_that_no_phone_knew_of_is_always_found(
    life: list[Passage], data: st.DataObject
) -> None:
    """Planted after any exit of an honest life, at the other gate and minutes later."""
    back = undone(life)
    exits = [
        each for each in life if each.direction is EXIT and not each.undoes and each.id not in back
    ]
    if not exits:
        return
    first = data.draw(st.sampled_from(exits))
    planted = passage(0, gate=3 - first.gate_id, at=first.at + timedelta(seconds=1), device_id=9)
    assert Found("household.out_twice", first.id, planted.id) in find_conflicts([*life, planted])
