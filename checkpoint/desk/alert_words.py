"""An alert in plain words: what happened, whom it is about, what to do, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from checkpoint.desk.crossing_words import degrees, duration, override_word
from checkpoint.desk.households import lines
from checkpoint.desk.now import Now
from checkpoint.gate.alerts import (
    CALL_REASONS,
    DENIED,
    EMERGENCY,
    FEVER,
    KINDS,
    LISTED,
    OVERDUE,
    OVERRIDE,
    OVERSTAY,
    Alert,
    AlertEvent,
    alerts_by_household,
    is_confirmed,
    outcomes_of,
)
from checkpoint.people import Compound, masked_name
from checkpoint.web import language, local_time

# What reached the office later than this was decided out of touch.
LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of an alert's record; `who` is empty where the system did it."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as the desk tells it. `steps` is what to do, in order; `outcomes` are pairs of a
    code and its words."""

    alert: Alert
    colour: str
    sound: str
    title: str
    who: str
    where: str
    steps: Sequence[str]
    outcomes: Sequence[tuple[str, str]]
    record: Sequence[Deed]
    age: timedelta

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.alert.closed_at is None

    @property
    def rung(self) -> Deed | None:
        """How far up the ladder it is: what was done last, None where nobody has called yet."""
        step = self.alert.step
        done = zip(self.alert.events, self.record, strict=True)
        return next((deed for event, deed in reversed([*done]) if step == event.action), None)

    @property
    def can_observe(self) -> bool:
        """Whether a fourteen days' observation can be proposed with it."""
        alert = self.alert
        return alert.kind == FEVER and alert.household_id is not None and alert.visit_id is None


def tell_all(alerts: Sequence[Alert], now: datetime) -> list[Told]:
    """Each alert in words, with the heads of households asked for once."""
    homes = {each.household for each in alerts if each.household is not None}
    heads = {line.household.id: line.head for line in lines(homes)}
    return [tell(each, now, heads) for each in alerts]


def tell(alert: Alert, now: datetime, heads: Mapping[int, str]) -> Told:
    """One alert in words; `heads` are masked names by household."""
    kind = KINDS[alert.kind]
    visitor = alert.visit_id is not None
    return Told(
        alert=alert,
        colour=kind.colour,
        sound=kind.sound,
        title=title_of(alert, now),
        who=_who(alert, heads),
        where=_where(alert, now),
        steps=steps_of(alert.kind, visitor=visitor),
        outcomes=[(code, outcome_word(code)) for code in outcomes_of(alert.kind, visitor=visitor)],
        record=[_deed(each) for each in alert.events],
        age=now - alert.raised_at,
    )


def next_steps(compound: Compound, view: Now) -> dict[int, str]:
    """How far the ladder of each household is that is out too long, in words; "" where somebody
    must call."""
    known = alerts_by_household(compound, OVERDUE)
    late = [each for each in view.outings if each.state in ("over", "lost")]
    return {each.line.household.id: _step(known.get(each.line.household.id)) for each in late}


def _step(alert: Alert | None) -> str:
    if alert is None:
        return str(gettext("dealt with"))
    if alert.step == LISTED:
        return ""
    last = next(each for each in reversed(alert.events) if each.action == alert.step)
    return _deed_text(last)


def kind_word(kind: str) -> str:
    """The kind of alert, as a filter names it."""
    words = {
        EMERGENCY: gettext("Emergency exit"),
        FEVER: gettext("Fever"),
        DENIED: gettext("Deny list"),
        OVERSTAY: gettext("Visitor stays too long"),
        OVERDUE: gettext("Out too long"),
        OVERRIDE: gettext("Exception"),
    }
    return str(words.get(kind, kind))


def title_of(alert: Alert, now: datetime) -> str:
    """What it is, in a few words."""
    match alert.kind:
        case "reading.fever":
            return _fever_title(alert)
        case "crossing.override" if alert.crossing:
            reason = override_word(alert.crossing.override_reason)
            return str(gettext("Exception at the gate: %(reason)s", reason=reason))
        case "visitor.denied":
            return str(gettext("Somebody on the deny list is at the gate"))
        case "visit.overstay" if alert.visit:
            late = duration(now - alert.visit.expected_until)
            return str(gettext("Visitor stays too long, by %(time)s", time=late))
        case "outing.overdue" if alert.household and alert.household.outside_since:
            out = duration(now - alert.household.outside_since)
            return str(gettext("Out for %(time)s", time=out))
        case kind:
            return kind_word(kind)


def _fever_title(alert: Alert) -> str:
    reading = alert.crossing.reading if alert.crossing else None
    shown = degrees(reading.tenths if reading else None)
    if _is_confirmed(alert):
        return str(gettext("Fever %(degrees)s", degrees=shown))
    return str(gettext("High reading %(degrees)s, not measured again", degrees=shown))


