"""Telephone numbers and names of visitors, in the one form in which they are compared.

Pure. The twin is `pwa/src/core/phone.ts`; `tests/vectors/plate.json` holds both.
"""

import re
import unicodedata
from typing import Final

from checkpoint.errors import BadInput

_MOST_TYPED: Final = 60
_BETWEEN: Final = re.compile("[\\s().\u00b7\u200b-\u200f\u2010-\u2015\u2212\ufeff/_-]")
_MOBILE: Final = re.compile("1[3-9][0-9]{9}")
# Beijing and nine other cities have two digits and eight after them; the others seven or eight.
_LANDLINE: Final = re.compile("0(?:10|2[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8}")
_SERVICE: Final = re.compile("[48]00[0-9]{7}")
_ABROAD: Final = re.compile("[+][1-9][0-9]{6,14}")
_BETWEEN_NAMES: Final = re.compile(
    "[\\s.\u00b7\u2022\u2027\u2219\u22c5\u30fb\u200b-\u200f\ufeff'\u2019\u2010-\u2015-]"
)
_SENTENCES: Final = {
    "phone.empty": "Write a telephone number.",
    "phone.length": "A mobile number has 11 digits and begins with 13 to 19. Count them again.",
    "phone.area_code": "Write the area code first, for example 010 1234 5678.",
    "phone.malformed": (
        "This is no telephone number. For another country begin with + and its code."
    ),
    "name.empty": "Write a name.",
}


class PhoneRefused(BadInput):
    """The text is no telephone number; `code` is phone.empty, .length, .area_code or .malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], code=code, field="phone")


def normalised_phone(text: str) -> str:
    """The digits alone; of another country with `+` and its code. Raises PhoneRefused.

    A mainland mobile has 11 digits, a landline its area code; 0086 and +86 are read over, like
    spaces, dashes, brackets and full width.
    """
    typed = unicodedata.normalize("NFKC", text[:_MOST_TYPED])
    plain = _BETWEEN.sub("", typed)
    if not plain:
        raise PhoneRefused("phone.empty")
    if not re.fullmatch("[+]?[0-9]+", plain):
        raise PhoneRefused("phone.malformed")
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    here = _without_country(plain)
    if here is None:
        return _abroad(plain)
    if any(form.fullmatch(here) for form in (_MOBILE, _LANDLINE, _SERVICE)):
        return here
    raise PhoneRefused(_what_is_wrong(here))


def normalised_name(text: str) -> str:
    """A name for comparing: full width folded, no spaces, dots or dashes, small letters.

    Raises BadInput `name.empty`.
    """
    plain = _BETWEEN_NAMES.sub("", unicodedata.normalize("NFKC", text))
    # Not casefold: the twin has none. Up and down again folds what it folds, but for rarities.
    name = plain.upper().lower()
    if not name:
        raise BadInput(_SENTENCES["name.empty"], code="name.empty", field="name")
    return name


def _without_country(plain: str) -> str | None:
    """The number without the code of this country, or None where it is another's."""
    if not plain.startswith("+"):
        mobile = plain[2:]
        return mobile if plain.startswith("86") and _MOBILE.fullmatch(mobile) else plain
    if not plain.startswith("+86"):
        return None
    here = plain[3:]
    if _MOBILE.fullmatch(here) or _SERVICE.fullmatch(here) or here.startswith("0"):
        return here
    return f"0{here}"


def _abroad(plain: str) -> str:
    if not _ABROAD.fullmatch(plain):
        raise PhoneRefused("phone.malformed")
    return plain


def _what_is_wrong(here: str) -> str:
    if here.startswith("1"):
        return "phone.length"
    return "phone.area_code" if len(here) in (7, 8) and here[0] != "0" else "phone.malformed"
