"""Corrections: a household says what is wrong, staff answer, nothing changes by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.residents.corrections import (
    MOST_OPEN,
    answer_correction,
    corrections_answered,
    corrections_waiting,
    count_waiting,
)
from checkpoint.gate.residents.models import Correction, CorrectionState
from checkpoint.people import AuditEntry, Compound, Household
from tests.gate.phone import Estate
from tests.gate.resident import ResidentsPhone, linked
from tests.gate.visits import staff_member

NOW = datetime.now(UTC)
WORDS = "我们家四口人，名册上只有三口。"


@pytest.fixture
def resident(estate: Estate) -> ResidentsPhone:
    return linked(estate, "wang")


def ask(resident: ResidentsPhone, words: str = WORDS, topic: str = "members") -> int:
    answer = resident.send("POST", "corrections", {"topic": topic, "words": words})
    return answer.status_code


def only_one() -> Correction:
    db.session.rollback()
    return db.session.scalars(select(Correction)).one()


def miansi(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def test_what_was_asked_for_is_seen_by_the_household_and_by_the_office(
    resident: ResidentsPhone, estate: Estate
) -> None:
    assert ask(resident) == 204
    [shown] = resident.state().json["corrections"]  # type: ignore[index]
    assert (shown["words"], shown["state"], shown["note"]) == (WORDS, "waiting", "")
    [waiting] = corrections_waiting(miansi(estate))
    assert waiting.household_id == estate.households["wang"]
    assert count_waiting(miansi(estate)) == 1


def test_nothing_in_the_file_changes_by_itself(resident: ResidentsPhone, estate: Estate) -> None:
    before = [each.name for each in db.session.get_one(Household, 1).residents]
    ask(resident, "我叫王健国", "name")
    answer_correction(staff_member("xu"), only_one().id, CorrectionState.DONE, "", now=NOW)
    assert [each.name for each in db.session.get_one(Household, 1).residents] == before


def test_a_declined_one_says_why_and_the_household_reads_it(resident: ResidentsPhone) -> None:
    ask(resident)
    xu, id = staff_member("xu"), only_one().id
    with pytest.raises(BadInput) as refused:
        answer_correction(xu, id, CorrectionState.DECLINED, "  ", now=NOW)
    assert refused.value.field == "note"
    answer_correction(xu, id, CorrectionState.DECLINED, "请带户口本来办公室", now=NOW)
    [shown] = resident.state().json["corrections"]  # type: ignore[index]
    assert (shown["state"], shown["note"]) == ("declined", "请带户口本来办公室")


def test_one_that_is_answered_stays_answered(resident: ResidentsPhone, estate: Estate) -> None:
    ask(resident)
    xu, id = staff_member("xu"), only_one().id
    answer_correction(xu, id, CorrectionState.DONE, "已改", now=NOW)
    with pytest.raises(Conflict):
        answer_correction(xu, id, CorrectionState.DECLINED, "不对", now=NOW + timedelta(hours=1))
    [answered] = corrections_answered(miansi(estate))
    assert (answered.note, answered.answered_by_id) == ("已改", xu.staff_id)
    assert corrections_waiting(miansi(estate)) == []


def test_so_many_wait_and_no_more(resident: ResidentsPhone) -> None:
    answers = [ask(resident, f"第{number}件") for number in range(MOST_OPEN + 1)]
    assert answers == [204] * MOST_OPEN + [409]


def test_an_answer_makes_room_for_another(resident: ResidentsPhone) -> None:
    for number in range(MOST_OPEN):
        ask(resident, f"第{number}件")
    first = db.session.scalars(select(Correction.id).order_by(Correction.id)).first()
    answer_correction(staff_member("xu"), first or 0, CorrectionState.DONE, "", now=NOW)
    assert ask(resident) == 204


@pytest.mark.parametrize(
    ("words", "topic", "status"),
    [("", "name", 422), ("   ", "name", 422), ("长" * 301, "name", 422), ("错", "password", 422)],
)
def test_what_can_not_be_taken_is_refused(
    resident: ResidentsPhone, words: str, topic: str, status: int
) -> None:
    assert ask(resident, words, topic) == status


def test_three_hundred_characters_are_taken(resident: ResidentsPhone) -> None:
    assert ask(resident, "长" * 300) == 204


def test_a_caregiver_s_phone_can_neither_ask_nor_read(
    resident: ResidentsPhone, estate: Estate
) -> None:
    ask(resident)
    nurse = linked(estate, "nurse")
    assert ask(nurse) == 403
    said = nurse.state().json
    assert said
    assert (said["own"], said["corrections"]) == (False, [])


def test_staff_of_another_compound_can_not_answer(resident: ResidentsPhone, estate: Estate) -> None:
    ask(resident)
    actor = staff_member("xu")
    elsewhere = type(actor)(actor.staff_id, "", actor.role, None, estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        answer_correction(elsewhere, only_one().id, CorrectionState.DONE, "", now=NOW)


def test_asking_and_answering_are_on_record_without_the_words(resident: ResidentsPhone) -> None:
    ask(resident)
    answer_correction(staff_member("xu"), only_one().id, CorrectionState.DONE, "", now=NOW)
    query = select(AuditEntry).where(AuditEntry.action.startswith("correction."))
    asked, done = db.session.scalars(query.order_by(AuditEntry.id)).all()
    assert (asked.action, done.action) == ("correction.asked", "correction.done")
    assert asked.staff_id is None
    assert set(asked.detail) == {"by_phone"}
    assert done.detail == {}
