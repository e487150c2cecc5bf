"""Recording crossings: the way of a letter, from what was sent to an answer for each crossing.

Read without the database (`reading`), written together with other letters (`writer`), and judged
there, each in its turn (`intake`).
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkpoint.gate.devices import has_news
from checkpoint.gate.recording.reading import read
from checkpoint.gate.recording.sent import Line, Post, Sent, Stand
from checkpoint.gate.recording.shown import current_keys
from checkpoint.gate.recording.writer import Incoming, record
from checkpoint.gate.schemas import Letter, Result


def record_crossings(
    stand: Stand, letter: Letter, now: datetime, lines: Mapping[UUID, Line] | None = None
) -> list[Result]:
    """Record what was sent and say of each crossing what became of it, in the same order.

    `lines` names the line of a book that a crossing was copied from, by the crossing's id. Raises
    BadInput before anything is recorded, for a letter with something in it that has no id, and what
    the database raises when it can't write.
    """
    incoming = read_letter(Post(stand, letter, now, lines or {}))
    record([incoming])
    if incoming.error is not None:
        raise incoming.error
    return incoming.results


def read_letter(post: Post) -> Incoming:
    """A letter, read as far as that goes without the database. Raises BadInput."""
    bodies = post.letter.crossings
    all_sent = [Sent.of(body, f"crossings.{i}") for i, body in enumerate(bodies)]
    heard = post.device is not None and has_news(post.device, post.letter, post.now)
    keys = current_keys()
    return Incoming(post, [read(post, sent, keys) for sent in all_sent], heard)
