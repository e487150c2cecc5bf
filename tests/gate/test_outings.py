"""Outings at the office: which exits count, what devices are told of them, who judged by what."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Reading
from checkpoint.gate.models import EarlierReading
from checkpoint.gate.models_rules import Instrument, RuleSet
from checkpoint.gate.rules import PRESETS, body_of
from checkpoint.people import Compound, touch_households
from tests.gate.phone import Estate, Json, Phone, ago

REFUSED: Json = {"outcome": "refuse", "reasons": ["quota.used"]}


def put_rules(estate: Estate, preset: str, version: int = 1, **changed: Any) -> None:
    """A rule set that has held for a month; without the closure, for tests run at night too."""
    since = datetime.now(UTC) - timedelta(days=30)
    body = {**body_of(PRESETS[preset]), "closure": None, **changed}
    with writing():
        compound = db.session.get_one(Compound, estate.compounds["miansi"])
        db.session.add(
            RuleSet(
                compound_id=compound.id,
                version=version,
                preset=preset,
                body=body,
                effective_from=since,
                note="as the notice says",
                made_at=since,
                approved_at=since,
            )
        )
        touch_households(compound, [])


def exits_told(phone: Phone, estate: Estate, name: str, since: int = 0) -> list[list[Any]]:
    rows = {row[0]: row for row in phone.roster(since)["households"]}
    row = rows[estate.households[name]]
    told: list[list[Any]] = row[8].get("exits", []) if len(row) > 8 else []
    return told


def test_a_second_outing_is_refused(estate: Estate, phone: Phone) -> None:
    """One outing in two days: after it the next is refused, with the moment of the next."""
    put_rules(estate, "managed")
    phone.cross("wang", decided_at=ago(hours=3))
    phone.cross("wang", direction="entry", decided_at=ago(hours=2))
    verdict = phone.cross("wang", decided_at=ago(minutes=1), verdict=REFUSED)["verdict"]
    assert (verdict["outcome"], verdict["reasons"]) == ("refuse", ["quota.used"])
    assert datetime.fromisoformat(verdict["until"]) > datetime.now(UTC)


def test_the_office_says_so_when_asked(estate: Estate, phone: Phone) -> None:
    """Asked for an exit, the office knows the outings; an exempt reason lifts the rule."""
    put_rules(estate, "managed")
    phone.cross("wang", decided_at=ago(hours=3))
    phone.cross("wang", direction="entry", decided_at=ago(hours=2))
    question = {"method": "scan", "token": estate.card("wang"), "direction": "exit"}
    assert phone.post("/judge", question).json["verdict"]["reasons"] == ["quota.used"]
    exempt = phone.post("/judge", question | {"exempt": "medical"}).json["verdict"]
    assert exempt == {"outcome": "admit", "reasons": ["exit.admitted"]}


def test_devices_are_told_of_outings(estate: Estate, phone: Phone) -> None:
    """An exit is in the household's row, with the first digits of its crossing's id."""
    result = phone.cross("wang", decided_at=ago(hours=3))
    [[at, digits]] = exits_told(phone, estate, "wang")
    crossing = db.session.get_one(Crossing, UUID(result["id"]))
    assert crossing.counted
    assert at == int(crossing.decided_at.timestamp())
    assert digits == result["id"][:8]


@pytest.mark.parametrize(
    "changed",
    [
        {"exempt": "medical"},
        {"override": {"reason": "emergency", "note": ""}, "verdict": REFUSED},
        {"verdict": REFUSED},
        {"direction": "entry"},
    ],
    ids=["exempt", "emergency", "refused", "entry"],
)
def test_no_outing(estate: Estate, phone: Phone, changed: Json) -> None:
    """An exempt exit, an emergency, a refused one and an entry do not count."""
    result = phone.cross("wang", **changed)
    assert not db.session.get_one(Crossing, UUID(result["id"])).counted
    assert exits_told(phone, estate, "wang") == []


def test_a_caregiver_is_not_rationed(estate: Estate, phone: Phone) -> None:
    """A caregiver's exit does not count against the household."""
    phone.cross("nurse", decided_at=ago(hours=3))
    assert exits_told(phone, estate, "wang") == []


def test_an_undone_exit_does_not_count(estate: Estate, phone: Phone) -> None:
    """An exit that the guard took back is no outing, and devices hear of it."""
    first = phone.crossing("wang", decided_at=ago(seconds=40))
    phone.send(first)
    version = phone.roster()["version"]
    undo = first | {"id": str(uuid4()), "undoes": first["id"], "decided_at": ago(seconds=10)}
    undo |= {"verdict": {"outcome": "admit", "reasons": ["crossing.undone"]}}
    phone.send(undo)
    assert exits_told(phone, estate, "wang", version) == []


def test_a_late_exit_is_told(estate: Estate, phone: Phone) -> None:
    """An old outing that arrives after the return it belongs to changes nobody's place, but the
    quota: devices are told."""
    phone.cross("wang", direction="entry", decided_at=ago(hours=2))
    version = phone.roster()["version"]
    phone.cross("wang", decided_at=ago(hours=3))
    assert len(exits_told(phone, estate, "wang", version)) == 1


def test_each_crossing_keeps_its_versions(estate: Estate, phone: Phone) -> None:
    """What the device judged by, and what the office does, are both kept."""
    put_rules(estate, "lenient")
    put_rules(estate, "managed", version=2)
    id = phone.cross("wang", rules_version=1)["id"]
    crossing = db.session.get_one(Crossing, UUID(id))
    assert (crossing.rules_version, crossing.server_rules_version) == (1, 2)


def test_rule_sets_in_the_roster(estate: Estate, phone: Phone) -> None:
    """Without a rule set there is version 0, with the figures of the settings."""
    [zero] = phone.roster()["rule_sets"]
    assert (zero["version"], zero["from"], zero["outings"]) == (0, 0, None)
    put_rules(estate, "managed")
    [one] = phone.roster()["rule_sets"]
    assert (one["version"], one["outings"]["days"]) == (1, 2)


def test_both_readings_are_kept(estate: Estate, phone: Phone) -> None:
    """The deciding reading with its instrument and offset, and the one before it."""
    with writing():
        db.session.add_all(
            Instrument(gate_id=estate.gates["east"], name=name) for name in ("A", "B")
        )
    first, second = db.session.query(Instrument).order_by(Instrument.name)
    readings = [
        {"tenths": 381, "instrument_id": first.id, "taken_at": ago(minutes=6)},
        {"tenths": 368, "instrument_id": second.id, "offset_tenths": 2, "taken_at": ago(seconds=1)},
    ]
    result = phone.cross("wang", reading_tenths=368, readings=readings)
    assert result["verdict"] == {"outcome": "admit", "reasons": ["exit.admitted"]}
    last, earlier = db.session.query(Reading).one(), db.session.query(EarlierReading).one()
    assert (last.tenths, last.instrument_id, last.offset_tenths) == (368, second.id, 2)
    assert (earlier.tenths, earlier.instrument_id) == (381, first.id)


def test_an_unknown_instrument_is_no_reason_to_lose_a_crossing(phone: Phone) -> None:
    """A thermometer that was never here is left out; crossing and reading are kept."""
    readings = [{"tenths": 366, "instrument_id": 4711, "taken_at": ago(seconds=1)}]
    assert phone.cross("wang", reading_tenths=366, readings=readings)["status"] == "recorded"
    assert db.session.query(Reading).one().instrument_id is None
