"""The number plates of vehicles: read as people type them, and what kind each is.

Pure. The forms are those of GA 36-2018 (motor vehicle plates of the People's Republic), of the
State Council's notice of December 2018 (emergency services) and of the armed forces. The twin is
`pwa/src/core/plate.ts`; `tests/vectors/plate.json` holds both to the same answers.
"""

import re
import unicodedata
from typing import Final

from checkpoint.errors import BadInput

PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Longer than any plate with all its dots and spaces.
_MOST_TYPED: Final = 40
# What people and input methods put between the parts: white space, dots, dashes, nothing at all.
_BETWEEN: Final = re.compile(
    "[\\s\u00b7\u2022\u2027\u2219\u22c5\u30fb.\u3002,\u200b-\u200f\ufeff_-]"
)
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_SIGN: Final = "[A-HJ-NP-Z0-9]"
_START: Final = f"[{PROVINCES}][A-HJ-NP-Z]"
# The first that fits says what it is.
_FORMS: Final = tuple(
    (kind, re.compile(form))
    for kind, form in (
        ("ordinary", f"{_START}{_SIGN}{{5}}"),
        # D and A, B, C, E run on electricity alone, F and G, H, J, K not: small ones have the
        # letter first, large ones last.
        ("new_energy", f"{_START}(?:[A-HJK]{_SIGN}[0-9]{{4}}|[0-9]{{5}}[A-HJK])"),
        ("police", f"{_START}{_SIGN}{{4}}警"),
        ("trailer", f"{_START}{_SIGN}{{4}}挂"),
        ("learner", f"{_START}{_SIGN}{{4}}学"),
        ("border", f"粤Z{_SIGN}{{4}}[港澳]"),
        ("embassy", f"[0-9]{{6}}使|使[0-9]{{6}}|{_START}[0-9]{{4}}领|[0-9]{{6}}领"),
        ("armed_police", f"WJ[{PROVINCES}]?[0-9]{{4}}[0-9TDSHBXJ]|WJ[0-9]{{7}}"),
        ("military", "[VZHKEBSLNGCJ][A-HJ-NP-Z][0-9]{5}"),
        ("rescue", f"[{PROVINCES}][XS][0-9]{{4}}应急|应急[{PROVINCES}][0-9]{{3}}[XS]"),
        ("temporary", f"{_START}{_SIGN}{{4,6}}临|临{_START}{_SIGN}{{4,6}}"),
    )
)
_OTHER: Final = re.compile("(?=[A-Z]*[0-9])[A-Z0-9]{2,10}")
_SENTENCES: Final = {
    "plate.empty": "Write the number plate, for example 冀A12345.",
    "plate.province": "A plate begins with its province, such as 冀 or 京, and a letter.",
    "plate.letter": "A plate has no letters I and O: write 1 or 0.",
    "plate.length": (
        "After the province and its letter come five characters, or six on a green plate."
    ),
    "plate.malformed": "This is no number plate. Write it as it is painted, such as 冀A12345.",
}


class PlateRefused(BadInput):
    """The text is no plate; `code` is plate.empty, .province, .letter, .length or .malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], code=code, field="plate")


def normalised_plate(text: str) -> str:
    """The plate in capitals without anything between its parts, of at most 12 characters.

    Full width, lower case, spaces, dots and dashes are read over. A plate of letters and digits
    alone, with a digit among them, may be of another country: it is taken, in doubt
    (`is_in_doubt`). Raises PlateRefused.
    """
    plain = _DASHES.sub("", _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:_MOST_TYPED])))
    plate = plain.upper()
    if not plate:
        raise PlateRefused("plate.empty")
    if plate_kind(plate) == "other" and not _OTHER.fullmatch(plate):
        raise PlateRefused(_what_is_wrong(plate))
    return plate


def plate_kind(plate: str) -> str:
    """What kind a normalised plate is: `ordinary`, `new_energy`, `police`, ..., or `other`."""
    return next((kind for kind, form in _FORMS if form.fullmatch(plate)), "other")


def is_in_doubt(plate: str) -> bool:
    """Whether it has no form that is known here: another country's, or half a plate."""
    return plate_kind(plate) == "other"


def painted_plate(plate: str) -> str:
    """A plate as it is painted: 冀A·12345."""
    return f"{plate[:2]}·{plate[2:]}" if plate[:1] in PROVINCES and len(plate) > 2 else plate


def _what_is_wrong(plate: str) -> str:
    if plate[0] not in PROVINCES:
        chinese = any("\u4e00" <= character <= "\u9fff" for character in plate[:1])
        return "plate.province" if chinese else "plate.malformed"
    if not re.fullmatch("[A-Z]", plate[1:2]):
        return "plate.province"
    rest = plate[1:]
    if re.fullmatch("[A-Z0-9]+", rest) and ("I" in rest or "O" in rest):
        return "plate.letter"
    return "plate.malformed" if len(rest) in (6, 7) else "plate.length"
