"""Visits that staff arrange: registered, confirmed, changed, cancelled; and who comes again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from checkpoint.db import db
from checkpoint.errors import CheckpointError, Conflict, NotFound
from checkpoint.gate.visits.listing import (
    Past,
    find_visits,
    inside_counts,
    overstays,
    visits_expected,
    visits_now,
    visits_page,
)
from checkpoint.gate.visits.models import VisitState
from checkpoint.gate.visits.registering import (
    cancel_visit,
    change_visit,
    confirm_visit,
    open_visit,
    register_visit,
    visit_by_id,
)
from checkpoint.passes import PassKind, PassState
from checkpoint.people import AuditEntry, BadFields, Compound
from tests.gate.phone import Estate, Phone, ago
from tests.gate.visits import entry, expected, leaving, registration, staff_member, visit_of, wish

NOW = datetime.now(UTC)


def compound(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def test_expected(either_estate: Estate) -> None:
    """A visit that is registered beforehand has a host, a window and a pass of its own."""
    visit = expected(either_estate)
    assert visit.state is VisitState.EXPECTED
    assert visit.pass_ is not None
    assert visit.pass_.kind is PassKind.VISITOR
    assert visit.pass_.household_id == either_estate.households["wang"]
    assert visit.pass_.valid_from <= datetime.now(UTC)
    assert visit.pass_.valid_until is not None
    assert visit.pass_.valid_until > visit.expected_until


def test_to_the_office(estate: Estate) -> None:
    """Who comes to nobody's door is expected without a pass."""
    visit = register_visit(staff_member("xu"), compound(estate), wish(), now=NOW)
    assert (visit.household_id, visit.pass_id) == (None, None)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "  "}, "name"),
    ({"name": "长" * 81}, "name"),
    ({"phone": "12345"}, "phone"),
    ({"plate": "鲁"}, "plate"),
    ({"purpose": "to steal"}, "purpose"),
    ({"party_size": "0"}, "party_size"),
    ({"party_size": "21"}, "party_size"),
    ({"party_size": "many"}, "party_size"),
    ({"until": None}, "expected_until"),
    ({"since": NOW + timedelta(hours=3), "until": NOW + timedelta(hours=3)}, "expected_until"),
    ({"since": NOW - timedelta(hours=3), "until": NOW - timedelta(hours=1)}, "expected_until"),
    ({"since": NOW, "until": NOW + timedelta(hours=24, seconds=1)}, "expected_until"),
    ({"since": NOW + timedelta(days=31)}, "expected_from"),
    ({"host_confirmed": "by pigeon"}, "host_confirmed"),
    ({"note": "长" * 201}, "note"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG)
def test_wrong(estate: Estate, changed: dict[str, Any], field: str) -> None:
    """What can't be is refused with its field."""
    with pytest.raises(BadFields) as caught:
        register_visit(staff_member("xu"), compound(estate), wish(**changed), now=NOW)
    assert field in caught.value.errors


@pytest.mark.parametrize(
    "changed",
    [
        {"party_size": "20"},
        {"party_size": " 1 "},
        {"since": NOW, "until": NOW + timedelta(hours=24)},
        {"phone": ""},
        {"plate": "冀a·12345"},
    ],
)
def test_just_right(estate: Estate, changed: dict[str, Any]) -> None:
    """What is just within the bounds is taken."""
    assert register_visit(staff_member("xu"), compound(estate), wish(**changed), now=NOW).name


def test_all_that_is_wrong(estate: Estate) -> None:
    """Every wrong field is named at once."""
    with pytest.raises(BadFields) as caught:
        register_visit(
            staff_member("xu"), compound(estate), wish(name="", phone="1", plate="x"), now=NOW
        )
    assert set(caught.value.errors) == {"name", "phone", "plate"}


def test_host_who_moved_out(estate: Estate) -> None:
    """Nobody visits a household that has moved out, or one of another compound."""
    with pytest.raises(Conflict) as gone:
        expected(estate, "zhao")
    assert (gone.value.code, gone.value.field) == ("household.gone", "host")
    with pytest.raises(NotFound):
        expected(estate, "sun")


