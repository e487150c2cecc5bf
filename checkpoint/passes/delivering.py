"""The delivery list of a print job: who signs for which card, building by building."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from checkpoint.db import writing
from checkpoint.errors import NotFound
from checkpoint.files import whole_file
from checkpoint.passes.cards import Language
from checkpoint.passes.cards.delivery import ListHead, Receipt, delivery_pages
from checkpoint.passes.designs import design_of
from checkpoint.passes.issuing import KINDS
from checkpoint.passes.models_prints import PrintedCard, PrintJob
from checkpoint.passes.number import format_number
from checkpoint.passes.paper import pages_pdf
from checkpoint.passes.print_jobs import standing_cards
from checkpoint.people import Actor, Permission, masked_name, record_audit


def write_delivery_list(
    actor: Actor,
    job: PrintJob,
    out: Path,
    *,
    building: str = "",
    language: Language | None = None,
    now: datetime,
) -> int:
    """Write the list of a building, or of all, to the PDF file `out`; returns how many lines.

    Cards that were replaced or revoked since they were printed stand on no list. Raises NotFound
    where no other is left.
    """
    actor.require(Permission.ISSUE_PASSES, job.compound)
    receipts = [_receipt(card) for card in standing_cards(job, building)]
    if not receipts:
        raise NotFound("Every card of this job was replaced or revoked since.")
    today = now.astimezone(ZoneInfo(job.compound.community.time_zone))
    design = design_of(job.compound)
    title = design.title or job.compound.name
    head = ListHead(title, job.id, f"{today:%Y-%m-%d}", language or design.language)
    with whole_file(out) as unfinished:
        content = pages_pdf(
            lambda font: delivery_pages(receipts, head, font), head.title, now=today
        )
        unfinished.write_bytes(content)
        with writing():
            record_audit(actor, now, "cards.listed", "print_job", head.job, count=len(receipts))
    return len(receipts)


def _receipt(card: PrintedCard) -> Receipt:
    pass_, household = card.pass_, card.pass_.household
    head = household.residents[0].name if household.residents else ""
    return Receipt(
        building=household.building,
        door="-".join(filter(None, (household.unit, household.room))),
        number=format_number(pass_.number),
        name=masked_name(pass_.holder or head),
        kind=KINDS[pass_.kind],
        generation=pass_.generation,
    )
