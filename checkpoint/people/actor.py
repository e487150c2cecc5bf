"""Who acts, and what they may touch. Services take an `Actor` first; denied by default."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from checkpoint.errors import Forbidden
from checkpoint.people.models import Compound, Household, Role, Staff


class Permission(StrEnum):
    """What an action needs; the table below says which role has it."""

    MANAGE_STAFF = "manage_staff"
    MANAGE_GATES = "manage_gates"
    IMPORT_ROSTER = "import_roster"
    ISSUE_PASSES = "issue_passes"
    SET_RULES = "set_rules"
    SEE_DESK = "see_desk"
    EXPECT_VISITS = "expect_visits"
    RECORD_CROSSING = "record_crossing"


_CLERK = {
    Permission.IMPORT_ROSTER,
    Permission.ISSUE_PASSES,
    Permission.SET_RULES,
    Permission.SEE_DESK,
    Permission.EXPECT_VISITS,
    Permission.RECORD_CROSSING,
}
# None is a household at its own phone.
PERMISSIONS: dict[Role | None, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.CLERK: frozenset(_CLERK),
    Role.GUARD: frozenset({Permission.RECORD_CROSSING}),
    None: frozenset({Permission.EXPECT_VISITS}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A staff member, the person at this machine's command line (`staff_id` None), or a household.

    A household acts by a phone that shows its pass (`phone_id`), for itself alone.
    """

    staff_id: int | None
    name: str
    role: Role | None
    community_id: int | None = None
    compound_id: int | None = None
    household_id: int | None = None
    phone_id: int | None = None

    @classmethod
    def of(cls, staff: Staff) -> Self:
        """The actor that a staff account is."""
        return cls(staff.id, staff.name, staff.role, staff.community_id, staff.compound_id)

    @classmethod
    def at_the_machine(cls) -> Self:
        """Whoever runs a command here can read the database file anyway: an admin of everything."""
        return cls(None, "command line", Role.ADMIN)

    @classmethod
    def at_home(cls, household: Household, phone_id: int) -> Self:
        """Whoever holds a phone that shows the pass of that household."""
        compound = household.compound
        return cls(
            None, "", None, compound.community_id, compound.id, household.id, phone_id=phone_id
        )

    def may(self, permission: Permission, compound: Compound | None = None) -> bool:
        """Whether the role has the permission and, where one is given, the compound is in scope."""
        if permission not in PERMISSIONS[self.role]:
            return False
        return compound is None or self.covers(compound)

    def covers(self, compound: Compound) -> bool:
        """Whether the compound lies within this actor's scope."""
        if self.compound_id is not None:
            return compound.id == self.compound_id
        return self.community_id is None or compound.community_id == self.community_id

    def speaks_for(self, household_id: int | None) -> bool:
        """Whether this actor may act in that household's affairs; a household in its own alone."""
        return self.household_id is None or self.household_id == household_id

    def require(self, permission: Permission, compound: Compound | None = None) -> None:
        """Raise Forbidden unless `may`."""
        if not self.may(permission, compound):
            raise Forbidden("Your account is not allowed to do this. Ask an admin of your office.")
