"""Taking the picture of a seal: what arrives is decoded, and drawn anew from its pixels alone.

Nothing else of the file survives: no comments, no colour profile, nothing behind its end.
"""

from io import BytesIO
from struct import error as StructError  # noqa: N812 - an error is named as one
from typing import Final

from PIL import Image, ImageOps

from checkpoint.errors import BadInput, TooLarge
from checkpoint.passes.cards.design import Seal

MOST_OCTETS: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 16_000_000  # of a photograph, which is unpacked at an eighth of its size
MOST_UNPACKED: Final = 4_000_000  # 16 MB
SIDE: Final = 260  # pixels kept, which is 600 to the inch on a card
# Whatever Pillow makes of a damaged or a malicious file.
_UNREADABLE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    StructError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def read_seal(content: bytes) -> Seal:
    """The seal on a PNG or JPEG. Raises BadInput or TooLarge of the field `seal`."""
    if len(content) > MOST_OCTETS:
        raise TooLarge("The picture has more than 2 MB. Save a smaller one.", field="seal")
    try:
        return _redrawn(content)
    except _UNREADABLE as error:
        raise BadInput(
            "This is no picture that can be read. Choose a PNG or a JPEG.", field="seal"
        ) from error


def _redrawn(content: bytes) -> Seal:
    with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as source:
        # Told by the file's head, before anything is unpacked.
        _check(source, MOST_PIXELS)
        source.draft("RGB", (SIDE * 2, SIDE * 2))
        _check(source, MOST_UNPACKED)
        upright = ImageOps.exif_transpose(source)
        seen = upright.convert("RGBA")
    if not seen.getbbox():
        raise BadInput("There is nothing to see on this picture.", field="seal")
    seen = seen.crop(seen.getbbox())
    seen.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    target = BytesIO()
    Image.frombytes("RGBA", seen.size, seen.tobytes()).save(target, "PNG", optimize=True)
    return Seal(target.getvalue())


def _check(source: Image.Image, most: int) -> None:
    if source.width * source.height > most:
        raise TooLarge("The picture has too many pixels. Save a smaller one.", field="seal")
