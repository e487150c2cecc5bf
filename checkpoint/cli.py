"""The `checkpoint` command. Each slice brings its own commands; this puts them together."""

import os
import sys
import traceback
from importlib import import_module
from importlib.metadata import version

import click

from checkpoint import clock
from checkpoint.config import instance_folder
from checkpoint.errors import CheckpointError

# Imported when it is asked for: to serve takes no spreadsheets and no cards.
COMMANDS = {
    "demo": "checkpoint.demo.commands:demo_command",
    "first-run": "checkpoint.people.commands_accounts:first_run",
    "gate": "checkpoint.gate.commands_books:gate",
    "gates": "checkpoint.gate.commands:gates",
    "keys": "checkpoint.desk.commands_keys:keys",
    "passes": "checkpoint.passes.commands:passes",
    "retention": "checkpoint.gate.commands_retention:retention",
    "roster": "checkpoint.people.commands:roster",
    "serve": "checkpoint.serve.commands:serve_command",
    "staff": "checkpoint.people.commands_accounts:staff",
}


class Commands(click.Group):
    """The commands by name, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        command: click.Command | None = getattr(import_module(module), name) if module else None
        return command


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(version("checkpoint"))
def cli() -> None:
    """Checkpoint: from a household spreadsheet to a working gate.

    Every command works on the installation in $CHECKPOINT_INSTANCE (default: ./instance).
    """


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
