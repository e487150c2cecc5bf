"""What does not fit together is told, settled with a note, and seen by its own staff alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Device, Direction, Method, SetAside
from checkpoint.gate.conflicts import Conflict, ConflictState, examine
from checkpoint.people import AuditEntry, Gate, Household, Staff
from tests.cast import LONG_AGO, Town, household_of

NOTE = "Two brothers, each with a copy of the number."


def gate_of(home: Household, place: int) -> Gate:
    return home.compound.gates[place]


def phone_at(gate: Gate, name: str) -> Device:
    device = Device(gate_id=gate.id, name=name, credential_hash=b"0" * 32, enrolled_at=LONG_AGO)
    db.session.add(device)
    db.session.flush()
    return device


def go(home: Household, minutes_ago: float, gate: int = 0, **changed: Any) -> Crossing:
    """Somebody went out there by that gate's phone; kept as after recording."""
    place = gate_of(home, gate)
    device = phone_at(place, f"Phone at {place.name}")
    moment = clock.now() - timedelta(minutes=minutes_ago)
    guard = db.session.scalars(db.select(Staff).where(Staff.username == "wang")).one()
    fields: dict[str, Any] = {
        "id": uuid4(),
        "body_sha256": b"0" * 32,
        "compound_id": home.compound_id,
        "gate_id": place.id,
        "device_id": device.id,
        "staff_id": guard.id,
        "household_id": home.id,
        "direction": Direction.EXIT,
        "method": Method.ADDRESS,
        "decided_at": moment,
        "device_at": moment,
        "received_at": moment + timedelta(seconds=1),
        "device_outcome": "admit",
        "device_reason": "exit.admitted",
        "server_outcome": "refuse",
        "server_reason": "household.already_out",
        "answer": {},
        **changed,
    }
    crossing = Crossing(**fields)
    db.session.add(crossing)
    return crossing


def plant(town: Town, room: str = "501", compound: str = "A quarters", **changed: Any) -> int:
    """Somebody went out twice; the second phone had heard nothing for 13 hours."""
    with town.inside():
        home = household_of(compound, room)
        home_id, other_gate = home.id, len(home.compound.gates) - 1
        with writing():
            home = db.session.get_one(Household, home_id)
            go(home, 40)
            late = {"knowledge_age_s": 13 * 3600, "clock_offset_ms": 12 * 60_000, **changed}
            go(home, 20, other_gate, **late)
        examine([home_id], clock.now())
        return db.session.scalars(db.select(Conflict.id).order_by(Conflict.id.desc())).first() or 0


def set_aside(town: Town, body: Any, status: str = "set_aside", **changed: Any) -> int:
    with town.inside():
        home = household_of("A quarters")
        with writing():
            fields: dict[str, Any] = {
                "crossing_id": uuid4(),
                "body_sha256": sha256(repr(body).encode()).digest(),
                "compound_id": home.compound_id,
                "received_at": clock.now(),
                "status": status,
                "reason": "crossing.malformed" if status == "set_aside" else "crossing.conflict",
                "body": body,
                **changed,
            }
            row = SetAside(**fields)
            db.session.add(row)
            db.session.flush()
            return row.id


