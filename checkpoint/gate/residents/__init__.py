"""A resident's own page: what their phone shows at the gate, and what the gate knows of them.

It lies in this ring and not with the passes, because it tells of outings, crossings and visits.
This is the package's face.
"""

from checkpoint.gate.residents.corrections import (
    answer_correction,
    corrections_answered,
    corrections_waiting,
    count_waiting,
)
from checkpoint.gate.residents.models import LONGEST_WORDS, Correction, CorrectionState, Topic

__all__ = [
    "LONGEST_WORDS",
    "Correction",
    "CorrectionState",
    "Topic",
    "answer_correction",
    "corrections_answered",
    "corrections_waiting",
    "count_waiting",
]
