"""What needs somebody now, as cards of one sentence and one button each."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from checkpoint.desk.conflict_words import account_of, places_of
from checkpoint.desk.now import Now
from checkpoint.gate import Reading
from checkpoint.gate.conflicts import Conflict
from checkpoint.web import language, local_time

FEVERS_SHOWN = 5
CONFLICTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Need:
    """One card. `colour` is red or amber; the button is a link to where it can be done."""

    colour: str
    title: str
    text: str
    button: str
    href: str


def needs_of(view: Now) -> list[Need]:
    """The cards of the first page, the most pressing first."""
    return [
        *(_fever(each) for each in view.fevers[:FEVERS_SHOWN]),
        *_overdue(view),
        *_conflicts(view),
        *_machines(view),
    ]


def _fever(reading: Reading) -> Need:
    household = reading.household
    degrees = f"{reading.tenths / 10:.1f}"
    return Need(
        "red",
        gettext("Temperature %(degrees)s °C", degrees=degrees),
        f"{household.short_label(language()) if household else gettext('nobody known')}"
        f" · {local_time(reading.taken_at)}",
        gettext("Open the file"),
        _file(household.id) if household else url_for("desk.now"),
    )


def _overdue(view: Now) -> Iterator[Need]:
    """One card for all who are out too long; the list on the same page has them one by one."""
    if not view.overdue:
        return
    longest = view.outings[0]
    household = longest.line.household
    yield Need(
        "red",
        ngettext("%(num)s household out too long", "%(num)s households out too long", view.overdue),
        gettext(
            "%(address)s %(who)s has been out longest, since %(time)s.",
            address=household.short_label(language()),
            who=longest.line.head,
            time=local_time(longest.since),
        ),
        gettext("See whom to call"),
        _file(household.id) if view.overdue == 1 else url_for("desk.outside"),
    )


def _conflicts(view: Now) -> Iterator[Need]:
    """A card for each of a few conflicts, one for all of many."""
    if view.conflicts <= CONFLICTS_SHOWN:
        yield from (_conflict(each, view) for each in view.newest_conflicts)
        return
    yield Need(
        "amber",
        ngettext("%(num)s conflict", "%(num)s conflicts", view.conflicts),
        gettext("The newest: %(what)s.", what=_conflict(view.newest_conflicts[0], view).text),
        gettext("Look at both sides"),
        url_for("conflicts.index"),
    )


def _conflict(conflict: Conflict, view: Now) -> Need:
    address = conflict.household.short_label(language())
    return Need(
        "amber",
        account_of(conflict).title,
        f"{address} · {places_of(conflict, view.now)}",
        gettext("Look at both sides"),
        url_for("conflicts.index", _anchor=f"c{conflict.id}"),
    )


def _machines(view: Now) -> Iterator[Need]:
    """Phones that have been silent, and crossings that could not be recorded."""
    if view.set_aside:
        yield Need(
            "amber",
            gettext("Crossings set aside"),
            ngettext(
                "%(num)s crossing could not be recorded as it was sent.",
                "%(num)s crossings could not be recorded as they were sent.",
                view.set_aside,
            ),
            gettext("Look at them"),
            url_for("conflicts.aside"),
        )
    for each in view.gates:
        if each.mark == "warn" and each.devices:
            seen = local_time(each.last_seen_at) if each.last_seen_at else gettext("never")
            yield Need(
                "amber",
                gettext("%(gate)s is silent", gate=each.gate.name),
                gettext(
                    "Last heard at %(time)s, %(count)s unsent. It goes on without us.",
                    time=seen,
                    count=each.unsent,
                ),
                gettext("See its phones"),
                url_for("devices.index"),
            )


def _file(household_id: int) -> str:
    return url_for("desk.household", household_id=household_id)
