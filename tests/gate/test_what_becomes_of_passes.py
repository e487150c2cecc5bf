"""docs/passes.md is true: every line of its table, tried against the service as a gate asks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from checkpoint.db import db, writing
from checkpoint.errors import Conflict
from checkpoint.gate import outside_households
from checkpoint.gate.alerts import open_counts, sweep
from checkpoint.gate.restrictions import RestrictionKind, lift, restrict
from checkpoint.gate.visits import cancel_visit
from checkpoint.passes import (
    Kind,
    Pass,
    PassState,
    extra_passes_ending,
    open_link,
    phone_by_id,
    requests_waiting,
    token_of,
    unlink_phone,
)
from checkpoint.passes.issuing import issue_pass, replace_pass, revoke_pass
from checkpoint.passes.leak import call_in_leaked
from checkpoint.passes.listing import count_passes
from checkpoint.passes.models_prints import Only
from checkpoint.passes.models_requests import PassRequest, RequestReason, RequestState
from checkpoint.passes.printable import count_to_print
from checkpoint.passes.request_lists import Standing, extra_passes
from checkpoint.passes.requesting import approve_request
from checkpoint.passes.rotation import retire_key, rotate_keys
from checkpoint.people import Actor, Compound, Household, Resident, move_back, move_out
from checkpoint.people.roster.applying import import_roster
from checkpoint.people.roster.reading import read_content
from tests.gate.phone import Estate, Phone
from tests.gate.resident import ResidentsPhone
from tests.gate.visits import entry, expected, leaving, staff_member
from tests.people.roster_shapes import as_csv

PAGE = Path(__file__).parents[2] / "docs" / "passes.md"
ROOT = Actor.at_the_machine()


def table(columns: int = 5) -> dict[str, list[str]]:
    """What the page says: the codes of each event."""
    lines = PAGE.read_text("utf-8").split("## What the gate says")[1].split("\n## ")[0].splitlines()
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    assert {len(row) for row in rows} == {columns}
    return {event: codes for event, *codes in rows[2:]}


@dataclass
class Scene:
    """The Wangs with their card, an extra pass, a linked phone, and a visitor who is expected."""

    estate: Estate
    gate: Phone
    home: int
    phone: ResidentsPhone
    visit_id: str
    visitor: str
    card: str
    extra: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def pass_of(self, name: str) -> Pass:
        number = self.estate.passes[name]
        return db.session.scalars(select(Pass).where(Pass.number == number)).one()

    def compound(self) -> Compound:
        return db.session.get_one(Compound, self.estate.compounds["miansi"])

    def said(self) -> list[str]:
        """What the gate says to each of them."""
        out = [self._judged(token, "exit") for token in (self.card, self.extra, self.phone.shows())]
        return [*out, self._judged(self.visitor, "entry")]

    def _judged(self, token: str, direction: str) -> str:
        question = {"method": "scan", "token": token, "direction": direction}
        answer = self.gate.post("/judge", question).json
        assert answer is not None
        return str(answer["verdict"]["reasons"][0])


@pytest.fixture
def scene(estate: Estate, phone: Phone) -> Iterator[Scene]:
    visit = expected(estate, host_confirmed="phone")
    assert visit.pass_ is not None
    visitor, visit_id = token_of(visit.pass_), str(visit.id)
    wang = db.session.scalars(select(Pass).where(Pass.number == estate.passes["wang"])).one()
    resident = ResidentsPhone(estate.app.test_client())
    assert resident.link(open_link(ROOT, wang.id, datetime.now(UTC))).status_code == 200
    yield Scene(
        estate=estate,
        gate=phone,
        home=estate.households["wang"],
        phone=resident,
        visit_id=visit_id,
        visitor=visitor,
        card=estate.card("wang"),
        extra=estate.card("nurse", kind=Kind.CAREGIVER),
    )
    for half in (Path(estate.app.instance_path) / "keys").iterdir():
        half.unlink()


def moved_out(scene: Scene) -> None:
    move_out(ROOT, scene.home, now=scene.now)


def same_people_back(scene: Scene) -> None:
    moved_out(scene)
    move_back(ROOT, scene.home, now=scene.now)


def lives_there(scene: Scene, *names: str) -> None:
    """Import a roster with these people behind the Wangs' door, the first the head."""
    heading: list[object] = ["building", "unit", "room", "name", "relation"]
    people: list[list[object]] = [
        ["12", "2", "501", name, "户主" if name == names[0] else "家人"] for name in names
    ]
    file = read_content(*as_csv([heading, *people]))
    import_roster(staff_member("xu"), scene.compound(), file, now=scene.now)


