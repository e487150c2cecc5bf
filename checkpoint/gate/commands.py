"""`checkpoint gates …`: the ways in and out of a compound, from the command line."""

import click

from checkpoint import clock, create_app
from checkpoint.gate.gates import add_gate, gate_named, open_gate, seal_gate
from checkpoint.gate.outside import rebuild_outside
from checkpoint.people import Actor, GateState, compound_named

of_compound = click.option("--compound", required=True, help="The compound's name.")
NAMES = click.argument("names", nargs=-1, required=True)


@click.group()
def gates() -> None:
    """Gates: list, add, open and seal them."""


@gates.command("list")
@of_compound
def list_gates(compound: str) -> None:
    """Show the gates of a compound."""
    with create_app().app_context():
        for gate in compound_named(Actor.at_the_machine(), compound).gates:
            click.echo(f"{gate.state.value:8}{gate.name}")


@gates.command("add")
@of_compound
@click.option("--sealed", is_flag=True, help="Nobody goes through it.")
@NAMES
def add(compound: str, sealed: bool, names: tuple[str, ...]) -> None:
    """Add one or more gates."""
    state = GateState.SEALED if sealed else GateState.OPEN
    with create_app().app_context():
        actor = Actor.at_the_machine()
        for name in names:
            place = compound_named(actor, compound)
            add_gate(actor, place, name, now=clock.now(), state=state)
            click.echo(f"{name} is added, {state.value}.")


@gates.command("seal")
@of_compound
@NAMES
def seal(compound: str, names: tuple[str, ...]) -> None:
    """Seal gates; their phones hear of it with the next roster."""
    with create_app().app_context():
        actor = Actor.at_the_machine()
        for name in names:
            gate = gate_named(actor, compound_named(actor, compound), name)
            seal_gate(actor, gate.id, now=clock.now())
            click.echo(f"{name} is sealed.")


@gates.command("open")
@of_compound
@NAMES
def open_(compound: str, names: tuple[str, ...]) -> None:
    """Open gates that were sealed."""
    with create_app().app_context():
        actor = Actor.at_the_machine()
        for name in names:
            gate = gate_named(actor, compound_named(actor, compound), name)
            open_gate(actor, gate.id, now=clock.now())
            click.echo(f"{name} is open.")


@gates.command("recount")
@of_compound
def recount(compound: str) -> None:
    """Work out anew from all crossings who is out; says how many households were wrong."""
    with create_app().app_context():
        wrong = rebuild_outside(compound_named(Actor.at_the_machine(), compound))
        click.echo(f"Households that were wrong and are mended: {len(wrong)}.")
