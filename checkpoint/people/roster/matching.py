"""Holds a roster against the households that a compound has: new, changed, gone. Pure.

Households are recognised by their address. Within one, people are recognised by ID number, then by
name, then by phone; the one who is left on either side with the same relation was renamed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkpoint.people.roster.blocks import ParsedHousehold
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.people_cells import name_key
from checkpoint.people.roster.persons import ParsedPerson
from checkpoint.people.roster.rows import ParsedRoster

_TEXTS = ("relation", "phone", "id_number", "note")
# A blank cell of these says that there is none. ID numbers and notes are left out of one file and
# kept in the next, and a note may be all that says that somebody lives alone.
_BLANK_COUNTS = {"relation": Field.RELATION, "phone": Field.PHONE}


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A resident as the database has it."""

    id: int
    name: str
    relation: str = ""
    phone: str = ""
    id_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredHousehold:
    """A household as the database has it; people in their order, the head first."""

    id: int
    key: tuple[str, str, str]
    active: bool
    note: str
    people: tuple[StoredPerson, ...]


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """What to do to a household. `order` is the ids of known people, None where one is added."""

    stored: StoredHousehold
    parsed: ParsedHousehold
    updates: Mapping[int, Mapping[str, str]]
    added: tuple[ParsedPerson, ...]
    removed: tuple[StoredPerson, ...]
    order: tuple[int | None, ...]
    note: str | None = None
    returned: bool = False
    new_head: bool = False

    @property
    def others(self) -> bool:
        """Whether somebody lives there again, and nobody of those who moved out."""
        return self.returned and not any(self.order)


@dataclass(frozen=True, slots=True)
class Difference:
    """A roster against a compound. `gone` are active households that the roster does not name."""

    new: tuple[ParsedHousehold, ...]
    changed: tuple[HouseholdChange, ...]
    gone: tuple[StoredHousehold, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do, whatever is done about those gone."""
        return not (self.new or self.changed or self.gone)


def difference(stored: Iterable[StoredHousehold], roster: ParsedRoster) -> Difference:
    """What would change if the compound became what the roster says."""
    known = {household.key: household for household in stored}
    new: list[ParsedHousehold] = []
    changed: list[HouseholdChange] = []
    named: set[tuple[str, str, str]] = set()
    for parsed in roster.households:
        named.add(parsed.key)
        before = known.get(parsed.key)
        if before is None:
            new.append(parsed)
        elif change := _change(before, parsed, roster.fields):
            changed.append(change)
    named |= roster.left_out
    gone = tuple(each for key, each in known.items() if each.active and key not in named)
    return Difference(
        tuple(new), tuple(changed), gone, len(roster.households) - len(new) - len(changed)
    )


def _change(
    before: StoredHousehold, parsed: ParsedHousehold, fields: frozenset[Field]
) -> HouseholdChange | None:
    pairs = _paired(before.people, parsed.people)
    updates = {
        one.id: values for one, other in pairs.values() if (values := _values(one, other, fields))
    }
    added = tuple(person for at, person in enumerate(parsed.people) if at not in pairs)
    kept = {one.id for one, _ in pairs.values()}
    left = tuple(person for person in before.people if person.id not in kept)
    # Whose row was left out may still live there: nobody goes from an incomplete household.
    removed = () if parsed.incomplete else left
    order: list[int | None] = [
        pairs[at][0].id if at in pairs else None for at in range(len(parsed.people))
    ]
    order += [person.id for person in left] if parsed.incomplete else []
    new_head = bool(before.people and order and order[0] != before.people[0].id)
    note = parsed.note if parsed.note and parsed.note != before.note else None
    if before.active and not (updates or added or removed or new_head or note):
        return None
    return HouseholdChange(
        before,
        parsed,
        updates,
        added,
        removed,
        tuple(order),
        note,
        returned=not before.active,
        new_head=new_head,
    )


def _values(one: StoredPerson, other: ParsedPerson, fields: frozenset[Field]) -> dict[str, str]:
    """What is different about a person. A blank cell counts only where the sheet has its column
    and the row was theirs alone."""
    values = {"name": other.name} if one.name != other.name else {}
    for name in _TEXTS:
        text: str = getattr(other, name)
        told = bool(text) or (other.own_row and _BLANK_COUNTS.get(name) in fields)
        if told and text != getattr(one, name):
            values[name] = text
    return values


Pairs = dict[int, tuple[StoredPerson, ParsedPerson]]
Same = Callable[[StoredPerson, ParsedPerson], bool]


def _paired(before: Sequence[StoredPerson], parsed: Sequence[ParsedPerson]) -> Pairs:
    """Who is who: stored and parsed people by the parsed one's place."""
    left = dict(enumerate(before))
    open_places = dict(enumerate(parsed))
    pairs: Pairs = {}
    for same in _SAME:
        for at, person in list(open_places.items()):
            found = next((key for key, one in left.items() if same(one, person)), None)
            if found is not None:
                pairs[at] = (left.pop(found), open_places.pop(at))
    if len(left) == len(open_places) == 1:
        (one,), ((at, person),) = left.values(), open_places.items()
        if one.relation and one.relation == person.relation and _may_be(one, person):
            pairs[at] = (one, person)
    return pairs


def _may_be(one: StoredPerson, other: ParsedPerson) -> bool:
    """Whether no ID number speaks against the two being one."""
    return not (one.id_number and other.id_number) or one.id_number == other.id_number


def _same_name(one: StoredPerson, other: ParsedPerson) -> bool:
    return name_key(one.name) == other.key and _may_be(one, other)


_SAME: tuple[Same, ...] = (
    lambda one, other: bool(one.id_number) and one.id_number == other.id_number,
    lambda one, other: (
        _same_name(one, other) and (one.relation, one.phone) == (other.relation, other.phone)
    ),
    lambda one, other: _same_name(one, other) and one.relation == other.relation,
    _same_name,
    lambda one, other: bool(one.phone) and one.phone == other.phone and _may_be(one, other),
)
