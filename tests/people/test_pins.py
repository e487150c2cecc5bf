"""The PIN for a phone at a gate: who sets whose, which are taken, and who hears of it."""

import json
from hashlib import pbkdf2_hmac
from pathlib import Path

import pytest

from checkpoint import clock
from checkpoint.db import db
from checkpoint.errors import BadInput, Forbidden, NotFound
from checkpoint.people import Actor, AuditEntry, Compound, Role, Staff, create_staff, guards_of
from checkpoint.people.accounts import block, unblock
from checkpoint.people.pins import ITERATIONS, checked_pin, generate_pin, set_pin, verifier_of
from tests.cast import PASSWORD, Town
from tests.people.test_accounts_commands import Run, commands

PIN = "270419"
VECTORS = Path(__file__).parents[1] / "vectors" / "pin.json"


def staff(username: str) -> Staff:
    return db.session.scalars(db.select(Staff).where(Staff.username == username)).one()


def compound(name: str) -> Compound:
    return db.session.scalars(db.select(Compound).where(Compound.name == name)).one()


def versions() -> dict[str, int]:
    db.session.rollback()
    return {each.name[0]: each.roster_version for each in db.session.scalars(db.select(Compound))}


def guards(name: str) -> list[str]:
    return [each.name for each in guards_of(compound(name).id)]


def test_a_guard_with_a_pin_may_sign_on_at_the_own_compound(town: Town, root: Actor) -> None:
    """The phone gets a salt and a verifier of it; the PIN itself is kept nowhere."""
    with town.inside():
        assert guards("A quarters") == []
        set_pin(root, staff("wang"), PIN, now=clock.now())
        [guard] = guards_of(compound("A quarters").id)
        assert (guard.name, len(guard.salt), len(guard.verifier)) == ("Guard Wang", 16, 32)
        assert guard.verifier == pbkdf2_hmac("sha256", PIN.encode(), guard.salt, ITERATIONS)
        assert guards("B quarters") == []
        [entry] = db.session.scalars(db.select(AuditEntry).filter_by(action="staff.pin_set"))
        assert (entry.object_id, entry.detail) == (staff("wang").id, {})


def test_an_admin_of_the_office_may_stand_anywhere(town: Town, root: Actor) -> None:
    with town.inside():
        set_pin(root, staff("zhao"), PIN, now=clock.now())
        assert guards("A quarters") == guards("B quarters") == ["Director Zhao"]


def test_the_same_pin_of_two_people_looks_different(town: Town, root: Actor) -> None:
    with town.inside():
        for username in ("wang", "li"):
            set_pin(root, staff(username), PIN, now=clock.now())
        li, wang = guards_of(compound("A quarters").id)
        assert li.salt != wang.salt
        assert li.verifier != wang.verifier


def test_every_change_of_guards_raises_the_version_there_and_nowhere_else(
    town: Town, root: Actor
) -> None:
    """So that phones hear of it at once: a PIN, a block, and an end of it."""
    with town.inside():
        for change in (
            lambda: set_pin(root, staff("wang"), PIN, now=clock.now()),
            lambda: block(root, staff("wang"), now=clock.now()),
            lambda: unblock(root, staff("wang"), now=clock.now()),
        ):
            before = versions()
            change()
            after = versions()
            assert (after["A"] - before["A"], after["B"] - before["B"]) == (1, 0)
        before = versions()
        set_pin(root, staff("zhao"), PIN, now=clock.now())
        after = versions()
        assert (after["A"] - before["A"], after["B"] - before["B"]) == (1, 1)


def test_a_blocked_guard_may_not_sign_on(town: Town, root: Actor) -> None:
    with town.inside():
        set_pin(root, staff("wang"), PIN, now=clock.now())
        block(root, staff("wang"), now=clock.now())
        assert guards("A quarters") == []


NO_PINS = ("", "12345", "1234567", "12345a", "١٢٣٤٥٦")
EASY = (
    *("000000", "111111", "123456", "654321", "987654", "012345", "890123", "135791"),
    *("121212", "112211", "123123", "123321", "520131", "112233"),
)


@pytest.mark.parametrize("pin", [*NO_PINS, *EASY])
def test_what_is_no_pin_or_easily_guessed_is_refused_with_the_reason(pin: str) -> None:
    with pytest.raises(BadInput) as refusal:
        checked_pin(pin)
    assert refusal.value.field == "pin"
    assert ("among the first" if pin in EASY else "six digits") in str(refusal.value)


@pytest.mark.parametrize("pin", ["270419", " 270 419 ", "２７０４１９", "100200"])
def test_others_are_taken_however_they_are_typed(pin: str) -> None:
    assert len(checked_pin(pin)) == 6


