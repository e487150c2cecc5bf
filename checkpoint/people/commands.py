"""`checkpoint roster …`: the spreadsheet import from the command line."""

import json
from pathlib import Path

import click
from sqlalchemy import select

from checkpoint import clock, create_app
from checkpoint.db import db
from checkpoint.errors import BadInput, CheckpointError
from checkpoint.people.actor import Actor
from checkpoint.people.models import Compound
from checkpoint.people.places import checked_name
from checkpoint.people.roster.applying import (
    Choices,
    Counts,
    Gone,
    check_importable,
    import_roster,
    preview,
)
from checkpoint.people.roster.applying import Progress as WriteProgress
from checkpoint.people.roster.mapping import correction_of
from checkpoint.people.roster.problem_sheet import problem_sheet
from checkpoint.people.roster.reading import read_workbook
from checkpoint.people.roster.report import Report
from checkpoint.people.roster.sheets import open_workbook, read_file
from checkpoint.people.roster.template import roster_template
from checkpoint.progress import progress_bar
from checkpoint.web import settings


@click.group()
def roster() -> None:
    """The household roster: import it from a spreadsheet."""


@roster.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--compound", required=True, help="The compound's name; made where it is missing.")
@click.option("--dry-run", is_flag=True, help="Read and compare, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@click.option("--skip-problems", is_flag=True, help="Leave rows with errors out on purpose.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column is, by its heading or letter: --map '门牌=room'. May be repeated.",
)
@click.option("--sheet", "sheets", multiple=True, help="Read this sheet only. May be repeated.")
@click.option(
    "--gone",
    type=click.Choice([each.value for each in Gone]),
    default=Gone.KEEP.value,
    show_default=True,
    help="What to do with households that the file does not name.",
)
@click.option(
    "--problems-to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the problem rows with their reasons to this .xlsx.",
)
@click.pass_context
def import_(
    context: click.Context,
    file: Path,
    compound: str,
    dry_run: bool,
    as_json: bool,
    skip_problems: bool,
    columns: tuple[str, ...],
    sheets: tuple[str, ...],
    gone: str,
    problems_to: Path | None,
) -> None:
    """Import the household roster FILE (.xlsx, .xls, .csv, .tsv) into a compound.

    All of it is imported in one transaction, or nothing. The exit status is 0 when it was imported
    or there was nothing to change, or when a dry run found nothing against it.
    """
    report = Report(file.name, compound, dry_run)
    choices = Choices(leave_out_problems=skip_problems, gone=Gone(gone))
    try:
        with progress_bar("Reading the roster", then="Writing households") as show:
            _run(report, file, columns, sheets, choices, problems_to, show)
    except CheckpointError as error:
        report.error = error
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines()))
    if report.error is not None:
        if not as_json:
            click.echo(f"checkpoint: {report.error}", err=True)
        context.exit(1)


@roster.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def template(file: Path) -> None:
    """Write an empty roster with the usual headings to FILE (.xlsx), to be filled in."""
    _write(file, roster_template())
    click.echo(f"Wrote {file}.")


def _run(
    report: Report,
    path: Path,
    columns: tuple[str, ...],
    sheets: tuple[str, ...],
    choices: Choices,
    problems_to: Path | None,
    show: WriteProgress | None,
) -> None:
    """Read, compare and import, telling `report` what is known after each step."""
    report.compound = checked_name(report.compound, "compound")
    with create_app().app_context():
        content = read_file(path)
        workbook = open_workbook(content, path.name)
        report.file = read_workbook(workbook, content, correction_of(workbook, columns, sheets))
        if problems_to is not None:
            _write(problems_to, problem_sheet(report.file))
        place = db.session.scalar(select(Compound).where(Compound.name == report.compound))
        if report.dry_run or report.file.roster.errors:
            report.counts = Counts.of(preview(place, report.file.roster))
        check_importable(report.file.roster, choices)
        if report.dry_run:
            return
        done = import_roster(
            Actor.at_the_machine(),
            place or report.compound,
            report.file,
            choices,
            now=clock.now(),
            time_zone=settings().time_zone,
            progress=show,
        )
        report.counts, report.marked, report.imported = done.counts, done.marked, True


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput("%(path)s can't be written: %(why)s.", path=path, why=error) from error
