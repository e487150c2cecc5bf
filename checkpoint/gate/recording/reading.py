"""Reading a crossing as far as that goes without the database: its shape, its token, its moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from checkpoint.gate.outside import Move, Passage, decided_when
from checkpoint.gate.recording.sent import Post, Sent
from checkpoint.gate.recording.shown import Keys, Shown, read_shown
from checkpoint.gate.schemas import CrossingShape
from checkpoint.gate.verdict import Outcome

_NOTHING = Shown()


@dataclass(frozen=True, slots=True)
class Read:
    """A crossing that was read; without `said` it can't be one, and `problem` says why."""

    post: Post
    sent: Sent
    said: CrossingShape | None
    shown: Shown = _NOTHING
    problem: str = ""


def read(post: Post, sent: Sent, keys: Keys) -> Read:
    """Read what was sent; whatever it is, there is an answer to it."""
    try:
        said = CrossingShape.model_validate_json(sent.canonical)
    except ValidationError as error:
        return Read(post, sent, None, problem=_problem_of(error))
    return Read(post, sent, said, read_shown(said, keys))


def passage_told(post: Post, said: CrossingShape) -> Passage:
    """What it says of who is out, at the best estimate of its moment."""
    move = Move(_moment(said, post.now), said.id, said.direction, said.party_size)
    through = said.verdict.outcome is not Outcome.REFUSE or said.override is not None
    return Passage(move, through, post.stand.id, said.decided_at, said.undoes)


def _moment(said: CrossingShape, now: datetime) -> datetime:
    return decided_when(said.decided_at + timedelta(milliseconds=said.clock_offset_ms), now)


def _problem_of(error: ValidationError) -> str:
    about_reading = any("reading_tenths" in problem["loc"] for problem in error.errors())
    return "reading.out_of_range" if about_reading else "crossing.malformed"
