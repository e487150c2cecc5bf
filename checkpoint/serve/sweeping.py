"""A thread of the server that looks every few seconds at what time alone brings about."""

import logging
import threading
import time

from flask import Flask

from checkpoint import clock, news
from checkpoint.db import db
from checkpoint.gate.alerts import sweep_all

EVERY_S = 15.0

log = logging.getLogger(__name__)


def start_sweeping(app: Flask) -> threading.Thread:
    """Look after the clock's alerts from now on, until the server is about to stop."""
    thread = threading.Thread(target=_sweep, args=(app,), name="sweeping", daemon=True)
    thread.start()
    return thread


def _sweep(app: Flask) -> None:
    while not news.is_over():
        look_once(app)
        time.sleep(EVERY_S)


def look_once(app: Flask) -> None:
    """Look at every compound now; whatever goes wrong is written to the log."""
    with app.app_context():
        try:
            sweep_all(clock.now())
        except Exception:
            # The next look may find the database well again; nothing is lost meanwhile.
            log.exception("the look at overdue households and visitors failed")
        finally:
            db.session.remove()
