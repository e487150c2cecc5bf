"""One active household pass a household, whoever asks and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from checkpoint.config import write_private
from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from checkpoint.passes import Pass, PassAction, PassState, read_token
from checkpoint.passes.issuing import (
    issue_household_passes,
    issue_pass,
    pass_by_id,
    replace_pass,
    revoke_pass,
    token_of,
)
from checkpoint.passes.keys import make_key, public_keys
from checkpoint.people import (
    Actor,
    Community,
    Compound,
    Household,
    HouseholdState,
    Role,
    ensure_compound,
    sort_key,
)
from checkpoint.web import instance_path

NOW = datetime(2020, 2, 10, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def compound(either_app: Flask, root: Actor) -> Compound:
    """A compound of four households, one of them moved out."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
        for room, state in (("101", "active"), ("102", "active"), ("201", "active"), ("9", "gone")):
            db.session.add(
                Household(
                    compound=compound,
                    building="1",
                    unit="1",
                    room=room,
                    sort_key=sort_key("1", "1", room),
                    state=HouseholdState(state),
                )
            )
    return compound


@pytest.fixture
def household(compound: Compound) -> Household:
    return db.session.scalars(select(Household).order_by(Household.sort_key)).all()[1]


def count_active(household_id: int) -> int | None:
    return db.session.scalar(
        select(func.count(Pass.id)).where(
            Pass.household_id == household_id, Pass.state == PassState.ACTIVE
        )
    )


def test_fifty_attempts_at_once_issue_one_pass(
    either_app: Flask, root: Actor, household: Household
) -> None:
    household_id = household.id

    def attempt(_: int) -> str:
        with either_app.app_context():
            try:
                issue_pass(root, db.session.get_one(Household, household_id), now=NOW)
            except Conflict as refusal:
                return refusal.code
            return "issued"

    with ThreadPoolExecutor(50) as pool:
        answers = sorted(pool.map(attempt, range(50)))
    assert answers == ["issued"] + ["pass.already_active"] * 49
    db.session.rollback()
    assert count_active(household_id) == 1


def test_the_database_itself_refuses_a_second_row(root: Actor, household: Household) -> None:
    first = issue_pass(root, household, now=NOW)
    with pytest.raises(Exception, match=r"(?i)unique"), writing():
        db.session.add(
            Pass(
                number=first.number % 99_999_999 + 1,
                household_id=first.household_id,
                kid=first.kid,
                valid_from=NOW,
                issued_at=NOW,
            )
        )


def test_every_household_that_lives_here_gets_one_and_asking_again_issues_none(
    root: Actor, compound: Compound
) -> None:
    steps: list[tuple[int, int]] = []
    assert issue_household_passes(root, compound, now=NOW, progress=lambda *s: steps.append(s)) == 3
    assert steps[-1] == (3, 3)
    assert issue_household_passes(root, compound, now=NOW) == 0
    passes = db.session.scalars(select(Pass)).all()
    assert {each.household.room for each in passes} == {"101", "102", "201"}
    assert [event.action for event in passes[0].events] == [PassAction.ISSUED]


def test_issuing_reaches_devices_as_a_new_roster_version(root: Actor, compound: Compound) -> None:
    before = compound.roster_version
    issue_household_passes(root, compound, now=NOW)
    db.session.refresh(compound)
    assert compound.roster_version == before + 1


def test_a_token_verifies_with_the_public_keys_and_says_nothing_personal(
    root: Actor, household: Household
) -> None:
    pass_ = issue_pass(root, household, now=NOW)
    claims = read_token(token_of(pass_), public_keys())
    assert (claims.number, claims.generation, claims.valid_until) == (pass_.number, 1, None)
    assert claims.valid_from == NOW.replace(second=0)


def test_a_replaced_card_keeps_its_number_and_raises_the_generation(
    root: Actor, household: Household
) -> None:
    pass_ = issue_pass(root, household, now=NOW)
    number = pass_.number
    replaced = replace_pass(root, pass_, "lost", now=NOW + timedelta(hours=1))
    assert (replaced.number, replaced.generation) == (number, 2)
    assert read_token(token_of(replaced), public_keys()).generation == 2
    assert [event.reason for event in replaced.events] == ["", "lost"]


def test_two_who_replace_at_once_make_two_cards(
    either_app: Flask, root: Actor, household: Household
) -> None:
    pass_id = issue_pass(root, household, now=NOW).id

    def attempt(_: int) -> int:
        with either_app.app_context():
            return replace_pass(root, db.session.get_one(Pass, pass_id), "lost", now=NOW).generation

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(attempt, range(8))) == list(range(2, 10))


def test_a_key_file_that_is_there_is_used_and_not_overwritten(
    root: Actor, household: Household
) -> None:
    path = instance_path() / "keys" / "001.key"
    write_private(path, b"\2" * 32)
    pass_ = issue_pass(root, household, now=NOW)
    assert path.read_bytes() == b"\2" * 32
    assert read_token(token_of(pass_), public_keys()).kid == 1


def test_a_revoked_pass_makes_room_for_a_new_number(root: Actor, household: Household) -> None:
    old = revoke_pass(root, issue_pass(root, household, now=NOW), "moved", now=NOW)
    new = issue_pass(root, db.session.get_one(Household, old.household_id), now=NOW)
    assert new.number != old.number
    with pytest.raises(Conflict, match="revoked already"):
        revoke_pass(root, old, "again", now=NOW)
    with pytest.raises(Conflict, match="revoked already"):
        replace_pass(root, old, "again", now=NOW)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "a\u202eb"])
def test_a_reason_is_needed(root: Actor, household: Household, reason: str) -> None:
    pass_ = issue_pass(root, household, now=NOW)
    with pytest.raises(BadInput):
        revoke_pass(root, pass_, reason, now=NOW)


def test_a_household_that_moved_out_gets_none(root: Actor, compound: Compound) -> None:
    gone = db.session.scalars(select(Household).where(Household.room == "9")).one()
    with pytest.raises(Conflict, match="moved out"):
        issue_pass(root, gone, now=NOW)


def test_a_guard_and_a_clerk_of_elsewhere_may_not(root: Actor, household: Household) -> None:
    community = db.session.scalars(select(Community)).one()
    guard = Actor(None, "guard", Role.GUARD)
    elsewhere = Actor(None, "clerk", Role.CLERK, community.id, household.compound_id + 1)
    pass_ = issue_pass(root, household, now=NOW)
    for actor in (guard, elsewhere):
        with pytest.raises(Forbidden):
            issue_pass(actor, household, now=NOW)
        with pytest.raises(Forbidden):
            revoke_pass(actor, pass_, "no", now=NOW)
    with pytest.raises(NotFound):
        pass_by_id(elsewhere, pass_.id)


def test_the_newest_key_signs_and_the_older_one_still_verifies(
    root: Actor, household: Household
) -> None:
    old = issue_pass(root, household, now=NOW)
    token = token_of(old)
    with writing():
        make_key(NOW + timedelta(days=1))
    replaced = replace_pass(root, old, "lost", now=NOW + timedelta(days=1))
    assert replaced.kid == 2
    assert read_token(token, public_keys()).kid == 1


def test_a_private_key_is_its_owners_alone_and_a_lost_one_is_said(
    root: Actor, household: Household
) -> None:
    pass_ = issue_pass(root, household, now=NOW)
    path = instance_path() / "keys" / "001.key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"\1" * 32)
    with pytest.raises(Unavailable, match="backup"):
        token_of(pass_)
