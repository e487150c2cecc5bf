"""Python reads this module first in a server that is under test, and in no other. The product has
no switch that makes it forget; what a test weakens, it weakens here.

CRASH_SYNCHRONOUS=off    whatever the product asks for, SQLite gets `PRAGMA synchronous = OFF`
CRASH_JOURNAL=rollback   SQLite's version is one with the WAL-reset bug
"""

import importlib
import os
import re
from typing import Any

ASKED = re.compile(r"(\bsynchronous\s*=\s*)\w+", re.IGNORECASE)


def weakened(statement: str) -> str:
    """The statement with another value for `synchronous`."""
    return ASKED.sub(r"\g<1>OFF", statement)


def weaken(driver: Any) -> None:
    """Let every connection of the driver hear the weakened statements."""

    class Cursor(driver.Cursor):  # type: ignore[misc]
        def execute(self, statement: str, *more: Any) -> Any:
            return super().execute(weakened(statement), *more)

    class Connection(driver.Connection):  # type: ignore[misc]
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, statement: str, *more: Any) -> Any:
            return super().execute(weakened(statement), *more)

    connect = driver.connect
    driver.connect = lambda *args, **named: connect(*args, **{"factory": Connection, **named})


for name in ("pysqlite3.dbapi2", "sqlite3.dbapi2", "sqlite3"):
    try:
        driver: Any = importlib.import_module(name)
    except ImportError:
        continue
    if os.environ.get("CRASH_JOURNAL") == "rollback":
        driver.sqlite_version_info = (3, 50, 6)
    if os.environ.get("CRASH_SYNCHRONOUS") == "off":
        weaken(driver)