def others_moved_in(scene: Scene) -> None:
    moved_out(scene)
    lives_there(scene, "钱多多", "钱小小")


def only_member_died(scene: Scene) -> None:
    with writing():
        db.session.execute(
            delete(Resident).where(Resident.household_id == scene.home, Resident.position > 0)
        )
    moved_out(scene)


def observed(scene: Scene, kind: RestrictionKind = RestrictionKind.OBSERVATION) -> int:
    return restrict(ROOT, scene.home, kind, now=scene.now - timedelta(minutes=1)).id


def observation_over(scene: Scene) -> None:
    lift(ROOT, observed(scene), now=scene.now)


def replaced(scene: Scene) -> None:
    replace_pass(ROOT, scene.pass_of("wang"), "lost", proof="phone", now=scene.now)


def replaced_and_shown(scene: Scene) -> None:
    replaced(scene)
    scene.card = token_of(scene.pass_of("wang"))
    assert scene.phone.state().status_code == 200


def revoked(scene: Scene) -> None:
    revoke_pass(ROOT, scene.pass_of("wang"), "misused", now=scene.now)


def phone_lost(scene: Scene) -> None:
    unlink_phone(ROOT, phone_by_id(ROOT, 1).id, scene.now)


def term_over(scene: Scene) -> None:
    with writing():
        scene.pass_of("nurse").valid_until = scene.now - timedelta(minutes=1)


def caregivers_home_left(scene: Scene) -> None:
    move_out(ROOT, scene.estate.households["li"], now=scene.now)


def visit_over(scene: Scene) -> None:
    came = entry(scene.gate, scene.visit_id)
    results = scene.gate.send(came, leaving(scene.gate, scene.visit_id))
    assert [each["status"] for each in results] == ["recorded"] * 2


def visit_cancelled(scene: Scene) -> None:
    cancel_visit(ROOT, UUID(scene.visit_id), now=scene.now)


def key_retired(scene: Scene) -> None:
    rotate_keys(ROOT, now=scene.now)
    retire_key(ROOT, 1, anyway=True, now=scene.now)


def key_leaked(scene: Scene) -> None:
    call_in_leaked(ROOT, 1, now=scene.now)


EVENTS: dict[str, Callable[[Scene], object]] = {
    "nothing": lambda scene: None,
    "moved out": moved_out,
    "moved out, the same people back": same_people_back,
    "moved out, others moved in": others_moved_in,
    "a member died, or moved away alone": lambda scene: lives_there(scene, "王建国", "王小明"),
    "the only member died": only_member_died,
    "somebody else is the head": lambda scene: lives_there(scene, "李梅", "王建国", "王小明"),
    "observation begins": observed,
    "observation ends": observation_over,
    "asked to stay in": lambda scene: observed(scene, RestrictionKind.OTHER),
    "card lost and replaced: the old one": replaced,
    "card lost and replaced: the new one": replaced_and_shown,
    "pass revoked": revoked,
    "phone lost and unlinked": phone_lost,
    "the extra pass's term is over": term_over,
    "the caregiver's own household moves out": caregivers_home_left,
    "the visit is over": visit_over,
    "the visit was cancelled": visit_cancelled,
    "key rotated": lambda scene: rotate_keys(ROOT, now=scene.now),
    "key retired: what it signed": key_retired,
    "key leaked: what it signed": key_leaked,
}


