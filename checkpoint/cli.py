"""The `checkpoint` command. Each slice brings its own commands; this puts them together."""

import sys
from importlib.metadata import version

import click

from checkpoint.errors import CheckpointError
from checkpoint.passes.commands import passes
from checkpoint.people.commands_accounts import first_run, staff
from checkpoint.serve.commands import serve_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("checkpoint"))
def cli() -> None:
    """Checkpoint: from a household spreadsheet to a working gate.

    Every command works on the installation in $CHECKPOINT_INSTANCE (default: ./instance).
    """


for command in (
    first_run,
    passes,
    staff,
    serve_command,
):
    cli.add_command(command)


def main() -> None:
    """Run a command; a known error is one plain line on stderr and exit status 1."""
    try:
        cli(standalone_mode=True)
    except CheckpointError as error:
        click.echo(f"checkpoint: {error}", err=True)
        sys.exit(1)
