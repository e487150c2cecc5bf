"""`checkpoint passes …`: issue, print, picture and explain passes."""

import json
from pathlib import Path
from typing import Any, get_args

import click

from checkpoint import clock, create_app
from checkpoint.files import whole_file
from checkpoint.passes.card_sheets import card_picture, write_cards
from checkpoint.passes.cards import Language, Sheet
from checkpoint.passes.explaining import explain_token
from checkpoint.passes.history import shown_token
from checkpoint.passes.issuing import issue_household_passes
from checkpoint.passes.lookup import look_up
from checkpoint.passes.models_prints import Only
from checkpoint.passes.print_jobs import mark_printed
from checkpoint.people import Actor, compound_named
from checkpoint.progress import progress_bar

compound_option = click.option(
    "--compound", "compound_name", required=True, metavar="NAME", help="Which compound."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where to."
)
language_option = click.option(
    "--language", type=click.Choice(get_args(Language)), help="Of the design, unless it is named."
)


@click.group()
def passes() -> None:
    """Passes and their cards."""


@passes.command()
@compound_option
@as_json
def issue(compound_name: str, as_json: bool) -> None:
    """Issue a pass to every household that has none."""
    with create_app().app_context(), progress_bar("Issuing passes", as_json) as progress:
        actor = Actor.at_the_machine()
        compound = compound_named(actor, compound_name)
        count = issue_household_passes(actor, compound, now=clock.now(), progress=progress)
    if as_json:
        _print_json(compound=compound_name, issued=count)
    elif count:
        click.echo(f"{count} {'pass' if count == 1 else 'passes'} issued in {compound_name}.")
    else:
        click.echo(f"Every household of {compound_name} has its pass already.")


@passes.command()
@compound_option
@out_option
@click.option(
    "--format",
    "sheet",
    default=Sheet.A4.value,
    type=click.Choice([each.value for each in Sheet]),
    show_default=True,
    help="Paper with cut marks, or single plastic cards.",
)
@click.option(
    "--only",
    default=Only.ALL.value,
    type=click.Choice([each.value for each in Only]),
    show_default=True,
    help="New: never printed. Changed: replaced or renewed since they were printed. "
    "Older key: those that people hold under an older key than the newest.",
)
@click.option("--building", "-B", "buildings", multiple=True, help="Only this one; repeatable.")
@language_option
@as_json
def cards(
    compound_name: str,
    out: Path,
    sheet: str,
    only: str,
    buildings: tuple[str, ...],
    language: Language | None,
    as_json: bool,
) -> None:
    """Write the cards of all passes to a PDF file, sorted by building."""
    with create_app().app_context(), progress_bar("Drawing cards", as_json) as progress:
        actor = Actor.at_the_machine()
        made = write_cards(
            actor,
            compound_named(actor, compound_name),
            out,
            only=Only(only),
            sheet=Sheet(sheet),
            buildings=buildings,
            language=language,
            now=clock.now(),
            progress=progress,
        )
    size = out.stat().st_size
    if as_json:
        told = {"cards": made.cards, "job": made.job_id}
        _print_json(compound=compound_name, **told, file=str(out.resolve()), bytes=size)
    else:
        noun = "card" if made.cards == 1 else "cards"
        click.echo(f"{made.cards} {noun} in {out} ({size / 1e6:.1f} MB).")
        click.echo(f"Printed well? checkpoint passes printed {made.job_id}")
        click.echo("Delete the file once they are printed: whoever has it can copy them.")


@passes.command()
@click.argument("job", type=int)
def printed(job: int) -> None:
    """Say that the cards of print JOB came out of the printer: they are new no more."""
    with create_app().app_context():
        mark_printed(Actor.at_the_machine(), job, now=clock.now())
    click.echo(f"The cards of print job {job} count as printed.")


@passes.command()
@click.argument("number")
@out_option
@language_option
def png(number: str, out: Path, language: Language | None) -> None:
    """Write the card of one pass, named by its NUMBER, as a picture."""
    with create_app().app_context(), whole_file(out) as unfinished:
        actor = Actor.at_the_machine()
        pass_ = look_up(actor, number).pass_
        shown_token(actor, pass_.id, now=clock.now())
        unfinished.write_bytes(card_picture(pass_, language))
        click.echo(f"The card of {pass_.household.label()} is in {out}.")


@passes.command()
@click.argument("token")
@as_json
@click.pass_context
def read(context: click.Context, token: str, as_json: bool) -> None:
    """Say what a TOKEN, the text in a code, claims, and what is known of its pass."""
    with create_app().app_context():
        account = explain_token(Actor.at_the_machine(), token, now=clock.now())
    if as_json:
        click.echo(json.dumps(account.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(account.lines()))
    if account.reason:
        context.exit(1)


def _print_json(**members: Any) -> None:
    click.echo(json.dumps(members, ensure_ascii=False))
