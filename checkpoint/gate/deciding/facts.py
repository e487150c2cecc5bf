"""What a verdict rests on, and the verdict itself: plain values, all times aware."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from checkpoint.gate.rules import Rules

# Where a compound says nothing else.
TIME_ZONE: Final = "Asia/Shanghai"


class Direction(StrEnum):
    """Which way a crossing goes, seen from the compound."""

    EXIT = "exit"
    ENTRY = "entry"


class Method(StrEnum):
    """How the guard found the pass or the household; `address` is a forgotten card, `visit` a visit
    that was found or registered without a pass."""

    SCAN = "scan"
    NUMBER = "number"
    ADDRESS = "address"
    VISIT = "visit"


class Outcome(StrEnum):
    """What the gate does; `ask` leaves it to the guard, who has a reason to look twice."""

    ADMIT = "admit"
    REFUSE = "refuse"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """The gate that decides. `state` is `open` or `sealed`; `instruments`: how many it has."""

    state: str
    compound_id: int
    time_zone: str = TIME_ZONE
    instruments: int = 0


@dataclass(frozen=True, slots=True)
class ClaimsFacts:
    """What the card says; `valid_until` is exclusive, None is no end.

    A phone says besides when it made its code (`shown_at`, None for a card); `unlinked`: it is
    known that this phone may show the pass no more.
    """

    kind: str
    number: int
    generation: int
    valid_from: datetime
    valid_until: datetime | None
    shown_at: datetime | None = None
    unlinked: bool = False


@dataclass(frozen=True, slots=True)
class LimitsFacts:
    """The limits of an extra pass.

    `weekdays`: those on which its hours begin, Monday is 1; None is every day. `hours`: from and to
    as `HH:MM` of local time, the end exclusive, past midnight where it is not later than the
    beginning; None is the whole day. `counted`: whoever leaves home with it uses up an outing of
    the household. `home`: `here`, or `elsewhere` for a holder who lives outside of the compound.
    """

    weekdays: tuple[int, ...] | None = None
    hours: tuple[str, str] | None = None
    counted: bool = False
    home: str = "here"

    @classmethod
    def of(cls, source: Mapping[str, Any] | None) -> "LimitsFacts | None":
        """From the JSON that a pass and a roster have them in."""
        if source is None:
            return None
        days, hours = source["weekdays"], source["hours"]
        return cls(
            tuple(days) if days else None,
            (hours["from"], hours["to"]) if hours else None,
            source["counted"],
            source["home"],
        )


@dataclass(frozen=True, slots=True)
class PassFacts:
    """The pass as it is known now. `state` is `active` or `revoked`.

    An extra pass may have `limits`, and its holder is outside or not whatever the household is:
    `outside_since` is None where that is not known.
    """

    compound_id: int
    kind: str
    state: str
    generation: int
    valid_until: datetime | None
    household_id: int | None
    limits: LimitsFacts | None = None
    outside: bool = False
    outside_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What keeps a household from going out. `until` is exclusive, None is until it is lifted."""

    kind: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """The household as it is known now. `state` is `active` or `gone`; `exits` are the moments of
    the exits that count towards its outings, in any order."""

    id: int
    state: str
    outside: bool
    outside_since: datetime | None
    restrictions: tuple[RestrictionFacts, ...] = ()
    exits: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """How many pass together; the `children` are among the `people`."""

    people: int = 1
    children: int = 0


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """One temperature in tenths of °C, and which instrument it is from where that is known."""

    tenths: int
    instrument: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as it is known now.

    `state`: `expected`, `inside`, `left`, `cancelled` or `refused`. `denied`: `no`, `maybe` (the
    name alone is on the deny list) or `yes`. `confirmed`: the host wants it. `purpose`:
    `emergency_service` and `medical` have ways of their own. `since` and `until`: the time that was
    agreed on, the end exclusive; None is open.
    """

    state: str = "expected"
    denied: str = "no"
    confirmed: bool = False
    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """A vehicle that wants in. `kind`: `resident`, `visitor`, `delivery`, `emergency` or
    `unknown`; `denied`: its plate is on the deny list."""

    kind: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a verdict rests on. `claims` is None where no card was read (number, address,
    visit); `readings` in the order in which they were taken; `exempt` is an exempt reason."""

    now: datetime
    direction: Direction
    gate: GateFacts
    rules: Rules
    token_reason: str | None
    claims: ClaimsFacts | None
    method: Method
    pass_: PassFacts | None
    household: HouseholdFacts | None
    party: Party = Party()
    exempt: str | None = None
    readings: tuple[ReadingFacts, ...] = ()
    visit: VisitFacts | None = None
    vehicle: VehicleFacts | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do and why; the first reason is the one that is shown.

    `until` is the moment at which the answer changes by itself, None where it does not; `may` is
    what the guard may do about it: some of `exempt`, `measure_again`,
    `visitor_path`, `override`, `call_desk`, `emergency`.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    until: datetime | None = None
    may: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The reason that is shown."""
        return self.reasons[0]
