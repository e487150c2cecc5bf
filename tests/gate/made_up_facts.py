"""Facts made up by chance, as JSON: mostly sound, near the bounds of the rules, on days on which
clocks jump. The same seed gives the same facts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

# A zone and a day or two on which something happens to its clock; some have none.
PLACES = (
    ("Asia/Shanghai", ("2020-02-12", "2020-02-29", "2020-12-31")),
    ("Europe/Berlin", ("2020-03-29", "2020-10-25")),
    ("America/New_York", ("2020-03-08", "2020-11-01")),
    ("America/Santiago", ("2020-04-05", "2020-09-06")),
    ("America/St_Johns", ("2020-03-08", "2020-11-01")),
    ("Australia/Lord_Howe", ("2020-04-05", "2020-10-04")),
    ("Asia/Kathmandu", ("2020-02-12",)),
    ("Pacific/Kiritimati", ("2020-02-12",)),
    ("UTC", ("2020-02-12",)),
)
CLOSURES = (
    ("22:30", "06:30"),
    ("22:00", "02:30"),
    ("02:30", "12:00"),
    ("00:00", "06:00"),
    ("18:00", "00:00"),
    ("01:30", "03:00"),
    ("02:00", "01:59"),
    ("23:59", "00:00"),
)
STEPS = (
    0,
    0,
    0,
    1,
    1,
    60_000,
    60_000,
    300_000,
    600_000,
    3_600_000,
    7_200_000,
    86_400_000,
    432_000_000,
)


class MadeUp:
    """One set of facts after another."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._now = datetime(2020, 2, 12, tzinfo=UTC)
        self._zone = ""

    def some(self, count: int) -> Iterator[Json]:
        for _ in range(count):
            yield self._facts()

    def _facts(self) -> Json:
        pick = self._chance.choice
        self._zone, days = pick(PLACES)
        closure = pick((None, *CLOSURES))
        self._now = self._moment_of_day(pick(days), closure)
        kind = pick(("household",) * 6 + ("caregiver",) * 3 + ("visitor", "mystery"))
        visit = self._visit() if self._seldom(3) else None
        # Nobody visits with an extra pass.
        kind = "visitor" if visit and kind == "caregiver" else kind
        is_known = not (visit and self._seldom(2)) and not self._seldom(40)
        return {
            "now": _text(self._now),
            "direction": pick(("exit", "exit", "entry")),
            "gate": {
                "state": "sealed" if self._seldom(20) else "open",
                "compound_id": 2 if self._seldom(60) else 1,
                "time_zone": self._zone,
                "instruments": pick((0, 1, 2, 3)),
            },
            "rules": self._rules(closure),
            "token": {"reason": "token.malformed" if self._seldom(60) else None},
            "claims": self._claims(kind) if is_known and self._seldom(2) else None,
            "method": "visit" if visit and not self._seldom(10) else pick(("scan", "number")),
            "pass": self._pass(kind, closure) if is_known else None,
            "household": None if self._seldom(20) else self._household(),
            "party": {"people": pick((1, 1, 2, 3)), "children": pick((0, 0, 1))},
            "exempt": pick((None, None, None, "medical", "duty", "essential_work", "mystery")),
            "readings": [self._reading() for _ in range(pick((0, 0, 1, 1, 2, 2, 3, 4)))],
            "visit": visit,
            "vehicle": self._vehicle() if self._seldom(3) else None,
        }

    def _rules(self, closure: tuple[str, str] | None) -> Json:
        pick = self._chance.choice
        outings = {
            "limit": pick((0, 1, 1, 1, 2, 3)),
            "days": pick((1, 1, 2, 5)),
            "counted": pick(("calendar", "calendar", "rolling")),
        }
        return {
            "outings": pick((None, outings, outings)),
            "people": pick((None, 1, 2)),
            "children_count": pick((True, False)),
            "longest_minutes": pick((15, 120, 1440)),
            "closure": closure and {"from": closure[0], "to": closure[1]},
            "fever_tenths": pick((365, 373, 380)),
            "cold_tenths": pick((340, 350)),
            "rest_minutes": pick((0, 5, 5, 60)),
            "another_instrument": pick((True, True, False)),
            "exempt": pick((["medical", "duty", "essential_work"], ["medical"], [])),
            "visitors": pick(("open", "registered", "confirmed", "confirmed", "closed", "odd")),
            "vehicles": pick(("open", "known", "known", "residents", "closed", "odd")),
            "overstay_minutes": pick((0, 30)),
        }

    def _claims(self, kind: str) -> Json:
        return {
            "kind": kind,
            "number": 1,
            "generation": 1 if self._seldom(20) else 2,
            "valid_from": self._near() if self._seldom(20) else "2019-01-01T00:00:00Z",
            "valid_until": self._near() if self._seldom(20) else None,
            "shown_at": self._shown() if self._seldom(8) else None,
            "unlinked": self._seldom(3),
        }

    def _pass(self, kind: str, closure: tuple[str, str] | None) -> Json:
        outside = self._seldom(2)
        extra = {
            "limits": None if self._seldom(6) else self._limits(closure),
            "outside": outside,
            "outside_since": self._near() if outside and not self._seldom(10) else None,
        }
        return {
            "compound_id": 1,
            "kind": kind,
            "state": "revoked" if self._seldom(40) else "active",
            "generation": 3 if self._seldom(40) else 2,
            "valid_until": self._near() if self._seldom(20) else None,
            "household_id": 7,
            **(extra if kind == "caregiver" else {}),
        }

    def _limits(self, closure: tuple[str, str] | None) -> Json:
        pick = self._chance.choice
        hours = pick((None, closure, *CLOSURES, ("08:00", "08:00")))
        days = sorted(self._chance.sample(range(1, 8), pick((1, 2, 5, 7))))
        return {
            "weekdays": pick((None, days)),
            "hours": hours and {"from": hours[0], "to": hours[1]},
            "counted": pick((True, False)),
            "home": pick(("here", "elsewhere")),
        }

    def _household(self) -> Json:
        pick = self._chance.choice
        outside = self._seldom(3)
        return {
            "id": 7,
            "state": "gone" if self._seldom(30) else "active",
            "outside": outside,
            "outside_since": self._near() if outside and not self._seldom(10) else None,
            "restrictions": [self._restriction() for _ in range(pick((0,) * 9 + (1, 1, 2)))],
            "exits": [self._near() for _ in range(pick((0, 1, 1, 2, 3, 6)))],
        }

    def _restriction(self) -> Json:
        return {
            "kind": self._chance.choice(("observation", "other")),
            "since": self._near(),
            "until": self._chance.choice((None, self._near(), self._near())),
        }

    def _reading(self) -> Json:
        return {
            "tenths": self._chance.choice((339, 340, 349, 350, 364, 372, 373, 373, 379, 380, 390)),
            "instrument": self._chance.choice((None, 1, 1, 2)),
            "at": self._near(),
        }

    def _visit(self) -> Json:
        pick = self._chance.choice
        return {
            "state": pick(("expected",) * 5 + ("inside",) * 4 + ("left", "cancelled", "odd")),
            "denied": pick(("no",) * 6 + ("maybe", "yes")),
            "confirmed": pick((True, False)),
            "purpose": pick(("family",) * 5 + ("medical", "medical", "emergency_service")),
            "since": pick((None, None, self._near())),
            "until": pick((None, None, self._near())),
        }

    def _vehicle(self) -> Json:
        kinds = ("resident", "visitor", "delivery", "delivery", "emergency", "unknown", "odd")
        return {"kind": self._chance.choice(kinds), "denied": self._seldom(5)}

    def _seldom(self, times: int) -> bool:
        return self._chance.randrange(times) == 0

    def _moment_of_day(self, day: str, closure: tuple[str, str] | None) -> datetime:
        """Close to a bound of the closure, to midnight, or to the hour in which clocks jump."""
        times = ("00:00", "01:00", "02:00", "03:00", "12:00", *(closure or ()))
        local = datetime.fromisoformat(f"{day}T{self._chance.choice(times)}")
        local += timedelta(days=self._chance.choice((-1, 0, 0, 0, 1)))
        moment = local.replace(tzinfo=ZoneInfo(self._zone)).astimezone(UTC)
        return moment + self._step()

    def _near(self) -> str:
        """Close to now, to a day and so on before or after it, or to a local midnight."""
        if self._seldom(3):
            day = self._now.astimezone(ZoneInfo(self._zone)).date()
            day += timedelta(days=self._chance.randrange(-6, 3))
            return _text(self._moment_of_day(day.isoformat(), None))
        return _text(self._now + self._step() + self._step())

    def _shown(self) -> str:
        """When a phone made its code: about a minute ago, or a minute ahead."""
        milliseconds = self._chance.choice((0, 15_000, 59_999, 60_000, 60_001, 3_600_000))
        return _text(
            self._now + timedelta(milliseconds=self._chance.choice((1, -1)) * milliseconds)
        )

    def _step(self) -> timedelta:
        step = self._chance.choice(STEPS) or self._chance.randrange(2) * 90_000
        return timedelta(milliseconds=step * self._chance.choice((1, -1)))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
