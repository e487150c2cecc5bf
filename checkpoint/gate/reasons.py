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
    "gate.sealed": "This gate is sealed. Send them to the open one.",
    "gate.other_compound": "This gate is not one of the device's compound.",
    "reading.fever": "The temperature is at or above the fever bound.",
    "reading.too_cold": "The temperature is too low to be right. Measure again.",
    "reading.out_of_range": "A temperature lies between 30.0 and 43.0 °C. Measure again.",
    "crossing.malformed": "The office can't take this crossing as it is. Staff will look at it.",
    "crossing.conflict": "Another crossing has this id already. Staff will look at both.",
    "crossing.undone": "Taken back by the guard.",
    "undo.too_late": "A crossing can be taken back for two minutes only.",
    "undo.not_yours": "Only the phone that let somebody through can take it back.",
    "undo.not_possible": "This can't be taken back.",
    "staff.not_here": "This account may not stand at a gate here.",
    "book.copied": "Copied from a gate book.",
    "visit.other_compound": "This visit is to another compound.",
    "visit.conflict": "Something else was registered as this visit before. Compare the two.",
    "exit.admitted": "Went out.",
    "entry.admitted": "Came in.",
}


def sentence(code: str) -> str:
    """The sentence of a reason; the code itself for one that a newer version made."""
    return SENTENCES.get(code, code)
