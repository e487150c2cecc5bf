"""What `checkpoint serve` shows: where staff and phones go, and what to compare."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click

from checkpoint.serve.offer import Offer, terminal_code


@dataclass(frozen=True, slots=True)
class Shown:
    """What the terminal says. `first_admin` is the one-time link, None when an admin exists."""

    version: str
    database: str
    offer: Offer
    behind_proxy: str | None
    first_admin: str | None


def show(shown: Shown) -> None:
    """Print it all; the code only where the terminal can draw it."""
    for line in lines(shown, draws_blocks=_can_draw()):
        click.echo(line)


def lines(shown: Shown, *, draws_blocks: bool) -> Iterator[str]:
    """The lines, with ANSI colours that click removes where they are not wanted."""
    yield click.style(f"Checkpoint {shown.version}", bold=True) + f" · {shown.database}"
    yield ""
    if shown.behind_proxy is not None:
        yield from _rows("Proxy", [f"forward to {shown.behind_proxy}"])
    else:
        yield from _where(shown.offer, draws_blocks=draws_blocks)
    if shown.first_admin:
        yield ""
        yield from _rows("Begin", [click.style(shown.first_admin, bold=True)])
        yield from _rows("", ["Makes the first admin. Good once, for 24 hours."])
    yield ""
    yield "Stop with Ctrl+C."


def _where(offer: Offer, *, draws_blocks: bool) -> Iterator[str]:
    yield from _rows("Desk", [offer.desk_url(host) for host in offer.hosts])
    yield from _rows("Phones", [offer.join_url()])
    if offer.hosts[0] == "localhost":
        yield from _rows("", ["No network: phones can't reach this machine yet. Join it to one"])
        yield from _rows("", ["and start again."])
    if draws_blocks:
        yield ""
        for line in terminal_code(offer.join_url()):
            yield "  " + click.style(line, fg="black", bg="bright_white")
    if offer.authority is not None:
        pairs = offer.fingerprint.split(":")
        halves = (" ".join(pairs[:16]), " ".join(pairs[16:]))
        yield ""
        yield from _rows("Compare", halves)
        yield from _rows("", ["SHA-256 of the certificate that each phone is asked to trust."])


def _rows(label: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"  {click.style(f'{label:<9}', fg='green')}{text}".rstrip()
        label = ""


def _can_draw() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
