"""`checkpoint keys …`: which keys there are, a new one, the end of an old one, and a leak."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask_babel import force_locale

from checkpoint import clock, create_app
from checkpoint.desk.affected import affected_sheet
from checkpoint.desk.cells import csv_lines
from checkpoint.errors import BadInput
from checkpoint.files import whole_file
from checkpoint.gate import devices_out_of_touch
from checkpoint.passes import (
    KeyLine,
    affected_by,
    call_in_leaked,
    households_of,
    key_line,
    key_lines,
    last_change,
    retire_key,
    rotate_keys,
)
from checkpoint.people import Actor
from checkpoint.web import settings

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
KID = click.argument("kid", type=int)
NEXT = (
    "Then print new cards, building by building, hand them out and mark them as printed:\n"
    "  checkpoint passes cards --only {only} --compound NAME --building B --out FILE"
)


@click.group()
def keys() -> None:
    """The keys that sign cards and phones: docs/keys.md has the steps."""


@keys.command("list")
@as_json
def list_keys(as_json: bool) -> None:
    """Show every key: since when, what it does, and how much goes by it."""
    with create_app().app_context():
        now = clock.now()
        lines = key_lines(now)
        changed = last_change(lines)
        silent = [each.name for each in devices_out_of_touch(changed)] if changed else []
        if as_json:
            _print_json(keys=[_wire(line) for line in lines], not_heard_of=silent)
            return
        click.echo("key  since             state        cards  visitors   phones")
        for line in lines:
            counts = f"{line.cards:>8,}{line.visitors:>10,}{line.phones:>9,}"
            click.echo(f"{line.kid:>3}  {_local(line.since)}  {line.state:10}{counts}")
        if silent:
            click.echo(f"Gates that have not heard of the last change: {', '.join(silent)}.")


@keys.command()
@as_json
def rotate(as_json: bool) -> None:
    """Make a new key: it signs from now on, the older ones go on verifying."""
    with create_app().app_context():
        kid = rotate_keys(Actor.at_the_machine(), now=clock.now())
    if as_json:
        _print_json(signs=kid)
        return
    click.echo(f"Key {kid} signs from now on. Cards and phones that are out there stay good.")
    click.echo("First see in 'checkpoint keys list' that every gate has heard of it.")
    click.echo(NEXT.format(only="older_key"))
    click.echo("When nobody holds an older card: checkpoint keys retire KEY")


@keys.command()
@KID
@click.option("--anyway", is_flag=True, help="Even while people hold cards under it.")
@as_json
def retire(kid: int, anyway: bool, as_json: bool) -> None:
    """End the overlap: what key KID signed is refused from now on."""
    with create_app().app_context():
        line = retire_key(Actor.at_the_machine(), kid, anyway=anyway, now=clock.now())
    if as_json:
        _print_json(retired=kid, cards=line.cards, visitors=line.visitors, phones=line.phones)
        return
    click.echo(f"Key {kid} is retired: gates refuse what it signed.")
    if line.cards:
        click.echo(f"{line.cards:,} cards ended with it.")
        click.echo(NEXT.format(only="changed"))


@keys.command()
@KID
@click.option("--yes", is_flag=True, help="Do not ask for the number of households.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the list of households goes; left out, into this folder.",
)
@as_json
def leaked(kid: int, yes: bool, out: Path | None, as_json: bool) -> None:
    """Emergency: somebody else has key KID. All that it signed is refused at once, everywhere, and
    everybody who held something under it gets a new card to be printed."""
    with create_app().app_context():
        actor, now = Actor.at_the_machine(), clock.now()
        key_line(kid, now)
        households = None if yes else _confirmed(kid, now)
        out = out or Path(f"key-{kid}-households-{now:%Y%m%d-%H%M%S}.csv")
        with whole_file(out) as unfinished:  # so that it can't fail once the key is called in
            leak = call_in_leaked(actor, kid, households=households, now=now)
            with force_locale(settings().language):
                sheet = affected_sheet(actor, kid, now=now)
            text = "".join(csv_lines(sheet.headings, sheet.rows))
            unfinished.write_text(text, "utf-8", newline="")
    counts = {"households": leak.households, "cards": leak.cards}
    if as_json:
        _print_json(leaked=kid, signs=leak.signs, **counts, file=str(out.resolve()))
        return
    click.echo(f"Key {kid} is called in; key {leak.signs} signs.")
    click.echo(f"{leak.households:,} households need new cards, {leak.cards:,} in all: {out}")
    click.echo(NEXT.format(only="changed"))


def _confirmed(kid: int, now: datetime) -> int:
    """The number of affected households, as it was typed."""
    count = households_of(affected_by(kid, now))
    click.echo(
        f"The cards and phones of {count} households under key {kid} stop working at every gate.\n"
        "Guards then look each household up until it has its new card.",
        err=True,
    )
    typed = click.prompt("Type the number of households to go on", err=True)
    if typed.strip().replace(",", "") != str(count):
        raise BadInput("That is not the number. Nothing was done.", field="households")
    return count


def _wire(line: KeyLine) -> dict[str, Any]:
    return {
        "kid": line.kid,
        "state": line.state.value,
        "since": line.since.isoformat(),
        "ended": line.ended.isoformat() if line.ended else None,
        "cards": line.cards,
        "visitors": line.visitors,
        "phones": line.phones,
    }


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(settings().time_zone)):%Y-%m-%d %H:%M}"


def _print_json(**members: Any) -> None:
    click.echo(json.dumps(members, ensure_ascii=False))
