"""Who reaches what: every route against everyone, and every form without its token."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from checkpoint.db import db
from checkpoint.people import Staff
from tests.cast import Browser, Town, household_of

# What a stranger may ask for; the device API has credentials and tests of its own.
PUBLIC = {
    "accounts.choose_language",
    "accounts.sign_in_now",
    "accounts.sign_in_page",
    "accounts.sign_out_now",
    "first_run.make",
    "first_run.page",
    "static",
    "verify.ask",
    "verify.tell",
}
# Blueprints that hold their own doors: see tests/gate and tests/serve.
APART = {"gate_api", "gate_view", "join", "my", "visitor"}
# Each request has a credential, a signature or a secret of its own, and no cookie.
WITHOUT_COOKIE = {"gate_api", "my", "visitor"}
# What everyone who is signed in may do with their own account.
OWN = {"accounts.own_account", "accounts.own_password", "accounts.choose_place", "pins.own_pin"}
ADMINS_ALONE = {"desk.audit", "keys", "phones", "pins.new_pin", "pins.page", "staff"}


def rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC and rule.endpoint.split(".")[0] not in APART:
            yield rule


def address(app: Flask, rule: Rule) -> str:
    """The rule's address, with 1 for every number and id, and `x` for every text."""
    known = {"IntegerConverter": 1, "UUIDConverter": UUID(int=1)}
    values = {
        name: known.get(type(rule._converters[name]).__name__, "x") for name in rule.arguments
    }
    return app.url_map.bind("localhost", url_scheme="https").build(rule.endpoint, values)


def requests(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and address of everything that is not public."""
    return [
        (rule.endpoint, method, address(app, rule))
        for rule in rules(app)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def status(browser: Browser, method: str, path: str) -> int:
    answer = browser.get(path) if method == "GET" else browser.post(path)
    return answer.status_code


def test_a_stranger_is_sent_to_sign_in_everywhere(town: Town) -> None:
    stranger = town.browser()
    open_doors = []
    for endpoint, method, path in requests(town.app):
        answer = stranger.get(path) if method == "GET" else stranger.post(path)
        sent_away = answer.status_code == 401 or (answer.location or "").startswith("/sign-in")
        if not sent_away:
            open_doors.append((endpoint, method, answer.status_code))
    assert open_doors == []
    assert len(requests(town.app)) > 20


def test_a_guard_gets_the_gate_and_their_own_account_alone(town: Town) -> None:
    guard = town.browser("wang")
    open_doors = [
        (endpoint, method)
        for endpoint, method, path in requests(town.app)
        if endpoint not in OWN | {"desk.now"} and status(guard, method, path) != 403
    ]
    assert open_doors == []
    assert guard.get("/").location == "/gate/"


def test_a_clerk_gets_nothing_of_the_admins(town: Town) -> None:
    clerk = town.browser("li")
    for endpoint, method, path in requests(town.app):
        if endpoint in ADMINS_ALONE or endpoint.split(".")[0] in ADMINS_ALONE:
            assert status(clerk, method, path) == 403, endpoint


def test_no_form_is_taken_without_its_token(town: Town) -> None:
    admin = town.browser("zhao")
    for rule in town.app.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint.split(".")[0] not in WITHOUT_COOKIE:
            answer = admin.send(address(town.app, rule), {"csrf_token": "made up"})
            assert answer.status_code == 400, rule.endpoint
            assert admin.send(address(town.app, rule), {}).status_code == 400, rule.endpoint


def test_a_token_of_another_session_is_none(town: Town) -> None:
    token = town.browser("li").token()
    answer = town.browser("zhao").send("/settings", {"csrf_token": token, "name": "Taken over"})
    assert answer.status_code == 400


def test_nothing_is_changed_by_a_get(town: Town) -> None:
    """Every address that changes something takes POST, and only POST."""
    changing = ("/block", "/unblock", "/password", "/compound", "/language", "/sign-out", "/revoke")
    for rule in town.app.url_map.iter_rules():
        if rule.rule.endswith(changing):
            assert "GET" not in (rule.methods or set()), rule.rule


@pytest.mark.parametrize("path", ["/households/{}", "/households/{}?x=1"])
def test_a_clerk_of_a_sees_nothing_of_b(town: Town, path: str) -> None:
    with town.inside():
        own, other = household_of("A quarters").id, household_of("B quarters").id
    clerk = town.browser("li")
    assert clerk.get(path.format(own)).status_code == 200
    assert clerk.get(path.format(other)).status_code == 404
    assert clerk.post(path.format(other)).status_code == 404
    assert town.browser("sun").get(path.format(other)).status_code == 200
    assert town.browser("zhao").get(path.format(other)).status_code == 200


def test_a_clerk_cannot_switch_to_a_compound_out_of_scope(town: Town) -> None:
    clerk = town.browser("li")
    assert clerk.post("/compound", compound="2").status_code == 404
    assert clerk.post("/compound", compound="no number").status_code == 404
    assert "B quarters" not in clerk.get("/").text


def test_an_admin_switches_between_compounds(town: Town) -> None:
    admin = town.browser("zhao")
    assert "王**" in admin.get("/households?building=12").text
    admin.post("/compound", compound="2")
    page = admin.get("/households?building=12").text
    assert "孙**" in page
    assert "王**" not in page


def test_a_role_that_changed_counts_at_once(town: Town) -> None:
    clerk = town.browser("li")
    assert clerk.get("/households").status_code == 200
    with town.inside():
        db.session.execute(db.update(Staff).where(Staff.username == "li").values(role="guard"))
        db.session.commit()
    assert clerk.get("/households").status_code == 403


def test_pages_are_kept_by_no_cache_and_run_no_foreign_script(town: Town) -> None:
    answer = town.browser("zhao").get("/households")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text
