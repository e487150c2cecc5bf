"""Each rule of a set as a short phrase, in the reader's language; nothing where it says nothing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import gettext, ngettext

from checkpoint.gate.rules import Rules


def exempt_word(reason: str) -> str:
    """A reason that lifts quota and closure."""
    words = {
        "medical": gettext("medical care"),
        "duty": gettext("duty"),
        "essential_work": gettext("essential work"),
    }
    return str(words.get(reason, reason))


def visitors_word(policy: str) -> str:
    """What visitors may do."""
    words = {
        "open": gettext("may come in"),
        "registered": gettext("are registered at the gate"),
        "confirmed": gettext("come in when the household confirms"),
        "closed": gettext("do not come in, but for medical care"),
    }
    return str(words[policy])


def vehicles_word(policy: str) -> str:
    """Which vehicles may come in."""
    words = {
        "open": gettext("may come in"),
        "known": gettext("come in when they are known; deliveries go to the hand-over point"),
        "residents": gettext("only those of residents; deliveries go to the hand-over point"),
        "closed": gettext("none comes in, but for an emergency"),
    }
    return str(words[policy])


def outings_words(rules: Rules) -> str:
    """How many may go out, how often."""
    outings, people = rules.outings, rules.people
    if outings is None:
        return _people_words(people) or str(gettext("as often as they like"))
    if outings.limit == 0:
        return str(gettext("nobody goes out"))
    if outings.limit == 1 and people:
        return _people_each(people, outings.days)
    often = _outings_each(outings.limit, outings.days)
    return often if people is None else f"{often}{gettext(', ')}{_people_words(people)}"


def _people_each(people: int, days: int) -> str:
    if days == 1:
        return str(ngettext("%(num)s person a day", "%(num)s people a day", people))
    return str(
        ngettext(
            "%(num)s person every %(days)s days",
            "%(num)s people every %(days)s days",
            people,
            days=days,
        )
    )


def _outings_each(limit: int, days: int) -> str:
    if days == 1:
        return str(ngettext("%(num)s outing a day", "%(num)s outings a day", limit))
    return str(
        ngettext(
            "%(num)s outing every %(days)s days",
            "%(num)s outings every %(days)s days",
            limit,
            days=days,
        )
    )


def _people_words(people: int | None) -> str:
    if people is None:
        return ""
    return str(ngettext("%(num)s person at a time", "up to %(num)s people at a time", people))


def _counted_words(rules: Rules) -> str:
    outings = rules.outings
    if outings is None or outings.limit == 0:
        return ""
    if outings.counted == "rolling":
        return str(
            ngettext(
                "%(num)s hours from the minute of each exit",
                "%(num)s hours from the minute of each exit",
                outings.days * 24,
            )
        )
    return str(gettext("calendar days, anew at midnight"))


def _children_words(rules: Rules) -> str:
    if rules.people is None or (rules.outings and rules.outings.limit == 0):
        return ""
    return str(gettext("count too") if rules.children_count else gettext("do not count"))


def _longest_words(rules: Rules) -> str:
    return str(gettext("back within %(time)s", time=minutes_words(rules.longest_minutes)))


def minutes_words(minutes: int) -> str:
    """A duration, e.g. '2 h' or '1 h 30 min'."""
    hours, rest = divmod(minutes, 60)
    parts = [gettext("%(count)s h", count=hours)] if hours else []
    if rest or not hours:
        parts.append(gettext("%(count)s min", count=rest))
    return " ".join(parts)


def _closure_words(rules: Rules) -> str:
    if rules.closure is None:
        return str(gettext("open day and night"))
    return str(
        gettext(
            "closed from %(since)s to %(until)s",
            since=rules.closure.since,
            until=rules.closure.until,
        )
    )


def _exempt_words(rules: Rules) -> str:
    if rules.closure is None and rules.outings is None:
        return ""
    if not rules.exempt:
        return str(gettext("no reason is exempt"))
    return str(gettext(", ")).join(exempt_word(each) for each in rules.exempt)


def _fever_words(rules: Rules) -> str:
    return str(gettext("from %(fever)s °C", fever=f"{rules.fever_tenths / 10:.1f}"))


def _cold_words(rules: Rules) -> str:
    return str(gettext("below %(cold)s °C: measure again", cold=f"{rules.cold_tenths / 10:.1f}"))


def _again_words(rules: Rules) -> str:
    if rules.another_instrument:
        return str(
            gettext("after %(minutes)s min, with another thermometer", minutes=rules.rest_minutes)
        )
    return str(gettext("after %(minutes)s min", minutes=rules.rest_minutes))


def _overstay_words(rules: Rules) -> str:
    if rules.overstay_minutes == 0:
        return str(gettext("an alert at the stated end"))
    return str(
        gettext("an alert %(minutes)s min past the stated end", minutes=rules.overstay_minutes)
    )


SAY: Final[Mapping[str, Callable[[Rules], str]]] = MappingProxyType(
    {
        "outings": outings_words,
        "counted": _counted_words,
        "children": _children_words,
        "longest": _longest_words,
        "closure": _closure_words,
        "exempt": _exempt_words,
        "fever": _fever_words,
        "cold": _cold_words,
        "again": _again_words,
        "visitors": lambda rules: visitors_word(rules.visitors),
        "vehicles": lambda rules: vehicles_word(rules.vehicles),
        "overstay": _overstay_words,
    }
)
