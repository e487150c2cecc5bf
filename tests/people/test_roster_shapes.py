"""Whatever shape a roster comes in, the same households come out."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.roster_shapes import (
    ESTATE,
    SHAPES,
    Home,
    Person,
    as_homes,
    plain_csv,
    read,
    without_headings,
)

# A shape that has one phone cell a household tells the head's phone only.
HEADS_PHONE_ONLY = {"one_row_a_household", "head_and_others"}


def expected(homes: tuple[Home, ...], shape: str) -> set[Home]:
    if shape not in HEADS_PHONE_ONLY:
        return set(homes)
    return {
        replace(home, people=(home.people[0], *(replace(p, phone="") for p in home.people[1:])))
        for home in homes
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_reads_as_the_same_estate(shape: str) -> None:
    """Same buildings, households, people, in order, and nothing to complain of."""
    roster = read(SHAPES[shape](ESTATE))
    assert roster.problems == ()
    assert as_homes(roster.households) == expected(tuple(ESTATE), shape)
    assert (roster.totals.buildings, roster.totals.households, roster.totals.people) == (3, 6, 11)


def test_a_sheet_without_headings_is_told_by_its_values() -> None:
    """It is read, and the guess is said."""
    roster = read(without_headings(ESTATE))
    assert [problem.reason for problem in roster.problems] == ["sheet.no_headings"]
    assert as_homes(roster.households) == set(ESTATE)


def test_households_keep_the_order_of_the_file() -> None:
    """Row numbers are those that a spreadsheet shows."""
    rows = [household.row for household in read(plain_csv(ESTATE)).households]
    assert rows == [2, 4, 5, 7, 9, 12]


FAMILY = "王李张刘陈杨赵黄周吴㛃欧阳"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英嘉琪"
chinese = st.builds(str.__add__, st.sampled_from(FAMILY), st.text(GIVEN, min_size=1, max_size=3))
names = st.one_of(
    chinese,
    st.builds("{}·{}".format, chinese, chinese),
    st.sampled_from(["Gaynor Smith", "Jean-Luc O'Brien", "Åsa Öberg", "阿卜杜拉·买买提"]),
)
phones = st.one_of(st.just(""), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
others = st.lists(
    st.builds(Person, names, st.sampled_from(["配偶", "子女", "父亲", "母亲", "其他"]), phones),
    max_size=4,
)


@st.composite
def homes(draw: st.DrawFn) -> tuple[Home, ...]:
    """An estate: doors differ, nobody has a namesake at home, heads come first."""
    with_units = draw(st.booleans())
    doors = st.tuples(
        st.integers(1, 60).map(str),
        st.integers(1, 6).map(str) if with_units else st.just(""),
        st.integers(101, 3309).map(str),
    )
    found = []
    for door in draw(st.lists(doors, min_size=3, max_size=12, unique=True)):
        people = [Person(draw(names), "户主", draw(phones)), *draw(others)]
        unique = {person.name: person for person in reversed(people)}
        found.append(
            Home(*door, tuple(person for person in people if unique[person.name] is person))
        )
    return tuple(sorted(found, key=lambda home: home.building))


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(estate=homes())
def test_any_estate_survives_any_shape(shape: str, estate: tuple[Home, ...]) -> None:
    """Writing an estate in a shape and reading it gives the estate back, whole."""
    roster = read(SHAPES[shape](estate))
    assert roster.errors == ()
    assert as_homes(roster.households) == expected(estate, shape)
