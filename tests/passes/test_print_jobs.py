"""Only new, only changed: exactly the cards that the printer has not put out yet."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.passes import Pass
from checkpoint.passes.card_sheets import write_card, write_cards, write_job
from checkpoint.passes.issuing import issue_household_passes, replace_pass, revoke_pass
from checkpoint.passes.keys import make_key
from checkpoint.passes.models_prints import Only, PrintedCard, PrintJob
from checkpoint.passes.print_jobs import (
    Part,
    deliver_cards,
    delivery_of,
    job_by_id,
    mark_printed,
    parts_of,
    unmarked_jobs,
)
from checkpoint.passes.printable import count_to_print, passes_to_print
from checkpoint.people import Actor, Compound, Household, Role, ensure_compound, sort_key
from tests.passes.jobs import made_job, printed_job

NOW = datetime(2020, 2, 10, 1, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
GUARD = Actor(None, "guard", Role.GUARD)
DOORS = (("2", "101"), ("2", "102"), ("10", "101"))


@pytest.fixture
def compound(either_app: Flask, root: Actor) -> Compound:
    """Two buildings and three households, each with its pass. On both databases."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
    move_in(compound, *DOORS)
    issue_household_passes(root, compound, now=NOW)
    return compound


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "cards.pdf"


def move_in(compound: Compound, *doors: tuple[str, str]) -> None:
    with writing():
        for building, room in doors:
            key = sort_key(building, "", room)
            home = Household(
                compound_id=compound.id, building=building, unit="", room=room, sort_key=key
            )
            db.session.add(home)


def wanted(compound: Compound, only: Only) -> list[tuple[str, str]]:
    return [
        (each.household.building, each.household.room) for each in passes_to_print(compound, only)
    ]


def pass_at(building: str, room: str) -> Pass:
    query = select(Pass).join(Household).where(Household.building == building)
    return db.session.scalars(query.where(Household.room == room)).one()


def test_at_first_everything_is_new_and_nothing_changed(compound: Compound) -> None:
    counts = {Only.ALL: 3, Only.NEW: 3, Only.CHANGED: 0, Only.OLDER_KEY: 0}
    assert count_to_print(compound) == counts


def test_a_file_alone_prints_nothing(root: Actor, compound: Compound, out: Path) -> None:
    made = write_cards(root, compound, out, now=NOW)
    assert wanted(compound, Only.NEW) == list(DOORS)
    assert [job.id for job, _ in unmarked_jobs(compound)] == [made.job_id]
    mark_printed(root, made.job_id, now=NOW)
    assert wanted(compound, Only.NEW) == []
    assert unmarked_jobs(compound) == []


def test_only_new_are_those_that_came_since(root: Actor, compound: Compound) -> None:
    printed_job(root, compound, now=NOW)
    move_in(compound, ("2", "201"))
    issue_household_passes(root, compound, now=LATER)
    assert wanted(compound, Only.NEW) == [("2", "201")]
    assert wanted(compound, Only.CHANGED) == []


def test_only_changed_are_exactly_the_replaced_ones(root: Actor, compound: Compound) -> None:
    printed_job(root, compound, now=NOW)
    replace_pass(root, pass_at("2", "102"), "lost", now=LATER)
    assert wanted(compound, Only.CHANGED) == [("2", "102")]
    assert wanted(compound, Only.NEW) == []
    assert printed_job(root, compound, Only.CHANGED, now=NOW).cards == 1
    assert wanted(compound, Only.CHANGED) == []


def test_a_card_that_was_replaced_before_it_was_printed_is_new(
    root: Actor, compound: Compound
) -> None:
    replace_pass(root, pass_at("2", "102"), "mistake", now=LATER)
    assert len(wanted(compound, Only.NEW)) == 3
    assert wanted(compound, Only.CHANGED) == []


def test_a_renewed_end_and_another_key_are_changes_too(root: Actor, compound: Compound) -> None:
    printed_job(root, compound, now=NOW)
    with writing():
        pass_at("2", "101").valid_until = LATER
        pass_at("10", "101").kid = make_key(LATER).kid
    assert wanted(compound, Only.CHANGED) == [("2", "101"), ("10", "101")]


