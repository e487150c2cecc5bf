"""The load on a server: requests made beforehand, sent over some connections as fast as it answers.

A process of its own and a single thread, so that it takes little of what it measures. A `Load` is
read from standard input (pickled), an `Outcome` written to standard output (JSON).
"""

import json
import pickle
import selectors
import socket
import ssl
import sys
import time
from dataclasses import asdict, dataclass, field

SEND_BUFFER = 512 * 1024
PATIENCE_SECONDS = 60
WANTED = b'"status":"recorded"'


@dataclass(frozen=True)
class Load:
    """`requests` are the octets of each connection's requests in turn; each answer to one of them
    must say `recorded` so and so often."""

    port: int
    requests: list[list[bytes]]
    recorded: int
    authority: str | None = None


@dataclass
class Outcome:
    """Seconds in all, milliseconds of each request, and every answer that was not as wanted."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Connection:
    """One kept-open connection and the request that it waits for."""

    def __init__(self, load: Load, requests: list[bytes]) -> None:
        self.requests = iter(requests)
        self.recorded = load.recorded
        self.socket = _connected(load)
        self.answer = b""
        self.begun = 0.0

    def send(self) -> bool:
        """Send the next request; whether there was one."""
        request = next(self.requests, None)
        if request is None:
            return False
        self.begun = time.perf_counter()
        self.socket.sendall(request)
        return True

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole."""
        try:
            octets = self.socket.recv(1 << 20)
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        if not octets:
            raise ConnectionError("the server hung up")
        self.answer += octets
        return _is_whole(self.answer)

    def note(self, outcome: Outcome) -> None:
        """Write the answered request down."""
        outcome.milliseconds.append((time.perf_counter() - self.begun) * 1000)
        right = self.answer.startswith(b"HTTP/1.1 200")
        if not right or self.answer.count(WANTED) != self.recorded:
            outcome.errors.append(self.answer[-300:].decode(errors="replace"))
        self.answer = b""


def run(load: Load) -> Outcome:
    """Send all requests, each connection one after the other."""
    outcome = Outcome()
    waiting = selectors.DefaultSelector()
    connections = [Connection(load, requests) for requests in load.requests]
    begun = time.perf_counter()
    for each in connections:
        if each.send():
            waiting.register(each.socket, selectors.EVENT_READ, each)
    while waiting.get_map():
        ready = waiting.select(PATIENCE_SECONDS)
        if not ready:
            raise TimeoutError("the server does not answer")
        for key, _ in ready:
            if key.data.receive():
                key.data.note(outcome)
                if not key.data.send():
                    waiting.unregister(key.fileobj)
    outcome.seconds = time.perf_counter() - begun
    return outcome


def _connected(load: Load) -> socket.socket:
    plain = socket.create_connection(("127.0.0.1", load.port), PATIENCE_SECONDS)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if load.authority:
        context = ssl.create_default_context(cafile=load.authority)
        plain = context.wrap_socket(plain, server_hostname="127.0.0.1")
    plain.setblocking(False)
    return plain


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    _, _, length = head.lower().partition(b"content-length: ")
    return len(body) >= int(length.partition(b"\r\n")[0])


if __name__ == "__main__":
    json.dump(asdict(run(pickle.load(sys.stdin.buffer))), sys.stdout)  # noqa: S301 - our own