def test_one_that_is_made_up_is_one_that_is_taken() -> None:
    assert all(checked_pin(pin) == pin for pin in (generate_pin() for _ in range(200)))


def test_who_sets_whose(town: Town) -> None:
    """Everyone their own; another's an admin in whose scope it is."""
    now = clock.now()
    with town.inside():
        zhao, li, wang = (staff(name) for name in ("zhao", "li", "wang"))
        set_pin(Actor.of(wang), wang, PIN, now=now)
        set_pin(Actor.of(zhao), wang, PIN, now=now)
        with pytest.raises(Forbidden):
            set_pin(Actor.of(li), wang, PIN, now=now)
        local = create_staff(
            Actor.of(zhao),
            username="bo",
            name="Bo",
            role=Role.ADMIN,
            password=PASSWORD,
            compound=compound("B quarters"),
            now=now,
        )
        for other in (wang, zhao):
            with pytest.raises(NotFound):
                set_pin(Actor.of(local), other, PIN, now=now)


# Pages and the command


def test_ones_own_pin_takes_the_password(town: Town) -> None:
    """A browser that somebody left open is not enough to sign on in their name."""
    guard = town.browser("wang")
    wrong = guard.post("/account/pin", pin_password="not it", pin=PIN)
    assert (wrong.status_code, 'id="pin_password-error"' in wrong.text) == (422, True)
    easy = guard.post("/account/pin", pin_password=PASSWORD, pin="123456")
    assert (easy.status_code, "among the first" in easy.text) == (422, True)
    done = guard.post("/account/pin", pin_password=PASSWORD, pin=PIN)
    assert (done.status_code, done.location) == (303, "/account")
    assert "Your PIN is set" in guard.get("/account").text
    with town.inside():
        assert guards("A quarters") == ["Guard Wang"]


def test_guessing_the_password_there_is_slowed_down(town: Town) -> None:
    guard = town.browser("wang")
    answers = [guard.post("/account/pin", pin_password="no", pin=PIN) for _ in range(11)]
    assert [each.status_code for each in answers] == [422] * 10 + [429]


def test_an_admin_sets_one_that_the_guard_types(town: Town) -> None:
    admin = town.browser("zhao")
    with town.inside():
        path = f"/staff/{staff('wang').id}/pin"
    assert "PIN for Guard Wang" in admin.get(path).text
    easy = admin.post(path, pin="111111")
    assert (easy.status_code, 'id="pin-error"' in easy.text) == (422, True)
    assert admin.post(path, pin=PIN).location == "/staff"
    page = admin.get("/staff").text
    assert "Guard Wang has a PIN now." in page
    assert PIN not in page


def test_an_admin_has_one_made_up_and_sees_it_once(town: Town) -> None:
    admin = town.browser("zhao")
    with town.inside():
        path = f"/staff/{staff('wang').id}/pin"
    pin = admin.post(path).text.split('id="pin">')[1].split("<")[0]
    with town.inside():
        wang = staff("wang")
        assert wang.pin_salt is not None
        assert verifier_of(pin, wang.pin_salt) == wang.pin_verifier
    assert pin not in admin.get(path).text


def test_nobody_elses_page(town: Town) -> None:
    """Neither a guard nor a clerk sets another's."""
    with town.inside():
        path = f"/staff/{staff('zhao').id}/pin"
    for username in ("wang", "li"):
        browser = town.browser(username)
        assert (browser.get(path).status_code, browser.post(path, pin=PIN).status_code) == (
            403,
            403,
        )


def test_the_command(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN that is given, one that is typed twice, and one that is made up."""
    own = town.elsewhere(tmp_path / "own")
    run: Run = commands(own.database.parent, monkeypatch)
    assert run("staff", "pin", "wang", "--pin", PIN).exit_code == 0
    typed = run("staff", "pin", "wang", typed=f"{PIN}\n{PIN}\n")
    assert (typed.exit_code, PIN in typed.output) == (0, False)
    made = run("staff", "pin", "wang", "--generate").output.split("shown this once: ")[1].strip()
    with own.inside():
        wang = staff("wang")
        assert wang.pin_salt is not None
        assert verifier_of(made, wang.pin_salt) == wang.pin_verifier
    assert isinstance(run("staff", "pin", "wang", "--pin", "123456").exception, BadInput)


def test_the_verifier_is_the_one_that_phones_work_out() -> None:
    """The vectors hold this and its twin in TypeScript to the same answers."""
    for each in json.loads(VECTORS.read_text("utf-8")):
        salt = bytes.fromhex(each["salt"])
        assert verifier_of(each["pin"], salt).hex() == each["verifier"]
        assert each["iterations"] == ITERATIONS
