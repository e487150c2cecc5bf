"""Made-up cards, and a scanner for printed ones."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from checkpoint.passes import Claims, Kind, format_number, sign_token
from checkpoint.passes.cards import CardFace, Language, Seal, Sheet
from checkpoint.passes.cards.pdf import cards_pdf
from checkpoint.passes.seals import read_seal

KID = 3
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {KID: PRIVATE.public_key()}
NOW = datetime(2020, 2, 10, 9, 30, tzinfo=UTC)
SINCE = datetime(2020, 2, 10, tzinfo=UTC)
DPI = 150


def made_face(index: int = 0, kind: Kind = Kind.HOUSEHOLD, **changed: Any) -> CardFace:
    """A card that says 12-2-501 unless told otherwise; each index has its own number."""
    number = 3_184_402 + index * 7_919
    token = sign_token(Claims(kind, KID, number, 1, SINCE, None), PRIVATE)
    words: dict[str, Any] = {
        "building": "12",
        "unit": "2",
        "room": "501",
        "title": "棉四生活区",
        "phone": "199 0000 0000",
    }
    return CardFace(number=format_number(number), token=token, kind=kind, **words | changed)


def seal_picture(width: int, height: int) -> Image.Image:
    """A red disc in a red ring; around them it is transparent."""
    image = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, width - 1, height - 1), outline=(200, 20, 30), width=height // 20)
    draw.ellipse((width * 0.3, height * 0.3, width * 0.7, height * 0.7), fill=(200, 20, 30))
    return image


def made_seal(width: int, height: int) -> Seal:
    """The same as it is kept after somebody sent it."""
    target = BytesIO()
    seal_picture(width, height).save(target, "PNG")
    return read_seal(target.getvalue())


def printed(*faces: CardFace, sheet: Sheet = Sheet.A4) -> bytes:
    """The PDF of these cards."""
    return bytes(cards_pdf(faces, sheet, now=NOW))


def pages_of(content: bytes, dpi: float = DPI) -> Iterator[Image.Image]:
    """The pages of a PDF as they come out of a printer."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil().convert("L")


def texts_of(content: bytes) -> list[str]:
    """What each page of a PDF says."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def scanned(image: Image.Image) -> list[zxingcpp.Barcode]:
    """Every QR code in a picture."""
    found: list[zxingcpp.Barcode] = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormat.QRCode
    )
    return found


LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")
