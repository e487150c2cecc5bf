"""The page of signing keys: who reaches it, what it offers, and what must be typed."""

from datetime import timedelta

import pytest

from checkpoint.db import db, writing
from checkpoint.passes import Pass, SigningKey
from checkpoint.people import Role, Staff
from tests.cast import Town, enrol_phone


def states(town: Town) -> dict[int, tuple[bool, bool]]:
    """Whether each key is retired, and whether it leaked."""
    with town.inside():
        return {
            key.kid: (key.retired_at is not None, key.leaked_at is not None)
            for key in db.session.scalars(db.select(SigningKey))
        }


def test_the_page_tells_which_key_signs_and_what_goes_by_it(town: Town) -> None:
    page = town.browser("zhao").get("/settings/keys").text
    assert "Key 1" in page
    assert "signs" in page
    assert "Everybody here has a card under the newest key" in page
    assert "Retire" not in page


def test_after_a_rotation_the_cards_to_print_stand_there_by_building(town: Town) -> None:
    admin = town.browser("zhao")
    assert admin.post("/settings/keys/rotate").status_code == 303
    page = admin.get("/settings/keys").text
    assert "still verifies" in page
    assert "/passes/cards?only=older_key&amp;building=12" in page
    offered = town.browser("li").get("/passes/cards?only=older_key&building=12").text
    assert 'value="older_key" checked' in offered


def test_no_choice_of_older_keys_where_there_is_none(town: Town) -> None:
    assert "older_key" not in town.browser("li").get("/passes/cards").text


def test_a_key_under_which_people_hold_cards_is_not_retired_at_the_desk(town: Town) -> None:
    admin = town.browser("zhao")
    admin.post("/settings/keys/rotate")
    answer = admin.post("/settings/keys/1/retire")
    assert "would be refused" in admin.get(str(answer.location)).text
    assert states(town) == {1: (False, False), 2: (False, False)}
    with town.inside(), writing():
        db.session.execute(db.update(Pass).values(kid=2))
    assert "Retire key 1?" in admin.get("/settings/keys").text
    admin.post("/settings/keys/1/retire")
    assert states(town) == {1: (True, False), 2: (False, False)}


@pytest.mark.parametrize("typed", ["", "2", "three", "-3", "3.0"])
def test_a_leak_wants_the_number_of_households(town: Town, typed: str) -> None:
    admin = town.browser("zhao")
    assert "The cards of 3 households" in admin.get("/settings/keys/1/leaked").text
    answer = admin.post("/settings/keys/1/leaked", households=typed)
    assert answer.status_code in {409, 422}
    assert 'aria-invalid="true"' in answer.text
    assert states(town) == {1: (False, False)}


def test_a_leak_calls_the_key_in_and_gives_the_list(town: Town) -> None:
    admin = town.browser("zhao")
    answer = admin.post("/settings/keys/1/leaked", households="3")
    assert answer.status_code == 303
    page = admin.get("/settings/keys").text
    assert "3 households need new cards" in page
    assert "leaked, called in" in page
    assert "/passes/cards?only=changed" not in page  # none of them was ever printed: all are new
    assert states(town) == {1: (True, True), 2: (False, False)}
    sheet = admin.post("/settings/keys/1/households", format="csv")
    assert sheet.mimetype == "text/csv"
    lines = sheet.text.splitlines()
    assert lines[1] == "A quarters,3,1,204,0318-4403-7,Household pass,2"
    assert len(lines) == 4
    assert "王" not in sheet.text
    assert admin.post("/settings/keys/1/households", format="xlsx").data[:2] == b"PK"
    again = admin.get("/settings/keys/1/leaked")
    assert "called in already" in again.text


def test_an_address_is_no_formula_in_the_list(town: Town) -> None:
    with town.inside(), writing():
        for pass_ in db.session.scalars(db.select(Pass)):
            pass_.household.building = "=1+1"
    sheet = town.browser("zhao").post("/settings/keys/1/households", format="csv").text
    assert ",=1+1" not in sheet
    assert ",'=1+1," in sheet


def test_a_key_that_is_not_there_is_not_found(town: Town) -> None:
    assert town.browser("zhao").get("/settings/keys/9/leaked").status_code == 404


def test_phones_at_gates_that_have_not_heard_are_named(town: Town) -> None:
    with town.inside():
        enrol_phone("A quarters", seen_ago=timedelta(hours=1))
    admin = town.browser("zhao")
    assert "has not heard" not in admin.get("/settings/keys").text
    admin.post("/settings/keys/rotate")
    assert "Wang&#39;s phone" in admin.get("/settings/keys").text
    with town.inside(), writing():
        db.session.execute(db.text("UPDATE device SET roster_version = 99"))
    assert "has not heard" not in admin.get("/settings/keys").text


@pytest.mark.parametrize("path", ["/settings/keys", "/settings/keys/1/leaked"])
def test_an_admin_of_one_compound_does_not_reach_the_keys_of_all(town: Town, path: str) -> None:
    with town.inside(), writing():
        clerk = db.session.scalars(db.select(Staff).where(Staff.username == "li")).one()
        clerk.role = Role.ADMIN
    assert town.browser("li").get(path).status_code == 403
    for change in ("rotate", "1/retire", "1/leaked", "1/households"):
        answer = town.browser("li").post(f"/settings/keys/{change}", households="3")
        assert answer.status_code == 403, change
    assert states(town) == {1: (False, False)}


def test_whoever_did_it_stands_in_the_record(town: Town) -> None:
    admin = town.browser("zhao")
    admin.post("/settings/keys/rotate")
    admin.post("/settings/keys/1/leaked", households="3")
    record = admin.get("/audit").text
    assert "made a new signing key" in record
    assert "called in a signing key that leaked" in record
