"""`checkpoint gate book`: a printed book for a gate that has no power."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from checkpoint import clock, create_app
from checkpoint.errors import NotFound
from checkpoint.files import whole_file
from checkpoint.gate.books import LINES, book_pdf, make_book
from checkpoint.people import Actor, Gate, GateState, compounds_of
from checkpoint.web import local_time


@click.group()
def gate() -> None:
    """One gate: its book for a day without power."""


@gate.command()
@click.option("--compound", metavar="NAME", help="Only gates of this compound.")
@click.option("--gate", "gate_name", metavar="NAME", help="This gate; otherwise every open one.")
@click.option("--lines", default=LINES, show_default=True, help="How many blank lines.")
@click.option(
    "--output",
    default=".",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file for one gate, or a folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a book instead.")
def book(
    compound: str | None, gate_name: str | None, lines: int, output: Path, as_json: bool
) -> None:
    """Write the book of a gate as a PDF: numbered lines, and who may go in and out."""
    with create_app().app_context():
        actor = Actor.at_the_machine()
        gates = list(_gates(actor, compound, gate_name))
        if not gates:
            raise NotFound("There is no such gate, or none that is open. Name one with --gate.")
        for each in gates:
            _write(actor, each.id, _path(output, each, len(gates)), lines, as_json)


def _write(actor: Actor, gate_id: int, path: Path, lines: int, as_json: bool) -> None:
    now = clock.now()
    with whole_file(path) as unfinished:
        made = make_book(actor, gate_id, lines=lines, now=now)
        unfinished.write_bytes(book_pdf(made, now))
    last = made.first_line + made.lines - 1
    if as_json:
        said = {"gate": made.gate.name, "first": made.first_line, "last": last, "file": str(path)}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo(f"{made.gate.name}: lines {made.first_line} to {last}, in {path}")


def _gates(actor: Actor, compound: str | None, name: str | None) -> Iterator[Gate]:
    for place in compounds_of(actor):
        if compound in (None, place.name):
            for each in place.gates:
                if name == each.name or (name is None and each.state is GateState.OPEN):
                    yield each


def _path(output: Path, gate: Gate, gates: int) -> Path:
    """The file itself, or one in that folder, named so that no two gates share it."""
    if gates == 1 and not output.is_dir():
        return output
    safe = "".join(each if each.isalnum() else "-" for each in gate.name)
    return output / f"book-{gate.id}-{safe}-{local_time(clock.now(), '%Y%m%d-%H%M')}.pdf"
