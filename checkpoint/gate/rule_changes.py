"""Making, approving and withdrawing rule sets. A set is never edited: a change is a new version.

A preset as it is holds at its moment. One with a figure of its own waits for a second person.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.rule_problems import bad_input
from checkpoint.gate.rule_sets import Dated, in_force_of, read_schedule
from checkpoint.gate.rules import PRESETS, BadRules, Rules, body_of, rules_of
from checkpoint.people import (
    Actor,
    Compound,
    Permission,
    lock_compounds,
    record_audit,
    touch_households,
)

LONGEST_NOTE = 500
# A time that was typed as the present minute is meant as now.
MINUTE = timedelta(minutes=1)
FURTHEST = timedelta(days=366)


def propose(
    actor: Actor,
    compound: Compound,
    *,
    preset: str,
    body: Mapping[str, Any],
    effective_from: datetime | None,
    note: str,
    now: datetime,
) -> RuleSet:
    """A new version, from a moment on or, with None, from now on; approved if it is a plain preset.

    Raises BadInput naming the field (those of the body as in `rules.RuleProblem`), and Conflict
    where another set begins at that moment or these rules hold then anyway.
    """
    actor.require(Permission.SET_RULES, compound)
    rules = checked_rules(preset, body)
    note, since = checked_note(note), checked_start(effective_from, now)
    compound_id = compound.id
    with writing():
        lock_compounds([compound_id])
        _refuse_needless(compound_id, rules, since)
        if effective_from is not None:
            _refuse_overlap(compound_id, since)
        made = RuleSet(
            compound_id=compound_id,
            version=_next_version(compound_id),
            preset=preset,
            body=body_of(rules),
            effective_from=since,
            note=note,
            made_at=now,
            made_by_id=actor.staff_id,
        )
        db.session.add(made)
        db.session.flush()
        if needs_approval(preset, rules):
            _note(actor, now, "rules.proposed", made)
        else:
            _publish(actor, made, "rules.published", now)
    return made


def approve(actor: Actor, rule_set_id: int, *, now: datetime) -> RuleSet:
    """A second person's yes. What should have begun before begins now.

    Raises Forbidden for one's own, Conflict where it can't be approved any more or would overlap.
    """
    actor.require(Permission.SET_RULES)
    with writing():
        found = _locked(actor, rule_set_id)
        if not is_pending(found):
            raise Conflict("This was settled already. Load the page again.")
        if found.made_by_id == actor.staff_id:
            raise Forbidden("These rules are your own proposal. Somebody else has to approve them.")
        if found.effective_from <= now:
            found.effective_from = _whole_second(now)
        else:
            _refuse_overlap(found.compound_id, found.effective_from)
        found.approved_by_id = actor.staff_id
        _publish(actor, found, "rules.approved", now)
    return found


def withdraw(actor: Actor, rule_set_id: int, *, now: datetime) -> RuleSet:
    """Take it back: one that waits is dropped, one that holds gives way to the one before it.

    Raises Conflict for one that is over.
    """
    actor.require(Permission.SET_RULES)
    with writing():
        found = _locked(actor, rule_set_id)
        if not can_be_withdrawn(found, now):
            raise Conflict("These rules are over already.")
        found.withdrawn_at, found.withdrawn_by_id = now, actor.staff_id
        touch_households(found.compound, [])
        _note(actor, now, "rules.withdrawn", found)
    return found


def rule_set_by_id(actor: Actor, rule_set_id: int) -> RuleSet:
    """One version. Raises NotFound outside the scope just as for none at all."""
    found = db.session.get(RuleSet, rule_set_id)
    if found is None or not actor.covers(found.compound):
        raise NotFound("There is no such version here.")
    return found


def rule_sets_of(actor: Actor, compound: Compound) -> list[RuleSet]:
    """Every version of the compound, the newest first."""
    actor.require(Permission.SEE_DESK, compound)
    mine = select(RuleSet).where(RuleSet.compound_id == compound.id)
    return list(db.session.scalars(mine.order_by(RuleSet.version.desc())))


def before_of(rule_set: RuleSet) -> Dated:
    """What holds when it begins, or would hold but for it."""
    others = [
        each for each in read_schedule(rule_set.compound_id) if each.version != rule_set.version
    ]
    return in_force_of(others, rule_set.effective_from)


def needs_approval(preset: str, rules: Rules) -> bool:
    """Whether any figure is stricter or looser than the preset's own."""
    return rules != PRESETS[preset]


