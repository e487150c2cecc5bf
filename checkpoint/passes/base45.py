"""Base45 (RFC 9285), strict: the densest text that a QR code's alphanumeric mode carries.

Pure. Two bytes are three characters, least significant first; a last single byte is two.
"""

import struct

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


class NotBase45(ValueError):
    """The text is not the one base45 form of any bytes."""


def encode(octets: bytes) -> str:
    """Return the base45 text of `octets`."""
    return "".join(_encode_group(octets[i : i + 2]) for i in range(0, len(octets), 2))


def decode(text: str) -> bytes:
    """Return the bytes that `text` stands for; raise NotBase45 for anything else.

    Lower case, white space, full-width characters and groups above their range are refused, so
    that every string of bytes has exactly one text.
    """
    try:
        values = [_VALUE[character] for character in text]
    except KeyError:
        raise NotBase45("a character outside the alphabet") from None
    whole = len(values) // 3 * 3
    numbers = [
        low + 45 * middle + 2025 * high
        for low, middle, high in zip(
            values[0:whole:3], values[1:whole:3], values[2:whole:3], strict=True
        )
    ]
    if numbers and max(numbers) > 0xFFFF:
        raise NotBase45("a group above its range")
    return struct.pack(f">{len(numbers)}H", *numbers) + _decode_rest(values[whole:])


def _encode_group(octets: bytes) -> str:
    rest = int.from_bytes(octets)
    characters = ""
    for _ in range(len(octets) + 1):
        rest, value = divmod(rest, 45)
        characters += ALPHABET[value]
    return characters


def _decode_rest(values: list[int]) -> bytes:
    if not values:
        return b""
    if len(values) == 1:
        raise NotBase45("a group of one character")
    number = values[0] + 45 * values[1]
    if number > 0xFF:
        raise NotBase45("a group above its range")
    return bytes([number])
