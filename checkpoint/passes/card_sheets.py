"""Gathering cards from the database, and writing them where they are asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from checkpoint.db import writing
from checkpoint.errors import NotFound
from checkpoint.files import whole_file
from checkpoint.passes.cards import CardFace, Design, Language, Sheet
from checkpoint.passes.design_form import LANGUAGES
from checkpoint.passes.designs import design_of
from checkpoint.passes.history import shown_token
from checkpoint.passes.issuing import KINDS, Progress, token_of, tokens_of
from checkpoint.passes.keys import newest_kid
from checkpoint.passes.models import Pass
from checkpoint.passes.models_prints import Only, PrintJob
from checkpoint.passes.number import format_number
from checkpoint.passes.print_jobs import add_job, card_rows, standing_cards
from checkpoint.passes.printable import passes_to_print
from checkpoint.people import Actor, Compound, Permission, masked_name, record_audit

SENTENCES = {
    Only.ALL: "There is no card to print: no household has a pass. Issue them first.",
    Only.NEW: "There is no new card to print: every pass has had its card printed.",
    Only.CHANGED: "There is no changed card to print: all are printed as they are now.",
    Only.OLDER_KEY: "There is no card under an older key: all are printed under the newest.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """How many cards were put into a file, and as which print job."""

    job_id: int
    cards: int


def write_cards(
    actor: Actor,
    compound: Compound,
    out: Path,
    *,
    only: Only = Only.ALL,
    sheet: Sheet = Sheet.A4,
    buildings: Collection[str] = (),
    language: Language | None = None,
    now: datetime,
    progress: Progress | None = None,
) -> Made:
    """Write the cards of the compound's active passes to the PDF file `out`, as a job.

    All are signed with the newest key and drawn by the compound's design, in its language where
    none is named. By building, unit and room; `buildings` names the only ones wanted. The file
    has mode 600 and is there wholly or not at all, and so is the job. Raises NotFound where there
    is nothing to print or a building is unknown, BadInput where `out` can't be written.
    """
    actor.require(Permission.ISSUE_PASSES, compound)
    kid, language = newest_kid(now), language or design_of(compound).language
    with whole_file(out) as unfinished:
        passes = passes_to_print(compound, only, buildings)
        if not passes:
            raise NotFound(SENTENCES[only])
        cards = card_rows(passes, kid)
        faces = faces_of(passes, compound, language, kid)
        del passes  # not to be kept beside thousands of drawings
        unfinished.write_bytes(_pdf(faces, sheet, _local(compound, now), progress))
        with writing():
            job = add_job(
                actor, compound, cards, only=only, sheet=sheet, language=language, now=now
            )
            made = Made(job.id, len(cards))
            record_audit(actor, now, "cards.made", "compound", compound.id, count=made.cards)
    return made


def write_job(
    actor: Actor, job: PrintJob, out: Path, *, now: datetime, progress: Progress | None = None
) -> int:
    """Write the cards of a job once more; returns how many. Those that ended since are left out.

    Raises NotFound where none is left.
    """
    actor.require(Permission.ISSUE_PASSES, job.compound)
    compound, language = job.compound, LANGUAGES.get(job.language, "zh")
    with whole_file(out) as unfinished:
        # The passes themselves are not kept beside thousands of drawings.
        faces = faces_of([card.pass_ for card in standing_cards(job)], compound, language)
        if not faces:
            raise NotFound("Every card of this job was replaced or revoked since.")
        unfinished.write_bytes(_pdf(faces, Sheet(job.sheet), _local(compound, now), progress))
        with writing():
            record_audit(actor, now, "cards.made", "compound", compound.id, count=len(faces))
    return len(faces)


def write_card(
    actor: Actor,
    pass_: Pass,
    out: Path,
    *,
    sheet: Sheet = Sheet.CR80,
    language: Language | None = None,
    now: datetime,
) -> None:
    """Write the card of one pass to the PDF file `out`, as `write_cards` does for many.

    Whoever asks for one card prints it there and then: it counts as printed. Raises Conflict
    `pass.revoked` for a revoked one.
    """
    shown_token(actor, pass_.id, now=now)
    kid, compound = newest_kid(now), pass_.household.compound
    language = language or design_of(compound).language
    with whole_file(out) as unfinished:
        cards = card_rows([pass_], kid)
        faces = faces_of([pass_], compound, language, kid)
        unfinished.write_bytes(_pdf(faces, sheet, _local(compound, now), None))
        with writing():
            add_job(
                actor,
                compound,
                cards,
                only=Only.ALL,
                sheet=sheet,
                language=language,
                now=now,
                printed=True,
            )


def card_picture(pass_: Pass, language: Language | None = None) -> bytes:
    """The card of one pass as a PNG; whoever shows it puts that on record."""
    from checkpoint.passes.cards.picture import pass_png  # here alone: it brings Pillow along

    compound = pass_.household.compound
    design = design_of(compound)
    return pass_png(_face(pass_, token_of(pass_), compound, design, language or design.language))


def faces_of(
    passes: Sequence[Pass], compound: Compound, language: Language, kid: int | None = None
) -> list[CardFace]:
    """What stands on the present cards of `passes`, all of that compound, in the same order."""
    design, pairs = design_of(compound), zip(passes, tokens_of(passes, kid), strict=True)
    return [_face(pass_, token, compound, design, language) for pass_, token in pairs]


def _pdf(
    faces: Sequence[CardFace], sheet: Sheet, now: datetime, progress: Progress | None
) -> bytearray:
    from checkpoint.passes.cards.pdf import cards_pdf  # here alone: it brings fpdf along

    return cards_pdf(faces, sheet, now=now, progress=progress)


def _face(
    pass_: Pass, token: str, compound: Compound, design: Design, language: Language
) -> CardFace:
    household, until = pass_.household, pass_.valid_until
    return CardFace(
        number=format_number(pass_.number),
        token=token,
        kind=KINDS[pass_.kind],
        building=household.building,
        unit=household.unit,
        room=household.room,
        title=design.title or compound.name,
        phone=compound.community.phone,
        holder=masked_name(pass_.holder),
        limits=pass_.limits,
        valid_until=_local(compound, until) if until else None,
        generation=pass_.generation,
        language=language,
        design=design,
    )


def _local(compound: Compound, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(compound.community.time_zone))