def is_pending(rule_set: RuleSet) -> bool:
    """Whether it waits for a second person."""
    return rule_set.approved_at is None and rule_set.withdrawn_at is None


def rule_sets_waiting(compound: Compound) -> int:
    """How many of the compound wait for a second person."""
    query = select(func.count()).where(
        RuleSet.compound_id == compound.id,
        RuleSet.approved_at.is_(None),
        RuleSet.withdrawn_at.is_(None),
    )
    return db.session.scalar(query) or 0


def can_be_withdrawn(rule_set: RuleSet, now: datetime) -> bool:
    """Whether it waits, is to come, or holds."""
    if rule_set.withdrawn_at is not None:
        return False
    if rule_set.approved_at is None or rule_set.effective_from > now:
        return True
    return in_force_of(read_schedule(rule_set.compound_id), now).version == rule_set.version


def checked_rules(preset: str, body: Mapping[str, Any]) -> Rules:
    """The rules of a body that was begun from that preset. Raises BadInput."""
    if preset not in PRESETS:
        raise BadInput("Choose one of the presets.", field="preset")
    try:
        return rules_of(body)
    except BadRules as error:
        raise bad_input(error.problems[0]) from error


def checked_note(note: str) -> str:
    """Why, in a few words. Raises BadInput for none or too many."""
    note = " ".join(note.split())
    if not 1 <= len(note) <= LONGEST_NOTE or not note.isprintable():
        raise BadInput(
            "Say why, in at most %(most)s characters. It stands in the history.",
            field="note",
            most=LONGEST_NOTE,
        )
    return note


def checked_start(effective_from: datetime | None, now: datetime) -> datetime:
    """When it begins, to the second, as devices know it. Raises BadInput for the past."""
    if effective_from is None or now - MINUTE < effective_from <= now:
        return _whole_second(now)
    if effective_from <= now:
        raise BadInput(
            "This moment has passed. Choose a later one, or now.", field="effective_from"
        )
    if effective_from > now + FURTHEST:
        raise BadInput("Choose a moment within a year.", field="effective_from")
    return _whole_second(effective_from)


def _publish(actor: Actor, made: RuleSet, action: str, now: datetime) -> None:
    """It counts from now on: devices hear of it with the next roster."""
    made.approved_at = now
    touch_households(made.compound, [])
    _note(actor, now, action, made)


def _note(actor: Actor, now: datetime, action: str, made: RuleSet) -> None:
    """Put it on record with what it changes: of each field that differs, before and after."""
    before = body_of(before_of(made).rules)
    changes = {
        name: [before[name], value] for name, value in made.body.items() if before[name] != value
    }
    record_audit(
        actor,
        now,
        action,
        "rule_set",
        made.id,
        version=made.version,
        preset=made.preset,
        since=made.effective_from.astimezone(UTC).isoformat(),
        changes=changes,
    )


def _locked(actor: Actor, rule_set_id: int) -> RuleSet:
    found = rule_set_by_id(actor, rule_set_id)
    actor.require(Permission.SET_RULES, found.compound)
    lock_compounds([found.compound_id])
    # Whoever came first may have settled it while we waited.
    db.session.refresh(found)
    return found


def _refuse_needless(compound_id: int, rules: Rules, since: datetime) -> None:
    if in_force_of(read_schedule(compound_id), since).rules == rules:
        raise Conflict("These are the rules that hold then anyway. Nothing would change.")


def _refuse_overlap(compound_id: int, since: datetime) -> None:
    for each in read_schedule(compound_id):
        if each.since == since and each.withdrawn_at is None:
            raise Conflict(
                "Version %(version)s begins at this moment. Choose another, or withdraw that one.",
                field="effective_from",
                version=each.version,
            )


def _next_version(compound_id: int) -> int:
    mine = RuleSet.compound_id == compound_id
    return (db.session.scalar(select(func.max(RuleSet.version)).where(mine)) or 0) + 1


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
