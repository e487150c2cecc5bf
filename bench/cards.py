"""Cards for a whole estate: how long they take, how large they are, and that every one is read.

    python -m bench.cards

Makes one A4 file of 3,427 cards in a process of its own, renders each page as a printer of 150 dots
to the inch would, finds every code on it, and checks each token's signature and its pass number
against the cards that were asked for. Ends with status 1 where a single one is missing.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.reference import reference_seconds, run
from checkpoint.demo.estate import COMPOUND, PHONE, sample_estate
from checkpoint.passes import Claims, Kind, format_number, read_token, sign_token
from checkpoint.passes.cards import CardFace, Sheet
from checkpoint.passes.cards.pdf import cards_pdf

DPI = 150
KID = 1
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))  # signs nothing but this measurement
NOW = datetime(2020, 2, 10, 1, 0, tzinfo=UTC)
STEP = 28_411  # between numbers, so that they fill the eight digits


def faces() -> Iterator[CardFace]:
    """A card for every household of the demonstration's estate."""
    for index, home in enumerate(sample_estate(), start=1):
        claims = Claims(Kind.HOUSEHOLD, KID, index * STEP, 1, NOW, None)
        yield CardFace(
            number=format_number(claims.number),
            token=sign_token(claims, KEY),
            kind=claims.kind,
            building=str(home.building),
            unit=str(home.unit),
            room=str(home.room),
            title=COMPOUND,
            phone=PHONE,
        )


def make(path: Path) -> None:
    """Write the file; print how many seconds the drawing alone took, and how many of a core."""
    cards = list(faces())
    begin, spent = time.perf_counter(), time.process_time()
    path.write_bytes(cards_pdf(cards, Sheet.A4, now=NOW))
    print(time.perf_counter() - begin, time.process_time() - spent)


def numbers_read(path: Path) -> Iterator[int]:
    """The pass number of every code in the file whose signature holds."""
    keys = {KID: KEY.public_key()}
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
                yield read_token(code.text, keys).number


def main() -> None:
    """Make, read and compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.pdf"
        made = run([sys.executable, "-m", "bench.cards", str(path)], dict(os.environ))
        drawing, spent = map(float, made.output.split())
        print(
            f"  drawing {drawing:17.2f} s    {drawing / reference_seconds():.1f} of the reference"
        )
        print(f"  of it on a core {spent:9.2f} s")
        print(f"  whole process {made.seconds:11.2f} s {made.megabytes:7.0f} MB at most")
        print(f"  file {path.stat().st_size / 1e6:20.2f} MB")
        begin = time.perf_counter()
        read, wanted = sorted(numbers_read(path)), [index * STEP for index in count_of_cards()]
        print(f"  reading back {time.perf_counter() - begin:12.2f} s at {DPI} dpi")
        print(f"  read and verified {len(set(read) & set(wanted))} of {len(wanted)}")
        if read != wanted:
            sys.exit("cards are missing, or were read twice")


def count_of_cards() -> range:
    """The indexes of the cards, from 1."""
    return range(1, len(sample_estate()) + 1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        make(Path(sys.argv[1]))
    else:
        main()
