"""`checkpoint staff …` and `checkpoint first-run`."""

import click

from checkpoint import clock, create_app
from checkpoint.config import LOCALES
from checkpoint.people.accounts import block, create_staff, set_password, unblock
from checkpoint.people.actor import Actor
from checkpoint.people.first_run import first_run_link
from checkpoint.people.households import compound_named
from checkpoint.people.models import Role
from checkpoint.people.passwords import generate_password
from checkpoint.people.pins import generate_pin, set_pin
from checkpoint.people.staff import staff_in_scope, staff_named

username = click.argument("username")
own_password = click.option(
    "--password",
    help="The password; left out, it is asked for. Shows up in the shell's history.",
)
generate = click.option("--generate", is_flag=True, help="Make a password and show it once.")


@click.group()
def staff() -> None:
    """Staff accounts: who may sign in."""


@staff.command()
@username
@click.option("--name", required=True, help="As people know them.")
@click.option("--role", required=True, type=click.Choice([each.value for each in Role]))
@click.option("--compound", help="Only this compound; left out, all of them.")
@click.option("--language", default="zh", type=click.Choice(LOCALES), show_default=True)
@own_password
@generate
def add(
    username: str,
    name: str,
    role: str,
    compound: str | None,
    language: str,
    password: str | None,
    generate: bool,
) -> None:
    """Make an account."""
    with create_app().app_context():
        actor = Actor.at_the_machine()
        place = compound_named(actor, compound) if compound else None
        chosen = _password(password, generate)
        made = create_staff(
            actor,
            username=username,
            name=name,
            role=Role(role),
            compound=place,
            password=chosen,
            language=language,
            now=clock.now(),
        )
        click.echo(f"{made.name} can sign in as {made.username}.")
        _show(chosen, generate)


@staff.command(name="list")
def list_() -> None:
    """Show every account."""
    with create_app().app_context():
        accounts = staff_in_scope(Actor.at_the_machine())
        for each in accounts:
            state = "" if each.active else "  (blocked)"
            click.echo(f"{each.username:<20} {each.role.value:<6} {each.name}{state}")
        if not accounts:
            click.echo("No account yet. 'checkpoint first-run' prints the link to the first page.")


@staff.command(name="password")
@username
@own_password
@generate
def new_password(username: str, password: str | None, generate: bool) -> None:
    """Give an account a new password; it is signed out everywhere."""
    with create_app().app_context():
        account = staff_named(Actor.at_the_machine(), username)
        chosen = _password(password, generate)
        set_password(Actor.at_the_machine(), account, chosen, now=clock.now())
        click.echo(f"{account.username} has a new password and is signed out everywhere.")
        _show(chosen, generate)


@staff.command(name="pin")
@username
@click.option("--pin", help="Six digits; left out, they are asked for. Shows up in the history.")
@click.option("--generate", is_flag=True, help="Make a PIN and show it once.")
def new_pin(username: str, pin: str | None, generate: bool) -> None:
    """Give an account a PIN, for signing on to a phone at a gate."""
    with create_app().app_context():
        account = staff_named(Actor.at_the_machine(), username)
        chosen = generate_pin() if generate else pin or _typed("PIN")
        set_pin(Actor.at_the_machine(), account, chosen, now=clock.now())
        click.echo(f"{account.username} signs on with a new PIN.")
        if generate:
            click.echo(f"PIN, shown this once: {chosen}")


@staff.command(name="block")
@username
def block_(username: str) -> None:
    """Shut an account; it is signed out everywhere."""
    with create_app().app_context():
        actor = Actor.at_the_machine()
        block(actor, staff_named(actor, username), now=clock.now())
        click.echo(f"{username} can't sign in any more.")


@staff.command(name="unblock")
@username
def unblock_(username: str) -> None:
    """Open a blocked account again."""
    with create_app().app_context():
        account = staff_named(Actor.at_the_machine(), username)
        unblock(Actor.at_the_machine(), account, now=clock.now())
        click.echo(f"{username} can sign in again.")


@click.command(name="first-run")
@click.option(
    "--base-url",
    default="https://localhost:8443",
    show_default=True,
    help="How this machine is reached.",
)
def first_run(base_url: str) -> None:
    """Print the one-time link to the first page."""
    with create_app().app_context():
        link = first_run_link(base_url)
    if link is None:
        click.echo("There is an admin already. 'checkpoint staff list' shows the accounts.")
    else:
        click.echo(f"Open this link within 24 hours to set up the installation:\n{link}")


def _password(given: str | None, generate: bool) -> str:
    if generate:
        return generate_password()
    return given or _typed("Password")


def _typed(what: str) -> str:
    return str(click.prompt(what, hide_input=True, confirmation_prompt=True))


def _show(password: str, generate: bool) -> None:
    if generate:
        click.echo(f"Password, shown this once: {password}")
