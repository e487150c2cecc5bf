"""How an address and a name are shown and sorted. Pure."""

import re

_NUMBER = re.compile(r"\d+")


def sort_key(building: str, unit: str, room: str) -> str:
    """A text that sorts addresses as a person would: 2 before 10, letters after numbers."""
    return "/".join(
        _NUMBER.sub(lambda run: run.group().zfill(6), part.upper())
        for part in (building, unit, room)
    )


def address_label(building: str, unit: str, room: str, language: str = "zh") -> str:
    """An address as it is read: `12号楼 2单元 501` or `Building 12, 2-501`."""
    if language == "zh":
        parts = [_with_suffix(building, "号楼"), _with_suffix(unit, "单元"), room]
        return " ".join(part for part in parts if part)
    return f"Building {building}, {unit}-{room}" if unit else f"Building {building}, {room}"


def short_label(building: str, unit: str, room: str, language: str = "zh") -> str:
    """An address in the least room: `12号楼 2-501` or `Bldg 12, 2-501`."""
    door = f"{unit}-{room}" if unit else room
    return (
        f"{_with_suffix(building, '号楼')} {door}"
        if language == "zh"
        else f"Bldg {building}, {door}"
    )


def building_label(building: str, language: str = "zh") -> str:
    """A building alone: `12号楼` or `Building 12`."""
    return _with_suffix(building, "号楼") if language == "zh" else f"Building {building}"


def _with_suffix(part: str, suffix: str) -> str:
    return f"{part}{suffix}" if part[-1:].isascii() and part[-1:].isalnum() else part


def masked_name(name: str) -> str:
    """The family name's first character and two stars: 王**, G**. Empty stays empty."""
    return f"{name[0]}**" if name else ""
