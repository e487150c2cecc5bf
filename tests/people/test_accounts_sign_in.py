"""Signing in and out: who gets in, for how long, and what a wrong guess learns."""

from datetime import timedelta

import pytest

from checkpoint import clock
from checkpoint.db import db
from checkpoint.people import AuditEntry, Staff, safe_next
from tests.cast import PASSWORD, Town


def test_the_right_pair_opens_the_desk_and_is_on_record(town: Town) -> None:
    browser = town.browser()
    answer = browser.sign_in("zhao")
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get("/").status_code == 200
    with town.inside():
        actions = list(db.session.scalars(db.select(AuditEntry.action)))
        assert actions == ["staff.signed_in"]


@pytest.mark.parametrize("username", ["  ZHAO ", "ｚｈａｏ"])
def test_case_width_and_spaces_of_a_username_make_no_difference(town: Town, username: str) -> None:
    assert town.browser().sign_in(username).status_code == 303


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("zhao", "wrong password"),
        ("nobody", PASSWORD),
        ("zhao", ""),
        ("", ""),
        ("zhao", "x" * 9000),
    ],
)
def test_every_wrong_pair_gets_the_same_answer(town: Town, username: str, password: str) -> None:
    answer = town.browser().sign_in(username, password)
    assert answer.status_code == 401
    assert "The username or the password is not right." in answer.text


def test_an_unknown_name_costs_the_same_work_as_a_known_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checkpoint.people import accounts, passwords

    checked: list[str] = []

    def counting(kept: str, password: str) -> bool:
        checked.append(kept)
        return passwords.password_matches(kept, password)

    monkeypatch.setattr(accounts, "password_matches", counting)
    town.browser().sign_in("nobody", "some password")
    town.browser().sign_in("zhao", "some password")
    assert len(checked) == 2
    assert {kept.split("$")[3] for kept in checked} == {"m=19456,t=2,p=1"}


def test_ten_wrong_guesses_for_a_name_stop_the_eleventh_even_if_right(town: Town) -> None:
    for _ in range(10):
        assert town.browser().sign_in("zhao", "a wrong guess").status_code == 401
    answer = town.browser().sign_in("zhao")
    assert answer.status_code == 429
    assert town.browser().sign_in("li").status_code == 303, "others are not kept out"


def test_a_right_password_forgets_the_wrong_ones_before(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkpoint.people.accounts.RATE_USERNAME", "3/15 minute")
    for _ in range(2):
        for _ in range(2):
            town.browser().sign_in("zhao", "a wrong guess")
        assert town.browser().sign_in("zhao").status_code == 303


def test_one_address_may_not_try_many_names(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkpoint.people.accounts.RATE_ADDRESS", "5/minute")
    answers = [town.browser().sign_in(f"name{each}", "guess").status_code for each in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_blocked_account_does_not_open(town: Town) -> None:
    with town.inside():
        db.session.execute(db.update(Staff).where(Staff.username == "li").values(active=False))
        db.session.commit()
    assert town.browser().sign_in("li").status_code == 401


def test_signing_out_ends_the_session(town: Town) -> None:
    browser = town.browser("zhao")
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/").status_code == 303


def test_an_idle_session_ends_and_a_page_that_renews_itself_keeps_none_alive(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = town.browser("zhao")
    start = clock.now()

    def at(minutes: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))

    at(50)
    assert browser.get("/").status_code == 200
    at(100)
    assert browser.get("/").status_code == 200, "looking is activity"
    at(150)
    assert browser.get("/now", X_Background="1").status_code == 200
    at(161)
    assert browser.get("/now", X_Background="1").status_code == 401
    assert browser.get("/").status_code == 303
    assert "no alert rings here" in browser.get("/sign-in").text
    browser.sign_in("zhao")
    browser.post("/sign-out")
    assert "no alert rings here" not in browser.get("/sign-in").text


def test_the_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts(town: Town) -> None:
    cookie = town.browser().sign_in("zhao").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_after_signing_in_one_lands_where_one_wanted_to_go(town: Town) -> None:
    browser = town.browser()
    answer = browser.get("/households?building=12")
    assert answer.location == "/sign-in?next=/households?building%3D12"
    landed = browser.post(
        "/sign-in", username="zhao", password=PASSWORD, next="/households?building=12"
    )
    assert landed.location == "/households?building=12"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d\r\nSet-Cookie: a=b",
        "evil.example",
        "",
        None,
    ],
)
def test_next_never_leads_to_another_site(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/", "/households/3", "/households?building=12"])
def test_next_leads_to_a_page_of_this_site(target: str) -> None:
    assert safe_next(target, "/home") == target


def test_each_person_keeps_their_language(town: Town) -> None:
    browser = town.browser("li")
    assert '<html lang="en">' in browser.get("/account").text
    browser.post("/language", language="zh", next="/account")
    assert '<html lang="zh-CN">' in browser.get("/account").text
    assert '<html lang="zh-CN">' in town.browser("li").get("/account").text


def test_a_language_chosen_before_signing_in_stays(town: Town) -> None:
    browser = town.browser()
    browser.post("/language", language="zh", next="/sign-in")
    browser.sign_in("zhao")
    assert '<html lang="zh-CN">' in browser.get("/").text


def test_no_language_but_ours(town: Town) -> None:
    assert town.browser("zhao").post("/language", language="xx").status_code == 422
