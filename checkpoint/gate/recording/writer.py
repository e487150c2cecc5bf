"""The writer: one commit for many letters, and a fault of one that takes no other with it.

What the database itself can't do now (a full disk, a lost connection) fails for all of them; their
devices send it again. Anything else that goes wrong is the fault of one crossing: then each is
taken alone, and the one that can't be taken is kept aside.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from checkpoint.db import db, in_writing, writing
from checkpoint.gate.devices import forget, hear
from checkpoint.gate.recording.intake import take_in
from checkpoint.gate.recording.reading import Read
from checkpoint.gate.recording.sent import Post
from checkpoint.gate.schemas import Result

# On PostgreSQL two processes may meet: the same crossing twice at once, or a deadlock.
TRIES = 4
CANT_BE_TAKEN = "crossing.malformed"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Incoming:
    """A letter on its way to the database. `heard` is for news of the device.

    Once recorded there is a result for each, or the error for which none of them is.
    """

    post: Post
    all_read: Sequence[Read]
    heard: bool
    results: list[Result] = field(default_factory=list)
    error: Exception | None = None


def record(letters: Sequence[Incoming]) -> None:
    """Record the crossings of all of them, and note in each what became of its own.

    Within `writing()` it joins that transaction, and a fault is the caller's.
    """
    letters = [each for each in letters if each.all_read or each.heard]
    if not letters:
        return
    if in_writing():
        db.session.flush()
        _take(letters)
        db.session.expire_all()
    else:
        _write(letters)


def _write(letters: Sequence[Incoming]) -> None:
    try:
        _commit_or_again(letters)
    except (OperationalError, InterfaceError) as error:
        for each in letters:
            each.error = error
    except Exception:
        for each in letters:
            _write_one_by_one(each)


def _write_one_by_one(letter: Incoming) -> None:
    ones = [
        Incoming(letter.post, [read], letter.heard and i == 0)
        for i, read in enumerate(letter.all_read)
    ]
    try:
        for one in ones:
            _write_one(one)
    except Exception as error:
        letter.error = error
    letter.results = [result for one in ones for result in one.results]


def _write_one(one: Incoming) -> None:
    try:
        _commit_or_again([one])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # The log names the crossing, never what was sent.
        log.exception("crossing %s could not be taken and is kept aside", one.all_read[0].sent.id)
        one.all_read = [replace(each, said=None, problem=CANT_BE_TAKEN) for each in one.all_read]
        _commit_or_again([one])


def _commit_or_again(letters: Sequence[Incoming]) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            _commit(letters)
        except DBAPIError as error:
            if not tries_left or not _may_work_again(error):
                raise
        else:
            return


def _commit(letters: Sequence[Incoming]) -> None:
    with writing(routine=True):
        _take(letters)
    for each in letters:
        if each.heard and each.post.device:
            forget(each.post.device.id)


def _take(letters: Sequence[Incoming]) -> None:
    # Devices before compounds, each in order: see ADR 7.
    heard = [each for each in letters if each.heard]
    for each in sorted(heard, key=lambda each: each.post.stand.id or 0):
        if each.post.device:
            hear(each.post.device, each.post.now, each.post.letter)
    all_read = [read for each in letters for read in each.all_read]
    results = iter(take_in(all_read, letters[0].post.now) if all_read else ())
    for each in letters:
        each.results = list(islice(results, len(each.all_read)))


def _may_work_again(error: DBAPIError) -> bool:
    deadlock = getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}
    return isinstance(error, IntegrityError) or deadlock
