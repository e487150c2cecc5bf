"""Ports: tried before the server starts, so that a person reads one plain line and not a trace."""

import errno
import os
import socket
import time

from checkpoint.errors import Unavailable

# A server that was killed a moment ago needs about this long to let go of its port.
PATIENCE_SECONDS = 2.0


def claim_port(host: str, port: int, option: str) -> int:
    """Return `port` when it can be listened on at `host`, or a free one for 0.

    Raises Unavailable saying what to do, with the command-line `option` to change.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return _try(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.1)
                continue
            raise _explained(error, host, port, option) from error


def _try(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere the option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
        return int(probe.getsockname()[1])


def _explained(error: OSError, host: str, port: int, option: str) -> Unavailable:
    other = port + 1 if port > 1023 else port + 8000
    if error.errno == errno.EADDRINUSE:
        return Unavailable(
            "Port %(port)s is taken, perhaps by a Checkpoint that is running already. Stop that "
            "one, or choose another port: %(option)s %(other)s.",
            port=port,
            option=option,
            other=other,
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return Unavailable(
            "This user may not listen on port %(port)s. Choose one above 1023: "
            "%(option)s %(other)s.",
            port=port,
            option=option,
            other=other,
        )
    return Unavailable(
        "This machine has no address %(host)s. Leave --host away to serve on all its addresses.",
        host=host,
    )
