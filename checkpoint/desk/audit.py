"""The record of who did or looked at what, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from checkpoint.db import db
from checkpoint.people import Actor, AuditEntry, Permission, Staff

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `who` is empty for the command line, and for a household at its own phone."""

    at: datetime
    who: str
    action: str
    object_kind: str
    object_id: int | None
    at_home: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of entries, the newest first."""

    entries: Sequence[Entry]
    page: int
    pages: int
    total: int


def audit_page(actor: Actor, page: int, staff_id: int | None = None) -> Page:
    """A page of what the staff in scope did; of one of them alone where `staff_id` says so."""
    actor.require(Permission.MANAGE_STAFF)
    conditions = [_in_scope(actor)]
    if staff_id is not None:
        conditions.append(AuditEntry.staff_id == staff_id)
    base = select(AuditEntry).outerjoin(Staff, Staff.id == AuditEntry.staff_id).where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = db.session.execute(
        base.add_columns(Staff.name)
        .order_by(AuditEntry.id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return Page([_entry(entry, name) for entry, name in rows], page, pages, total)


def _entry(entry: AuditEntry, name: str | None) -> Entry:
    return Entry(
        entry.at,
        name or "",
        entry.action,
        entry.object_kind,
        entry.object_id,
        "by_phone" in entry.detail,
    )


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """An admin of one compound sees its staff; one of a community also the command line."""
    if actor.compound_id is not None:
        return Staff.compound_id == actor.compound_id
    if actor.community_id is not None:
        return or_(Staff.community_id == actor.community_id, AuditEntry.staff_id.is_(None))
    return AuditEntry.id.is_not(None)
