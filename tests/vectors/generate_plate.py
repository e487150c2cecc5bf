"""Write plate.json, which pytest and the TypeScript tests both read.

    python tests/vectors/generate_plate.py

What is expected is written down by hand here, never taken from the code under test.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SALT = "0123456789abcdef0123456789abcdef"

Case = dict[str, Any]

PLATES = [
    # claim, typed, plate or reason, kind
    ("an ordinary plate", "冀A12345", "冀A12345", "ordinary"),
    ("letters among the five", "京B8C9D1", "京B8C9D1", "ordinary"),
    ("small letters", "冀a1b2c3", "冀A1B2C3", "ordinary"),
    ("full width", "冀Ａ１２３４５", "冀A12345", "ordinary"),
    ("a middle dot", "冀A·12345", "冀A12345", "ordinary"),
    ("a bullet", "冀A•12345", "冀A12345", "ordinary"),
    ("a katakana dot", "冀A・12345", "冀A12345", "ordinary"),
    ("a half-width katakana dot", "冀A･12345", "冀A12345", "ordinary"),
    ("a hyphenation point", "冀A‧12345", "冀A12345", "ordinary"),
    ("a full stop", "冀A.12345", "冀A12345", "ordinary"),
    ("an ideographic full stop", "冀A。12345", "冀A12345", "ordinary"),
    ("a full-width full stop", "冀A．12345", "冀A12345", "ordinary"),
    ("spaces", " 冀 A 12 345 ", "冀A12345", "ordinary"),
    ("an ideographic space", "冀A\u300012345", "冀A12345", "ordinary"),
    ("a no-break space", "冀A\u00a012345", "冀A12345", "ordinary"),
    ("a zero-width space", "冀A\u200b12345", "冀A12345", "ordinary"),
    ("a dash", "冀A-12345", "冀A12345", "ordinary"),
    ("an en dash", "冀A–12345", "冀A12345", "ordinary"),
    ("a line break that was pasted along", "冀A12345\r\n", "冀A12345", "ordinary"),
    ("Shanghai", "沪A00001", "沪A00001", "ordinary"),
    ("Inner Mongolia", "蒙A12345", "蒙A12345", "ordinary"),
    ("Tibet", "藏A12345", "藏A12345", "ordinary"),
    ("Hainan", "琼A12345", "琼A12345", "ordinary"),
    ("a small new-energy car, D first", "冀AD12345", "冀AD12345", "new_energy"),
    ("a small new-energy car, F first", "冀AF12345", "冀AF12345", "new_energy"),
    ("a letter second of the six", "京ADA1234", "京ADA1234", "new_energy"),
    ("the later letters of electric cars", "粤BA12345", "粤BA12345", "new_energy"),
    ("the later letters of hybrids", "粤BK12345", "粤BK12345", "new_energy"),
    ("a large new-energy vehicle, D last", "冀A12345D", "冀A12345D", "new_energy"),
    ("a large new-energy vehicle, F last", "冀A12345f", "冀A12345F", "new_energy"),
    ("a dot in a new-energy plate", "冀A·D12345", "冀AD12345", "new_energy"),
    ("six characters with no letter for new energy", "冀A123456", "plate.malformed", None),
    ("a letter that is not of new energy", "冀AX12345", "plate.malformed", None),
    ("letters among the four digits of a new-energy plate", "冀AD123A5", "plate.malformed", None),
    ("police", "冀A1234警", "冀A1234警", "police"),
    ("a trailer", "冀A1234挂", "冀A1234挂", "trailer"),
    ("a learner", "冀A1234学", "冀A1234学", "learner"),
    ("Hong Kong", "粤Z1234港", "粤Z1234港", "border"),
    ("Macau", "粤ZF023澳", "粤ZF023澳", "border"),
    ("Hong Kong, but not from Guangdong", "冀Z1234港", "plate.malformed", None),
    ("an embassy", "224578使", "224578使", "embassy"),
    ("an embassy as it was written before", "使224578", "使224578", "embassy"),
    ("a consulate", "沪A0023领", "沪A0023领", "embassy"),
    ("armed police", "WJ京1234X", "WJ京1234X", "armed_police"),
    ("armed police of no province", "WJ·01234", "WJ01234", "armed_police"),
    ("armed police, the older form", "WJ01-12345", "WJ0112345", "armed_police"),
    ("the army", "VA12345", "VA12345", "military"),
    ("the air force", "KB·12345", "KB12345", "military"),
    ("fire and rescue", "冀X1234应急", "冀X1234应急", "rescue"),
    ("forest fire brigade", "黑S0119应急", "黑S0119应急", "rescue"),
    ("a motorcycle of the rescue services", "应急冀123X", "应急冀123X", "rescue"),
    ("a temporary plate", "冀A12345临", "冀A12345临", "temporary"),
    ("another country's", "AB12 CDE", "AB12CDE", "other"),
    ("another country's, digits first", "1234-ABC", "1234ABC", "other"),
    ("half a plate is taken in doubt", "A12345", "A12345", "other"),
    ("nothing", "", "plate.empty", None),
    ("nothing but dots", " ·· ", "plate.empty", None),
    ("an O instead of a nought", "冀A1234O", "plate.letter", None),
    ("an I instead of a one", "冀AI2345", "plate.letter", None),
    ("an O as the city's letter", "京O12345", "plate.letter", None),
    ("no such province", "国A12345", "plate.province", None),
    ("no letter after the province", "冀112345", "plate.province", None),
    ("a province alone", "冀", "plate.province", None),
    ("four after the letter", "冀A1234", "plate.length", None),
    ("eight after the letter", "冀A12345678", "plate.length", None),
    ("a word", "没有车牌", "plate.province", None),
    ("letters alone", "HELLO", "plate.malformed", None),
    ("too long for another country's", "ABCDEFG12345", "plate.malformed", None),
    ("a smile", "🙂", "plate.malformed", None),
    ("a province in the middle", "A冀12345", "plate.malformed", None),
    ("Cyrillic letters that look Latin", "冀А12345", "plate.province", None),
]

PHONES = [
    ("a mobile", "13800138000", "13800138000"),
    ("a newer mobile", "19912345678", "19912345678"),
    ("in groups", "138 0013 8000", "13800138000"),
    ("with dashes", "138-0013-8000", "13800138000"),
    ("full width", "１３８００１３８０００", "13800138000"),
    ("+86", "+86 138 0013 8000", "13800138000"),
    ("a full-width plus", "＋８６１３８００１３８０００", "13800138000"),
    ("0086", "0086-13800138000", "13800138000"),
    ("86 alone", "8613800138000", "13800138000"),
    ("in brackets", "(+86)13800138000", "13800138000"),
    ("a landline of Beijing", "010-12345678", "01012345678"),
    ("a landline in brackets", "（0311）8765 4321", "031187654321"),
    ("a landline with seven digits", "0312 765 4321", "03127654321"),
    ("a landline with +86", "+86 10 1234 5678", "01012345678"),
    ("a landline with +86 and the nought left in", "+86 (0)311 87654321", "031187654321"),
    ("a service number", "400-123-4567", "4001234567"),
    ("another country's", "+44 20 7946 0958", "+442079460958"),
    ("another country's with 00", "0044 20 7946 0958", "+442079460958"),
    ("Hong Kong", "+852 2345 6789", "+85223456789"),
    ("nothing", "", "phone.empty"),
    ("nothing but dashes", " - ", "phone.empty"),
    ("ten digits of a mobile", "1380013800", "phone.length"),
    ("twelve digits of a mobile", "138001380000", "phone.length"),
    ("a mobile that begins with 12", "12800138000", "phone.length"),
    ("a landline without its area code", "8765 4321", "phone.area_code"),
    ("too short for another country's", "+44 123", "phone.malformed"),
    ("too long for another country's", "+1234567890123456", "phone.malformed"),
    ("a country that begins with nought", "+0 123 456 789", "phone.malformed"),
    ("letters", "call me", "phone.malformed"),
    ("an extension", "010-12345678转801", "phone.malformed"),
    ("Arabic digits", "١٣٨٠٠١٣٨٠٠٠", "phone.malformed"),
]

NAMES = [
    ("a name", "王小明", "王小明"),
    ("spaces", " 王 小 明 ", "王小明"),
    ("an ideographic space", "王\u3000小明", "王小明"),
    ("capitals", "Robert Gaynor", "robertgaynor"),
    ("full width", "Ｒｏｂｅｒｔ", "robert"),
    ("a dot between the parts", "买买提·艾力", "买买提艾力"),
    ("another dot between the parts", "买买提•艾力", "买买提艾力"),
    ("an initial", "R. Gaynor", "rgaynor"),
    ("a dash", "Jean-Luc", "jeanluc"),
    ("an apostrophe", "O’Neil", "oneil"),
    ("a sharp s", "Strauß", "strauss"),
    ("a Greek name", "ΝΙΚΟΣ", "νικος"),
    ("nothing", " · ", "name.empty"),
]

HASHES = [
    ("phone", "13800138000"),
    ("plate", "冀A12345"),
    ("name", "王小明"),
]


def cases() -> Iterator[Case]:
    for number, (claim, text, answer, kind) in enumerate(PLATES, 1):
        expect = {"plate": answer, "kind": kind} if kind else {"reason": answer}
        yield case(f"plate-{number:02}", claim, {"of": "plate", "text": text}, expect)
    for number, (claim, text, answer) in enumerate(PHONES, 1):
        expect = {"reason": answer} if answer.startswith("phone.") else {"phone": answer}
        yield case(f"phone-{number:02}", claim, {"of": "phone", "text": text}, expect)
    for number, (claim, text, answer) in enumerate(NAMES, 1):
        expect = {"reason": answer} if answer.startswith("name.") else {"name": answer}
        yield case(f"name-{number:02}", claim, {"of": "name", "text": text}, expect)
    for number, (of, value) in enumerate(HASHES, 1):
        given = {"of": "hash", "salt": SALT, "kind": of, "value": value}
        digest = sha256(f"{SALT}:{of}:{value}".encode()).hexdigest()[:16]
        yield case(f"hash-{number:02}", f"what devices hold of a {of}", given, {"hash": digest})


def case(id: str, claim: str, given: Case, expect: Case) -> Case:
    return {"id": id, "claim": claim, "input": given, "expect": expect}


if __name__ == "__main__":
    text = json.dumps({"cases": list(cases())}, ensure_ascii=False, indent=1)
    (HERE / "plate.json").write_text(text + "\n", encoding="utf-8")
