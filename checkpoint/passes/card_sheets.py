"""Gathering cards from the database, and writing them where they are asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from checkpoint.db import db, writing
from checkpoint.errors import NotFound
from checkpoint.files import whole_file
from checkpoint.passes.cards import CardFace, Language, Sheet
from checkpoint.passes.history import shown_token
from checkpoint.passes.issuing import KINDS, Progress, token_of, tokens_of
from checkpoint.passes.models import Pass, PassKind, PassState
from checkpoint.passes.number import format_number
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    HouseholdState,
    Permission,
    masked_name,
    record_audit,
)


def write_cards(
    actor: Actor,
    compound: Compound,
    out: Path,
    *,
    sheet: Sheet = Sheet.A4,
    buildings: Collection[str] = (),
    language: Language = "zh",
    now: datetime,
    progress: Progress | None = None,
) -> int:
    """Write the cards of the compound's active passes to the PDF file `out`; returns how many.

    By building, unit and room; `buildings` names the only ones wanted. The file has mode 600 and
    is there wholly or not at all. Raises NotFound where there is nothing to print or a building is
    unknown, BadInput where `out` can't be written.
    """
    from checkpoint.passes.cards.pdf import cards_pdf  # here alone: it brings fpdf along

    actor.require(Permission.ISSUE_PASSES, compound)
    with whole_file(out) as unfinished:
        faces = faces_of(
            _passes(compound, _known_buildings(compound, buildings)), compound, language
        )
        if not faces:
            raise NotFound("There is no card to print: no household has a pass. Issue them first.")
        content = cards_pdf(faces, sheet, now=_local(compound, now), progress=progress)
        unfinished.write_bytes(content)
        with writing():
            record_audit(actor, now, "cards.made", "compound", compound.id, count=len(faces))
    return len(faces)


def write_card(
    actor: Actor,
    pass_: Pass,
    out: Path,
    *,
    sheet: Sheet = Sheet.CR80,
    language: Language = "zh",
    now: datetime,
) -> None:
    """Write the card of one pass to the PDF file `out`, as `write_cards` does for many.

    Raises Conflict `pass.revoked` for a revoked one.
    """
    from checkpoint.passes.cards.pdf import cards_pdf  # here alone: it brings fpdf along

    token, compound = shown_token(actor, pass_.id, now=now), pass_.household.compound
    with whole_file(out) as unfinished:
        face = _face(pass_, token, compound, language)
        unfinished.write_bytes(cards_pdf([face], sheet, now=_local(compound, now)))


def card_picture(pass_: Pass, language: Language = "zh") -> bytes:
    """The card of one pass as a PNG; whoever shows it puts that on record."""
    from checkpoint.passes.cards.picture import pass_png  # here alone: it brings Pillow along

    return pass_png(_face(pass_, token_of(pass_), pass_.household.compound, language))


def faces_of(passes: Sequence[Pass], compound: Compound, language: Language) -> list[CardFace]:
    """What stands on the present cards of `passes`, all of that compound, in the same order."""
    pairs = zip(passes, tokens_of(passes), strict=True)
    return [_face(pass_, token, compound, language) for pass_, token in pairs]


def _face(pass_: Pass, token: str, compound: Compound, language: Language) -> CardFace:
    household, until = pass_.household, pass_.valid_until
    return CardFace(
        number=format_number(pass_.number),
        token=token,
        kind=KINDS[pass_.kind],
        building=household.building,
        unit=household.unit,
        room=household.room,
        title=compound.name,
        phone=compound.community.phone,
        holder=masked_name(pass_.holder),
        valid_until=_local(compound, until) if until else None,
        generation=pass_.generation,
        language=language,
    )


def _local(compound: Compound, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(compound.community.time_zone))


def _passes(compound: Compound, buildings: Collection[str]) -> list[Pass]:
    query = (
        select(Pass)
        .join(Pass.household)
        .options(contains_eager(Pass.household))
        .where(
            Household.compound_id == compound.id,
            Household.state == HouseholdState.ACTIVE,
            Pass.state == PassState.ACTIVE,
            # A visitor has a page of their own.
            Pass.kind != PassKind.VISITOR,
        )
        .order_by(Household.sort_key, Pass.kind.desc(), Pass.number)
    )
    if buildings:
        query = query.where(Household.building.in_(buildings))
    return list(db.session.scalars(query))


def _known_buildings(compound: Compound, wanted: Collection[str]) -> list[str]:
    """`wanted` as the roster writes them: `12号楼`, `12栋` and `12` are the same building."""
    query = (
        select(Household.building)
        .where(Household.compound_id == compound.id)
        .group_by(Household.building)
        .order_by(func.min(Household.sort_key))
    )
    known = list(db.session.scalars(query)) if wanted else []
    found = []
    for name in wanted:
        plain = name.strip()
        if plain not in known:
            plain = plain.rstrip("号楼栋幢#")
        if plain not in known:
            raise NotFound(
                "There is no building %(name)s in %(compound)s. Known: %(known)s.",
                name=name,
                compound=compound.name,
                known=", ".join(known) or "none yet",
            )
        found.append(plain)
    return found
