"""What can't be recorded as a crossing: kept whole for staff to look at, never dropped.

Of a scanned text that is no token of ours nothing is kept but its length and a fingerprint.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from checkpoint.gate.reasons import sentence
from checkpoint.gate.recording.sent import Post, Sent
from checkpoint.gate.schemas import Problem, Result, VerdictShape

Status = Literal["conflict", "set_aside"]


def aside(
    sent: Sent, reason: str, status: Status = "set_aside", verdict: VerdictShape | None = None
) -> Result:
    """The answer for what is kept aside, or refused for good."""
    problem = Problem(code=reason, message=sentence(reason))
    return Result(id=sent.id, status=status, verdict=verdict, error=problem)


def aside_row(
    post: Post, sent: Sent, reason: str, status: Status = "set_aside", *, hide_token: bool = False
) -> dict[str, Any]:
    """The row of a crossing that is kept aside."""
    return {
        "crossing_id": sent.id,
        "body_sha256": sent.sha256,
        "compound_id": post.stand.compound_id,
        "device_id": post.stand.id,
        "received_at": post.now,
        "status": status,
        "reason": reason,
        "body": _without_token(sent.body) if hide_token else sent.body,
    }


def scan_row(post: Post, sent: Sent, at: datetime, reason: str, shown: str) -> dict[str, Any]:
    """The row of the refused scan that a crossing of nobody was."""
    return {
        "id": sent.id,
        "compound_id": post.stand.compound_id,
        "gate_id": post.stand.gate_id,
        "device_id": post.stand.id,
        "staff_id": post.stand.staff_id,
        "at": at,
        "received_at": post.now,
        "reason": reason,
        "length": len(shown.encode()),
        "sample": _fingerprint(shown),
    }


def _without_token(body: dict[str, Any]) -> dict[str, Any]:
    token = str(body["token"])
    return body | {"token": {"length": len(token.encode()), "sample": _fingerprint(token)}}


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
