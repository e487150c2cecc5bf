"""Gates are added, renamed, opened and sealed by those who may; every change is on record."""

from datetime import UTC, datetime

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.gates import add_gate, open_gate, rename_gate, seal_gate
from checkpoint.people import (
    Actor,
    AuditEntry,
    Compound,
    GateState,
    Staff,
)
from tests.gate.phone import Estate, Phone, refused

NOW = datetime(2020, 2, 12, tzinfo=UTC)


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def test_seal_reaches_the_phone(estate: Estate, phone: Phone) -> None:
    """A gate that is sealed refuses at once online, and the roster carries it."""
    before = phone.get("/roster")
    seal_gate(actor("root"), estate.gates["east"], now=NOW)
    question = {"method": "scan", "token": estate.card("wang")}
    assert phone.post("/judge", question).json["verdict"] == refused("gate.sealed")
    version = before.json["version"]
    page = phone.roster(version)
    assert (page["gate"]["state"], page["version"]) == ("sealed", version + 1)
    open_gate(actor("root"), estate.gates["east"], now=NOW)
    assert phone.post("/judge", question).json["verdict"]["outcome"] == "admit"


def test_on_record(estate: Estate) -> None:
    """Who did it and when is on record; doing it twice is one change."""
    admin = actor("root")
    for _ in range(2):
        seal_gate(admin, estate.gates["east"], now=NOW)
    rename_gate(admin, estate.gates["east"], "  Main   gate ", now=NOW)
    rename_gate(admin, estate.gates["east"], "Main gate", now=NOW)
    kunwu = db.session.get_one(Compound, estate.compounds["kunwu"])
    gate = add_gate(admin, kunwu, "Back door", now=NOW, state=GateState.SEALED)
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.like("gate.%")).all()
    assert [(each.action, each.object_id, each.staff_id) for each in entries] == [
        ("gate.sealed", estate.gates["east"], admin.staff_id),
        ("gate.renamed", estate.gates["east"], admin.staff_id),
        ("gate.added", gate.id, admin.staff_id),
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\u202eb", "a\x00b"])
def test_no_name(estate: Estate, name: str) -> None:
    """A gate has a name that can be read."""
    with pytest.raises(BadInput) as caught:
        rename_gate(actor("root"), estate.gates["east"], name, now=NOW)
    assert caught.value.field == "name"


def test_name_in_use(estate: Estate) -> None:
    """Two gates of a compound are not called alike; those of two compounds may be."""
    admin = actor("root")
    with pytest.raises(Conflict):
        rename_gate(admin, estate.gates["east"], "West gate", now=NOW)
    rename_gate(admin, estate.gates["far"], "West gate", now=NOW)


def test_who_may(estate: Estate) -> None:
    """Neither a guard nor a clerk changes a gate, and an admin only those in scope."""
    for username in ("chen", "xu"):
        with pytest.raises(Forbidden):
            seal_gate(actor(username), estate.gates["east"], now=NOW)
    local = Actor(1, "local", actor("root").role, 1, estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        seal_gate(local, estate.gates["east"], now=NOW)
