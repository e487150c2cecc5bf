"""Files that are there wholly or not at all, and for their owner alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkpoint.errors import BadInput


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """A file of mode 600 beside `out` that takes its place at the end, or vanishes upon an error.

    Raises BadInput where `out` can't be written.
    """
    try:
        if out.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
        os.close(handle)
    except OSError as error:
        raise _not_writable(out, error) from error
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.replace(out)
    except OSError as error:
        raise _not_writable(out, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _not_writable(out: Path, error: OSError) -> BadInput:
    return BadInput(
        "%(out)s can't be written: %(why)s. Name another file.",
        out=out,
        why=error.strerror or error,
        field="out",
    )
