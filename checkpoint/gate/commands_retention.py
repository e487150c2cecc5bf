"""`checkpoint retention …`: deleting what is older than this office keeps."""

import json

import click

from checkpoint import clock, create_app
from checkpoint.gate.retention import run_retention
from checkpoint.people import Actor


@click.group()
def retention() -> None:
    """What is kept for so many days: see it counted, or delete it now."""


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Count, and delete nothing.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def run(dry_run: bool, as_json: bool) -> None:
    """Delete what is older than `retention_days`. The server does it by itself every six hours."""
    with create_app().app_context():
        gone = run_retention(Actor.at_the_machine(), clock.now(), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(dict(sorted(gone.items()))))
        return
    click.echo("Would be deleted:" if dry_run else "Deleted:")
    for table, count in sorted(gone.items()):
        click.echo(f"{count:8,} {table.replace('_', ' ')}")
