"""What the server's worker process does: load the application and, beside it, the join page."""

import multiprocessing
import os
import signal
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from checkpoint import create_app, news
from checkpoint.serve.join import JoinPages, JoinServer
from checkpoint.serve.memory import collect_seldom, share_arenas
from checkpoint.serve.offer import OFFER, Offer
from checkpoint.serve.retaining import start_retaining
from checkpoint.serve.sweeping import start_sweeping


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


def load_app(task: Task, app: Flask | None = None) -> Any:
    """The WSGI application of one worker: `app`, if it came along. Granian calls this in the new
    process."""
    _leave_signals_to_parent()
    _end_waits_when_told_to_stop()
    share_arenas()
    app = app or create_app(task.folder)
    app.extensions[OFFER] = task.offer
    collect_seldom()
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
