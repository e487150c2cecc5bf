"""People: communities, compounds, gates, households, residents, staff. This is the slice's face."""

from checkpoint.people.accounts import authenticate, create_staff, set_password
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record as record_audit
from checkpoint.people.doors import household_at
from checkpoint.people.first_run import first_run_link
from checkpoint.people.households import (
    compound_named,
    compounds_of,
    ensure_compound,
    household_by_id,
    lock_compounds,
    next_roster_version,
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
from checkpoint.people.moving import move_back, move_out, when_others_move_in
from checkpoint.people.names import (
    address_label,
    building_label,
    masked_name,
    short_label,
    sort_key,
)
from checkpoint.people.one_time import (
    OneTimeCode,
    code_expired,
    hash_of_code,
    new_code,
    spend_code,
    still_good,
)
from checkpoint.people.pins import ITERATIONS as PIN_ITERATIONS
from checkpoint.people.pins import GuardPin, guards_of
from checkpoint.people.roster.address import read_address
from checkpoint.people.session import (
    chosen_compound,
    my_account,
    my_compounds,
    permission_required,
    required_compound,
    safe_next,
    signed_in,
)
from checkpoint.people.staff import can_be_both, has_admin
from checkpoint.people.typed import BadFields, one_line, read_fields

__all__ = [
    "PIN_ITERATIONS",
    "Actor",
    "AuditEntry",
    "BadFields",
    "Community",
    "Compound",
    "Gate",
    "GateState",
    "GuardPin",
    "Household",
    "HouseholdState",
    "OneTimeCode",
    "Permission",
    "Resident",
    "Role",
    "RosterImport",
    "Staff",
    "address_label",
    "authenticate",
    "building_label",
    "can_be_both",
    "chosen_compound",
    "code_expired",
    "compound_named",
    "compounds_of",
    "create_staff",
    "ensure_compound",
    "first_run_link",
    "guards_of",
    "has_admin",
    "hash_of_code",
    "household_at",
    "household_by_id",
    "lock_compounds",
    "masked_name",
    "move_back",
    "move_out",
    "my_account",
    "my_compounds",
    "names_of",
    "new_code",
    "next_roster_version",
    "one_line",
    "permission_required",
    "read_address",
    "read_fields",
    "record_audit",
    "required_compound",
    "safe_next",
    "set_password",
    "short_label",
    "signed_in",
    "sort_key",
    "spend_code",
    "still_good",
    "touch_households",
    "when_others_move_in",
]
