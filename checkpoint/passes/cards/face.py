"""One card's words: who it is for and what it says, in Chinese, English or both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from checkpoint.people import address_label

from ..token import Kind

Language = Literal["zh", "en", "both"]

KIND_NAMES: Final = {
    Kind.HOUSEHOLD: ("家庭证", "Household"),
    Kind.CAREGIVER: ("照护证", "Caregiver"),
    Kind.VISITOR: ("来访证", "Visitor"),
}


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on one card. `number` is the printed form, `title` the compound's name.

    `holder` is masked already; `valid_until` is exclusive and on the community's clock.
    """

    number: str
    token: str
    kind: Kind
    building: str
    unit: str
    room: str
    title: str
    phone: str = ""
    holder: str = ""
    valid_until: datetime | None = None
    generation: int = 1
    language: Language = "zh"

    @property
    def heading(self) -> str:
        """The line on top: the compound, and what this is."""
        what = {"zh": "出入卡", "en": "Pass", "both": "出入卡 Pass"}[self.language]
        return f"{self.title} · {what}"

    @property
    def place(self) -> str:
        """The building, largest of all."""
        return building_name(self.building, self.language)

    @property
    def door(self) -> str:
        """Unit and room."""
        if self.language == "en":
            return f"Unit {self.unit} · {self.room}" if self.unit else f"Room {self.room}"
        return address_label("", self.unit, self.room)

    @property
    def kind_name(self) -> str:
        """The kind in both languages, whatever the card's: guards read it too."""
        chinese, english = KIND_NAMES[self.kind]
        return f"{english} {chinese}" if self.language == "en" else f"{chinese} {english}"

    @property
    def card_count(self) -> str:
        """Which card of its pass it is; nothing for the first."""
        if self.generation == 1:
            return ""
        return f"Card {self.generation}" if self.language == "en" else f"第 {self.generation} 张卡"

    @property
    def notes(self) -> list[tuple[str, bool]]:
        """The sentences for holder and finder, each with whether it is bold."""
        chinese, english = self._chinese(), self._english()
        if self.language == "both":
            place = f"Building {self.building}, {self.door_english}"
            return [*chinese[:-1], (place, False), *english]
        return english if self.language == "en" else chinese

    @property
    def door_english(self) -> str:
        """Unit and room in English."""
        return f"Unit {self.unit}, Room {self.room}" if self.unit else f"Room {self.room}"

    def _chinese(self) -> list[tuple[str, bool]]:
        notes: list[tuple[str, bool]] = []
        if self.holder:
            notes.append((f"持证人 {self.holder}，请带本人证件", False))
        if self.valid_until:
            notes.append((f"有效至 {last_moment(self.valid_until, 'zh')}", True))
        if self.kind is Kind.HOUSEHOLD:
            notes += [("一户一卡，进出请出示", False), ("丢了请来补办，旧卡随即作废", False)]
        notes.append(("拾到请交给门口卡点，谢谢", False))
        return [*notes, (f"社区 {self.phone}" if self.phone else "", False)]

    def _english(self) -> list[tuple[str, bool]]:
        notes: list[tuple[str, bool]] = []
        if self.holder and self.language == "en":
            notes.append((f"Holder {self.holder}, with own papers", False))
        if self.valid_until:
            notes.append((f"Valid until {last_moment(self.valid_until, 'en')}", True))
        if self.kind is Kind.HOUSEHOLD:
            notes.append(("Show it each time. Lost? Ask for a new card.", False))
        notes.append(("Found? Please hand it in at the gate.", False))
        office = "社区 Office" if self.language == "both" else "Office"
        return [*notes, (f"{office} {self.phone}" if self.phone else "", False)]


def building_name(building: str, language: Language) -> str:
    """A building as a card and its cover sheet name it: `12号楼`, `Bldg 12`."""
    if language == "en":
        return f"Bldg {building}"
    return address_label(building, "", "")


def last_moment(until: datetime, language: Language) -> str:
    """An exclusive end as people say it: midnight ends the day before."""
    if until.hour == until.minute == 0:
        last, time = until - timedelta(minutes=1), ""
    else:
        last, time = until, f" {until:%H:%M}"
    if language == "zh":
        return f"{last.year}年{last.month}月{last.day}日{time}"
    return f"{last.day} {last:%b %Y}{time}"
