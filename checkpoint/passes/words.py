"""Words of passes on screen. The words on cards are in `cards.words`: they have two languages."""

from datetime import datetime

from flask_babel import gettext

from checkpoint.passes.models import Pass, PassAction, PassKind, PassState
from checkpoint.people import HouseholdState


def kind_word(kind: PassKind) -> str:
    """What a pass is for."""
    words = {
        PassKind.HOUSEHOLD: gettext("Household pass"),
        PassKind.CAREGIVER: gettext("Caregiver pass"),
        PassKind.VISITOR: gettext("Visitor pass"),
    }
    return str(words[kind])


def state_mark(pass_: Pass, now: datetime) -> tuple[str, str]:
    """A shape of `ui.mark` and the word for how a pass stands now."""
    if pass_.state is PassState.REVOKED:
        return "off", gettext("revoked")
    if pass_.household.state is HouseholdState.GONE:
        return "warn", gettext("valid, but the household moved out")
    if pass_.valid_until is not None and now >= pass_.valid_until:
        return "off", gettext("expired")
    if now < pass_.valid_from:
        return "warn", gettext("not valid yet")
    return ("ok" if pass_.kind is PassKind.HOUSEHOLD else "extra"), gettext("valid")


def newest_card_note(pass_: Pass) -> str | None:
    """What to look for on a card of which only the number is known; None for a pass's only card."""
    if pass_.generation == 1:
        return None
    return str(
        gettext(
            "The card must say “Card %(card)s”. An older one has the same number and is dead.",
            card=pass_.generation,
        )
    )


def happening_word(action: PassAction, generation: int) -> str:
    """What happened to a pass."""
    words = {
        PassAction.ISSUED: gettext("issued"),
        PassAction.REPLACED: gettext("card %(count)s made, older ones ended", count=generation),
        PassAction.REVOKED: gettext("revoked"),
    }
    return str(words[action])


def reason_word(reason: str) -> str:
    """Why; a reason in somebody's own words is shown as it is."""
    words = {
        "lost": gettext("lost"),
        "worn": gettext("worn or damaged"),
        "moved_out": gettext("moved out"),
        "others_moved_in": gettext("others live there now"),
        "misused": gettext("lent or misused"),
        "mistake": gettext("issued by mistake"),
        "renewed": gettext("renewed"),
        "key_leaked": gettext("the key that signed it leaked"),
        "other": gettext("another reason"),
    }
    return str(words.get(reason, reason))


def proof_word(proof: str) -> str:
    """How staff knew whoever asked for a new card."""
    words = {
        "phone": gettext("they know the phone's last digits"),
        "family": gettext("they named somebody else of the household"),
        "id_card": gettext("ID card seen"),
        "old_card": gettext("they handed in the old card"),
        "known": gettext("known by sight"),
    }
    return str(words.get(proof, proof))
