"""Cards: what a pass looks like on paper and as a picture. Pure; this is the folder's face."""

from .code import code_rows
from .face import CardFace, Language
from .pdf import cards_pdf
from .picture import pass_png
from .sheets import Sheet

__all__ = ["CardFace", "Language", "Sheet", "cards_pdf", "code_rows", "pass_png"]
