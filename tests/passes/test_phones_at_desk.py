"""Phones at the office: staff link and unlink them and explain their codes; finders of cards."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkpoint.db import db, writing
from checkpoint.passes import LinkedPhone, Pass, format_number
from checkpoint.passes.explaining import explain_token
from checkpoint.passes.issuing import token_of
from checkpoint.passes.keys import make_key
from checkpoint.people import Actor, AuditEntry
from tests.cast import LONG_AGO, PASS_NUMBER, Browser, Town, build
from tests.gate.resident import ResidentsPhone

CODE = re.compile(r'id="link-code">([0-9A-Z]{4}-[0-9A-Z]{4})<')


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("phones") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    """The town with a key that signs."""
    built_town.restore()
    with built_town.inside(), writing():
        key = make_key(LONG_AGO)
        db.session.execute(db.update(Pass).values(kid=key.kid))
    yield built_town
    for leftover in Path(built_town.app.instance_path, "keys").glob("*.key"):
        leftover.unlink()


@pytest.fixture
def clerk(town: Town) -> Browser:
    return town.browser("li")


def pass_id(town: Town, number: int = PASS_NUMBER) -> int:
    with town.inside():
        return db.session.scalars(db.select(Pass.id).where(Pass.number == number)).one()


def linked(town: Town, clerk: Browser) -> ResidentsPhone:
    page = clerk.post(f"/passes/{pass_id(town)}/link")
    found = CODE.search(page.text)
    assert found, page.text
    phone = ResidentsPhone(town.app.test_client())
    assert phone.link(found[1], "Mother's phone").status_code == 200
    return phone


def test_staff_hand_over_a_code_and_see_the_phone(town: Town, clerk: Browser) -> None:
    linked(town, clerk)
    page = clerk.get(f"/passes/{pass_id(town)}").text
    assert "Mother&#39;s phone" in page
    assert "Lost: unlink at once" in page


def test_staff_unlink_a_lost_phone_and_it_is_on_record(town: Town, clerk: Browser) -> None:
    phone = linked(town, clerk)
    with town.inside():
        row = db.session.scalars(db.select(LinkedPhone)).one()
        phone_id = row.id
    assert clerk.post(f"/passes/phones/{phone_id}/unlink").status_code == 303
    assert phone.send("GET", "state").json["error"]["code"] == "phone.unlinked"  # type: ignore[index]
    with town.inside():
        actions = set(db.session.scalars(db.select(AuditEntry.action)))
    assert {"phone.code_made", "phone.linked", "phone.unlinked"} <= actions


@pytest.mark.parametrize("username", ["wang", "sun"])
def test_a_guard_and_another_compound_s_clerk_may_do_neither(town: Town, username: str) -> None:
    linked(town, town.browser("li"))
    stranger = town.browser(username)
    with town.inside():
        phone_id = db.session.scalars(db.select(LinkedPhone.id)).one()
    assert stranger.post(f"/passes/{pass_id(town)}/link").status_code in {403, 404}
    assert stranger.post(f"/passes/phones/{phone_id}/unlink").status_code in {403, 404}


def test_the_code_is_in_no_address_and_not_kept(town: Town, clerk: Browser) -> None:
    page = clerk.post(f"/passes/{pass_id(town)}/link")
    code = CODE.search(page.text)
    assert code
    assert code[1].replace("-", "").encode() not in Path(town.database).read_bytes()
    assert page.headers["Cache-Control"] == "no-store"


def test_what_a_phone_shows_is_explained(town: Town, clerk: Browser) -> None:
    phone = linked(town, clerk)
    with town.inside():
        account = explain_token(Actor.at_the_machine(), phone.shows(), now=datetime.now(UTC))
        said = "\n".join(account.lines())
    assert f"phone {phone.name}" in said
    assert "The phone is linked to it." in said
    assert account.as_json()["phone"]["name"] == phone.name


def test_a_finder_learns_that_it_is_ours_and_no_more(town: Town) -> None:
    with town.inside():
        card = token_of(db.session.scalars(db.select(Pass).where(Pass.number == PASS_NUMBER)).one())
    for text in (card, format_number(PASS_NUMBER), f" {card}\n"):
        page = town.browser().post("/verify", code=text).text
        assert 'data-ours="yes"' in page
        assert "Miansi office" in page
        assert "199 0000 0000" in page
        # The form's own token is random: any two digits may stand in it.
        told = re.sub(r"<input[^>]*csrf_token[^>]*>", "", page.split("<main", 1)[1])
        for secret in ("王", "12", "501", "A quarters", "household"):
            assert secret not in told, secret


@pytest.mark.parametrize(
    "text", ["0000-0001-3", "https://example.org/", "P1:ABC", "P2:ABC", "9" * 500, "'; DROP"]
)
def test_a_finder_learns_that_it_is_not_ours(town: Town, text: str) -> None:
    page = town.browser().post("/verify", code=text).text
    assert 'data-ours="no"' in page
    assert "Miansi office" in page


def test_a_finder_is_told_where_nothing_was_typed(town: Town) -> None:
    assert town.browser().post("/verify", code="  ").status_code == 422


def test_guessing_numbers_is_slowed_down(town: Town) -> None:
    finder = town.browser()
    answers = [finder.post("/verify", code="0000-0001-3").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_look_leaves_no_trace(town: Town) -> None:
    with town.inside():
        before = db.session.scalars(db.select(AuditEntry.id)).all()
    town.browser().post("/verify", code=format_number(PASS_NUMBER))
    with town.inside():
        assert db.session.scalars(db.select(AuditEntry.id)).all() == before
