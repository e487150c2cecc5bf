"""A crossing line by line, as staff compare it with another one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext

from checkpoint.desk.words import direction_word, method_word
from checkpoint.gate import Crossing, sentence
from checkpoint.gate.conflicts import Conflict
from checkpoint.passes import format_number
from checkpoint.web import local_time, settings

# A clock that is off by less than this is right.
CLOCK_RIGHT = timedelta(minutes=1)
CLOCK_WRONG = timedelta(minutes=10)
SECOND = "%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one crossing says on a line. `alert` is "", amber or red."""

    text: str
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison. `differs` where the two don't say the same."""

    label: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        """Whether it is worth a look because the two are not alike."""
        return len({each.text for each in self.cells}) > 1


def compare(conflict: Conflict, ended: datetime | None) -> list[Line]:
    """Both crossings side by side, or one alone. `ended`: since when the card was not valid."""
    both = [conflict.first, conflict.second]
    return compare_crossings(both[: len({each.id for each in both})], ended)


def compare_crossings(crossings: Sequence[Crossing], ended: datetime | None = None) -> list[Line]:
    """The lines of these crossings; a line that is empty for all of them is left out."""
    lines = [Line(label, [_cell(tell(each)) for each in crossings]) for label, tell in _lines()]
    if ended:
        lines.insert(1, Line(gettext("No longer valid since"), [Cell(_time(ended), "red")]))
    return [each for each in lines if any(cell.text for cell in each.cells)]


def _lines() -> Iterator[tuple[str, Callable[[Crossing], str | Cell]]]:
    yield gettext("When"), lambda each: _time(each.decided_at)
    yield gettext("Gate"), lambda each: each.gate.name
    yield gettext("Direction"), _direction
    yield gettext("Shown"), _shown
    yield (
        gettext("Temperature"),
        lambda each: degrees(each.reading.tenths if each.reading else None),
    )
    yield gettext("Guard"), lambda each: each.staff.name if each.staff else gettext("not known")
    yield gettext("Gate phone"), _device
    yield gettext("It had last heard from us"), _knowledge
    yield gettext("Its clock"), _clock
    yield gettext("It said"), lambda each: said(each.device_outcome, each.device_reason)
    yield gettext("Exception"), _override
    yield gettext("It reached us"), _arrival
    yield gettext("We said then"), lambda each: said(each.server_outcome, each.server_reason)


def said(outcome: str, reason: str) -> str:
    """A verdict with its reason."""
    words = {"admit": gettext("go"), "refuse": gettext("stop"), "ask": gettext("look twice")}
    word = str(words.get(outcome, outcome))
    if reason.endswith(".admitted"):
        return word
    return str(gettext("%(word)s: %(reason)s", word=word, reason=gettext(sentence(reason))))


def degrees(tenths: int | None) -> str:
    """A temperature, or nothing."""
    return "" if tenths is None else f"{tenths / 10:.1f} °C"


def override_word(reason: str) -> str:
    """Why a guard decided against the verdict."""
    words = {
        "emergency": gettext("emergency"),
        "medical": gettext("medical"),
        "duty": gettext("on duty"),
        "other": gettext("another reason"),
    }
    return str(words.get(reason, reason))


def _cell(told: str | Cell) -> Cell:
    return told if isinstance(told, Cell) else Cell(told)


def _time(moment: datetime) -> str:
    return local_time(moment, SECOND)


def _direction(crossing: Crossing) -> str:
    people = ngettext("%(num)s person", "%(num)s people", crossing.party_size)
    word = direction_word(crossing.direction)
    return f"{word} · {people}" if crossing.party_size > 1 else word


def _shown(crossing: Crossing) -> str:
    words = [method_word(crossing.method)]
    if crossing.pass_ and crossing.method != "address":
        words.append(format_number(crossing.pass_.number))
    if crossing.generation:
        words.append(gettext("card no. %(number)s", number=crossing.generation))
    return " · ".join(words)


def _device(crossing: Crossing) -> Cell:
    device = crossing.device
    if device is None:
        line = crossing.book_line
        return Cell(gettext("line %(line)s of the gate book", line=line) if line else "–")
    if device.revoked_at and device.revoked_at < crossing.decided_at:
        since = _time(device.revoked_at)
        return Cell(gettext("%(name)s, revoked %(time)s", name=device.name, time=since), "red")
    return Cell(device.name)


def _knowledge(crossing: Crossing) -> Cell:
    if crossing.device is None:
        return Cell("")
    own, age = settings(), timedelta(seconds=crossing.knowledge_age_s)
    old = age >= timedelta(hours=own.knowledge_old_hours)
    aging = age >= timedelta(hours=own.knowledge_aging_hours)
    words = duration(age)
    text = gettext("%(time)s before", time=words) if words else gettext("just before")
    if crossing.roster_version:
        text += " · " + gettext("roster %(version)s", version=crossing.roster_version)
    return Cell(text, "red" if old else "amber" if aging else "")


def _clock(crossing: Crossing) -> Cell:
    if crossing.device is None:
        return Cell("")
    offset = timedelta(milliseconds=crossing.clock_offset_ms)
    if abs(offset) < CLOCK_RIGHT:
        return Cell(gettext("right"))
    off = gettext("%(time)s slow") if offset > timedelta() else gettext("%(time)s fast")
    text = gettext(
        "%(off)s, it showed %(time)s",
        off=off % {"time": duration(abs(offset))},
        time=local_time(crossing.device_at, "%H:%M:%S"),
    )
    return Cell(text, "red" if abs(offset) >= CLOCK_WRONG else "")


def _override(crossing: Crossing) -> str:
    if not crossing.override_reason:
        return ""
    return " · ".join(
        filter(None, [override_word(crossing.override_reason), crossing.override_note])
    )


def _arrival(crossing: Crossing) -> str:
    late = duration(crossing.received_at - crossing.decided_at)
    return str(gettext("%(time)s later", time=late) if late else gettext("at once"))


def duration(time: timedelta) -> str:
    """`2 h 5 min`; nothing for less than a minute."""
    minutes = int(time / timedelta(minutes=1))
    if minutes < 1:
        return ""
    if minutes < 60:
        return str(gettext("%(minutes)s min", minutes=minutes))
    if minutes < 60 * 48:
        hours, minutes = divmod(minutes, 60)
        text = gettext("%(hours)s h %(minutes)s min") if minutes else gettext("%(hours)s h")
        return str(text) % {"hours": hours, "minutes": minutes}
    return str(gettext("%(days)s days", days=minutes // 1440))
