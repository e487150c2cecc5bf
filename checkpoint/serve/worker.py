"""What the server's worker process does: load the application and, beside it, the join page."""

import ctypes
import gc
import multiprocessing
import os
import platform
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from checkpoint import create_app, news
from checkpoint.serve.join import JoinPages, JoinServer
from checkpoint.serve.offer import OFFER, Offer
from checkpoint.serve.retaining import start_retaining
from checkpoint.serve.sweeping import start_sweeping

_M_ARENA_MAX = -8  # <malloc.h>


@dataclass(frozen=True, slots=True)
class Task:
    """What is served and where; it travels from the server to its worker."""

    folder: Path
    host: str
    port: int
    offer: Offer
    certificate: Path | None = None
    key: Path | None = None

    @property
    def behind_proxy(self) -> bool:
        """Whether a reverse proxy speaks HTTPS for us."""
        return self.certificate is None


def load_app(task: Task) -> Any:
    """The WSGI application of one worker. Granian calls this in the new process."""
    _leave_signals_to_parent()
    _end_waits_when_told_to_stop()
    _share_arenas()
    app = create_app(task.folder)
    app.extensions[OFFER] = task.offer
    _collect_seldom()
    start_sweeping(app)
    start_retaining(app)
    if task.behind_proxy:
        trust_proxy(app)
    elif task.offer.authority is not None:
        language = app.extensions["checkpoint.settings"].language
        JoinServer(task.host, task.offer.join_port, JoinPages(task.offer, language)).start()
    return app


def trust_proxy(app: Flask) -> None:
    """Believe one reverse proxy about the caller's address and the name that was asked for.

    Only the last value of each X-Forwarded header counts: it is the one that the proxy wrote.
    """
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=1, x_proto=1, x_host=1
    )


def _end_waits_when_told_to_stop() -> None:
    """Answer the phones that wait for news at once, so that stopping need not wait for them.

    Granian sets the handler of the signal after this; the wake-up that Python itself sends upon any
    signal reaches us beside it.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    signal.set_wakeup_fd(mouth.detach(), warn_on_full_buffer=False)

    def listen() -> None:
        ear.recv(1)
        news.end()

    threading.Thread(target=listen, name="end of waiting", daemon=True).start()


def _share_arenas() -> None:
    """Let all threads take memory from the same two arenas of glibc.

    It gives every thread that asks an arena of its own, up to eight a processor, and each keeps
    what it was once given: with so many threads that is 20 MB.
    """
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _collect_seldom() -> None:
    """Look for circles of garbage thirty times less often than Python would.

    A batch of crossings makes thousands of objects that live until it is written, and none of them
    is in a circle: looking through them took a twentieth of the server's time.
    """
    gc.set_threshold(20_000, 20, 20)


def _leave_signals_to_parent() -> None:
    """Stop when the parent says so or is gone, and only then.

    Ctrl+C goes to every process of the terminal's group. A worker that gets it and, a moment later,
    its parent's word to stop, can lock up between the two; so it leaves the group. And a parent
    that was killed outright must leave no orphan that holds the port and the database.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if hasattr(os, "setpgrp"):
        os.setpgrp()

    def follow() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, name="end with parent", daemon=True).start()
