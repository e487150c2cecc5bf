"""A phone joins a gate with a code that staff shows it, once and within ten minutes."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from checkpoint.db import db, writing
from checkpoint.errors import Forbidden, NotFound
from checkpoint.gate import Device, open_join
from checkpoint.gate.joining import LIFETIME, join_code_of
from checkpoint.gate.models import JoinCode
from checkpoint.people import Actor, AuditEntry, Staff
from checkpoint.people.one_time import LETTERS
from tests.gate.phone import Estate, Phone


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def refusal(estate: Estate, code: str) -> tuple[int, str]:
    answer = estate.join(code)
    return answer.status_code, answer.json["error"]["code"]


def test_a_code_makes_a_phone_the_gates_device(estate: Estate) -> None:
    """The answer names device, gate, compound and office, and the credential opens the roster."""
    answer = estate.join(estate.code("far"), device_name="Kunwu phone")
    assert answer.status_code == 201
    assert answer.json["device"]["name"] == "Kunwu phone"
    assert answer.json["gate"] == {"id": estate.gates["far"], "name": "Kunwu gate", "state": "open"}
    assert answer.json["compound"]["name"] == "Kunwu"
    assert answer.json["community"] == {"name": "Fenglin office", "phone": "010-5550100"}
    assert "staff" not in answer.json
    phone = Phone(estate, answer.json["credential"], estate.gates["far"])
    assert phone.roster()["staff"] is None
    device = db.session.query(Device).filter_by(name="Kunwu phone").one()
    assert (device.app_version, device.staff_id) == ("0.1.0", None)


def test_a_code_is_ten_letters_that_can_be_read_aloud(estate: Estate) -> None:
    """Two groups of five, without letters that are taken for another."""
    code = estate.code()
    first, second = code.split("-")
    assert (len(first), len(second)) == (5, 5)
    assert set(first + second) <= set(LETTERS)
    assert not set("OILU") & set(LETTERS)


@pytest.mark.parametrize("change", ["lower", "plain", "spaced", "wide", "misread"])
def test_however_it_is_typed(estate: Estate, change: str) -> None:
    """Case, hyphens, spaces, full width and the usual misreadings make no difference."""
    code = estate.code()
    typed = {
        "lower": code.lower(),
        "plain": code.replace("-", ""),
        "spaced": f" {code.replace('-', ' ')} ",
        "wide": "".join(chr(ord(each) + 0xFEE0) for each in code),
        "misread": code.replace("0", "o").replace("1", "l"),
    }[change]
    assert estate.join(typed).status_code == 201


def test_a_code_is_good_once(estate: Estate) -> None:
    """The second phone is told that the code was used."""
    code = estate.code()
    assert estate.join(code).status_code == 201
    assert refusal(estate, code) == (401, "code.used")


def test_two_phones_at_once(either_estate: Estate) -> None:
    """However many phones send the same code at once, one joins and all others hear why not."""
    before = db.session.query(Device).count()
    code = either_estate.code()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: either_estate.join(code), range(8)))
    assert Counter(each.status_code for each in answers) == {201: 1, 401: 7}
    codes = {each.json["error"]["code"] for each in answers if each.status_code == 401}
    assert codes == {"code.used"}
    db.session.rollback()
    assert db.session.query(Device).count() == before + 1


def test_a_code_ends_after_ten_minutes(estate: Estate) -> None:
    """A moment before it is good, ten minutes on it is not."""
    east, root = estate.gates["east"], Actor.at_the_machine()
    late = datetime.now(UTC) - LIFETIME
    assert refusal(estate, open_join(root, east, late)) == (401, "code.expired")
    assert estate.join(open_join(root, east, late + timedelta(seconds=20))).status_code == 201


@pytest.mark.parametrize("code", ["7K3QX-9MB2T", "x", "-", "７", "☃" * 10, "\ud800", "A" * 40])
def test_a_wrong_code(estate: Estate, code: str) -> None:
    """What is no code of ours joins nothing."""
    assert refusal(estate, code)[0] in {400, 401, 422}
    assert db.session.query(Device).count() == 1  # the one that is there from the beginning


def test_guessing_is_slowed_down(estate: Estate) -> None:
    """Twenty wrong codes a minute from one address, then it is told to wait; a right one starts
    the count anew."""
    assert [refusal(estate, "7K3QX-9MB2T")[0] for _ in range(19)] == [401] * 19
    assert estate.join(estate.code()).status_code == 201
    statuses = [refusal(estate, "7K3QX-9MB2T")[0] for _ in range(21)]
    assert statuses == [401] * 20 + [429]
    assert estate.join(estate.code()).status_code == 429


def test_a_new_code_ends_the_one_before(estate: Estate) -> None:
    """Whoever shows a new code has stopped showing the old one; another person's stays."""
    old, others = estate.code(), open_join(actor("root"), estate.gates["east"], datetime.now(UTC))
    new = estate.code()
    assert refusal(estate, old) == (401, "code.expired")
    assert estate.join(others).status_code == 201
    assert estate.join(new).status_code == 201


def test_a_code_of_somebody_who_was_blocked_since(estate: Estate) -> None:
    """With the account end the codes that it showed."""
    code = open_join(actor("root"), estate.gates["east"], datetime.now(UTC))
    with writing():
        db.session.query(Staff).filter_by(username="root").one().active = False
    assert refusal(estate, code) == (401, "code.expired")
    assert join_code_of(code.replace("-", "")).used_at is None


def test_who_may_open_one(estate: Estate) -> None:
    """Neither a guard nor a clerk lets a phone join, an admin only at the gates in scope."""
    now = datetime.now(UTC)
    for username in ("chen", "xu"):
        with pytest.raises(Forbidden):
            open_join(actor(username), estate.gates["east"], now)
    local = Actor(1, "local", actor("root").role, 1, estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        open_join(local, estate.gates["east"], now)


def test_neither_code_nor_secret_is_kept(estate: Estate) -> None:
    """Of both the office keeps the SHA-256 alone, and who did what is on record."""
    code = open_join(actor("root"), estate.gates["east"], datetime.now(UTC))
    credential = estate.join(code).json["credential"]
    number, secret = credential.split(".")
    device = db.session.get_one(Device, int(number))
    assert device.credential_hash == sha256(secret.encode()).digest()
    assert len(secret) == 43
    row = db.session.query(JoinCode).filter_by(device_id=device.id).one()
    assert row.code_hash == sha256(code.replace("-", "").encode()).digest()
    entries = db.session.query(AuditEntry).filter(AuditEntry.staff_id == actor("root").staff_id)
    assert [(each.action, each.object_id, each.detail) for each in entries] == [
        ("join.opened", estate.gates["east"], {}),
        ("device.enrolled", device.id, {"gate_id": estate.gates["east"]}),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"device_name": ""},
        {"device_name": "a\u202eb"},
        {"app_version": None},
        {"username": "chen", "password": "a long way round"},
        {"code": 5},
        {"code": ""},
    ],
)
def test_what_can_not_be_taken(estate: Estate, changed: dict[str, object]) -> None:
    """A malformed wish is refused and uses no code up; a name and a password open nothing."""
    code = estate.code()
    sent = {"code": code, **changed}
    assert estate.join(**sent).status_code == 422  # type: ignore[arg-type]
    assert estate.join(code).status_code == 201
