"""Staff's pages of the rules: what holds, what is to come, and how they are changed."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import CheckpointError, NotFound
from checkpoint.gate import rule_phrases, rule_words
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.rehearsal import DAYS, rehearse
from checkpoint.gate.rehearsal_chart import draw
from checkpoint.gate.rule_changes import (
    approve,
    before_of,
    can_be_withdrawn,
    is_pending,
    rule_set_by_id,
    rule_sets_of,
    withdraw,
)
from checkpoint.gate.rule_problems import doubt_words
from checkpoint.gate.rule_sets import in_force
from checkpoint.gate.rules import PRESETS, Rules, rules_of
from checkpoint.people import Compound, Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text, language, local_time

rules = Blueprint("rules", __name__, url_prefix="/rules")
to_see = permission_required(Permission.SEE_DESK)
to_change = permission_required(Permission.SET_RULES)


@rules.app_template_filter("rules")
def rules_in(body: dict[str, object]) -> Rules:
    """The rules in the body of a row."""
    return rules_of(body)


@rules.app_context_processor
def words() -> dict[str, object]:
    """What the templates of rules ask for by name."""
    return {"rule_words": rule_words, "rule_phrases": rule_phrases, "when_word": when_word}


@rules.get("")
@to_see
def index() -> ResponseReturnValue:
    """What holds, what is to come, and every version."""
    compound, now = required_compound(), clock.now()
    versions = [(each, state_of(each, now)) for each in rule_sets_of(actor(), compound)]
    return render_template(
        "gate/rules.html",
        compound=compound,
        now=now,
        holds=in_force(compound.id, now),
        versions=versions,
        ahead=_ahead(versions),
        holding=next((each for each, state in versions if state == "holds"), None),
    )


@rules.get("/<int:rule_set_id>")
@to_see
def version(rule_set_id: int) -> ResponseReturnValue:
    """One version: what it says and changes, and what can be done about it."""
    found, now = rule_set_by_id(actor(), rule_set_id), clock.now()
    before, its = before_of(found), rules_of(found.body)
    return render_template(
        "gate/rules_version.html",
        found=found,
        now=now,
        state=state_of(found, now),
        its=its,
        before=before,
        preset_changes=rule_words.difference(PRESETS[found.preset], its),
        changes=rule_words.difference(before.rules, its),
        doubts=doubt_words(its),
        may_withdraw=can_be_withdrawn(found, now),
        is_mine=found.made_by_id == actor().staff_id,
        **(rehearsed(found.compound, its) if state_of(found, now) in ("waits", "comes") else {}),
    )


@rules.post("/<int:rule_set_id>/approve")
@to_change
def agree(rule_set_id: int) -> ResponseReturnValue:
    """The second person's yes."""
    now = clock.now()
    return _settled(
        lambda: approve(actor(), rule_set_id, now=now), lambda each: published_words(each, now)
    )


@rules.post("/<int:rule_set_id>/withdraw")
@to_change
def take_back(rule_set_id: int) -> ResponseReturnValue:
    """Take a version back."""
    return _settled(
        lambda: withdraw(actor(), rule_set_id, now=clock.now()),
        lambda each: gettext("Version %(version)s is withdrawn.", version=each.version),
    )


def state_of(rule_set: RuleSet, now: datetime) -> str:
    """`waits` for a second person, `comes`, `holds`, `over` or `withdrawn`."""
    if rule_set.withdrawn_at is not None:
        return "withdrawn"
    if is_pending(rule_set):
        return "waits"
    if rule_set.effective_from > now:
        return "comes"
    return "holds" if can_be_withdrawn(rule_set, now) else "over"


def when_word(moment: datetime, now: datetime) -> str:
    """A moment as one says it today: 'today 14:00', 'tomorrow 06:00', else with the date."""
    days = (_local_date(moment) - _local_date(now)).days
    time = local_time(moment, "%H:%M")
    if days == 0:
        return str(gettext("today %(time)s", time=time))
    if days == 1:
        return str(gettext("tomorrow %(time)s", time=time))
    return local_time(moment, "%Y-%m-%d %H:%M")


def _local_date(moment: datetime) -> date:
    return date.fromisoformat(local_time(moment, "%Y-%m-%d"))


def _ahead(versions: list[tuple[RuleSet, str]]) -> list[tuple[RuleSet, str]]:
    """What needs somebody or is to come, the next first."""
    some = [each for each in versions if each[1] in ("waits", "comes")]
    return sorted(some, key=lambda each: each[0].effective_from)


def published_words(made: RuleSet, now: datetime) -> str:
    if is_pending(made):
        return str(
            gettext(
                "Version %(version)s waits for a second person. Until then nothing changes.",
                version=made.version,
            )
        )
    if made.effective_from > now:
        return str(
            gettext(
                "Version %(version)s begins %(when)s. The phones know it already.",
                version=made.version,
                when=when_word(made.effective_from, now),
            )
        )
    return str(
        gettext(
            "Version %(version)s holds. Phones that are online have it within two seconds.",
            version=made.version,
        )
    )


def rehearsed(compound: Compound, its: Rules) -> dict[str, object]:
    """The rehearsal of the rules with its chart, for as many days as were asked for."""
    days = request.values.get("days", DAYS[0], type=int)
    days = days if days in DAYS else DAYS[0]
    found = rehearse(compound, its, now=clock.now(), days=days, language=language())
    return {"rehearsal": found, "chart": draw(found.days), "days": days, "all_days": DAYS}


def _settled(act: Callable[[], RuleSet], said: Callable[[RuleSet], str]) -> ResponseReturnValue:
    """Back at the list, with what was done or why not."""
    try:
        flash(said(act()))
    except NotFound:
        raise
    except CheckpointError as error:
        flash(error_text(error), "error")
    return redirect(url_for("rules.index"), 303)
