"""A bar for the terminal that shows how far a long step has come."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress_bar(
    label: str, quiet: bool = False, *, then: str = ""
) -> Iterator[Callable[[int, int], None] | None]:
    """A callback of (done, total) that draws a bar on stderr; None where nobody sees it.

    `then` is the label from the first call on, where what comes before it can't be counted.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(
            task, description=then or label, completed=done, total=total
        )
