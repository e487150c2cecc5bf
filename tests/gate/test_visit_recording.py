"""Visits are opened and closed by their crossings, whatever the order in which these arrive."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.db import db
from checkpoint.gate import Crossing, SetAside, rebuild_outside
from checkpoint.gate.outside import Move, Passage
from checkpoint.gate.verdict import Direction
from checkpoint.gate.visits.lives import standing_of
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate, Phone, ago, refused
from tests.gate.visits import entry, expected, leaving, registration, visit_of


def test_first_registration(either_estate: Estate) -> None:
    """A visit that a guard registers is kept whole with the crossing that first tells of it."""
    phone = either_estate.phone()
    came = entry(phone)
    assert phone.send(came)[0]["status"] == "recorded"
    visit = visit_of(came["visit_id"])
    assert (visit.state, visit.name, visit.phone) == ("inside", "陈师傅", "13812345678")
    assert (visit.household_id, visit.host_confirmed) == (either_estate.households["wang"], "phone")
    assert visit.gate_id == phone.gate_id
    assert visit.staff_id == either_estate.staff_id("chen")
    assert visit.arrived_at == datetime.fromisoformat(came["decided_at"])


def test_verdict_of_a_registered_visit(phone: Phone) -> None:
    """The office judges it by the rules for visits, and agrees."""
    result = phone.send(entry(phone))[0]
    assert result["verdict"]["reasons"] == ["entry.admitted"]


def test_departure(either_estate: Estate) -> None:
    """The exit closes it."""
    phone = either_estate.phone()
    came = entry(phone, decided_at=ago(minutes=30))
    phone.send(came, leaving(phone, came["visit_id"]))
    visit = visit_of(came["visit_id"])
    assert visit.state is VisitState.LEFT
    assert visit.arrived_at is not None
    assert visit.left_at is not None
    assert visit.arrived_at < visit.left_at


def test_household_stays_as_it_is(estate: Estate, phone: Phone) -> None:
    """A visitor who comes and leaves moves nobody of the household."""
    came = entry(phone, decided_at=ago(minutes=30))
    phone.send(came, leaving(phone, came["visit_id"]))
    wang = db.session.get_one(Household, estate.households["wang"])
    assert (wang.outside_since, wang.last_crossing_at) == (None, None)
    assert rebuild_outside(db.session.get_one(Compound, estate.compounds["miansi"])) == []


def test_no_outing(phone: Phone) -> None:
    """A visitor who leaves is no outing of the host."""
    came = entry(phone, decided_at=ago(minutes=30))
    phone.send(came, leaving(phone, came["visit_id"]))
    assert not db.session.query(Crossing).filter_by(counted=True).count()


def test_visit_without_host(phone: Phone) -> None:
    """Who comes to the office has no host, and the crossing is recorded all the same."""
    came = entry(phone, visit=registration(household_id=None, purpose="official"))
    assert phone.send(came)[0]["status"] == "recorded"
    assert visit_of(came["visit_id"]).household_id is None


def test_repeat(phone: Phone) -> None:
    """The same crossing again changes nothing."""
    came = entry(phone)
    first, again = phone.send(came)[0], phone.send(came)[0]
    assert again == {**first, "status": "repeat"}
    assert db.session.query(Visit).count() == 1


def test_another_body(phone: Phone) -> None:
    """Another registration under the same id is kept aside and overwrites nothing."""
    came = entry(phone, decided_at=ago(minutes=9))
    other = entry(phone, came["visit_id"], visit=registration(name="另一人"))
    phone.send(came)
    assert phone.send(other)[0]["status"] == "recorded"
    assert visit_of(came["visit_id"]).name == "陈师傅"
    kept = db.session.query(SetAside).one()
    assert (kept.reason, kept.body["visit"]["name"]) == ("visit.conflict", "另一人")
    assert phone.send(other)[0]["status"] == "repeat"


def test_refused(phone: Phone) -> None:
    """Somebody who was not let in is on record as refused."""
    came = entry(phone, verdict=refused("reading.fever"), reading_tenths=381)
    phone.send(came)
    visit = visit_of(came["visit_id"])
    assert (visit.state, visit.arrived_at) == ("refused", None)


def test_let_in_after_all(phone: Phone) -> None:
    """An override opens it, like any entry."""
    came = entry(
        phone,
        verdict=refused("visitor.closed"),
        override={"reason": "medical", "note": ""},
    )
    phone.send(came)
    assert visit_of(came["visit_id"]).state == "inside"


def test_undo(phone: Phone) -> None:
    """An entry that was taken back did not happen: the visit is expected again."""
    came = entry(phone)
    undo = leaving(phone, came["visit_id"], direction="entry", undoes=came["id"])
    phone.send(came)
    assert phone.send(undo)[0]["status"] == "recorded"
    assert visit_of(came["visit_id"]).state == "expected"


def test_undo_first(phone: Phone) -> None:
    """The same when the undo arrives first."""
    came = entry(phone)
    undo = leaving(phone, came["visit_id"], direction="entry", undoes=came["id"])
    phone.send(undo)
    phone.send(came)
    visit = visit_of(came["visit_id"])
    assert (visit.state, visit.name) == ("expected", "陈师傅")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order(phone: Phone, order: tuple[int, ...]) -> None:
    """Registration, departure and a second entry come to the same in whatever order they arrive."""
    came = entry(phone, decided_at=ago(minutes=50))
    left = leaving(phone, came["visit_id"], decided_at=ago(minutes=20))
    back = leaving(phone, came["visit_id"], direction="entry", decided_at=ago(minutes=5))
    told = [came, left, back]
    for place in order:
        phone.send(told[place])
    visit = visit_of(came["visit_id"])
    assert (visit.state, visit.name) == ("inside", "陈师傅")
    assert visit.arrived_at == datetime.fromisoformat(back["decided_at"])
    assert visit.left_at is None or visit.left_at < visit.arrived_at


def test_together_or_alone(phone: Phone) -> None:
    """Two that arrive in one letter, the departure first, come to the same."""
    came = entry(phone, decided_at=ago(minutes=50))
    phone.send(leaving(phone, came["visit_id"]), came)
    visit = visit_of(came["visit_id"])
    assert (visit.state, visit.name) == ("left", "陈师傅")


def test_other_compound(estate: Estate, phone: Phone) -> None:
    """A visit of another compound is not this gate's business."""
    far = estate.phone("fang")
    came = entry(far, visit=registration())
    far.send(came)
    result = phone.send(leaving(phone, came["visit_id"]))[0]
    assert (result["status"], result["error"]["code"]) == ("set_aside", "visit.other_compound")
    assert visit_of(came["visit_id"]).state == "inside"


