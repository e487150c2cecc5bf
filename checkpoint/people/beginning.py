"""The beginning of an installation: its first admin, community, compound and gates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict
from checkpoint.people.accounts import create_staff
from checkpoint.people.actor import Actor
from checkpoint.people.audit import record
from checkpoint.people.models import Community, Compound, Gate, GateState, Role, Staff
from checkpoint.people.places import checked_name, checked_phone, checked_time_zone
from checkpoint.people.staff import has_admin

MOST_GATES = 60


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first page asks for. `gates` counts all ways in and out, the open one too;
    `numbered_gate` names the others, e.g. `%(number)s号门`."""

    name: str
    username: str
    password: str
    community: str
    phone: str
    time_zone: str
    compound: str
    open_gate: str
    gates: int
    numbered_gate: str
    language: str = "zh"


def begin(beginning: Beginning, *, now: datetime) -> Staff:
    """Make the first admin, community, compound and gates, all or nothing.

    One gate is open; the others are numbered and sealed. Raises Conflict when somebody was faster,
    BadInput with the field.
    """
    with writing():
        if has_admin():
            raise Conflict("There is an admin already. Sign in instead.")
        compound = _compound(beginning, _community(beginning))
        if not compound.gates:
            compound.gates = _gates(beginning)
        staff = create_staff(
            Actor.at_the_machine(),
            username=beginning.username,
            name=beginning.name,
            role=Role.ADMIN,
            password=beginning.password,
            language=beginning.language,
            now=now,
        )
        staff.community_id = compound.community_id
        record(Actor.of(staff), now, "installation.begun", "compound", compound.id)
    return staff


def _community(beginning: Beginning) -> Community:
    """The community of that name: a roster may have been imported before anyone signed in."""
    name = checked_name(beginning.community, "community")
    found = db.session.scalar(select(Community).where(Community.name == name))
    community = found or Community(name=name)
    community.phone = checked_phone(beginning.phone)
    community.time_zone = checked_time_zone(beginning.time_zone)
    db.session.add(community)
    return community


def _compound(beginning: Beginning, community: Community) -> Compound:
    name = checked_name(beginning.compound, "compound")
    compound = db.session.scalar(select(Compound).where(Compound.name == name)) or Compound(
        name=name
    )
    compound.community = community
    db.session.add(compound)
    db.session.flush()
    return compound


def _gates(beginning: Beginning) -> list[Gate]:
    if not 1 <= beginning.gates <= MOST_GATES:
        raise BadInput("Write a number from 1 to %(most)s.", field="gates", most=MOST_GATES)
    open_name = checked_name(beginning.open_gate, "open_gate")
    numbered = (
        beginning.numbered_gate % {"number": number} for number in range(1, beginning.gates + 1)
    )
    sealed = [name for name in numbered if name != open_name][: beginning.gates - 1]
    return [
        Gate(name=open_name, state=GateState.OPEN),
        *(Gate(name=name, state=GateState.SEALED) for name in sealed),
    ]
