"""`checkpoint demo`: a populated installation, then the service."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkpoint import clock, create_app
from checkpoint.config import instance_folder

if TYPE_CHECKING:
    from checkpoint.demo.making import Demonstration


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="End when everything is made.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--port", default=8443, show_default=True, help="Port for HTTPS.")
@click.option("--join-port", default=8080, show_default=True, help="Port of the join page.")
def demo_command(no_serve: bool, as_json: bool, host: str, port: int, join_port: int) -> None:
    """Make a whole neighbourhood, replay its morning and serve it.

    52 buildings, 3,427 households and 10,803 made-up people, imported from a spreadsheet, each
    household with a pass and a card. A second run serves what the first one made.
    """
    folder = instance_folder()
    made = _make(folder, as_json)
    if as_json:
        shown = {name: value for name, value in asdict(made).items() if name != "accounts"}
        click.echo(json.dumps(shown | {"cards": str(made.cards)}, ensure_ascii=False))
    else:
        _show(made)
    if no_serve:
        return
    from checkpoint.serve.server import Serving, serve

    serve(Serving(host, port, join_port))


def _make(folder: Path, as_json: bool) -> "Demonstration":
    # Every other command starts faster without what the demonstration needs.
    from checkpoint.demo.making import make_demonstration

    def report(name: str, seconds: float) -> None:
        click.echo(f"  {name:<24}{seconds:6.1f} s", err=as_json)

    click.echo(f"Making a neighbourhood in {folder}", err=as_json)
    app = create_app(folder)
    with app.app_context():
        return make_demonstration(folder, clock.now(), report)


def _show(made: "Demonstration") -> None:
    if not made.steps:
        click.echo("  It is here from an earlier run; delete that folder to make it anew.")
    click.echo(
        f"\n{made.buildings} buildings, {made.households:,} households, {made.people:,} people, "
        f"{made.passes:,} passes, {made.crossings:,} crossings this morning"
        f"\nCards to print: {made.cards}\n\nAccounts (made for this folder alone), with the PIN "
        "for a phone at a gate:"
    )
    for each in made.accounts:
        click.echo(f"  {each.username:<8}{each.password}  {each.pin}")
    click.echo("\nTo add a phone, open the desk as admin: Gates, Add a phone.")
