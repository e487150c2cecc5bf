"""Nobody makes an extra pass alone: by no route, no command, no role, no second account."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import click
import pytest
from werkzeug.routing import Rule

from checkpoint import clock
from checkpoint.cli import cli
from checkpoint.db import db, writing
from checkpoint.passes import Pass, PassKind
from checkpoint.passes.keys import make_key
from checkpoint.passes.models_requests import PassRequest, RequestState
from checkpoint.people import Actor, Role, Staff, set_password
from tests.cast import LONG_AGO, Browser, Town, build, household_of, password_hash
from tests.passes.test_request_pages import typed

PACKAGE = Path(__file__).parents[2] / "checkpoint"
PLACE = "/passes/requests"
# They end the story before it is told, print for long, or have doors of their own. What accounts
# come to is told further down.
NOT_PRESSED = {
    "accounts",
    "staff",
    "pins",
    "first_run",
    "books",
    "cards",
    "prints",
    "exports",
    "gate_api",
    "my",
}


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("two") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    """The town with a key that signs, and an admin of A quarters alone."""
    built_town.restore()
    with built_town.inside(), writing():
        key = make_key(LONG_AGO)
        db.session.execute(db.update(Pass).values(kid=key.kid))
        home = household_of("A quarters")
        db.session.add(
            Staff(
                username="a-admin",
                name="Director Qian",
                role=Role.ADMIN,
                community_id=home.compound.community_id,
                compound_id=home.compound_id,
                password_hash=password_hash(),
                language="en",
                created_at=LONG_AGO,
            )
        )
    yield built_town
    for leftover in Path(built_town.app.instance_path, "keys").glob("*.key"):
        leftover.unlink()


MAY = ("zhao", "a-admin", "li")
MAY_NOT = ("wang", "sun")
PEOPLE = (*MAY, *MAY_NOT)


def at_desk(town: Town, name: str) -> Browser:
    """That person's browser, at work on A quarters where they may."""
    browser = town.browser(name)
    with town.inside():
        here = str(household_of("A quarters").compound_id)
    browser.post("/compound", compound=here)
    return browser


def asks(town: Town, name: str) -> int:
    """The id of the request that this person makes."""
    assert at_desk(town, name).post(f"{PLACE}/new", **typed()).status_code == 303
    with town.inside():
        return int(db.session.scalars(db.select(db.func.max(PassRequest.id))).one())


def approves(town: Town, name: str, request_id: int) -> int:
    return at_desk(town, name).post(f"{PLACE}/{request_id}/approve").status_code


def made(town: Town) -> list[Pass]:
    with town.inside():
        return list(db.session.scalars(db.select(Pass).where(Pass.kind == PassKind.CAREGIVER)))


@pytest.mark.parametrize(("asker", "decider"), list(product(MAY, PEOPLE)))
def test_every_pair(town: Town, asker: str, decider: str) -> None:
    """A new pass and then its renewal: whoever may decide, may only on another's wish."""
    told = {"sun": 404}.get(decider, 403) if decider in MAY_NOT or asker == decider else 303
    request_id = asks(town, asker)
    assert approves(town, decider, request_id) == told
    assert len(made(town)) == (told == 303)
    if told != 303:
        assert approves(town, next(each for each in MAY if each != asker), request_id) == 303
    with town.inside(), writing():
        pass_ = db.session.scalars(db.select(Pass).where(Pass.kind == PassKind.CAREGIVER)).one()
        pass_.valid_until = clock.now() + timedelta(days=3)
        pass_id = pass_.id
    assert at_desk(town, asker).post(f"{PLACE}/renew/{pass_id}").status_code == 303
    assert approves(town, decider, request_id + 1) == told
    assert made(town)[0].generation == 1 + (told == 303)


def test_a_guard_may_not_even_ask(town: Town) -> None:
    assert at_desk(town, "wang").post(f"{PLACE}/new", **typed()).status_code == 403
    with town.inside():
        assert db.session.query(PassRequest).count() == 0


def test_one_person_pressing_every_button_of_every_page_makes_none(town: Town) -> None:
    """First as an admin, then as a clerk."""
    request_id = asks(town, "a-admin")
    for role in (Role.ADMIN, Role.CLERK):
        with town.inside(), writing():
            db.session.execute(
                db.update(Staff).where(Staff.username == "a-admin").values(role=role)
            )
        browser = at_desk(town, "a-admin")
        form = {"note": "x", "number": "1", "csrf_token": browser.token(), **typed()}
        for rule in town.app.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and rule.endpoint.split(".")[0] not in NOT_PRESSED:
                browser.send(_address(town, rule, request_id), form)
    assert made(town) == []
    with town.inside():
        assert db.session.get_one(PassRequest, request_id).state is not RequestState.APPROVED


def _address(town: Town, rule: Rule, number: int) -> str:
    values = {
        name: number if type(rule._converters[name]).__name__ == "IntegerConverter" else _ANY
        for name in rule.arguments
    }
    return town.app.url_map.bind("localhost", url_scheme="https").build(rule.endpoint, values)


_ANY = "00000000-0000-0000-0000-000000000001"


def test_an_account_that_one_made_is_no_second_person_until_its_owner_has_it(town: Town) -> None:
    """An admin makes a clerk and knows the password. So does one who sets another's anew."""
    director = at_desk(town, "zhao")
    with town.inside():
        place = household_of("A quarters").compound_id
    account = {"username": "chen", "name": "Chen", "role": "clerk", "compound": str(place)}
    director.post("/staff/new", **account)
    request_id = asks(town, "zhao")
    answer = at_desk(town, "chen").post(f"{PLACE}/{request_id}/approve")
    assert (answer.status_code, "set the other" in answer.text) == (403, True)
    # The other way round it is the same.
    assert approves(town, "zhao", asks(town, "chen")) == 403
    assert made(town) == []
    assert approves(town, "li", request_id) == 303

    with town.inside():
        chen = db.session.scalars(db.select(Staff).where(Staff.username == "chen")).one()
        set_password(Actor.of(chen), chen, "chens very own words", now=clock.now())
    assert approves(town, "chen", asks(town, "zhao")) == 303


def test_no_command_asks_or_approves() -> None:
    """At the command line nobody is anybody: there is no second person to be."""
    names = {name for _, name in _commands(cli)}
    assert names.isdisjoint({"request", "requests", "approve", "renew", "deliver"})


def _commands(group: click.Group) -> Iterator[tuple[click.Command, str]]:
    for name, command in group.commands.items():
        yield command, name
        if isinstance(command, click.Group):
            yield from _commands(command)


@pytest.mark.parametrize(
    ("module", "users"),
    [
        ("checkpoint.passes.requesting", {"passes/views_requests.py"}),
        ("checkpoint.passes.extra", {"passes/requesting.py", "passes/visitors.py"}),
    ],
)
def test_there_is_no_other_door(module: str, users: set[str]) -> None:
    """Whatever comes to issue extra passes too must come into this file first."""
    name = module.rsplit(".", 1)[-1]
    sources = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert {
        str(path.relative_to(PACKAGE))
        for path, source in sources.items()
        if f"passes.{name} " in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == module
    } == users
