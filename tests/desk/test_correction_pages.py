"""The desk's list of corrections: what waits, the answer, what was answered."""

import pytest

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.gate.residents import Correction, CorrectionState, Topic
from tests.cast import Town, household_of


@pytest.fixture
def asked(town: Town) -> int:
    """A correction that the household of A quarters, 501 asked for."""
    with town.inside(), writing():
        home = household_of("A quarters")
        made = Correction(
            household_id=home.id,
            topic=Topic.MEMBERS,
            words="There are four of us.",
            made_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def state_of(town: Town, id: int) -> tuple[CorrectionState, str]:
    with town.inside():
        found = db.session.get_one(Correction, id)
        return found.state, found.note


def test_an_empty_list_says_what_it_is_for(town: Town) -> None:
    assert "No correction waits" in town.browser("li").get("/corrections").text


def test_what_waits_is_listed_and_stands_on_the_first_page(town: Town, asked: int) -> None:
    clerk = town.browser("li")
    page = clerk.get("/corrections").text
    assert "There are four of us." in page
    assert "Bldg 12, 2-501" in page
    assert "王**" in page
    assert "王建国" not in page
    assert "Corrections wait" in clerk.get("/").text


def test_an_answer_with_words_ends_it(town: Town, asked: int) -> None:
    clerk = town.browser("li")
    assert clerk.post(f"/corrections/{asked}/done", note="Put right.").status_code == 303
    assert state_of(town, asked) == (CorrectionState.DONE, "Put right.")
    page = clerk.get("/corrections").text
    assert "No correction waits" in page
    assert "Clerk Li" in page
    assert "Corrections wait" not in clerk.get("/").text


def test_declining_without_words_is_refused_at_the_field(town: Town, asked: int) -> None:
    answer = town.browser("li").post(f"/corrections/{asked}/decline", note="")
    assert answer.status_code == 422
    assert f'id="note-{asked}-error"' in answer.text
    assert state_of(town, asked) == (CorrectionState.WAITING, "")


def test_a_clerk_of_b_neither_sees_nor_answers_it(town: Town, asked: int) -> None:
    clerk = town.browser("sun")
    assert "There are four of us." not in clerk.get("/corrections").text
    assert clerk.post(f"/corrections/{asked}/done", note="").status_code == 404


def test_what_somebody_wrote_is_shown_as_text(town: Town, asked: int) -> None:
    with town.inside(), writing():
        db.session.get_one(Correction, asked).words = "<script>alert(1)</script>"
    assert "<script>alert" not in town.browser("li").get("/corrections").text