def test_every_line_is_tried() -> None:
    assert list(table()) == list(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_the_gate_says_what_the_page_says(scene: Scene, event: str) -> None:
    EVENTS[event](scene)
    assert scene.said() == table()[event]


def asked(scene: Scene) -> int:
    """Clerk Xu asks for another extra pass of the Wangs."""
    with writing():
        request = PassRequest(
            household_id=scene.home,
            holder="周医生",
            reason=RequestReason.NURSING,
            valid_from=scene.now,
            valid_until=scene.now + timedelta(days=30),
            requested_at=scene.now,
            requested_by_id=staff_member("xu").staff_id,
        )
        db.session.add(request)
    return request.id


def went_out_long_ago(scene: Scene) -> None:
    with writing():
        home = db.session.get_one(Household, scene.home)
        home.outside_since, home.outside_people = scene.now - timedelta(days=2), 1


def test_nobody_waits_for_a_household_that_moved_out(scene: Scene) -> None:
    """Neither a second person, nor the printer, nor whoever looks who is out."""
    request_id = asked(scene)
    went_out_long_ago(scene)
    with writing():
        scene.pass_of("nurse").valid_until = scene.now + timedelta(days=3)
    before = (requests_waiting, extra_passes_ending)
    assert [count(scene.compound(), scene.now) for count in before] == [1, 1]
    printed = count_to_print(scene.compound())[Only.ALL]
    moved_out(scene)

    assert [count(scene.compound(), scene.now) for count in before] == [0, 0]
    assert count_to_print(scene.compound())[Only.ALL] == printed - 2
    counts = count_passes(scene.compound())
    assert (counts.extra, counts.gone) == (0, 3)  # the Wangs' two, and one from before
    [line] = extra_passes(ROOT, scene.compound(), scene.now).past
    assert line.standing is Standing.GONE
    assert outside_households(scene.compound()) == []
    sweep(scene.compound().id, scene.now)
    assert sum(open_counts(scene.compound()).values()) == 0
    with pytest.raises(Conflict, match="moved out"):
        approve_request(ROOT, request_id, now=scene.now)
    with pytest.raises(Conflict, match="moved out"):
        open_link(ROOT, scene.pass_of("wang").id, scene.now)
    answer = scene.phone.send("GET", "state").json
    assert answer is not None
    assert answer["error"]["code"] == "household.gone"

    move_back(ROOT, scene.home, now=scene.now)
    assert approve_request(ROOT, request_id, now=scene.now).state is RequestState.APPROVED


def test_others_begin_with_nothing_and_their_predecessors_keep_nothing(scene: Scene) -> None:
    request_id = asked(scene)
    others_moved_in(scene)
    assert db.session.get_one(PassRequest, request_id).state is RequestState.WITHDRAWN
    for name in ("wang", "nurse"):
        ended = scene.pass_of(name)
        assert ended.state is PassState.REVOKED
        assert ended.events[-1].reason == "others_moved_in"
        assert ended.events[-1].staff_id == staff_member("xu").staff_id
    new = issue_pass(ROOT, db.session.get_one(Household, scene.home), now=scene.now)
    scene.card = token_of(new)
    assert scene.said()[0] == "exit.admitted"


def test_one_of_them_is_enough_to_be_the_same_household(scene: Scene) -> None:
    moved_out(scene)
    lives_there(scene, "钱多多", "王小明")
    assert scene.said()[:3] == ["exit.admitted"] * 3


def test_people_who_change_at_a_door_that_nobody_left_end_no_pass(scene: Scene) -> None:
    """A column that was read wrongly must not cost every card: this is a clerk's to decide."""
    lives_there(scene, "钱多多", "钱小小")
    assert scene.pass_of("wang").state is PassState.ACTIVE


def test_moving_twice_changes_nothing_more(scene: Scene) -> None:
    moved_out(scene)
    version = scene.compound().roster_version
    moved_out(scene)
    db.session.rollback()
    assert scene.compound().roster_version == version


def test_a_moved_household_is_told_to_devices_at_once(scene: Scene) -> None:
    version = scene.gate.roster()["version"]
    moved_out(scene)
    [row] = scene.gate.roster(version)["households"]
    assert (row[0], row[6]) == (scene.home, "g")


@pytest.mark.usefixtures("scene")
def test_what_nobody_did_to_a_pass_is_not_done(estate: Estate) -> None:
    with writing():
        db.session.execute(update(Household).values(note="looked at"))
    states = db.session.execute(select(Pass.number, Pass.state)).all()
    assert {number for number, state in states if state is PassState.REVOKED} == {
        estate.passes["lost"]
    }
