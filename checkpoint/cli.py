"""The `checkpoint` command. Each slice brings its own commands; this puts them together."""

import os
import sys
import traceback
from importlib.metadata import version

import click

from checkpoint import clock
from checkpoint.config import instance_folder
from checkpoint.demo.commands import demo_command
from checkpoint.errors import CheckpointError
from checkpoint.gate.commands import gates
from checkpoint.gate.commands_books import gate
from checkpoint.passes.commands import passes
from checkpoint.people.commands import roster
from checkpoint.people.commands_accounts import first_run, staff
from checkpoint.serve.commands import serve_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("checkpoint"))
def cli() -> None:
    """Checkpoint: from a household spreadsheet to a working gate.

    Every command works on the installation in $CHECKPOINT_INSTANCE (default: ./instance).
    """


for command in (
    demo_command,
    first_run,
    gate,
    gates,
    passes,
    roster,
    staff,
    serve_command,
):
    cli.add_command(command)


def main() -> None:
    """Run a command; a known error is one plain line on stderr and exit status 1."""
    # Whatever a command writes is this user's alone: rosters, cards, keys.
    os.umask(0o077)
    try:
        cli(standalone_mode=True)
    except CheckpointError as error:
        click.echo(f"checkpoint: {error}", err=True)
        sys.exit(1)
    except Exception:
        log = instance_folder() / "errors.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{clock.now():%Y-%m-%d %H:%M:%S} UTC {traceback.format_exc()}\n")
        click.echo(
            f"checkpoint: something went wrong on our side; {log} says what. "
            "What was not finished was not kept.",
            err=True,
        )
        sys.exit(70)  # EX_SOFTWARE
