"""What can't be recorded as a crossing: kept whole for staff to look at, never dropped.

Of a scanned text that is no token of ours nothing is kept but its length and a fingerprint.
"""

from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.gate.models import RefusedScan, SetAside
from checkpoint.gate.reasons import sentence
from checkpoint.gate.schemas import CrossingShape, Problem, Result, VerdictShape
from checkpoint.gate.sent import Post, Sent

Status = Literal["conflict", "set_aside"]


def set_aside(
    post: Post, sent: Sent, reason: str, status: Status = "set_aside", *, hide_token: bool = False
) -> Result:
    """Keep `sent` aside, once however often it comes. Call within `writing()`."""
    known = select(SetAside.id).where(SetAside.body_sha256 == sent.sha256)
    if db.session.scalar(known) is None:
        db.session.add(_row(post, sent, reason, status, hide_token))
    return aside(sent, reason, status)


def aside(
    sent: Sent, reason: str, status: Status = "set_aside", verdict: VerdictShape | None = None
) -> Result:
    """The answer for what is kept aside, or refused for good."""
    problem = Problem(code=reason, message=sentence(reason))
    return Result(id=sent.id, status=status, verdict=verdict, error=problem)


def answered_aside(sent: Sent) -> Result | None:
    """What was answered before, if this very body is kept aside."""
    query = select(SetAside.status, SetAside.reason).where(SetAside.body_sha256 == sent.sha256)
    kept = db.session.execute(query).one_or_none()
    if kept is None:
        return None
    return aside(sent, kept.reason, "conflict" if kept.status == "conflict" else "set_aside")


def keep_scan(post: Post, said: CrossingShape, reason: str, shown: str) -> None:
    """Keep the refused scan that a crossing of nobody was, once. Call within `writing()`."""
    if db.session.get(RefusedScan, said.id) is not None:
        return
    scan = RefusedScan(
        id=said.id,
        compound_id=post.device.compound_id,
        gate_id=post.device.gate_id,
        device_id=post.device.id,
        staff_id=post.device.staff_id,
        at=said.decided_at,
        received_at=post.now,
        reason=reason,
        length=len(shown.encode()),
        sample=_fingerprint(shown),
    )
    db.session.add(scan)


def _row(post: Post, sent: Sent, reason: str, status: Status, hide_token: bool) -> SetAside:
    return SetAside(
        crossing_id=sent.id,
        body_sha256=sent.sha256,
        compound_id=post.device.compound_id,
        device_id=post.device.id,
        received_at=post.now,
        status=status,
        reason=reason,
        body=_without_token(sent.body) if hide_token else sent.body,
    )


def _without_token(body: dict[str, Any]) -> dict[str, Any]:
    token = str(body["token"])
    return body | {"token": {"length": len(token.encode()), "sample": _fingerprint(token)}}


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
