"""Who speaks for a household: a phone that shows its own pass, and no other pass's."""

from checkpoint.errors import Conflict, Forbidden
from checkpoint.passes import LinkedPhone, PassKind, PassState
from checkpoint.people import Actor, Household, HouseholdState


def household_actor(phone: LinkedPhone) -> tuple[Actor, Household]:
    """The household at that phone.

    Raises Forbidden for the phone of a caregiver or a visitor, Conflict for a pass that was
    revoked or a household that has moved out.
    """
    pass_ = phone.pass_
    if not speaks_for_household(phone):
        raise Forbidden("Only a phone with the household's own pass can do this.")
    if pass_.state is not PassState.ACTIVE:
        raise Conflict("This pass was revoked. Ask the office.", code="pass.revoked")
    if pass_.household.state is not HouseholdState.ACTIVE:
        raise Conflict("This household has moved out.", code="household.gone")
    return Actor.at_home(pass_.household, phone.id), pass_.household


def speaks_for_household(phone: LinkedPhone) -> bool:
    """Whether that phone shows the household's own pass."""
    return phone.pass_.kind is PassKind.HOUSEHOLD
