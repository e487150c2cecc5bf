"""Phone and ID numbers as people type them. Pure."""

import re

from checkpoint.people.roster.text import half_width, plain_dashes

_PHONE = re.compile(r"(?:\+?86)?1[0-9]{10}|0[0-9]{9,11}|\+?[0-9]{5,15}")
_EXTENSION = re.compile(r"^(0[0-9]{2,3}-?[0-9]{7,8})(?:-|转)([0-9]{1,5})$")
_BETWEEN = re.compile(r"[/\\、,;|\n]+|(?<=[0-9]{7})\s+(?=[0-9]{7})")
_INSIDE = re.compile(r"[\s.()-]")
_LABEL = re.compile(r"^(手机|电话|座机|宅电|tel|mobile|phone)[.:]?\s*", re.IGNORECASE)
_ID_NUMBER = re.compile(r"[0-9A-Z]{5,40}")


def phones_in(text: str) -> list[str] | None:
    """The phone numbers of a cell, digits only (a leading + kept); None where it holds none."""
    found = []
    for piece in _BETWEEN.split(plain_dashes(half_width(text))):
        if piece := piece.strip():
            number = _phone(piece)
            if number is None:
                return None
            found.append(number)
    return found


def _phone(text: str) -> str | None:
    text = _LABEL.sub("", text)
    if extension := _EXTENSION.match(text):
        return f"{extension[1].replace('-', '')}-{extension[2]}"
    digits = _INSIDE.sub("", text)
    if not _PHONE.fullmatch(digits):
        return None
    mobile = digits.removeprefix("+").removeprefix("86")
    return mobile if len(mobile) == 11 and mobile.startswith("1") else digits


def id_number_in(text: str) -> str | None:
    """The ID or passport number of a cell, '' for a blank one, None where it is neither."""
    plain = re.sub(r"[\s()-]", "", half_width(text)).upper()
    if not plain or _ID_NUMBER.fullmatch(plain):
        return plain
    return None
