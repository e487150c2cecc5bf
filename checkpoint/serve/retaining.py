"""A thread of the server that deletes every few hours what is older than the office keeps."""

import logging
import threading
import time

from flask import Flask

from checkpoint import clock, news
from checkpoint.db import db
from checkpoint.gate.retention import run_retention
from checkpoint.people import Actor

# Not at the start, when everybody comes at once.
FIRST_S = 10 * 60.0
EVERY_S = 6 * 60 * 60.0

log = logging.getLogger(__name__)


def start_retaining(app: Flask) -> threading.Thread:
    """Run from now on, until the server is about to stop."""
    thread = threading.Thread(target=_retain, args=(app,), name="retention", daemon=True)
    thread.start()
    return thread


def _retain(app: Flask) -> None:
    time.sleep(FIRST_S)
    while not news.is_over():
        run_once(app)
        time.sleep(EVERY_S)


def run_once(app: Flask) -> None:
    """Delete what is old now; whatever goes wrong is written to the log."""
    with app.app_context():
        try:
            run_retention(Actor.at_the_machine(), clock.now())
        except Exception:
            # What is left goes the next time.
            log.exception("deleting what is older than the retention failed")
        finally:
            db.session.remove()
