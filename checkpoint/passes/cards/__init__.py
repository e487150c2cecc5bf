"""Cards: what a pass looks like on paper and as a picture. Pure; this is the folder's face.

`pdf` and `picture` stay out of it: they bring whole libraries along, and whoever makes neither
file starts faster without them.
"""

from .code import code_rows
from .face import CardFace, Language
from .sheets import Sheet

__all__ = ["CardFace", "Language", "Sheet", "code_rows"]
