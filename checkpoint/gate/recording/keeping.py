"""What a batch of crossings leaves in the database, collected and then written at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, func, update

from checkpoint.db import Base
from checkpoint.gate.alerts.raising import Cause, causes_of, close_undone, raise_alerts
from checkpoint.gate.outside import Move, settle, settle_together
from checkpoint.gate.prepared import WANTED, ForEach, ForMany, inserting
from checkpoint.gate.recording.aside import Status, aside_row, scan_row
from checkpoint.gate.recording.lookup import Extra, Home
from checkpoint.gate.recording.sent import Post, Sent

_HOUSEHOLD, _COMPOUND, _PASS = (
    Base.metadata.tables[name] for name in ("household", "compound", "pass")
)
_CROSSING, _READING, _EARLIER, _SET_ASIDE, _REFUSED_SCAN = (
    Base.metadata.tables[name]
    for name in ("crossing", "reading", "earlier_reading", "set_aside", "refused_scan")
)


class Keeping:
    """Rows by table, and the households whose cache has changed."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._moved: dict[int, Home] = {}
        self._moved_extras: dict[int, Extra] = {}
        self._to_tell: set[int] = set()
        self._causes: list[Cause] = []
        self._undone: dict[UUID, datetime] = {}

    def crossing(self, row: dict[str, Any]) -> None:
        """One that is recorded."""
        self._add(_CROSSING, row)

    def alarm(
        self, row: dict[str, Any], said: Sequence[str], judged: Sequence[str], *, undone: bool
    ) -> None:
        """What staff must hear of it, by the reasons of both verdicts; `undone` where it is known
        to have been taken back. A crossing that takes another back closes that one's alerts."""
        if row["undoes"] is not None:
            self._undone[row["undoes"]] = row["received_at"]
        elif causes := causes_of(row, judged, said):
            self._causes += causes
            if undone:
                self._undone[row["id"]] = row["received_at"]

    def reading(self, row: dict[str, Any], earlier: Iterable[dict[str, Any]]) -> None:
        """Its temperature, and those that were taken before it."""
        self._add(_READING, row)
        for each in earlier:
            self._add(_EARLIER, each)

    def aside(
        self, post: Post, sent: Sent, reason: str, status: Status, *, hide_token: bool = False
    ) -> None:
        """One that can't be recorded."""
        self._add(_SET_ASIDE, aside_row(post, sent, reason, status, hide_token=hide_token))

    def scan(self, post: Post, sent: Sent, at: datetime, reason: str, shown: str) -> None:
        """A scan that was refused."""
        self._add(_REFUSED_SCAN, scan_row(post, sent, at, reason, shown))

    def move(self, home: Home, last: Move | None, *, tell: bool) -> None:
        """The last that happened to a household, or nothing did after all. Devices are told when
        that changes who is out, or with `tell`."""
        self._moved[home.id] = home
        if settle_together(home, last) or tell:
            self._to_tell.add(home.id)

    def move_extra(self, extra: Extra, home: Home, last: Move | None) -> None:
        """The last that happened to the holder of an extra pass of that household."""
        settle(extra, last)
        self._moved_extras[extra.id] = extra
        # Devices hear of a pass together with its household.
        self._moved[home.id] = home
        self._to_tell.add(home.id)

    def write(self) -> None:
        """Write all of it. Call within `writing()`."""
        for table, insertion in _INSERTIONS.items():
            if rows := self._rows.get(table):
                insertion.run(rows)
        if self._moved:
            _MOVE.run(self._places())
        if self._moved_extras:
            _MOVE_EXTRA.run(
                {"extra": id, "since": each.outside_since, "last": each.last_crossing_at}
                for id, each in self._moved_extras.items()
            )
        raise_alerts(self._causes)
        close_undone(self._undone)

    def _add(self, table: Table, row: dict[str, Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _places(self) -> list[dict[str, Any]]:
        compounds = {home.compound_id for id, home in self._moved.items() if id in self._to_tell}
        versions = {row.id: row.roster_version for row in _RAISE_VERSIONS.rows(compounds)}
        return [
            {
                "home": home.id,
                "since": home.outside_since,
                "people": home.outside_people,
                "last": home.last_crossing_at,
                "version": versions[home.compound_id] if home.id in self._to_tell else None,
            }
            for home in self._moved.values()
        ]


# What refers to another comes after it.
_TABLES = (_CROSSING, _READING, _EARLIER, _SET_ASIDE, _REFUSED_SCAN)
_INSERTIONS = {each: inserting(each) for each in _TABLES}
# What `people.next_roster_version` does for one. They are locked, so the order does not matter.
_RAISE_VERSIONS = ForMany(
    update(_COMPOUND)
    .where(_COMPOUND.c.id.in_(WANTED))
    .values(roster_version=_COMPOUND.c.roster_version + 1)
    .returning(_COMPOUND.c.id, _COMPOUND.c.roster_version)
)
_MOVE = ForEach(
    update(_HOUSEHOLD)
    .where(_HOUSEHOLD.c.id == bindparam("home"))
    .values(
        outside_since=bindparam("since"),
        outside_people=bindparam("people"),
        last_crossing_at=bindparam("last"),
        # Devices ask for what has a later version than theirs: the rest keeps its own.
        roster_version=func.coalesce(bindparam("version"), _HOUSEHOLD.c.roster_version),
    )
)
_MOVE_EXTRA = ForEach(
    update(_PASS)
    .where(_PASS.c.id == bindparam("extra"))
    .values(outside_since=bindparam("since"), last_crossing_at=bindparam("last"))
)