def test_confirmed(estate: Estate, phone: Phone) -> None:
    """That the host agreed reaches the gates."""
    visit = expected(estate)
    version = phone.roster()["version"]
    confirm_visit(staff_member("xu"), visit.id, "phone", now=NOW)
    [row] = phone.roster(version)["visits"]
    assert (row[0], row[8]) == (str(visit.id), 1)


def test_cancelled(estate: Estate, phone: Phone) -> None:
    """A cancelled visit ends with its pass, and the gate refuses it."""
    visit = expected(estate)
    assert visit.pass_ is not None
    number = visit.pass_.number
    cancel_visit(staff_member("xu"), visit.id, now=NOW)
    assert visit_of(visit.id).state is VisitState.CANCELLED
    assert visit_of(visit.id).pass_.state is PassState.REVOKED  # type: ignore[union-attr]
    question = {"method": "number", "number": number, "direction": "entry"}
    assert phone.post("/judge", question).json["verdict"]["reasons"] == ["pass.revoked"]
    question = {"method": "visit", "visit_id": str(visit.id), "direction": "entry"}
    assert "visit.cancelled" in phone.post("/judge", question).json["verdict"]["reasons"]


def test_cancelled_and_come(estate: Estate, phone: Phone) -> None:
    """Who comes all the same is inside; taken back, the visit is cancelled as before."""
    visit = expected(estate)
    cancel_visit(staff_member("xu"), visit.id, now=NOW)
    came = entry(phone, str(visit.id), visit=None, override={"reason": "medical", "note": ""})
    phone.send(came)
    assert visit_of(visit.id).state is VisitState.INSIDE
    with pytest.raises(Conflict):
        cancel_visit(staff_member("xu"), visit.id, now=NOW)
    phone.send(leaving(phone, str(visit.id), direction="entry", undoes=came["id"]))
    assert visit_of(visit.id).state is VisitState.CANCELLED


def test_changed(estate: Estate) -> None:
    """Another window moves the pass with it; the code that was sent keeps its old end."""
    visit = expected(estate)
    later = wish(until=NOW + timedelta(hours=5), name="周护士长")
    change_visit(staff_member("xu"), visit.id, later, now=NOW)
    visit = visit_of(visit.id)
    assert visit.pass_ is not None
    assert (visit.name, visit.pass_.holder, visit.pass_.generation) == ("周护士长", "周护士长", 1)
    assert visit.pass_.valid_until is not None
    assert visit.pass_.valid_until > NOW + timedelta(hours=5)


def test_over_is_over(estate: Estate, phone: Phone) -> None:
    """A visit that is over is neither changed nor confirmed."""
    came = entry(phone, decided_at=ago(minutes=3))
    phone.send(came, leaving(phone, came["visit_id"]))
    for act in (
        lambda: change_visit(staff_member("xu"), UUID(came["visit_id"]), wish(), now=NOW),
        lambda: confirm_visit(staff_member("xu"), UUID(came["visit_id"]), "phone", now=NOW),
    ):
        with pytest.raises(CheckpointError):
            act()


def test_scope(estate: Estate, phone: Phone) -> None:
    """Nobody sees a visit of a compound that is not theirs; a guard sees none at the desk."""
    visit = expected(estate)
    with pytest.raises(NotFound):
        visit_by_id(staff_member("fang"), visit.id)
    with pytest.raises(CheckpointError):
        open_visit(staff_member("chen"), visit.id, now=NOW)
    with pytest.raises(NotFound):
        visit_by_id(staff_member("xu"), uuid4())


def test_look_is_on_record(estate: Estate) -> None:
    """Whoever looks at name and phone is on record."""
    visit = expected(estate)
    open_visit(staff_member("xu"), visit.id, now=NOW)
    entry = db.session.query(AuditEntry).filter_by(action="visit.opened").one()
    assert entry.detail == {"visit": str(visit.id)}


