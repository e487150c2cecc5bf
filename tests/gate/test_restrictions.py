"""A household that stays in, and a line for its next scan: put on, told to devices, taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.restrictions import (
    Restriction,
    RestrictionKind,
    lift,
    notices_of,
    put_notice,
    restrict,
    restriction_facts,
    restrictions_of,
    take_back_notice,
)
from checkpoint.people import Actor, Role
from tests.gate.phone import Estate, Json, Phone

OBSERVATION = RestrictionKind.OBSERVATION


def now() -> datetime:
    return datetime.now(UTC)


def row_of(page: Json, household_id: int) -> list[object]:
    rows: list[list[object]] = page["households"]
    return next(row for row in rows if row[0] == household_id)


def test_a_device_hears_of_a_restriction_and_of_its_end(
    estate: Estate, phone: Phone, root: Actor
) -> None:
    """Only that household comes again, with what keeps it in, and again without."""
    wang, version = estate.households["wang"], phone.roster()["version"]
    until = now() + timedelta(days=14)
    made = restrict(root, wang, OBSERVATION, now=now(), until=until)

    page = phone.roster(version)
    assert [row[0] for row in page["households"]] == [wang]
    (restriction,) = row_of(page, wang)[8]["restrictions"]  # type: ignore[index]
    assert restriction[0] == "observation"
    assert restriction[2] == int(until.timestamp())

    lift(root, made.id, now=now())
    assert len(row_of(phone.roster(page["version"]), wang)) == 8


def test_a_notice_is_shown_until_it_is_taken_back(
    estate: Estate, phone: Phone, root: Actor
) -> None:
    """A parcel that waits at the gate."""
    wang = estate.households["wang"]
    made = put_notice(root, wang, "  A parcel   waits. ", now=now())
    assert row_of(phone.roster(), wang)[8] == {"notices": ["A parcel waits."]}
    take_back_notice(root, made.id, now=now())
    assert len(row_of(phone.roster(), wang)) == 8
    assert notices_of(wang) == []


def test_one_of_a_kind_at_a_time(estate: Estate, root: Actor) -> None:
    """A second observation waits until the first is lifted or over."""
    wang = estate.households["wang"]
    made = restrict(root, wang, OBSERVATION, now=now())
    with pytest.raises(Conflict):
        restrict(root, wang, OBSERVATION, now=now())
    restrict(root, wang, RestrictionKind.OTHER, now=now())
    assert [each.kind for each in restrictions_of(wang, now())] == [
        OBSERVATION,
        RestrictionKind.OTHER,
    ]
    lift(root, made.id, now=now())
    restrict(root, wang, OBSERVATION, now=now())


def test_one_that_is_over_holds_no_more(estate: Estate, root: Actor) -> None:
    """Its end comes by itself."""
    wang = estate.households["wang"]
    restrict(root, wang, OBSERVATION, now=now(), until=now() + timedelta(hours=1))
    assert restrictions_of(wang, now() + timedelta(hours=2)) == []


def test_facts_hold_what_was_not_lifted(estate: Estate, root: Actor) -> None:
    """A verdict is told of restrictions by household."""
    wang, li = estate.households["wang"], estate.households["li"]
    restrict(root, wang, OBSERVATION, now=now())
    lift(root, restrict(root, li, OBSERVATION, now=now()).id, now=now())
    facts = restriction_facts([wang, li])
    assert [each.kind for each in facts[wang]] == ["observation"]
    assert li not in facts


def test_bad_input(estate: Estate, root: Actor) -> None:
    """An end in the past, an empty notice, one that fits no screen, and a household elsewhere."""
    wang = estate.households["wang"]
    with pytest.raises(BadInput, match="past"):
        restrict(root, wang, OBSERVATION, now=now(), until=now() - timedelta(seconds=1))
    for text in ("", "  \n ", "x" * 121):
        with pytest.raises(BadInput):
            put_notice(root, wang, text, now=now())
    other = next(id for name, id in estate.compounds.items() if name != "miansi")
    clerk = Actor(None, "clerk elsewhere", Role.CLERK, compound_id=other)
    with pytest.raises(NotFound):
        restrict(clerk, wang, OBSERVATION, now=now())
    with pytest.raises(Forbidden):
        restrict(replace(clerk, role=Role.GUARD), wang, OBSERVATION, now=now())
    assert db.session.query(Restriction).count() == 0