def in_plain(page: str) -> str:
    """The words of a page, in their order."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_both_sides_are_told_with_what_each_phone_knew(town: Town) -> None:
    plant(town)
    page = in_plain(town.browser("li").get("/conflicts").text)
    for words in (
        "Building 12, 2-501",
        "王**",
        "Out twice, with no return in between",
        "North gate Gate 2",
        "Phone at North gate Phone at Gate 2",
        "just before 13 h before",
        "12 min slow, it showed",
        "stop: The household is out already.",
        "Guard Wang",
    ):
        assert words in page, words


def test_a_conflict_is_settled_with_a_note(town: Town) -> None:
    id = plant(town)
    li = town.browser("li")
    empty = li.post(f"/conflicts/{id}", note="  ")
    assert empty.status_code == 422
    assert "Write in a few words what came out of it" in empty.text
    done = li.post(f"/conflicts/{id}", note=NOTE)
    assert (done.status_code, done.location) == (303, "/conflicts")
    assert "Everything fits together" in li.get("/conflicts").text
    settled = in_plain(li.get("/conflicts/settled").text)
    assert f"{NOTE} Clerk Li" in settled
    with town.inside():
        assert db.session.scalars(db.select(Conflict.state)).one() is ConflictState.RESOLVED
        actions = set(db.session.scalars(db.select(AuditEntry.action)))
        assert "conflict.resolved" in actions
    again = li.post(f"/conflicts/{id}", note="Once more.")
    assert again.status_code == 303
    assert "settled already" in li.get("/conflicts").text


def test_what_was_explained_by_itself_is_kept_and_says_so(town: Town) -> None:
    plant(town)
    with town.inside():
        home = household_of("A quarters")
        home_id = home.id
        with writing():
            go(db.session.get_one(Household, home_id), 30, direction=Direction.ENTRY)
        examine([home_id], clock.now())
    li = town.browser("li")
    assert "Everything fits together" in li.get("/conflicts").text
    assert "explained by a crossing that came later" in li.get("/conflicts/settled").text


def test_a_clerk_of_another_compound_neither_sees_nor_settles_it(town: Town) -> None:
    id, aside = plant(town), set_aside(town, {"direction": "up"})
    sun = town.browser("sun")
    assert "王**" not in sun.get("/conflicts").text
    assert "Nothing is set aside" in sun.get("/conflicts/aside").text
    assert sun.post(f"/conflicts/{id}", note=NOTE).status_code == 404
    assert sun.post(f"/conflicts/aside/{aside}", note=NOTE).status_code == 404


@pytest.mark.parametrize("path", ["/conflicts/{}", "/conflicts/aside/{}"])
def test_nothing_is_settled_without_the_forms_token(town: Town, path: str) -> None:
    plant(town)
    set_aside(town, {"direction": "up"})
    answer = town.browser("li").send(path.format(1), {"note": NOTE})
    assert answer.status_code == 400
    with town.inside():
        assert db.session.scalars(db.select(Conflict.state)).one() is ConflictState.OPEN


def test_the_first_page_counts_what_is_open_and_leads_there(town: Town) -> None:
    id = plant(town)
    li = town.browser("li")
    page = li.get("/now").text
    assert "Out twice, with no return in between" in page
    assert f'href="/conflicts#c{id}"' in page
    li.post(f"/conflicts/{id}", note=NOTE)
    assert "Out twice" not in li.get("/now").text


def test_many_conflicts_are_one_card_and_several_pages(town: Town) -> None:
    with town.inside():
        home_id = household_of("A quarters").id
        with writing():
            home = db.session.get_one(Household, home_id)
            for number in range(24):
                go(home, 500 - number * 5)
        examine([home_id], clock.now())
    li = town.browser("li")
    assert "23 conflicts" in li.get("/now").text
    first, second = li.get("/conflicts").text, li.get("/conflicts?page=2").text
    assert (first.count('class="case"'), second.count('class="case"')) == (20, 3)
    assert li.get("/conflicts?page=99").status_code == 200


def test_what_was_set_aside_is_counted_until_somebody_settles_it(town: Town) -> None:
    id = set_aside(town, {"direction": "exit", "reading_tenths": 9999})
    li = town.browser("li")
    assert "/conflicts/aside" in li.get("/now").text
    assert li.post(f"/conflicts/aside/{id}", note=" ").status_code == 422
    assert li.post(f"/conflicts/aside/{id}", note="Asked the guard.").status_code == 303
    assert "/conflicts/aside" not in li.get("/now").text
    assert "Asked the guard." in li.get("/conflicts/settled").text
    with town.inside():
        entry = db.session.scalars(
            db.select(AuditEntry).where(AuditEntry.action == "aside.resolved")
        ).one()
        assert entry.detail == {"reason": "crossing.malformed"}


def test_the_same_id_with_two_contents_is_shown_side_by_side(town: Town) -> None:
    with town.inside():
        home_id = household_of("A quarters").id
        with writing():
            known = go(db.session.get_one(Household, home_id), 30).id
    body = {
        "id": str(known),
        "direction": "entry",
        "method": "address",
        "household_id": home_id,
        "gate_id": 1,
        "decided_at": "2020-02-14T08:05:09+08:00",
        "reading_tenths": 371,
        "party_size": 2,
        "verdict": {"outcome": "ask", "reasons": ["household.already_in"]},
        "override": None,
    }
    set_aside(town, body, "conflict", crossing_id=known)
    page = in_plain(town.browser("li").get("/conflicts/aside").text)
    for words in ("Direction out in", "02-14 08:05:09", "37.1 °C", "Bldg 12, 2-501", "2 people"):
        assert words in page, words


STRANGE: list[Any] = [
    {},
    {"decided_at": 7, "gate_id": "x" * 200, "direction": [], "method": {"a": 1}, "party_size": "n"},
    {"method": "number", "number": 10**9, "household_id": True, "gate_id": 10**30},
    {"method": "address", "household_id": 2**70, "decided_at": "0001-01-01T00:00:00+14:00"},
    {"verdict": {"outcome": "<b>", "reasons": ["<script>alert(1)</script>"]}, "override": [1]},
    {"verdict": 3, "override": {"reason": 4}, "reading_tenths": True, "party_size": None},
]


@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
def test_whatever_was_sent_can_be_looked_at(town: Town, body: Any) -> None:
    set_aside(town, body)
    answer = town.browser("li").get("/conflicts/aside")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_another_compounds_household_is_not_named(town: Town) -> None:
    with town.inside():
        foreign = household_of("B quarters").id
    set_aside(town, {"method": "address", "household_id": foreign})
    told = in_plain(town.browser("li").get("/conflicts/aside").text).split("What was sent")[0]
    assert "501" not in told


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"device_reason": "household.already_in", "direction": Direction.ENTRY}, None),
        ({"override_reason": "medical", "device_reason": "reading.fever"}, "Exception – medical"),
        ({"party_size": 3}, "out · 3 people"),
        ({"roster_version": 12}, "13 h before · roster 12"),
        ({"book_line": None, "device_id": None}, "Gate phone Phone at North gate –"),
    ],
)
def test_every_side_of_it_has_words(town: Town, changed: dict[str, Any], words: str | None) -> None:
    plant(town, **changed)
    page = in_plain(town.browser("li").get("/conflicts").text)
    assert ("Everything fits together" in page) is (words is None)
    assert words is None or words in page


KINDS: list[tuple[str, Callable[[Crossing], dict[str, Any]]]] = [
    ("household.in_twice", lambda _: {}),
    ("pass.was_revoked", lambda each: {"second_id": each.id}),
    ("crossing.impossible_travel", lambda _: {}),
    ("device.was_revoked", lambda each: {"second_id": each.id}),
    ("something.newer", lambda _: {}),
]


@pytest.mark.parametrize(("kind", "sides"), KINDS, ids=[each[0] for each in KINDS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_its_account(
    town: Town, kind: str, sides: Callable[[Crossing], dict[str, UUID]], language: str
) -> None:
    id = plant(town)
    with town.inside(), writing():
        conflict = db.session.get_one(Conflict, id)
        conflict.kind = kind
        for name, value in sides(conflict.first).items():
            setattr(conflict, name, value)
    answer = town.browser("li", language).get("/conflicts")
    assert answer.status_code == 200
    assert answer.text.count('class="case"') == 1
