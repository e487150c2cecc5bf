"""A roster becomes households: all of it or nothing, and again only by its difference."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from checkpoint.db import db, writing
from checkpoint.demo.estate import BUILDINGS, HOUSEHOLDS, PEOPLE, sample_estate
from checkpoint.demo.roster_file import write_roster
from checkpoint.errors import Conflict, Forbidden
from checkpoint.people import (
    Actor,
    AuditEntry,
    Community,
    Compound,
    Household,
    HouseholdState,
    Resident,
    Role,
    RosterImport,
)
from checkpoint.people.roster.applying import (
    Choices,
    Counts,
    Gone,
    Imported,
    import_roster,
    import_roster_file,
    last_imports,
    preview,
)
from checkpoint.people.roster.reading import RosterFile, read_content
from checkpoint.people.roster.refusals import RosterRefused
from tests.people.roster_shapes import (
    ESTATE,
    Home,
    Person,
    Rows,
    as_csv,
    merged_xlsx,
    one_row_a_household,
    person_rows,
)

NOW = datetime(2020, 2, 3, 8, 0, tzinfo=UTC)
HEADING: list[object] = ["building", "unit", "room", "name", "relation", "phone", "note"]


@pytest.fixture
def compound(app: Flask) -> Compound:
    """A compound without households."""
    return make_compound("Miansi")


def make_compound(name: str) -> Compound:
    with writing():
        community = Community(name=f"Office of {name}", time_zone="Asia/Shanghai")
        compound = Compound(name=name, community=community)
        db.session.add(compound)
    return compound


def roster(homes: Sequence[Home], *rows: list[object]) -> RosterFile:
    """The homes as a text file, with rows below."""
    content: Rows = [HEADING, *([*row, ""] for row in person_rows(homes)), *rows]
    return read_content(*as_csv(content))


def put(compound: Compound | str, homes: Sequence[Home], **choices: object) -> Imported:
    return import_roster(
        Actor.at_the_machine(),
        compound,
        roster(homes),
        Choices(**choices),  # type: ignore[arg-type]
        now=NOW,
    )


def everyone(compound: Compound) -> dict[str, list[tuple[str, str, str]]]:
    """People by address, in their order."""
    db.session.expire_all()
    return {
        f"{household.building}-{household.unit}-{household.room}": [
            (resident.name, resident.relation, resident.phone) for resident in household.residents
        ]
        for household in db.session.scalars(
            select(Household).where(Household.compound_id == compound.id)
        )
    }


def count(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def changed(home: Home, *people: Person) -> list[Home]:
    """The estate with the people of one home replaced."""
    return [
        Home(each.building, each.unit, each.room, people) if each is home else each
        for each in ESTATE
    ]


def test_a_roster_becomes_households_with_their_people(either_app: Flask) -> None:
    """Every household and person is there, in order, on both databases."""
    compound = make_compound("Miansi")
    done = put(compound, ESTATE)
    assert done.counts == Counts(new=6, changed=0, gone=0, unchanged=0)
    found = everyone(compound)
    assert len(found) == 6
    assert found["2-1-302"] == [("㛃静", "户主", ""), ("肖伟", "配偶", ""), ("苏浩", "子女", "")]
    keys = db.session.scalars(select(Household.sort_key).order_by(Household.sort_key)).all()
    assert keys[0].startswith("000001/")
    assert keys[-1].startswith("000012/")


def test_the_same_file_again_changes_nothing(compound: Compound) -> None:
    """No row is written: no version, no import, no entry in the record."""
    put(compound, ESTATE)
    db.session.refresh(compound)
    before = (compound.roster_version, count(RosterImport), count(AuditEntry))
    again = put(compound, ESTATE)
    assert again.counts == Counts(new=0, changed=0, gone=0, unchanged=6)
    db.session.refresh(compound)
    assert (compound.roster_version, count(RosterImport), count(AuditEntry)) == before


def test_the_same_estate_in_another_shape_changes_nothing(compound: Compound) -> None:
    """Merged cells instead of a text file: the same households."""
    put(compound, ESTATE)
    again = read_content(*merged_xlsx(ESTATE))
    assert preview(compound, again.roster).is_empty


def test_a_shape_that_tells_less_takes_nothing_away(compound: Compound) -> None:
    """One phone a household says nothing of the others' phones."""
    put(compound, ESTATE)
    less = read_content(*one_row_a_household(ESTATE))
    assert preview(compound, less.roster).is_empty


def test_an_import_is_on_record(compound: Compound) -> None:
    """Who, when, which file, how many; nothing personal."""
    put(compound, ESTATE)
    (entry,) = last_imports(compound)
    assert (entry.file_name, entry.at, len(entry.file_sha256)) == ("r.csv", NOW, 32)
    assert entry.counts["households"] == 6
    assert entry.counts["people"] == 11
    audit = db.session.scalars(select(AuditEntry)).one()
    assert audit.action == "roster.imported"
    assert "娜" not in str(audit.detail)


