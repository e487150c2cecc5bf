"""Starts the service: checks first, then one Granian worker that serves HTTPS to the office.

One worker process, because one process with one writer commits faster on SQLite than several that
wait for each other's locks; several threads, because readers need not wait for the writer.
"""

import gc
import multiprocessing
import sys
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP2Settings
from granian.log import LogLevels

from checkpoint import clock, create_app
from checkpoint.config import Settings, instance_folder
from checkpoint.db import db, sqlite_line
from checkpoint.gate.alerts import DESKS
from checkpoint.gate.watching import ROOM
from checkpoint.people import first_run_link
from checkpoint.serve.addresses import ALL_ADDRESSES, find_reach
from checkpoint.serve.authority import load_authority, load_leaf, refuse_foreign_names
from checkpoint.serve.certificates import check_certificate, names_in
from checkpoint.serve.offer import Offer
from checkpoint.serve.ports import claim_port
from checkpoint.serve.terminal import Shown, show
from checkpoint.serve.worker import Task, load_app

# Devices and desks that wait for news hold a thread each; the others answer everyone else.
THREADS = ROOM + DESKS + 16
KILL_AFTER_SECONDS = 10

LOGGING: dict[str, Any] = {
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "propagate": False},
        "checkpoint": {"level": "INFO"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. Port 0 means any free one; `certificate` and `key` come together or not."""

    host: str = ALL_ADDRESSES
    port: int = 8443
    join_port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False


def serve(serving: Serving, instance: Path | None = None) -> None:
    """Serve the installation until it is told to stop (SIGINT, SIGTERM).

    Raises SettingsError and Unavailable, before anything listens, with what to do about it.
    """
    folder = instance_folder(instance)
    app = create_app(folder)
    settings: Settings = app.extensions["checkpoint.settings"]
    task = prepare(serving, folder, settings)
    with app.app_context():
        database = sqlite_line() if db.engine.dialect.name == "sqlite" else "PostgreSQL"
        first_admin = first_run_link(task.offer.desk_url())
        db.engine.dispose()
    proxy = f"http://{task.host}:{task.port}" if task.behind_proxy else None
    show(Shown(version("checkpoint"), database, task.offer, proxy, first_admin))
    _run(task, app)


def prepare(serving: Serving, folder: Path, settings: Settings) -> Task:
    """Check ports and certificates, making or renewing our own where none is given."""
    serving = replace(serving, port=claim_port(serving.host, serving.port, "--port"))
    if serving.behind_proxy:
        public = Offer(settings.host_names or ("localhost",), 443, 0, None)
        return Task(folder, serving.host, serving.port, public)
    if serving.certificate and serving.key:
        return _with_own_certificate(serving, serving.certificate, serving.key, folder, settings)
    return _with_authority(serving, folder, settings)


def _with_own_certificate(
    serving: Serving, certificate: Path, key: Path, folder: Path, settings: Settings
) -> Task:
    served = names_in(check_certificate(certificate, key, clock.now()))
    hosts = dict.fromkeys([*settings.host_names, *served, *find_reach().hosts(serving.host)])
    offer = Offer(tuple(hosts), serving.port, 0, None)
    return Task(folder, serving.host, serving.port, offer, certificate, key)


def _with_authority(serving: Serving, folder: Path, settings: Settings) -> Task:
    reach = find_reach(settings.host_names)
    authority = load_authority(folder / "tls", reach.hostname, clock.now())
    refuse_foreign_names(authority, settings.host_names)
    certificate, key = load_leaf(folder / "tls", authority, reach, clock.now())
    join_port = claim_port(serving.host, serving.join_port, "--join-port")
    hosts = dict.fromkeys([*settings.host_names, *reach.hosts(serving.host)])
    offer = Offer(tuple(hosts), serving.port, join_port, authority.der)
    return Task(folder, serving.host, serving.port, offer, certificate, key)


def _run(task: Task, app: Flask) -> None:
    # A forked worker has at once, and in the same memory, the application and all that is imported
    # here. No connection is open and no thread runs at this moment. Elsewhere than on Linux that is
    # not safe: there the worker makes its own.
    gc.freeze()
    forks = sys.platform == "linux"
    multiprocessing.set_start_method("fork" if forks else "spawn", force=True)
    Granian(
        "checkpoint",
        address=task.host,
        port=task.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.auto if task.certificate else HTTPModes.http1,
        http2_settings=HTTP2Settings(max_headers_size=64 * 1024),
        websockets=False,
        ssl_cert=task.certificate,
        ssl_key=task.key,
        ssl_protocol_min=SSLProtocols.tls12,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    ).serve(target_loader=partial(load_app, task, app if forks else None), wrap_loader=False)
