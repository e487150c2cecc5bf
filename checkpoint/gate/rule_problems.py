"""What is wrong with rules, or may be a mistake, in words."""

from flask_babel import gettext

from checkpoint.errors import BadInput
from checkpoint.gate.rules import BOUNDS, RuleProblem, Rules, doubts_of


def bad_input(problem: RuleProblem) -> BadInput:
    """The problem as an error about its field, which is named as in the body."""
    field = problem.field
    if problem.why in ("out_of_range", "not_a_number") and field in BOUNDS:
        return _out_of_range(field)
    if problem.why == "contradiction":
        return BadInput(
            "The gates would be closed for the whole day. Choose another end, or the preset "
            "'sealed'.",
            field=field,
        )
    if problem.why == "not_a_time":
        return BadInput("Write a time of day like 22:30.", field=field)
    return BadInput("This can't be taken as it is. Choose from what is offered.", field=field)


def doubt_words(rules: Rules) -> list[str]:
    """What somebody should look at twice before it is published, a sentence each."""
    words = {
        "no_exempt_reason": gettext(
            "Nobody could go out at all, not even to a doctor: no reason is exempt."
        ),
        "outing_longer_than_day": gettext(
            "The longest outing is longer than the gates are open between two closures."
        ),
    }
    return [words[each] for each in doubts_of(rules)]


def _out_of_range(field: str) -> BadInput:
    least, most = BOUNDS[field]
    if field.endswith("_tenths"):
        return BadInput(
            "Choose a temperature from %(least)s to %(most)s °C.",
            field=field,
            least=f"{least / 10:.1f}",
            most=f"{most / 10:.1f}",
        )
    if field == "outings.days":
        return BadInput(
            "A period is %(least)s to %(most)s days.", field=field, least=least, most=most
        )
    return BadInput(
        "Choose a number from %(least)s to %(most)s.", field=field, least=least, most=most
    )
