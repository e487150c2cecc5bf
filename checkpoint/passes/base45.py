"""Base45 (RFC 9285), strict: the densest text that a QR code's alphanumeric mode carries.

Pure. Two bytes are three characters, least significant first; a last single byte is two.
"""

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
    return b"".join(_decode_group(text[i : i + 3]) for i in range(0, len(text), 3))


def _encode_group(octets: bytes) -> str:
    rest = int.from_bytes(octets)
    characters = ""
    for _ in range(len(octets) + 1):
        rest, value = divmod(rest, 45)
        characters += ALPHABET[value]
    return characters


def _decode_group(characters: str) -> bytes:
    length = len(characters) - 1
    if length < 1:
        raise NotBase45("a group of one character")
    number = 0
    for character in reversed(characters):
        if character not in _VALUE:
            raise NotBase45("a character outside the alphabet")
        number = number * 45 + _VALUE[character]
    if number >= 256**length:
        raise NotBase45("a group above its range")
    return number.to_bytes(length)