FIRST = ESTATE[0]
HEAD, SPOUSE = FIRST.people


@pytest.mark.parametrize(
    "people",
    [
        (Person("欧阳娜娜", "户主", "13899999999"), SPOUSE),
        (Person("欧阳娜娜", "户主", ""), SPOUSE),
        (Person("欧阳新名", "户主", "13800000001"), SPOUSE),
        (HEAD, Person("赵军", "父亲")),
        (HEAD, SPOUSE, Person("赵小军", "子女")),
        (HEAD,),
        (Person("赵军", "户主"), Person("欧阳娜娜", "配偶", "13800000001")),
        (Person("新户主", "户主", "13700000000"),),
    ],
    ids=["phone", "no phone", "name", "relation", "born", "left", "new head", "others"],
)
def test_a_newer_file_changes_exactly_what_is_different(
    compound: Compound, people: tuple[Person, ...]
) -> None:
    """One household changed, five untouched, and what is stored is what the file says."""
    put(compound, ESTATE)
    done = put(compound, changed(FIRST, *people))
    assert done.counts == Counts(new=0, changed=1, gone=0, unchanged=5)
    assert everyone(compound)["1-1-101"] == [(p.name, p.relation, p.phone) for p in people]


def test_a_person_who_is_renamed_or_reordered_stays_the_same_row(compound: Compound) -> None:
    """What hangs on a resident's row is not lost by a corrected name."""
    put(compound, ESTATE)
    before = {r.phone: r.id for r in db.session.scalars(select(Resident)) if r.phone}
    put(compound, changed(FIRST, SPOUSE, Person("欧阳娜", "户主", "13800000001")))
    renamed = db.session.scalars(select(Resident).where(Resident.name == "欧阳娜")).one()
    assert renamed.id == before["13800000001"]
    assert renamed.position == 0


def test_namesakes_at_home_are_matched_one_to_one(compound: Compound) -> None:
    """Two children of one name stay two, and again nothing changes."""
    twins = changed(FIRST, HEAD, Person("赵一", "子女"), Person("赵一", "子女"))
    put(compound, twins)
    assert len(everyone(compound)["1-1-101"]) == 3
    assert put(compound, twins).counts.changed == 0


def test_households_that_a_newer_file_does_not_name_are_kept(compound: Compound) -> None:
    """They are counted, and nothing happens to them unless somebody says so."""
    put(compound, ESTATE)
    done = put(compound, ESTATE[:2])
    assert done.counts == Counts(new=0, changed=0, gone=4, unchanged=2)
    assert not done.changed_anything
    assert set(states(compound).values()) == {HouseholdState.ACTIVE}


def states(compound: Compound) -> dict[str, HouseholdState]:
    db.session.expire_all()
    query = select(Household).where(Household.compound_id == compound.id)
    return {each.room: each.state for each in db.session.scalars(query)}


def test_households_that_have_left_are_marked_when_that_is_said(compound: Compound) -> None:
    """Marked gone, never deleted; and when they are named again, they are back."""
    put(compound, ESTATE)
    done = put(compound, ESTATE[:5], gone=Gone.MARK)
    assert (done.counts.gone, done.marked) == (1, 1)
    assert states(compound)["1203"] == HouseholdState.GONE
    assert everyone(compound)["12-3-1203"] == [("何建", "户主", "13800000004")]
    assert put(compound, ESTATE[:5], gone=Gone.MARK).counts.gone == 0
    back = put(compound, ESTATE)
    assert back.counts == Counts(new=0, changed=1, gone=0, unchanged=5)
    assert states(compound)["1203"] == HouseholdState.ACTIVE


def test_gate_devices_hear_of_what_changed_and_of_nothing_else(compound: Compound) -> None:
    """The compound's version rises once, and the households touched carry it."""
    put(compound, ESTATE)
    db.session.refresh(compound)
    first = compound.roster_version
    put(compound, changed(FIRST, HEAD))
    db.session.refresh(compound)
    assert compound.roster_version == first + 1
    stamped = select(Household.room).where(Household.roster_version == first + 1)
    assert db.session.scalars(stamped).all() == ["101"]


def test_rows_with_errors_keep_the_whole_file_out(compound: Compound) -> None:
    """Nothing half-imported."""
    file = roster(ESTATE, ["2", "1", "999", "<script>", "", "", ""])
    with pytest.raises(RosterRefused) as caught:
        import_roster(Actor.at_the_machine(), compound, file, now=NOW)
    assert caught.value.code == "roster.problems"
    assert (count(Household), count(Resident), count(RosterImport)) == (0, 0, 0)


