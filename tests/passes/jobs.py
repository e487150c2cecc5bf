"""Print jobs as `write_cards` keeps them, without the half second of drawing that few look at."""

from datetime import datetime

from checkpoint.db import writing
from checkpoint.passes.card_sheets import Made
from checkpoint.passes.cards import Sheet
from checkpoint.passes.keys import newest_kid
from checkpoint.passes.models_prints import Only
from checkpoint.passes.print_jobs import add_job, card_rows, mark_printed
from checkpoint.passes.printable import passes_to_print
from checkpoint.people import Actor, Compound


def made_job(
    actor: Actor, compound: Compound, only: Only = Only.ALL, *buildings: str, now: datetime
) -> Made:
    """Cards that were put into a file."""
    kid = newest_kid(now)
    cards = card_rows(passes_to_print(compound, only, buildings), kid)
    with writing():
        job = add_job(actor, compound, cards, only=only, sheet=Sheet.A4, language="zh", now=now)
        return Made(job.id, len(cards))


def printed_job(
    actor: Actor, compound: Compound, only: Only = Only.ALL, *buildings: str, now: datetime
) -> Made:
    """Cards that were put into a file and came out of the printer."""
    made = made_job(actor, compound, only, *buildings, now=now)
    mark_printed(actor, made.job_id, now=now)
    return made
