"""The demonstration: the main job from a spreadsheet to a morning of crossings, step by step.

Every step goes through the services that people use; nothing is written past them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from checkpoint.db import Base, db
from checkpoint.demo import estate
from checkpoint.demo.accounts import Account, accounts_in, name_of, settle_accounts
from checkpoint.demo.morning import plan_morning
from checkpoint.demo.phones import phones_at
from checkpoint.demo.replay import replay
from checkpoint.demo.roster_file import write_roster
from checkpoint.errors import Conflict
from checkpoint.gate import Crossing
from checkpoint.passes import Pass, PassState
from checkpoint.passes.card_sheets import write_cards
from checkpoint.passes.issuing import issue_household_passes, tokens_of
from checkpoint.passes.print_jobs import mark_printed
from checkpoint.people import (
    Actor,
    Compound,
    Gate,
    GateState,
    Household,
    Resident,
    compound_named,
    has_admin,
)
from checkpoint.people.beginning import Beginning, begin
from checkpoint.people.roster.applying import import_roster_file
from checkpoint.web import settings

Report = Callable[[str, float], None]


@dataclass
class Demonstration:
    """What was made, and how long each step took."""

    cards: Path
    accounts: tuple[Account, ...]
    buildings: int = 0
    households: int = 0
    people: int = 0
    passes: int = 0
    crossings: int = 0
    steps: list[dict[str, object]] = field(default_factory=list)


def make_demonstration(folder: Path, now: datetime, report: Report) -> Demonstration:
    """Fill the installation in `folder`, or count what an earlier run left there.

    `report` is told the name of each step as it ends, with its seconds. Raises Conflict where the
    folder holds an office's own compound.
    """
    _refuse_real_installation()
    made = Demonstration(folder / "cards.pdf", accounts_in(folder))
    if not db.session.scalar(select(func.count(Crossing.id))):
        _make(made, folder, now, report)
    return _counted(made)


def _refuse_real_installation() -> None:
    names = set(db.session.scalars(select(Compound.name)))
    if names - {estate.COMPOUND}:
        raise Conflict(
            "This installation has compounds of its own. Name an empty folder for the "
            "demonstration: CHECKPOINT_INSTANCE=demo checkpoint demo"
        )


def _make(made: Demonstration, folder: Path, now: datetime, report: Report) -> None:
    root, roster = Actor.at_the_machine(), folder / "demo-roster.xlsx"

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        seconds = time.perf_counter() - begun
        made.steps.append({"name": name, "seconds": round(seconds, 3)})
        report(name, seconds)

    with step("accounts and gates"):
        if not has_admin():
            begin_office(made.accounts[0], now)
        settle_accounts(made.accounts, now)
    compound = compound_named(root, estate.COMPOUND)
    with step("write the roster file"):
        write_roster(roster, estate.sample_estate())
    with step("import the roster"):
        import_roster_file(root, compound, roster, now=now)
    with step("issue the passes"):
        issue_household_passes(root, compound, now=now)
    with step("write the cards"):
        job = write_cards(root, compound, made.cards, now=now).job_id
        mark_printed(root, job, now=now)
    with step("replay a morning"):
        _replay(made.accounts, compound, now)


def begin_office(admin: Account, now: datetime) -> None:
    """The community, its compound with sixteen gates, and the admin."""
    begin(
        Beginning(
            name=name_of(admin),
            username=admin.username,
            password=admin.password,
            community=estate.COMMUNITY,
            phone=estate.PHONE,
            time_zone="Asia/Shanghai",
            compound=estate.COMPOUND,
            open_gate=estate.OPEN_GATE,
            gates=estate.GATES,
            numbered_gate="%(number)s号门",
        ),
        now=now,
    )


def _replay(accounts: tuple[Account, ...], compound: Compound, now: datetime) -> None:
    gate = db.session.scalars(
        select(Gate).where(Gate.compound_id == compound.id, Gate.state == GateState.OPEN)
    ).one()
    device = phones_at(gate.id, accounts, now)
    passes = list(db.session.scalars(select(Pass).join(Household).order_by(Household.sort_key)))
    tokens = tokens_of(passes)
    # Each commit looks through every row that the session holds; a server's holds a handful.
    db.session.expunge_all()
    replay(device, plan_morning(len(tokens), now), tokens, settings().fever_tenths)


def _counted(made: Demonstration) -> Demonstration:
    def count(model: type[Base]) -> int:
        return db.session.scalar(select(func.count()).select_from(model)) or 0

    made.buildings = len(set(db.session.scalars(select(Household.building))))
    made.households = count(Household)
    made.people = count(Resident)
    made.crossings = count(Crossing)
    active = select(func.count(Pass.id)).where(Pass.state == PassState.ACTIVE)
    made.passes = db.session.scalar(active) or 0
    return made
