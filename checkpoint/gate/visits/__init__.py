"""Visits of outsiders, and whom the gates must not let in. This is the package's face."""

from checkpoint.gate.visits.denials import (
    LONGEST_DAYS,
    DenyList,
    Proposal,
    approve_denial,
    denials_waiting,
    deny_list,
    lift_denial,
    propose_denial,
)
from checkpoint.gate.visits.earlier import Earlier, earlier_visits
from checkpoint.gate.visits.invitations import invitation_of, visit_id_of
from checkpoint.gate.visits.listing import (
    Past,
    crossings_of,
    find_visits,
    grace,
    household_visits,
    inside_counts,
    overstays,
    visits_expected,
    visits_now,
    visits_page,
)
from checkpoint.gate.visits.models import Denial, DenialKind, Purpose, Visit, VisitState
from checkpoint.gate.visits.registering import (
    cancel_visit,
    change_visit,
    confirm_visit,
    open_visit,
    register_visit,
    visit_by_id,
)
from checkpoint.gate.visits.wishes import MOST_PEOPLE, Wish, read_wish

__all__ = [
    "LONGEST_DAYS",
    "MOST_PEOPLE",
    "Denial",
    "DenialKind",
    "DenyList",
    "Earlier",
    "Past",
    "Proposal",
    "Purpose",
    "Visit",
    "VisitState",
    "Wish",
    "approve_denial",
    "cancel_visit",
    "change_visit",
    "confirm_visit",
    "crossings_of",
    "denials_waiting",
    "deny_list",
    "earlier_visits",
    "find_visits",
    "grace",
    "household_visits",
    "inside_counts",
    "invitation_of",
    "lift_denial",
    "open_visit",
    "overstays",
    "propose_denial",
    "read_wish",
    "register_visit",
    "visit_by_id",
    "visit_id_of",
    "visits_expected",
    "visits_now",
    "visits_page",
]