def _is_confirmed(alert: Alert) -> bool:
    crossing = alert.crossing
    if crossing is None:
        return False
    verdict = crossing.answer.get("verdict") or {}
    return is_confirmed({crossing.device_reason, *verdict.get("reasons", ())})


def _who(alert: Alert, heads: Mapping[int, str]) -> str:
    parts: list[str] = []
    if alert.visit is not None:
        parts.append(gettext("Visitor %(name)s", name=masked_name(alert.visit.name)))
    if alert.household is not None:
        address = alert.household.short_label(language())
        head = heads.get(alert.household.id, "")
        if alert.visit is None:
            parts.append(f"{address} {head}".strip())
        else:
            parts.append(gettext("to %(address)s", address=address))
    return " · ".join(str(each) for each in parts) or str(gettext("nobody known"))


def _where(alert: Alert, now: datetime) -> str:
    crossing = alert.crossing
    if crossing is None:
        return alert.gate.name if alert.gate else ""
    parts = [crossing.gate.name, _moment(crossing.decided_at, now)]
    if crossing.staff:
        parts.append(crossing.staff.name)
    if crossing.override_note:
        parts.append(crossing.override_note)
    if crossing.received_at - crossing.decided_at > LATE:
        late = duration(crossing.received_at - crossing.decided_at)
        parts.append(gettext("reached us %(time)s later", time=late))
    return " · ".join(str(each) for each in parts)


def _moment(at: datetime, now: datetime) -> str:
    """The time, with the date in front of it when it was not today."""
    same_day = local_time(at, "%m-%d") == local_time(now, "%m-%d")
    return local_time(at, "%H:%M" if same_day else "%m-%d %H:%M")


def steps_of(kind: str, *, visitor: bool) -> list[str]:
    """What to do, in order."""
    match kind:
        case "reading.fever" if visitor:
            return [
                gettext("They don't come in. They leave, apart from the others."),
                gettext("Report it to the health centre and tell the household they came for."),
            ]
        case "reading.fever":
            return [
                gettext("Have them wait apart from the others, with a mask on."),
                gettext("Report it to the health centre."),
                gettext("Propose an observation of the household. You decide."),
            ]
        case "crossing.emergency":
            return [gettext("Call the gate and find out what happened. Send help.")]
        case "visitor.denied":
            return [gettext("Call the gate. Let nobody in before you have looked at the entry.")]
        case "visit.overstay":
            return [gettext("Call the household and ask when the visitor leaves.")]
        case "outing.overdue":
            return [gettext("Call the household. If nobody answers, hand over to the leader.")]
        case _:
            return [gettext("Review it today: was it right?")]


def outcome_word(code: str) -> str:
    """What came of an alert."""
    words = {
        "undone": gettext("the guard took it back"),
        "returned": gettext("they came home"),
        "left": gettext("they left"),
        "isolated": gettext("kept apart, reported"),
        "sent_to_clinic": gettext("sent to the fever clinic"),
        "false_alarm": gettext("false alarm"),
        "observation_proposed": gettext("observation for 14 days"),
        "reported": gettext("reported"),
        "attended": gettext("somebody went there"),
        "drill": gettext("a drill"),
        "turned_away": gettext("turned away"),
        "let_in": gettext("let in after a look"),
        "mistaken": gettext("somebody else of that name"),
        "prolonged": gettext("may stay longer"),
        "returned_unscanned": gettext("home, but not scanned"),
        "at_hospital": gettext("at a hospital"),
        "other": gettext("something else"),
        "right": gettext("it was right"),
        "wrong": gettext("it was wrong"),
    }
    return str(words.get(code, code))


def call_words() -> list[tuple[str, str]]:
    """What may come of a call: code and words."""
    words = {
        "no_answer": gettext("nobody answered"),
        "on_the_way": gettext("on the way home"),
        "at_hospital": gettext("at a hospital"),
        "returned_unscanned": gettext("home, but not scanned"),
        "other": gettext("something else"),
    }
    return [(code, str(words[code])) for code in CALL_REASONS]


def _deed(event: AlertEvent) -> Deed:
    return Deed(event.at, event.staff.name if event.staff else "", _deed_text(event))


def _deed_text(event: AlertEvent) -> str:
    words = {
        "raised": gettext("raised"),
        "rang": gettext("rang again"),
        "taken": gettext("took it"),
        "handed_on": gettext("handed it on to %(who)s", who=event.note),
        "noted": event.note,
        "called": gettext("called: %(what)s", what=dict(call_words()).get(event.reason, "")),
        "handed_over": gettext("handed over to the leader: %(who)s", who=event.note),
        "closed": gettext("closed: %(what)s", what=outcome_word(event.reason)),
    }
    text = str(words.get(event.action, event.action))
    if event.note and event.action in ("called", "closed"):
        text = f"{text} · {event.note}"
    return text
