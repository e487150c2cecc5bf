"""The picture of a seal is taken from any PNG or JPEG, and nothing else of the file is."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from PIL import Image, PngImagePlugin

from checkpoint.errors import BadInput, TooLarge
from checkpoint.passes.seals import MOST_OCTETS, SIDE, read_seal

from .printing import seal_picture

SECRET = b"kept-by-nobody"


def png_of(image: Image.Image, **extra: object) -> bytes:
    target = BytesIO()
    image.save(target, "PNG", **extra)  # type: ignore[arg-type]
    return target.getvalue()


def jpeg_of(image: Image.Image, **extra: object) -> bytes:
    target = BytesIO()
    image.convert("RGB").save(target, "JPEG", **extra)  # type: ignore[arg-type]
    return target.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


def bomb(side: int) -> bytes:
    """A PNG of a few octets that says it is `side` pixels wide and high."""
    head = chunk(b"IHDR", pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def test_a_transparent_background_stays_transparent() -> None:
    seal = read_seal(png_of(seal_picture(600, 600)))
    image = Image.open(BytesIO(seal.png))
    assert (image.mode, image.size, seal.size) == ("RGBA", (SIDE, SIDE), (SIDE, SIDE))
    assert image.getpixel((0, 0))[3] == 0  # type: ignore[index]
    red, _, blue, solid = image.getpixel((SIDE // 2, SIDE // 2))  # type: ignore[misc]
    assert (red > 180, blue < 60, solid) == (True, True, 255)


def test_nothing_but_the_pixels_survives() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    picture = seal_picture(300, 300)
    for content in (
        png_of(picture, pnginfo=words, icc_profile=SECRET) + SECRET,
        jpeg_of(picture, comment=SECRET, icc_profile=SECRET) + SECRET,
    ):
        assert SECRET in content
        kept = read_seal(content).png
        assert SECRET not in kept
        assert set(Image.open(BytesIO(kept)).info) == set()


def test_a_photograph_is_turned_as_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    width, height = read_seal(jpeg_of(Image.new("RGB", (800, 400), "red"), exif=exif)).size
    assert (width, height) == (SIDE // 2, SIDE)


def test_an_empty_edge_is_cut_off() -> None:
    wide = Image.new("RGBA", (1000, 1000))
    wide.paste("red", (100, 400, 900, 600))
    width, height = read_seal(png_of(wide)).size
    assert (width, height) == (SIDE, SIDE // 4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK", "I;16"])
def test_every_sort_of_pixels_is_taken(mode: str) -> None:
    image = Image.new("L", (90, 30), 80).convert(mode)
    save = jpeg_of if mode == "CMYK" else png_of
    assert read_seal(save(image)).size == (90, 30)


@pytest.mark.parametrize("side", [4_100, 20_000, 60_000])
def test_more_pixels_than_a_picture_needs_are_refused_unpacked(side: int) -> None:
    with pytest.raises(BadInput) as caught:
        read_seal(bomb(side))
    assert caught.value.field == "seal"


def test_a_large_jpeg_is_taken_and_a_huge_one_refused() -> None:
    assert read_seal(jpeg_of(Image.new("RGB", (4000, 3000), "red"))).size == (260, 195)
    with pytest.raises(TooLarge, match="too many pixels"):
        read_seal(jpeg_of(Image.new("RGB", (5000, 4000), "red")))


def test_a_file_of_too_many_octets_is_refused_unread() -> None:
    with pytest.raises(TooLarge, match="2 MB"):
        read_seal(bytes(MOST_OCTETS + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        png_of(Image.new("RGB", (200, 200), "red"))[:90],
        jpeg_of(Image.effect_noise((200, 200), 90))[:600],
        b"\x89PNG\r\n\x1a\n" + bytes(60),
    ],
    ids=["nothing", "gif", "svg", "pdf", "half a png", "half a jpeg", "noughts"],
)
def test_what_is_no_picture_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(BadInput, match="PNG or a JPEG"):
        read_seal(content)


def test_a_picture_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="nothing to see"):
        read_seal(png_of(Image.new("RGBA", (100, 100))))


def test_what_was_read_is_read_again_as_it_is() -> None:
    once = read_seal(png_of(seal_picture(777, 500)))
    assert read_seal(once.png) == once
