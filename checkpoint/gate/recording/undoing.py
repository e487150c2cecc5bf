"""Taking back one's own last crossing: what is allowed.

An undo is a crossing of its own, which nobody went through. It may arrive before the one that it
takes back, and counts once that arrives; which of them counts, `outside.Life` says.
"""

from checkpoint.gate.outside import Passage
from checkpoint.gate.verdict import Outcome, Verdict

UNDONE = Verdict(Outcome.ADMIT, ("crossing.undone",))


def why_not(undo: Passage, undone: Passage, *, same_household: bool) -> str | None:
    """Why `undo` can't take back `undone`, which is on record; None if it does."""
    if undone.undoes is not None or not same_household:
        return "undo.not_possible"
    if undo.device_id != undone.device_id:
        return "undo.not_yours"
    return None if undo.takes_back(undone) else "undo.too_late"
