"""The invitation that a visitor opens: what the page shows, from the secret of its link alone."""

from datetime import datetime

from checkpoint.db import db
from checkpoint.errors import NotFound
from checkpoint.gate.residents.schemas_visits import Invitation, InvitationState
from checkpoint.gate.visits import Visit, VisitState, visit_id_of
from checkpoint.passes import PassState, token_of
from checkpoint.people import Compound, GateState, Household, building_label, masked_name
from checkpoint.web import limit_rate

RATE = "60/minute"
CODE_SHOWN = ("early", "ready", "inside")


def open_invitation(secret: str, address: str, now: datetime) -> Invitation:
    """What the visitor of that link is shown; whom they visit they know, so only masked.

    Raises NotFound for a link that is not ours or a visit that is long over, TooManyAttempts.
    """
    limit_rate(RATE, "invitation", address)
    visit = db.session.get(Visit, visit_id_of(secret))
    if visit is None:
        raise NotFound("This visit is long over.", code="visit.gone")
    compound = db.session.get_one(Compound, visit.compound_id)
    pass_, home, state = visit.pass_, visit.household, _state(visit, now)
    good = pass_ is not None and pass_.state is PassState.ACTIVE and state in CODE_SHOWN
    return Invitation(
        state=state,
        token=token_of(pass_) if pass_ and good else "",
        number=pass_.number if pass_ and good else None,
        server_time=now,
        time_zone=compound.community.time_zone,
        compound=compound.name,
        building_zh=building_label(home.building, "zh") if home else "",
        building_en=building_label(home.building, "en") if home else "",
        host=_head(home),
        gates=[each.name for each in compound.gates if each.state is GateState.OPEN],
        since=visit.expected_from or visit.made_at,
        until=visit.expected_until,
        people=visit.party_size,
        community=compound.community.name,
        community_phone=compound.community.phone,
    )


def _head(home: Household | None) -> str:
    return masked_name(home.residents[0].name) if home and home.residents else ""


def _state(visit: Visit, now: datetime) -> InvitationState:
    if visit.state is VisitState.CANCELLED:
        return "cancelled"
    if visit.state is VisitState.INSIDE:
        return "inside"
    if visit.state is not VisitState.EXPECTED or now >= visit.expected_until:
        return "over"
    return "early" if visit.expected_from and now < visit.expected_from else "ready"
