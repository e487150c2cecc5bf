"""Keys: rotation without a bad day, the end of an old key, and what a leak takes with it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, Forbidden, NotFound
from checkpoint.passes import Claims, LinkedPhone, Pass, TokenRefused, read_token, token_of
from checkpoint.passes.extra import issue_extra_pass
from checkpoint.passes.issuing import issue_household_passes, replace_pass, revoke_pass
from checkpoint.passes.key_list import KeyState, key_lines, last_change
from checkpoint.passes.keys import HEARD_OF, newest_kid, public_keys, settled_key
from checkpoint.passes.leak import affected_by, call_in_leaked
from checkpoint.passes.models import PassEvent, PassKind, SigningKey
from checkpoint.passes.models_prints import Only, PrintedCard, PrintJob
from checkpoint.passes.printable import buildings_to_print, count_to_print, passes_to_print
from checkpoint.passes.rotation import may_change_keys, retire_key, rotate_keys
from checkpoint.people import (
    Actor,
    AuditEntry,
    Compound,
    Household,
    HouseholdState,
    Role,
    ensure_compound,
    sort_key,
)
from checkpoint.web import instance_path
from tests.passes.jobs import made_job, printed_job

NOW = datetime(2020, 2, 10, 1, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SOON = NOW + timedelta(minutes=30)
DOORS = (("2", "101"), ("2", "102"), ("10", "101"))


@pytest.fixture
def compound(either_app: Flask, root: Actor) -> Compound:
    """Two buildings and three households, their cards printed under key 1. On both databases."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
        for building, room in DOORS:
            key = sort_key(building, "", room)
            home = Household(
                compound_id=compound.id, building=building, unit="", room=room, sort_key=key
            )
            db.session.add(home)
    issue_household_passes(root, compound, now=NOW)
    return compound


@pytest.fixture
def printed(root: Actor, compound: Compound) -> Compound:
    printed_job(root, compound, now=SOON)
    return compound


def pass_at(building: str, room: str) -> Pass:
    query = select(Pass).join(Household).where(Household.building == building)
    return db.session.scalars(query.where(Household.room == room)).one()


def visitor_of(root: Actor, home: Household) -> Pass:
    with writing():
        return issue_extra_pass(
            root, home, PassKind.VISITOR, "孙七", since=NOW, until=NOW + timedelta(days=2), now=NOW
        )


def doors(compound: Compound, only: Only) -> list[tuple[str, str]]:
    return [
        (each.household.building, each.household.room) for each in passes_to_print(compound, only)
    ]


def reason_of(token: str) -> str:
    with pytest.raises(TokenRefused) as refusal:
        read_token(token, public_keys())
    return refusal.value.reason


def states() -> dict[int, KeyState]:
    return {line.kid: line.state for line in key_lines(LATER)}


def cards() -> dict[int, int]:
    return {line.kid: line.cards for line in key_lines(LATER)}