def test_rows_with_errors_can_be_left_out_on_purpose(compound: Compound) -> None:
    """The rest is imported, and the left out rows are counted."""
    file = roster(ESTATE, ["2", "1", "999", "<script>", "", "", ""])
    choices = Choices(leave_out_problems=True)
    import_roster(Actor.at_the_machine(), compound, file, choices, now=NOW)
    assert count(Household) == 6
    (entry,) = last_imports(compound)
    assert entry.counts["rows_left_out"] == 1


def test_nobody_is_gone_because_their_row_was_mistyped(compound: Compound) -> None:
    """A household or person whose row is left out is neither changed nor gone."""
    put(compound, ESTATE)
    bad: list[list[object]] = [
        ["1", "1", "101", "欧阳娜娜", "户主", "13800000001", ""],
        ["1", "1", "101", "赵军<", "配偶", "", ""],
        ["12", "3", "1203", "=何建", "户主", "", ""],
    ]
    file = roster(ESTATE[1:5], *bad)
    found = preview(compound, file.roster)
    assert (len(found.new), len(found.changed), len(found.gone)) == (0, 0, 0)


def test_who_is_gone_is_not_told_from_rows_without_an_address(compound: Compound) -> None:
    """Marking is refused while some row could be anybody's."""
    put(compound, ESTATE)
    file = roster(ESTATE[:2], ["", "", "", "何建", "户主", "", ""])
    choices = Choices(leave_out_problems=True, gone=Gone.MARK)
    with pytest.raises(RosterRefused) as caught:
        import_roster(Actor.at_the_machine(), compound, file, choices, now=NOW)
    assert caught.value.code == "roster.gone_unsure"


def test_a_file_without_any_household_is_refused(compound: Compound) -> None:
    """Also when its rows are left out on purpose: everybody would be gone."""
    file = roster((), ["1", "1", "101", "<b>", "", "", ""])
    with pytest.raises(RosterRefused) as caught:
        choices = Choices(leave_out_problems=True, gone=Gone.MARK)
        import_roster(Actor.at_the_machine(), compound, file, choices, now=NOW)
    assert caught.value.code == "roster.nobody"


def test_a_failure_halfway_leaves_nothing(compound: Compound) -> None:
    """The database refuses in the middle of the residents: no household stays either."""

    def fail(_c: object, _k: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO roster_import"):
            raise RuntimeError("the disk is full")

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError):
            put(compound, ESTATE)
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert (count(Household), count(Resident), count(RosterImport)) == (0, 0, 0)


def test_what_was_shown_is_what_is_imported(compound: Compound) -> None:
    """When the households changed since the preview, it is shown once more."""
    shown = Counts(new=6, changed=0, gone=0, unchanged=0)
    put(compound, ESTATE[:1])
    with pytest.raises(Conflict):
        put(compound, ESTATE, expected=shown)
    assert count(Household) == 1


@pytest.mark.parametrize(
    ("role", "elsewhere"), [(Role.GUARD, False), (Role.CLERK, True), (Role.ADMIN, True)]
)
def test_only_staff_of_the_compound_may_import(
    compound: Compound, role: Role, elsewhere: bool
) -> None:
    """Neither guards nor the staff of another compound."""
    other = make_compound("Kunwu")
    place = other if elsewhere else compound
    actor = Actor(1, "x", role, place.community_id, place.id)
    with pytest.raises(Forbidden):
        import_roster(actor, compound, roster(ESTATE), now=NOW)
    assert count(Household) == 0


def test_compounds_do_not_mix(compound: Compound) -> None:
    """The same addresses in two compounds are two households each."""
    other = make_compound("Kunwu")
    put(compound, ESTATE)
    assert put(other, ESTATE).counts.new == 6
    assert put(other, ESTATE[:1], gone=Gone.MARK).marked == 5
    assert set(states(compound).values()) == {HouseholdState.ACTIVE}


def test_a_compound_by_name_is_made_where_it_is_missing(app: Flask) -> None:
    """And found the next time."""
    first = put("昆吾一区", ESTATE)
    assert put("昆吾一区", ESTATE).compound_id == first.compound_id


def test_a_whole_estate(compound: Compound, tmp_path: Path) -> None:
    """52 buildings, 3,427 households, 10,803 people, as an office keeps them; then no change."""
    path = tmp_path / "estate.xlsx"
    write_roster(path, sample_estate())
    done = import_roster_file(Actor.at_the_machine(), compound, path, now=NOW)
    assert done.counts.new == HOUSEHOLDS == 3427
    assert count(Resident) == PEOPLE == 10803
    assert db.session.scalar(select(func.count(Household.building.distinct()))) == BUILDINGS == 52
    again = import_roster_file(Actor.at_the_machine(), compound, path, now=NOW)
    assert again.counts == Counts(new=0, changed=0, gone=0, unchanged=3427)
