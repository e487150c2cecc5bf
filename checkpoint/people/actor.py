"""Who acts, and what they may touch. Services take an `Actor` first; denied by default."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from checkpoint.errors import Forbidden
from checkpoint.people.models import Compound, Role, Staff


class Permission(StrEnum):
    """What an action needs; the table below says which role has it."""

    MANAGE_STAFF = "manage_staff"
    MANAGE_GATES = "manage_gates"
    IMPORT_ROSTER = "import_roster"
    ISSUE_PASSES = "issue_passes"
    SET_RULES = "set_rules"
    SEE_DESK = "see_desk"
    RECORD_CROSSING = "record_crossing"


_CLERK = {
    Permission.IMPORT_ROSTER,
    Permission.ISSUE_PASSES,
    Permission.SET_RULES,
    Permission.SEE_DESK,
    Permission.RECORD_CROSSING,
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.CLERK: frozenset(_CLERK),
    Role.GUARD: frozenset({Permission.RECORD_CROSSING}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A staff member, or the person at this machine's command line (`staff_id` None)."""

    staff_id: int | None
    name: str
    role: Role
    community_id: int | None = None
    compound_id: int | None = None

    @classmethod
    def of(cls, staff: Staff) -> Self:
        """The actor that a staff account is."""
        return cls(staff.id, staff.name, staff.role, staff.community_id, staff.compound_id)

    @classmethod
    def at_the_machine(cls) -> Self:
        """Whoever runs a command here can read the database file anyway: an admin of everything."""
        return cls(None, "command line", Role.ADMIN)

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

    def require(self, permission: Permission, compound: Compound | None = None) -> None:
        """Raise Forbidden unless `may`."""
        if not self.may(permission, compound):
            raise Forbidden("Your account is not allowed to do this. Ask an admin of your office.")
