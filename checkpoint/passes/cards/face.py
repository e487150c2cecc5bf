"""One card's words: who it is for and what it says, in Chinese, English or both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from checkpoint.people import address_label

from ..limits import Limits, days_in_words, limits_in_words
from ..token import Kind
from .design import USUAL, Design, Language

KIND_NAMES: Final = {
    Kind.HOUSEHOLD: ("家庭证", "Household"),
    Kind.CAREGIVER: ("照护证", "Caregiver"),
    Kind.VISITOR: ("来访证", "Visitor"),
}


class Note(NamedTuple):
    """A sentence at the foot of a card."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on one card. `number` is the printed form, `title` the line on top.

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
    limits: Limits | None = None
    valid_until: datetime | None = None
    generation: int = 1
    language: Language = "zh"
    design: Design = USUAL

    @property
    def heading(self) -> str:
        """The line on top: the compound, and what this is."""
        chinese, english = ("出入卡", "Pass")
        if self.kind is not Kind.HOUSEHOLD:
            chinese, english = KIND_NAMES[self.kind]
        what = {"zh": chinese, "en": english, "both": f"{chinese} {english}"}[self.language]
        return f"{self.title} · {what}"

    @property
    def place(self) -> str:
        """The building, largest of all."""
        return building_name(self.building, self.language)

    @property
    def door(self) -> str:
        """Unit and room."""
        if self.language == "en":
            return f"Unit {self.unit}-{self.room}" if self.unit else f"Room {self.room}"
        return address_label("", self.unit, self.room)

    @property
    def second_address(self) -> str:
        """The address again in English, on a card of both languages; else empty."""
        if self.language != "both":
            return ""
        door = f"Unit {self.unit}, Room {self.room}" if self.unit else f"Room {self.room}"
        return f"Building {self.building}, {door}"

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
    def notes(self) -> list[Note]:
        """The sentences for holder and finder; the community's phone and its own line last."""
        notes = {"zh": self._chinese, "en": self._english, "both": self._both}[self.language]()
        if self.phone:
            office = {"zh": "社区", "en": "Office", "both": "社区 Office"}[self.language]
            notes.append(Note(f"{office} {self.phone}"))
        if self.design.line:
            notes.append(Note(self.design.line))
        return notes

    def _chinese(self) -> list[Note]:
        return [
            *self._named("持证人 {}，请带本人证件", "有效至 {}"),
            *self._for_all("一户一卡，进出请出示", "丢了请来补办，旧卡随即作废"),
            Note("拾到请交给门口卡点，谢谢"),
        ]

    def _english(self) -> list[Note]:
        return [
            *self._named("Holder {}, bring your own ID", "Valid until {}"),
            *self._for_all("Please show it at the gate.", "Lost? Get a new one; this one stops."),
            Note("Found? Please hand it in at the gate."),
        ]

    def _both(self) -> list[Note]:
        return [
            *self._named("持证人 Holder {}", "有效至 Until {}"),
            *self._for_all("丢了请来补办，拾到请交门口卡点", "Lost? Come for a new card."),
            *([Note("拾到请交给门口卡点")] if self.kind is not Kind.HOUSEHOLD else []),
            Note("Found? Please hand it in at the gate."),
        ]

    def _named(self, holder: str, until: str) -> list[Note]:
        """Who a pass names and how long it lasts, where it says so."""
        notes = [Note(holder.format(self.holder))] if self.holder else []
        if self.valid_until:
            notes.append(Note(until.format(last_moment(self.valid_until, self.language)), True))
        if self.limits and (self.limits["weekdays"] or self.limits["hours"]):
            notes.append(Note(self._good_for(self.limits), True))
        return notes

    def _good_for(self, limits: Limits) -> str:
        """On which days and at which hours it is good."""
        chinese, english = (limits_in_words(limits, each) for each in ("zh", "en"))
        if self.language == "both":
            return f"时段 Hours {days_in_words(limits, 'zh')} {english}"
        return f"Good {english}" if self.language == "en" else f"时段 {chinese}"

    def _for_all(self, *sentences: str) -> list[Note]:
        """What is said to a whole household."""
        return [Note(each) for each in sentences] if self.kind is Kind.HOUSEHOLD else []


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
    if language == "both":
        return f"{last:%Y-%m-%d}{time}"
    return f"{last.day} {_MONTHS[last.month - 1]} {last.year}{time}"


# Not strftime's: its names follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