def test_lists(estate: Estate, phone: Phone) -> None:
    """Who is inside, who is to come and who is gone are three lists."""
    to_come = expected(estate)
    inside = entry(phone, visit=registration(party_size=3))
    gone = entry(phone, decided_at=ago(minutes=9))
    phone.send(inside, gone, leaving(phone, gone["visit_id"]))
    here = compound(estate)
    assert [str(each.id) for each in visits_now(here)] == [inside["visit_id"]]
    assert inside_counts(here) == (1, 3)
    assert [each.id for each in visits_expected(here, NOW)] == [to_come.id]
    later = NOW + timedelta(hours=9)
    assert visits_expected(here, later) == []
    assert [str(each.id) for each in visits_page(here, Past.LEFT, 1, NOW).rows] == [
        gone["visit_id"]
    ]
    assert [each.id for each in visits_page(here, Past.MISSED, 1, later).rows] == [to_come.id]
    assert visits_page(here, Past.ALL, 1, later).total == 2


def test_overstay(estate: Estate, phone: Phone) -> None:
    """Thirty minutes past the stated time they are overdue, until they leave."""
    until = datetime.now(UTC) + timedelta(minutes=5)
    came = entry(phone, visit=registration(expected_until=until.isoformat()))
    phone.send(came)
    here = compound(estate)
    assert overstays(here, until + timedelta(minutes=29, seconds=59)) == []
    overdue = overstays(here, until + timedelta(minutes=30))
    assert [str(each.id) for each in overdue] == [came["visit_id"]]
    phone.send(leaving(phone, came["visit_id"]))
    assert overstays(here, until + timedelta(minutes=30)) == []


@pytest.mark.parametrize("text", ["师傅", "12345678", "138 1234", "5678", "冀A 123", "冀a12345"])
def test_found(estate: Estate, phone: Phone, text: str) -> None:
    """A visit is found by part of the name, of the phone or of the plate."""
    phone.send(entry(phone, visit=registration(plate="冀A·12345")))
    assert len(find_visits(compound(estate), text)) == 1


@pytest.mark.parametrize("text", ["", "567", "刘", "%", "_" * 4, "9" * 90])
def test_not_found(estate: Estate, phone: Phone, text: str) -> None:
    """Too little, or something else, finds nobody."""
    phone.send(entry(phone, visit=registration(plate="冀A·12345")))
    assert find_visits(compound(estate), text) == []


def test_comes_again(estate: Estate, phone: Phone) -> None:
    """A phone that was here is recognised however it is written; the name stays masked."""
    came = entry(phone, decided_at=ago(minutes=9))
    phone.send(came, leaving(phone, came["visit_id"]))
    answer = phone.post("/visits/earlier", {"phone": "+86 138-1234-5678"})
    assert answer.status_code == 200
    assert answer.json == {
        "times": 1,
        "refused": 0,
        "last": {
            "masked_name": "陈**",
            "purpose": "repair",
            "household_id": estate.households["wang"],
            "at": came["decided_at"].replace("+00:00", "Z"),
            "inside": False,
        },
        "denied": False,
    }


def test_never_came(estate: Estate, phone: Phone) -> None:
    """Who was expected and has not come is no old acquaintance."""
    expected(estate)
    answer = phone.post("/visits/earlier", {"phone": "13912345678"})
    assert (answer.json["times"], answer.json["last"]) == (0, None)


@pytest.mark.parametrize("body", [{"phone": ""}, {"phone": "1"}, {}, {"phone": 1}])
def test_no_phone(phone: Phone, body: dict[str, Any]) -> None:
    """What is no telephone number is refused with its field."""
    answer = phone.post("/visits/earlier", body)
    assert (answer.status_code, answer.json["error"]["field"]) == (422, "phone")


def test_not_all_numbers(phone: Phone) -> None:
    """Whoever tries number after number is slowed down."""
    for _ in range(60):
        assert phone.post("/visits/earlier", {"phone": "13800000000"}).status_code == 200
    assert phone.post("/visits/earlier", {"phone": "13800000000"}).status_code == 429


def test_asked_first(estate: Estate, phone: Phone) -> None:
    """The office judges a visitor whom the guard is about to register."""
    question = {"method": "visit", "visit_id": str(uuid4()), "visit": registration()}
    answer = phone.post("/judge", {**question, "direction": "entry"}).json
    assert answer["verdict"]["reasons"] == ["entry.admitted"]
    assert phone.post("/judge", question).json["direction"] == "entry"
