"""What needs somebody now, as cards of one sentence and one button each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from checkpoint.desk.alert_words import Told
from checkpoint.desk.conflict_words import account_of, places_of
from checkpoint.desk.now import Now
from checkpoint.gate.alerts import OVERDUE, OVERRIDE, Alert
from checkpoint.gate.conflicts import Conflict
from checkpoint.web import language, local_time

ALERTS_SHOWN = 5
# Of these there may be hundreds: one card for all.
TOGETHER = (OVERDUE, OVERRIDE)
CONFLICTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Need:
    """One card. `colour` is red or amber; the button is a link to where it can be done, or, with
    the number of an alert, takes that."""

    colour: str
    title: str
    text: str
    button: str
    href: str
    take: int = 0


def needs_of(view: Now, alerts: Sequence[Told], counts: Mapping[str, int]) -> list[Need]:
    """The cards of the first page, the most pressing first: `alerts` are the first that are open,
    `counts` how many of each kind there are."""
    return [
        *_alerts(alerts, counts),
        *_overdue(view, counts),
        *_overrides(counts),
        *_conflicts(view),
        *_approvals(view),
        *_extra_passes(view),
        *_corrections(view),
        *_machines(view),
    ]


def _alerts(alerts: Sequence[Told], counts: Mapping[str, int]) -> Iterator[Need]:
    """A card for each of a few, with the button that takes it; one for all the rest."""
    single = [each for each in alerts if each.alert.kind not in TOGETHER]
    for each in single[:ALERTS_SHOWN]:
        yield _alert(each)
    more = sum(count for kind, count in counts.items() if kind not in TOGETHER)
    if more > ALERTS_SHOWN:
        yield Need(
            "red",
            ngettext("%(num)s more alert", "%(num)s more alerts", more - ALERTS_SHOWN),
            gettext("The most pressing stand above."),
            gettext("See all of them"),
            url_for("alerts.index"),
        )


def _alert(told: Told) -> Need:
    alert = told.alert
    text = " · ".join(filter(None, [told.who, told.where]))
    if alert.owner is None:
        return Need(told.colour, told.title, text, gettext("I take it"), _place(alert), alert.id)
    with_whom = gettext("with %(name)s", name=alert.owner.name)
    return Need(
        told.colour, told.title, f"{text} · {with_whom}", gettext("Go on with it"), _place(alert)
    )


def _place(alert: Alert) -> str:
    return url_for("alerts.index", _anchor=f"a{alert.id}")


def _overdue(view: Now, counts: Mapping[str, int]) -> Iterator[Need]:
    """One card for all who are out too long; the list on the same page has them one by one."""
    count = counts.get(OVERDUE, 0)
    if not count or not view.outings:
        return
    longest = view.outings[0]
    household = longest.line.household
    yield Need(
        "red",
        ngettext("%(num)s household out too long", "%(num)s households out too long", count),
        gettext(
            "%(address)s %(who)s has been out longest, since %(time)s.",
            address=household.short_label(language()),
            who=longest.line.head,
            time=local_time(longest.since),
        ),
        gettext("See whom to call"),
        url_for("overdue.index"),
    )


def _overrides(counts: Mapping[str, int]) -> Iterator[Need]:
    if count := counts.get(OVERRIDE, 0):
        yield Need(
            "amber",
            ngettext("%(num)s exception to review", "%(num)s exceptions to review", count),
            gettext("A guard decided against the verdict and said why. Look at it today."),
            gettext("Review"),
            url_for("overrides.index"),
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


def _approvals(view: Now) -> Iterator[Need]:
    """What holds only once a second person has agreed."""
    if view.rule_sets_waiting:
        yield Need(
            "amber",
            gettext("New rules wait"),
            gettext("They hold only once somebody else than their author approves them."),
            gettext("Read them"),
            url_for("rules.index"),
        )
    if view.denials_waiting:
        yield Need(
            "amber",
            gettext("The deny list waits"),
            ngettext(
                "%(num)s entry holds only once a second person approves it.",
                "%(num)s entries hold only once a second person approves them.",
                view.denials_waiting,
            ),
            gettext("Look at it"),
            url_for("denials.index"),
        )


def _extra_passes(view: Now) -> Iterator[Need]:
    """Requests that wait for a second person, and caregivers who will stand outside soon."""
    if view.requests_waiting:
        yield Need(
            "amber",
            gettext("Extra passes wait"),
            ngettext(
                "%(num)s is issued only once a second person approves it.",
                "%(num)s are issued only once a second person approves them.",
                view.requests_waiting,
            ),
            gettext("Decide"),
            url_for("pass_requests.index"),
        )
    if view.extra_passes_ending:
        yield Need(
            "amber",
            gettext("Extra passes end soon"),
            ngettext(
                "%(num)s ends within a week. Renew it, if they still need it.",
                "%(num)s end within a week. Renew those that are still needed.",
                view.extra_passes_ending,
            ),
            gettext("See which"),
            url_for("pass_requests.index"),
        )


def _corrections(view: Now) -> Iterator[Need]:
    """Households that wait for an answer."""
    if view.corrections:
        yield Need(
            "amber",
            gettext("Corrections wait"),
            ngettext(
                "%(num)s household found a mistake in its file.",
                "%(num)s times a household found a mistake in its file.",
                view.corrections,
            ),
            gettext("Answer"),
            url_for("corrections.index"),
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
