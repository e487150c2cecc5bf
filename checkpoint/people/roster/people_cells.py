"""Reads the people that a cell names: `王一`, `王一(户主)、李二(妻)`, `王一 13800000000`. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from checkpoint.people.roster.relations import is_relation
from checkpoint.people.roster.text import SPACES, half_width, is_blank, squeezed

LONGEST_NAME = 60
_STRONG = frozenset("、,;/|\n")
_OPEN, _CLOSE = "([【", ")]】"
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_PHONE = re.compile(r"(?<![0-9])1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_LABELLED = re.compile(r"^([^\W\d_]{1,12})\s*:\s*(.+)$")
_TRAILING = re.compile(r"^(.+?)\s*-\s*([^\W\d_]{1,12})$")
_NUMBERING = re.compile(r"(?:^|(?<=\s))(?:[0-9]{1,2}[.、)]|\([0-9]{1,2}\))\s*")
_HEAD_FIRST = re.compile(r"^户主\s*(?=[^\W\d_]{2})")
_QUOTES = frozenset("'’‘`")
_IN_NAMES = frozenset(" ·•・‧∙.'’‘`-")
# What a lost character leaves behind, and a masked name's stars.
_LOST = frozenset("?？□〓*×＊\ufffd")
_VACANT_WORDS = """
空 空置 空房 空户 空关 闲置 无人 无人居住 无人住 未入住 未住 没人 没人住 vacant empty nobody
"""
_VACANT = frozenset(_VACANT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Named:
    """A person as one cell tells it; what it does not tell is ''."""

    name: str
    relation: str = ""
    phone: str = ""
    remark: str = ""


def is_vacant(cell: str) -> bool:
    """Whether the cell says that nobody lives there."""
    return squeezed(cell).strip("()") in _VACANT


@lru_cache(maxsize=4_000)
def people_in(cell: str, many: bool) -> tuple[Named, ...]:
    """The people named in a cell. `many`: spaces part Chinese names as well."""
    plain = half_width(cell)
    if plain.isalpha() and len(plain) <= 4 and not plain.startswith("户主"):
        return () if is_blank(plain) else (Named(plain),)
    parts = _split(_NUMBERING.sub("、", plain))
    if many and len(parts) == 1:
        parts = _split_at_spaces(parts[0])
    return tuple(_person(part) for part in parts if not is_blank(part))


def name_key(name: str) -> str:
    """What two spellings of one name share: no spaces, dots or case."""
    if name.isalpha() and not name.isascii():
        return name
    folded = unicodedata.normalize("NFC", half_width(name)).casefold()
    return "".join(character for character in folded if character not in _IN_NAMES)


def reason_against_name(name: str) -> tuple[str, bool] | None:
    """(reason code, whether it is an error) for a text that is no proper name, else None."""
    if name.isalpha() and len(name) <= LONGEST_NAME:
        return None
    if len(name) > LONGEST_NAME:
        return "name.too_long", True
    if _is_no_name(name):
        return "name.not_a_name", True
    kinds = [unicodedata.category(character)[0] for character in name]
    odd = {each for each, kind in zip(name, kinds, strict=True) if kind not in "LM"} - _IN_NAMES
    if not odd:
        return None
    if all(each in _LOST or unicodedata.category(each) == "Co" for each in odd):
        return "name.lost_character", False
    if all(each.isdigit() or each in "()" for each in odd):
        return "name.odd", False
    return "name.not_a_name", True


def _is_no_name(name: str) -> bool:
    """No letters, quotes where code has them, or more stacked marks than any script writes."""
    if not any(each.isalpha() or unicodedata.category(each) == "Co" for each in name):
        return True
    if "--" in name or name[0] in _QUOTES or name[-1] in _QUOTES:
        return True
    marks = "".join("m" if unicodedata.combining(each) else " " for each in name)
    return "mmmm" in marks


def has_loose_brackets(cell: str) -> bool:
    """Whether the cell opens a bracket that it does not close, or the reverse."""
    rest = _BRACKETED.sub("", half_width(cell))
    return any(each in _OPEN or each in _CLOSE for each in _NUMBERING.sub("", rest))


def _split(text: str) -> list[str]:
    """Parts between strong separators; those within brackets do not part people."""
    parts, start, depth = [], 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and character in _STRONG:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _split_at_spaces(text: str) -> list[str]:
    if _OPEN[0] in text and not SPACES.search(_BRACKETED.sub("", text).strip()):
        return [text]
    words = SPACES.split(re.sub(r"\s*([(\[])\s*", r"\1", text))
    chinese = [word for word in words if re.match(r"^[^\W\d_a-zA-Z]{2,}", word)]
    return words if len(chinese) == len(words) else [text]


def _person(part: str) -> Named:
    text, relation, phone = part, "", ""
    remarks: list[str] = []
    if found := _PHONE.search(text):
        phone = found.group().replace(" ", "").replace("-", "")
        text = text[: found.start()] + text[found.end() :]
    for piece in _pieces_in_brackets(text):
        if is_relation(piece) and not relation:
            relation = piece
        elif piece:
            remarks.append(piece)
    text = _BRACKETED.sub(" ", text).strip(" :-,")
    text, relation = _without_relation(text, relation)
    return Named(_name(text), relation, phone, ", ".join(remarks))


def _pieces_in_brackets(text: str) -> list[str]:
    found = (piece.strip() for inside in _BRACKETED.findall(text) for piece in _split(inside))
    return list(found)


def _without_relation(text: str, relation: str) -> tuple[str, str]:
    """The text without a relation that labels it: `户主:王一`, `王一-户主`, `户主王一`."""
    if (found := _LABELLED.match(text)) and is_relation(found[1]):
        return found[2], relation or found[1]
    if (found := _TRAILING.match(text)) and is_relation(found[2]):
        return found[1], relation or found[2]
    if found := _HEAD_FIRST.match(text):
        return text[found.end() :], relation or "户主"
    return text, relation


def _name(text: str) -> str:
    """One space where there were several; none in a Chinese name that was spaced out (`王 芳`)."""
    words = SPACES.split(text.strip())
    lone = any(len(word) == 1 for word in words)
    if lone and not any(word.isascii() for word in words):
        return "".join(words)
    return " ".join(words)
