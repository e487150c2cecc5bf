"""People: communities, compounds, gates, households, residents, staff. This is the slice's face."""

from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record as record_audit
from checkpoint.people.households import (
    compound_named,
    compounds_of,
    ensure_compound,
    household_by_id,
    touch_households,
)
from checkpoint.people.models import (
    AuditEntry,
    Community,
    Compound,
    Gate,
    GateState,
    Household,
    HouseholdState,
    Resident,
    Role,
    RosterImport,
    Staff,
    names_of,
)
from checkpoint.people.names import address_label, masked_name, short_label, sort_key

__all__ = [
    "Actor",
    "AuditEntry",
    "Community",
    "Compound",
    "Gate",
    "GateState",
    "Household",
    "HouseholdState",
    "Permission",
    "Resident",
    "Role",
    "RosterImport",
    "Staff",
    "address_label",
    "compound_named",
    "compounds_of",
    "ensure_compound",
    "household_by_id",
    "masked_name",
    "names_of",
    "record_audit",
    "short_label",
    "sort_key",
    "touch_households",
]
