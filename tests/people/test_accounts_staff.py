"""Accounts: who may make, block and change whose."""

import pytest

from checkpoint import clock
from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.people import Actor, Compound, Role, Staff, create_staff, set_password
from checkpoint.people.accounts import block, unblock
from checkpoint.people.places import change_community
from checkpoint.people.staff import staff_by_id, staff_in_scope
from tests.cast import PASSWORD, Town


def staff_named(username: str) -> Staff:
    return db.session.scalars(db.select(Staff).where(Staff.username == username)).one()


def actor(username: str) -> Actor:
    return Actor.of(staff_named(username))


def compound(name: str) -> Compound:
    return db.session.scalars(db.select(Compound).where(Compound.name == name)).one()


def hire(boss: Actor, username: str, role: Role, place: Compound | None = None) -> Staff:
    return create_staff(
        boss,
        username=username,
        name=username.title(),
        role=role,
        password=PASSWORD,
        compound=place,
        now=clock.now(),
    )


def test_an_admin_adds_a_guard_who_can_sign_in_with_the_password_shown(town: Town) -> None:
    page = town.browser("zhao").post(
        "/staff/new", name="Guard Chen", username="chen", role="guard", compound="1"
    )
    assert page.status_code == 200
    password = page.text.split('id="password">')[1].split("<")[0]
    assert town.browser().sign_in("chen", password).status_code == 303


def test_bad_input_comes_back_with_its_field_and_what_was_typed(town: Town) -> None:
    page = town.browser("zhao").post(
        "/staff/new", name="<script>alert(1)</script>", username="zhao", role="guard"
    )
    assert page.status_code == 409
    assert "The username zhao is in use." in page.text
    assert 'aria-describedby="username-error' in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


@pytest.mark.parametrize("role", [Role.GUARD, Role.CLERK, Role.ADMIN])
def test_an_account_is_never_wider_than_who_made_it(town: Town, role: Role) -> None:
    with town.inside():
        boss = Actor.of(hire(actor("zhao"), "mayor", Role.ADMIN, compound("A quarters")))
        made = hire(boss, "new", role)
        assert made.compound_id == boss.compound_id
        with pytest.raises(Forbidden):
            hire(boss, "other", role, compound("B quarters"))


@pytest.mark.parametrize("username", ["li", "wang"])
def test_only_admins_make_accounts(town: Town, username: str) -> None:
    with town.inside(), pytest.raises(Forbidden):
        hire(actor(username), "new", Role.GUARD)


def test_an_admin_of_one_compound_does_not_see_accounts_of_the_other(town: Town) -> None:
    with town.inside():
        boss = Actor.of(hire(actor("zhao"), "mayor", Role.ADMIN, compound("A quarters")))
        assert {each.username for each in staff_in_scope(boss)} == {"li", "mayor", "wang"}
        for username in ("sun", "zhao"):
            stranger = staff_named(username)
            with pytest.raises(NotFound):
                staff_by_id(boss, stranger.id)
            with pytest.raises(NotFound):
                set_password(boss, stranger, "another sentence", now=clock.now())
            with pytest.raises(NotFound):
                block(boss, stranger, now=clock.now())


def test_a_block_ends_sessions_at_once_and_unblocking_brings_none_back(town: Town) -> None:
    clerk = town.browser("li")
    assert clerk.get("/").status_code == 200
    admin = town.browser("zhao")
    with town.inside():
        clerk_id = staff_named("li").id
    admin.post(f"/staff/{clerk_id}/block")
    assert clerk.get("/").status_code == 303
    admin.post(f"/staff/{clerk_id}/unblock")
    assert clerk.get("/").status_code == 303
    assert town.browser().sign_in("li").status_code == 303


def test_nobody_blocks_themselves_or_the_last_admin(town: Town) -> None:
    with town.inside():
        now, zhao = clock.now(), actor("zhao")
        with pytest.raises(Conflict, match="your own"):
            block(zhao, staff_named("zhao"), now=now)
        with pytest.raises(Conflict, match="last admin"):
            block(Actor.at_the_machine(), staff_named("zhao"), now=now)
        hire(zhao, "deputy", Role.ADMIN)
        block(Actor.at_the_machine(), staff_named("zhao"), now=now)
        with pytest.raises(Conflict, match="last admin"):
            block(Actor.at_the_machine(), staff_named("deputy"), now=now)
        unblock(Actor.at_the_machine(), staff_named("zhao"), now=now)


def test_an_admin_of_one_compound_does_not_stand_in_for_one_of_all(town: Town) -> None:
    with town.inside():
        hire(actor("zhao"), "mayor", Role.ADMIN, compound("A quarters"))
        with pytest.raises(Conflict, match="last admin"):
            block(Actor.at_the_machine(), staff_named("zhao"), now=clock.now())


def test_a_new_password_ends_the_other_sessions_but_not_ones_own(town: Town) -> None:
    here, there = town.browser("li"), town.browser("li")
    answer = here.post("/account/password", current=PASSWORD, password="a wholly new sentence")
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert town.browser().sign_in("li").status_code == 401
    assert town.browser().sign_in("li", "a wholly new sentence").status_code == 303


def test_ones_own_password_takes_the_present_one(town: Town) -> None:
    answer = town.browser("li").post(
        "/account/password", current="not it", password="a wholly new sentence"
    )
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"),
        ("x" * 201, "at most 200"),
        ("1234567890", "first that anyone"),
        ("aaaaaaaaaaaa", "first that anyone"),
        ("Password123", "first that anyone"),
        ("chen.guard", "username"),
        ("chen.guard12", "username"),
    ],
)
def test_easy_passwords_are_refused_with_the_reason(
    empty_town: Town, root: Actor, password: str, why: str
) -> None:
    with empty_town.inside(), pytest.raises(BadInput) as refusal:
        create_staff(
            root,
            username="chen.guard",
            name="Chen",
            role=Role.GUARD,
            password=password,
            now=clock.now(),
        )
    assert refusal.value.field == "password"
    assert why in str(refusal.value)


@pytest.mark.parametrize("username", ["", "x", "a b", "a/b", "a@b", "x" * 41, "a\u200bb", "<b>"])
def test_usernames_that_cannot_be(empty_town: Town, root: Actor, username: str) -> None:
    with empty_town.inside(), pytest.raises(BadInput) as refusal:
        hire(root, username, Role.GUARD)
    assert refusal.value.field == "username"


def test_the_communitys_settings_take_an_admin_of_all_of_it(town: Town) -> None:
    with town.inside():
        boss = Actor.of(hire(actor("zhao"), "mayor", Role.ADMIN, compound("A quarters")))
        with pytest.raises(Forbidden):
            change_community(boss, name="X", phone="", time_zone="UTC", now=clock.now())


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("phone", "call me"), ("name", ""), ("name", "x" * 81)],
)
def test_settings_that_cannot_be_come_back_with_their_field(
    town: Town, field: str, value: str
) -> None:
    form = {"name": "Office", "phone": "1", "time_zone": "UTC"} | {field: value}
    page = town.browser("zhao").post("/settings", **form)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_settings_and_a_new_compound_are_kept(town: Town) -> None:
    admin = town.browser("zhao")
    admin.post("/settings", name="Kunwu office", phone="010 1234", time_zone="Asia/Urumqi")
    admin.post("/settings/compounds", compound="C quarters")
    page = admin.get("/settings").text
    assert "Kunwu office" in page
    assert "C quarters" in page
    assert admin.post("/settings/compounds", compound="C quarters").status_code == 409
