"""Which rule set holds when. How one is made, approved and withdrawn: `rule_changes.py`.

A set holds from its moment on until the next one's, or until it is withdrawn; then the one before
it holds again. What was decided before the withdrawal is judged by it, whenever it arrives here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoint.db import Base, db
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.remembered import EachDatabase, Remembered
from checkpoint.gate.rules import OPEN, Rules, body_of, rules_of
from checkpoint.web import settings


@dataclass(frozen=True, slots=True)
class Dated:
    """A rule set from a moment on; version 0 are the figures of the settings, since ever."""

    version: int
    rules: Rules
    since: datetime | None = None
    withdrawn_at: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it has begun by then and was not withdrawn by then."""
        begun = self.since is None or self.since <= moment
        return begun and (self.withdrawn_at is None or moment < self.withdrawn_at)


def rules_at(compound_id: int, moment: datetime) -> tuple[int, Rules]:
    """The version and the rules in force there at that moment."""
    found = in_force(compound_id, moment)
    return found.version, found.rules


def in_force(compound_id: int, moment: datetime) -> Dated:
    """What is in force there at that moment; version 0 where no rule set is."""
    return in_force_of(_schedule(compound_id), moment)


def in_force_of(schedule: Sequence[Dated], moment: datetime) -> Dated:
    """The same in a schedule that was read."""
    return next((each for each in schedule if each.holds(moment)), None) or settings_rules()


def upcoming(compound_id: int, now: datetime) -> list[Dated]:
    """What is approved and still to come, the next one first."""
    ahead = (each for each in _schedule(compound_id) if each.since and each.since > now)
    return [each for each in ahead if not each.withdrawn_at][::-1]


def rule_sets_block(compound_id: int, now: datetime) -> list[dict[str, Any]]:
    """What a device is told: the one in force first, then those to come, each a body with
    `version` and `from` in epoch seconds, 0 for since ever."""
    return [
        {
            **body_of(each.rules),
            "version": each.version,
            "from": int(each.since.timestamp()) if each.since else 0,
        }
        for each in (in_force(compound_id, now), *upcoming(compound_id, now))
    ]


def settings_rules() -> Dated:
    """Version 0: nothing but the figures of the settings."""
    own = settings()
    figures = replace(
        OPEN,
        fever_tenths=own.fever_tenths,
        cold_tenths=own.cold_tenths,
        longest_minutes=own.longest_outing_minutes,
    )
    return Dated(0, figures)


def _schedule(compound_id: int) -> Sequence[Dated]:
    """What was approved, and at the end the figures of the settings, which hold since ever."""

    def ask() -> Sequence[Dated]:
        return (*read_schedule(compound_id), settings_rules())

    return _remembered().recall(compound_id, ask) or ()


def read_schedule(compound_id: int) -> Sequence[Dated]:
    """All that were ever approved, the latest to begin first, as the database has them now."""
    rows = db.session.connection().execute(_APPROVED.where(_SETS.c.compound_id == compound_id))
    return tuple(
        Dated(version, rules_of(body), since, withdrawn_at)
        for version, body, since, withdrawn_at in rows
    )


_SETS = Base.metadata.tables[RuleSet.__tablename__]
_APPROVED = (
    select(_SETS.c.version, _SETS.c.body, _SETS.c.effective_from, _SETS.c.withdrawn_at)
    .where(_SETS.c.approved_at.is_not(None))
    .order_by(_SETS.c.effective_from.desc(), _SETS.c.version.desc())
)
_remembered: EachDatabase[Remembered[int, Sequence[Dated]]] = EachDatabase(Remembered)