def test_one_card_from_its_own_page_counts_as_printed(
    root: Actor, compound: Compound, out: Path
) -> None:
    write_card(root, pass_at("2", "101"), out, now=NOW)
    assert wanted(compound, Only.NEW) == [("2", "102"), ("10", "101")]


@pytest.mark.parametrize(("only", "words"), [(Only.NEW, "no new"), (Only.CHANGED, "no changed")])
def test_nothing_to_print_says_which_kind(
    root: Actor, compound: Compound, out: Path, only: Only, words: str
) -> None:
    printed_job(root, compound, now=NOW)
    with pytest.raises(NotFound, match=words):
        write_cards(root, compound, out, only=only, now=LATER)


def test_only_new_of_one_building(root: Actor, compound: Compound, out: Path) -> None:
    assert write_cards(root, compound, out, only=Only.NEW, buildings=["10栋"], now=NOW).cards == 1


def test_an_interrupted_file_is_no_job(root: Actor, compound: Compound, out: Path) -> None:
    def power_cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cards(root, compound, out, now=NOW, progress=power_cut)
    assert db.session.scalars(select(PrintJob)).all() == []
    assert db.session.scalars(select(PrintedCard)).all() == []


def test_printing_again_leaves_out_what_ended_since(
    root: Actor, compound: Compound, out: Path
) -> None:
    made = made_job(root, compound, now=NOW)
    replace_pass(root, pass_at("2", "102"), "lost", now=LATER)
    job = job_by_id(root, made.job_id)
    assert write_job(root, job, out, now=LATER) == 2
    assert parts_of(job) == [Part("2", 2, 1, 0), Part("10", 1, 0, 0)]
    revoke_pass(root, pass_at("2", "101"), "misused", now=LATER)
    revoke_pass(root, pass_at("10", "101"), "misused", now=LATER)
    with pytest.raises(NotFound, match="replaced or revoked"):
        write_job(root, job_by_id(root, made.job_id), out, now=LATER)


def test_who_took_a_buildings_cards_is_written_down_once(root: Actor, compound: Compound) -> None:
    job_id = printed_job(root, compound, now=NOW).job_id
    single = pass_at("2", "102").id
    assert deliver_cards(root, job_id, "王 阿姨", building="2", pass_id=single, now=NOW) == 1
    assert deliver_cards(root, job_id, " 楼长  李 ", building="2", now=LATER) == 1
    assert parts_of(job_by_id(root, job_id))[0] == Part("2", 2, 0, 2)
    with pytest.raises(Conflict, match="no card left"):
        deliver_cards(root, job_id, "again", building="2", now=LATER)
    given = [delivery_of(pass_at("2", room)) for room in ("102", "101")]
    assert [each.delivered_to for each in given if each] == ["王 阿姨", "楼长 李"]
    assert delivery_of(pass_at("10", "101")) is None


def test_a_replaced_card_was_not_handed_over(root: Actor, compound: Compound) -> None:
    job_id = printed_job(root, compound, now=NOW).job_id
    deliver_cards(root, job_id, "王", building="10", now=NOW)
    replace_pass(root, pass_at("10", "101"), "lost", now=LATER)
    assert delivery_of(pass_at("10", "101")) is None


def test_cards_that_are_not_printed_are_not_handed_over(root: Actor, compound: Compound) -> None:
    made = made_job(root, compound, now=NOW)
    with pytest.raises(Conflict, match="printed first"):
        deliver_cards(root, made.job_id, "王", building="2", now=NOW)


@pytest.mark.parametrize("to", ["", "  ", "x" * 81, "a\u202eb"])
def test_who_took_them_is_a_name(root: Actor, compound: Compound, to: str) -> None:
    job_id = printed_job(root, compound, now=NOW).job_id
    with pytest.raises(BadInput):
        deliver_cards(root, job_id, to, building="2", now=NOW)


def test_a_guard_prints_nothing_again(root: Actor, compound: Compound, out: Path) -> None:
    job = job_by_id(root, made_job(root, compound, now=NOW).job_id)
    with pytest.raises(NotFound):
        mark_printed(GUARD, job.id, now=NOW)
    with pytest.raises(Forbidden):
        write_job(GUARD, job, out, now=NOW)
