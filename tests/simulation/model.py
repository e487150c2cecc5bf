"""Who is out, worked out a second time: from what the devices said and when the office got it, with
no line of the service's own code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

# A clock that runs ahead by more than this counts for nothing.
AHEAD = timedelta(minutes=10)


# A guard may take back a crossing for so long, by the clock of the device.
UNDO = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Told:
    """A crossing as the device told it, by which device the office knows it to be and the moment at
    which the office first had it."""

    body: dict[str, Any]
    device_id: int
    received_at: datetime
    # By the extra pass: its holder went through, and nobody of the household.
    extra: bool = False

    @property
    def said_at(self) -> datetime:
        """When it was by the clock of the device."""
        return datetime.fromisoformat(self.body["decided_at"])

    @property
    def at(self) -> datetime:
        """When it was, as well as can be told."""
        at = self.said_at + timedelta(milliseconds=self.body["clock_offset_ms"])
        return self.received_at if at > self.received_at + AHEAD else at

    @property
    def order(self) -> tuple[datetime, UUID]:
        """Crossings of one moment are in the order of their ids."""
        return self.at, UUID(self.body["id"])

    @property
    def went_through(self) -> bool:
        """Not refused, or let through all the same."""
        return self.body["verdict"]["outcome"] != "refuse" or self.body["override"] is not None

    def takes_back(self, other: "Told") -> bool:
        """Whether this undoes the other: the same device, the same household, in time."""
        return (
            other.body["undoes"] is None
            and self.device_id == other.device_id
            and (self.body["household_id"], self.extra) == (other.body["household_id"], other.extra)
            and timedelta() <= self.said_at - other.said_at <= UNDO
        )


def belongs_aside(body: dict[str, Any]) -> bool:
    """Whether the office can only keep it aside: nobody that it knows, and nobody let through."""
    return body["household_id"] is None and body["override"] is None


def counted(told: list[Told]) -> list[Told]:
    """Those that count, in the order of time: who went through and was not taken back."""
    by_id = {each.body["id"]: each for each in told}
    undone = {
        each.body["undoes"]
        for each in told
        if (other := by_id.get(each.body["undoes"])) and each.takes_back(other)
    }
    through = [
        each
        for each in told
        if each.went_through and each.body["undoes"] is None and each.body["id"] not in undone
    ]
    return sorted(through, key=lambda each: each.order)


def outside(told: list[Told]) -> dict[int, datetime]:
    """Since when each household is out, by its id; who is in is not there."""
    last = {
        each.body["household_id"]: each
        for each in counted(told)
        if each.body["household_id"] is not None and not each.extra
    }
    return {
        household: each.at for household, each in last.items() if each.body["direction"] == "exit"
    }


def extra_outside(told: list[Told]) -> datetime | None:
    """Since when the holder of the extra pass is out."""
    mine = [each for each in counted(told) if each.extra]
    return mine[-1].at if mine and mine[-1].body["direction"] == "exit" else None