def test_stranger_as_host(estate: Estate, phone: Phone) -> None:
    """A household of another compound is nobody's host here."""
    came = entry(phone, visit=registration(household_id=estate.households["sun"]))
    assert phone.send(came)[0]["status"] == "recorded"
    assert visit_of(came["visit_id"]).household_id is None


def test_devices_hear_of_it(phone: Phone) -> None:
    """Every change reaches the gates with the next roster."""
    version = phone.roster()["version"]
    came = entry(phone)
    phone.send(came)
    page = phone.roster(version)
    assert [row[:2] for row in page["visits"]] == [[came["visit_id"], "i"]]
    phone.send(leaving(phone, came["visit_id"]))
    last = phone.roster(page["version"])
    assert [row[:2] for row in last["visits"]] == [[came["visit_id"], "l"]]
    assert phone.roster()["visits"] == []


def test_reading_is_not_the_households(phone: Phone) -> None:
    """A visitor's temperature is kept with the crossing, not with the host."""
    came = entry(phone, reading_tenths=381, verdict=refused("reading.fever"))
    phone.send(came)
    crossing = db.session.get_one(Crossing, UUID(came["id"]))
    assert crossing.reading is not None
    assert (crossing.reading.tenths, crossing.reading.household_id) == (381, None)


def test_pass_of_a_visitor(estate: Estate, phone: Phone) -> None:
    """A scan of the visitor's own pass opens the visit that it was made for, and closes it."""
    visit = expected(estate)
    assert visit.pass_ is not None
    number = visit.pass_.number
    by_number = {"method": "number", "token": None, "number": number}
    came = phone.cross(direction="entry", **by_number, decided_at=ago(minutes=3))
    assert came["verdict"]["reasons"] == ["entry.admitted"]
    assert visit_of(visit.id).state == "inside"
    left = phone.cross(direction="exit", **by_number, decided_at=ago(minutes=1))
    assert left["verdict"]["reasons"] == ["exit.admitted"]
    assert visit_of(visit.id).state == "left"
    again = phone.cross(direction="entry", **by_number)
    assert again["verdict"]["reasons"] == ["visit.used"]


def test_an_invited_visitor_may_come_again(estate: Estate, phone: Phone) -> None:
    """Who is expected and was refused once, too early say, is expected still."""
    visit = expected(estate)
    assert visit.pass_ is not None
    shown = {"method": "number", "token": None, "number": visit.pass_.number}
    too_early = refused("visit.too_early")
    phone.cross(direction="entry", **shown, verdict=too_early, decided_at=ago(minutes=3))
    assert visit_of(visit.id).state == "expected"
    assert phone.cross(direction="entry", **shown)["verdict"]["reasons"] == ["entry.admitted"]


def test_pass_of_a_visitor_is_not_the_hosts(estate: Estate, phone: Phone) -> None:
    """A forgotten card of the host is looked up by the host's own pass."""
    expected(estate)
    result = phone.cross(method="address", token=None, household_id=estate.households["wang"])
    assert result["verdict"]["reasons"] == ["exit.admitted"]
    crossing = db.session.query(Crossing).one()
    assert crossing.pass_ is not None
    assert crossing.pass_.number == estate.passes["wang"]


MOMENT = datetime(2020, 2, 14, 8, tzinfo=UTC)
PASSAGES = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(Direction), st.booleans(), st.booleans()),
    max_size=6,
)


@given(PASSAGES, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=200)
def test_standing_does_not_depend_on_the_order(
    told: list[tuple[int, Direction, bool, bool]], luck: object, cancelled: bool
) -> None:
    """Where a visit stands is the same for every order of its crossings and their undos."""
    passages = [each for number, one in enumerate(told) for each in _passages(number, *one)]
    shuffled = list(passages)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing_of(shuffled, cancelled=cancelled) == standing_of(passages, cancelled=cancelled)


def _passages(
    number: int, minutes: int, direction: Direction, through: bool, taken_back: bool
) -> list[Passage]:
    at = MOMENT + timedelta(minutes=minutes)
    id = UUID(int=number + 1)
    passage = Passage(Move(at, id, direction, 1), through, 1, at, None)
    later = at + timedelta(seconds=30)
    undo = Passage(Move(later, uuid4(), direction, 1), True, 1, later, id)
    return [passage, undo] if taken_back else [passage]
