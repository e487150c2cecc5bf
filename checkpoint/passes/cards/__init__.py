"""Cards: what a pass looks like on paper and as a picture. Pure; this is the folder's face.

`pdf` and `picture` stay out of it: they bring whole libraries along, and whoever makes neither
file starts faster without them.
"""

from .code import code_rows
from .design import TINTS, USUAL, Design, Language, Seal
from .face import CardFace
from .sheets import Sheet

__all__ = ["TINTS", "USUAL", "CardFace", "Design", "Language", "Seal", "Sheet", "code_rows"]
