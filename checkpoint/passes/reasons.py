"""Why a card is replaced and a pass revoked: a few known reasons, or one's own words; and how
whoever asks for a new card was known."""

from typing import Final

from checkpoint.errors import BadInput

OTHER: Final = "other"
REPLACING: Final = ("lost", "worn", OTHER)
PROOFS: Final = ("phone", "family", "id_card", "old_card", "known")
REVOKING: Final = ("moved_out", "misused", "mistake", OTHER)


def chosen_reason(choice: str, words: str, known: tuple[str, ...]) -> str:
    """The reason to keep: the chosen one's code, or the words where none of them fits.

    Raises BadInput for no choice, and for 'other' without words.
    """
    if choice not in known:
        raise BadInput("Choose a reason.", field="reason")
    if choice != OTHER:
        return choice
    if not words.strip():
        raise BadInput("Write the reason in a few words, up to 200 characters.", field="words")
    return words


def chosen_proof(choice: str) -> str:
    """The code of how they were known. Raises BadInput for none: no card without it."""
    if choice not in PROOFS:
        raise BadInput("Say how you know that it is them.", field="proof")
    return choice
