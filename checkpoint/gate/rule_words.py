"""A rule set in plain sentences, and the difference of two, in the reader's language."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from checkpoint.gate.rule_phrases import SAY, outings_words
from checkpoint.gate.rules import EXEMPT_REASONS, Rules, closed_minutes


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what it is about, and what it says, e.g. 'Outings', '1 person every 2 days'."""

    topic: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is another than before; `leaning` is `stricter`, `looser` or nothing."""

    topic: str
    title: str
    before: str
    after: str
    leaning: str


def sentences(rules: Rules) -> list[Line]:
    """Every rule that says something."""
    lines = (Line(topic, _title(topic), say(rules)) for topic, say in SAY.items())
    return [each for each in lines if each.text]


def difference(before: Rules, after: Rules) -> list[Change]:
    """What changes, in the order of the sentences; nothing where they are the same."""
    return [
        Change(topic, _title(topic), old, new, _leaning(topic, before, after))
        for topic, say in SAY.items()
        if (old := say(before)) != (new := say(after))
    ]


def headline(rules: Rules) -> str:
    """The rules in one line: how often, and when the gates are closed."""
    if rules.closure is None:
        return outings_words(rules)
    return str(
        gettext(
            "%(outings)s; closed from %(since)s to %(until)s",
            outings=outings_words(rules),
            since=rules.closure.since,
            until=rules.closure.until,
        )
    )


def preset_word(preset: str) -> str:
    """A preset's name."""
    words = {
        "open": gettext("Open"),
        "lenient": gettext("Lenient"),
        "managed": gettext("Managed"),
        "strict": gettext("Strict"),
        "sealed": gettext("Sealed"),
    }
    return str(words.get(preset, gettext("From the settings")))


def preset_source(preset: str) -> str:
    """Where a preset's figures come from, in one line."""
    if preset == "open":
        return str(gettext("For before an emergency and after it: this project's own choice."))
    return str(
        gettext(
            "Outings, night and fever from notices of February and March 2020; visitors and "
            "vehicles are this project's own choice."
        )
    )


def refusal_word(reason: str) -> str:
    """Why an exit would be refused, in a few words."""
    words = {
        "quota.used": gettext("no outing left"),
        "quota.sealed": gettext("nobody goes out"),
        "closure.night": gettext("closed at night"),
        "party.too_many": gettext("too many people"),
        "reading.fever": gettext("fever"),
    }
    return str(words.get(reason, reason))


def _title(topic: str) -> str:
    words = {
        "outings": gettext("Outings of a household"),
        "counted": gettext("A period is"),
        "children": gettext("Children"),
        "longest": gettext("Each outing"),
        "closure": gettext("The gates at night"),
        "exempt": gettext("Exempt"),
        "fever": gettext("Fever"),
        "cold": gettext("Too cold"),
        "again": gettext("A high reading is repeated"),
        "visitors": gettext("Visitors"),
        "vehicles": gettext("Vehicles"),
        "overstay": gettext("A visit that lasts"),
    }
    return str(words[topic])


_POLICIES: Final = ("open", "registered", "known", "confirmed", "residents", "closed")


def _freedom(topic: str, rules: Rules) -> float | None:
    """How much a rule allows: more is looser. None where that can't be said."""
    match topic:
        case "outings":
            often = rules.outings.limit / rules.outings.days if rules.outings else 1000
            return often * 1000 + (rules.people or 1000)
        case "children":
            return -float(rules.children_count)
        case "longest":
            return rules.longest_minutes
        case "closure":
            return -closed_minutes(rules.closure) if rules.closure else 0.0
        case "exempt":
            return sum(each in rules.exempt for each in EXEMPT_REASONS)
        case "fever":
            return rules.fever_tenths
        case "cold":
            return -rules.cold_tenths
        case "visitors" | "vehicles":
            return -_POLICIES.index(getattr(rules, topic))
        case "overstay":
            return rules.overstay_minutes
        case _:
            return None


def _leaning(topic: str, before: Rules, after: Rules) -> str:
    old, new = _freedom(topic, before), _freedom(topic, after)
    if old is None or new is None or old == new:
        return ""
    return "looser" if new > old else "stricter"