def actions() -> list[str]:
    return [
        entry.action for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


def test_after_a_rotation_both_keys_verify_and_the_new_one_signs(
    root: Actor, printed: Compound
) -> None:
    old = token_of(pass_at("2", "101"))
    version = printed.roster_version
    assert rotate_keys(root, now=LATER) == 2
    assert states() == {2: KeyState.SIGNS, 1: KeyState.VERIFIES}
    assert read_token(old, public_keys()).kid == 1
    assert newest_kid(LATER) == 2
    assert db.session.get_one(Compound, printed.id).roster_version > version
    assert actions()[-1] == "key.rotated"


def test_a_rotation_changes_no_card(root: Actor, printed: Compound) -> None:
    before = token_of(pass_at("2", "101"))
    rotate_keys(root, now=LATER)
    assert token_of(pass_at("2", "101")) == before
    assert count_to_print(printed)[Only.CHANGED] == 0
    assert doors(printed, Only.OLDER_KEY) == list(DOORS)


def test_a_card_goes_over_when_its_next_one_is_drawn_and_the_old_one_stays_good(
    root: Actor, printed: Compound
) -> None:
    old = token_of(pass_at("10", "101"))
    rotate_keys(root, now=LATER)
    printed_job(root, printed, Only.OLDER_KEY, "10", now=SOON)
    new = token_of(pass_at("10", "101"))
    read: list[Claims] = [read_token(each, public_keys()) for each in (old, new)]
    assert [(claims.kid, claims.generation) for claims in read] == [(1, 1), (2, 1)]
    assert cards() == {2: 1, 1: 2}
    assert buildings_to_print(printed, Only.OLDER_KEY) == [("2", 2)]


def test_a_card_in_a_file_that_nobody_printed_is_not_in_anybodys_hand(
    root: Actor, printed: Compound
) -> None:
    rotate_keys(root, now=LATER)
    made_job(root, printed, Only.OLDER_KEY, now=LATER)
    assert pass_at("2", "101").kid == 2
    assert cards() == {2: 0, 1: 3}
    assert count_to_print(printed)[Only.OLDER_KEY] == 3


def test_a_key_is_not_retired_while_people_hold_cards_under_it(
    root: Actor, printed: Compound
) -> None:
    rotate_keys(root, now=LATER)
    with pytest.raises(Conflict, match="3 cards and 0 visitors") as refused:
        retire_key(root, 1, now=LATER)
    assert "--only older_key" in str(refused.value)
    printed_job(root, printed, Only.OLDER_KEY, now=SOON)
    old = token_of(pass_at("2", "101"))
    assert retire_key(root, 1, now=LATER).cards == 0
    assert states()[1] is KeyState.RETIRED
    assert token_of(pass_at("2", "101")) == old


def test_a_visit_to_come_keeps_its_key(root: Actor, printed: Compound) -> None:
    visitor_of(root, pass_at("2", "101").household)
    rotate_keys(root, now=LATER)
    printed_job(root, printed, Only.OLDER_KEY, now=SOON)
    with pytest.raises(Conflict, match="0 cards and 1 visitors"):
        retire_key(root, 1, now=LATER)
    retire_key(root, 1, now=NOW + timedelta(days=3))


def test_retired_anyway_the_cards_that_are_left_can_be_printed_anew(
    root: Actor, printed: Compound
) -> None:
    old = token_of(pass_at("2", "101"))
    rotate_keys(root, now=LATER)
    assert retire_key(root, 1, anyway=True, now=LATER).cards == 3
    assert reason_of(old) == "token.called_in"
    new = read_token(token_of(pass_at("2", "101")), public_keys())
    assert (new.kid, new.generation) == (2, 1)
    assert doors(printed, Only.CHANGED) == list(DOORS)
    assert cards() == {2: 0, 1: 3}
    assert actions()[-1] == "key.retired"


@pytest.mark.parametrize(("kid", "words"), [(2, "signs"), (9, "Known: 1, 2"), (0, "no key 0")])
def test_only_an_older_key_is_retired(root: Actor, printed: Compound, kid: int, words: str) -> None:
    rotate_keys(root, now=LATER)
    with pytest.raises((Conflict, NotFound), match=words):
        retire_key(root, kid, now=LATER)


def test_a_key_is_retired_once(root: Actor, printed: Compound) -> None:
    rotate_keys(root, now=LATER)
    retire_key(root, 1, anyway=True, now=LATER)
    with pytest.raises(Conflict, match="already"):
        retire_key(root, 1, now=LATER)


def test_phones_go_over_a_day_later_so_that_gates_have_heard(
    root: Actor, compound: Compound
) -> None:
    with writing():
        assert settled_key(NOW).kid == 1  # no older one there is
    rotate_keys(root, now=LATER)
    with writing():
        assert settled_key(NOW + HEARD_OF).kid == 1
        assert settled_key(LATER + HEARD_OF).kid == 2
        retire_key(root, 1, anyway=True, now=LATER)
        assert settled_key(LATER).kid == 2


def test_a_leak_ends_all_that_was_signed_and_gives_everybody_a_new_card(
    root: Actor, printed: Compound
) -> None:
    old = token_of(pass_at("2", "101"))
    version = printed.roster_version
    leak = call_in_leaked(root, 1, households=3, now=LATER)
    assert (leak.signs, leak.households, leak.cards) == (2, 3, 3)
    assert states() == {2: KeyState.SIGNS, 1: KeyState.LEAKED}
    assert reason_of(old) == "token.called_in"
    new = read_token(token_of(pass_at("2", "101")), public_keys())
    assert (new.kid, new.generation) == (2, 2)
    assert doors(printed, Only.CHANGED) == list(DOORS)
    touched = db.session.scalars(select(Household.roster_version)).all()
    assert min(touched) > version
    assert actions()[-1] == "key.leaked"
    printed_job(root, printed, Only.CHANGED, now=SOON)
    assert count_to_print(printed)[Only.CHANGED] == 0
    assert cards() == {2: 3, 1: 0}


def test_a_leak_touches_nobody_who_has_a_newer_card_already(root: Actor, printed: Compound) -> None:
    rotate_keys(root, now=LATER)
    printed_job(root, printed, Only.OLDER_KEY, "2", now=SOON)
    good = token_of(pass_at("2", "101"))
    leak = call_in_leaked(root, 1, now=LATER)
    assert (leak.signs, leak.households) == (2, 1)
    assert read_token(good, public_keys()).generation == 1
    assert doors(printed, Only.CHANGED) == [("10", "101")]


def test_who_holds_an_older_card_is_affected_though_the_next_one_is_drawn(
    root: Actor, printed: Compound
) -> None:
    rotate_keys(root, now=LATER)
    made_job(root, printed, Only.OLDER_KEY, now=LATER)
    assert call_in_leaked(root, 1, now=LATER).households == 3


def test_the_list_of_the_affected_stays_the_same_after_the_leak(
    root: Actor, printed: Compound
) -> None:
    visitor = visitor_of(root, pass_at("2", "101").household)
    before = [each.id for each in affected_by(1, LATER)]
    assert visitor.id in before
    leak = call_in_leaked(root, 1, now=LATER)
    assert (leak.households, leak.cards) == (3, 4)
    printed_job(root, printed, Only.CHANGED, now=SOON)
    rotate_keys(root, now=LATER)
    assert [each.id for each in affected_by(1, LATER)] == before
    reasons = db.session.scalars(
        select(PassEvent.reason).where(PassEvent.pass_id == visitor.id).order_by(PassEvent.id)
    )
    assert list(reasons) == ["", "key_leaked"]


def test_who_is_gone_is_not_affected_and_holds_no_good_card_either(
    root: Actor, printed: Compound
) -> None:
    revoke_pass(root, pass_at("2", "101"), "misused", now=NOW)
    with writing():
        pass_at("2", "102").household.state = HouseholdState.GONE
    assert call_in_leaked(root, 1, households=1, now=LATER).cards == 1
    moved_out = pass_at("2", "102")
    assert (moved_out.kid, moved_out.generation) == (2, 2)  # they may come back
    assert pass_at("2", "101").generation == 1


def test_another_number_than_was_told_does_nothing(root: Actor, printed: Compound) -> None:
    with pytest.raises(Conflict, match="3 households would end"):
        call_in_leaked(root, 1, households=2, now=LATER)
    assert states() == {1: KeyState.SIGNS}


def test_a_key_that_is_retired_may_still_leak_once(root: Actor, printed: Compound) -> None:
    rotate_keys(root, now=LATER)
    retire_key(root, 1, anyway=True, now=LATER)
    assert call_in_leaked(root, 1, now=LATER).signs == 2
    assert states()[1] is KeyState.LEAKED
    with pytest.raises(Conflict, match="already"):
        call_in_leaked(root, 1, now=LATER)


def test_a_leaked_key_signs_never_again_not_even_after_a_backup_came_back(
    root: Actor, printed: Compound
) -> None:
    call_in_leaked(root, 1, now=LATER)
    folder = instance_path() / "keys"
    assert sorted(path.name for path in folder.iterdir()) == ["001.leaked", "002.key"]
    assert (folder / "001.leaked").stat().st_mode & 0o777 == 0o600
    with writing():  # a database from before the first key
        for model in (PrintedCard, PrintJob, PassEvent, Pass, SigningKey):
            db.session.execute(delete(model))
    assert newest_kid(LATER) == 2


def test_a_lost_card_is_replaced_under_the_newest_key(root: Actor, printed: Compound) -> None:
    rotate_keys(root, now=LATER)
    replaced = replace_pass(root, pass_at("2", "101"), "lost", now=LATER)
    assert (replaced.kid, replaced.generation) == (2, 2)


def test_keys_are_for_an_admin_of_every_compound(root: Actor, printed: Compound) -> None:
    here = printed.community_id
    with writing():
        other = ensure_compound(root, "棉五", "Asia/Shanghai")
    both = Actor(None, "both", Role.ADMIN, here)
    one = Actor(None, "one", Role.ADMIN, here, printed.id)
    clerk = Actor(None, "clerk", Role.CLERK, here)
    assert other.community_id == here
    assert [may_change_keys(each) for each in (root, both, one, clerk)] == [
        True, True, False, False,
    ]  # fmt: skip
    for actor in (one, clerk):
        with pytest.raises(Forbidden):
            rotate_keys(actor, now=LATER)
        with pytest.raises(Forbidden):
            retire_key(actor, 1, now=LATER)
        with pytest.raises(Forbidden):
            call_in_leaked(actor, 1, now=LATER)


def test_phones_are_counted_by_the_key_that_signed_for_them(root: Actor, printed: Compound) -> None:
    until = LATER + timedelta(days=30)
    moments = {"linked_at": NOW, "renewed_at": NOW, "valid_until": until}
    with writing():
        pass_id = pass_at("2", "101").id
        for number, unlinked in enumerate((None, None, NOW)):
            phone = LinkedPhone(
                pass_id=pass_id, name=f"{number:016x}", public=b"\2" * 33, kid=1, **moments
            )
            phone.unlinked_at = unlinked
            db.session.add(phone)
    assert [line.phones for line in key_lines(LATER)] == [2]
    assert [line.phones for line in key_lines(until)] == [0]


def test_the_last_change_is_the_newest_of_beginnings_and_ends(
    root: Actor, printed: Compound
) -> None:
    assert last_change(key_lines(NOW)) == NOW
    rotate_keys(root, now=SOON)
    retire_key(root, 1, anyway=True, now=LATER)
    assert last_change(key_lines(LATER)) == LATER
    assert last_change([]) is None
