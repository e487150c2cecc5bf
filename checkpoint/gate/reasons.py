"""Every reason code with its sentence: what is the matter, and what to do about it.

The sentences are msgids; the door that shows one translates it. The gate view has its own, shorter
ones for the guard.
"""

from typing import Final

SENTENCES: Final = {
    "token.empty": "Nothing could be read from the code. Scan it again.",
    "token.foreign": "This code is not one of our passes.",
    "token.unsupported": "This pass is of a newer kind. Update the gate page.",
    "token.malformed": "This code is damaged or incomplete. Scan it again or look the pass up.",
    "token.called_in": "This card was called in. Look the household up and hand out a new card.",
    "token.unknown_key": "This pass was signed with a key that is not valid here.",
    "token.bad_signature": "This code was altered, or it is not ours. Look the pass up.",
    "pass.stale_code": "This code is too old, or the phone's clock is wrong. Ask for a fresh code.",
    "pass.unlinked": "This phone was unlinked and shows the pass no more.",
    "pass.unknown": "There is no such pass here.",
    "pass.other_compound": "This pass belongs to another compound.",
    "pass.revoked": "This pass was revoked.",
    "pass.superseded": "This card was replaced by a newer one.",
    "pass.not_yet_valid": "This pass is not valid yet.",
    "pass.expired": "This pass has expired.",
    "household.unknown": "There is no such household here.",
    "household.gone": "This household has moved out.",
    "household.in_observation": "This household is under home observation and stays at home.",
    "household.restricted": "This household may not go out at present. The office knows why.",
    "household.already_out": "The household is out already.",
    "household.already_in": "The household is in already. Look twice, then record it.",
    "closure.night": "The compound is closed for the night.",
    "quota.sealed": "No outings are allowed at present.",
    "quota.used": "The household has used up its outings.",
    "party.too_many": "More people at once than the rules allow.",
    "outing.late": "Out for longer than the rules allow.",
    "gate.sealed": "This gate is sealed. Send them to the open one.",
    "gate.other_compound": "This gate is not one of the device's compound.",
    "reading.fever": "The temperature is at or above the fever bound.",
    "reading.too_cold": "The temperature is too low to be right. Measure again.",
    "reading.high": "The temperature is high. Let them rest, then measure again.",
    "reading.too_soon": "The temperature is high, and it is too soon to measure again.",
    "reading.same_instrument": "Measured with the same thermometer. Take another one.",
    "reading.out_of_range": "A temperature lies between 30.0 and 43.0 °C. Measure again.",
    "crossing.malformed": "The office can't take this crossing as it is. Staff will look at it.",
    "crossing.conflict": "Another crossing has this id already. Staff will look at both.",
    "crossing.undone": "Taken back by the guard.",
    "undo.too_late": "A crossing can be taken back for two minutes only.",
    "undo.not_yours": "Only the phone that let somebody through can take it back.",
    "undo.not_possible": "This can't be taken back.",
    "staff.not_here": "This account may not stand at a gate here.",
    "book.copied": "Copied from a gate book.",
    "visitor.denied": "This visitor is on the deny list.",
    "visitor.maybe_denied": "This visitor's name is on the deny list. Ask for the phone number.",
    "visitor.closed": "The compound takes no visitors at present.",
    "visitor.unconfirmed": "The host has not confirmed this visit. Ask them.",
    "visit.used": "This visit is over: they have left.",
    "visit.cancelled": "This visit was cancelled.",
    "visit.too_early": "This visit begins later.",
    "visit.over": "The time of this visit is over.",
    "visit.already_in": "This visitor is inside already. Look twice, then record it.",
    "visit.not_inside": "This visitor is not on record as inside.",
    "visit.overstayed": "The visit lasted longer than was agreed.",
    "vehicle.denied": "This vehicle is on the deny list.",
    "vehicle.closed": "No vehicles are let in at present.",
    "vehicle.residents_only": "Only residents' vehicles are let in at present.",
    "vehicle.unknown": "This vehicle is not in the register.",
    "vehicle.hand_over": "Goods are handed over at the gate.",
    "visit.other_compound": "This visit is to another compound.",
    "visit.conflict": "Something else was registered as this visit before. Compare the two.",
    "exit.admitted": "Went out.",
    "entry.admitted": "Came in.",
}


def sentence(code: str) -> str:
    """The sentence of a reason; the code itself for one that a newer version made."""
    return SENTENCES.get(code, code)
