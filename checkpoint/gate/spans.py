"""The span between two moments, worked out by the database; each of them does it in its own way."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

Moment = ColumnElement[datetime] | InstrumentedAttribute[datetime]


class milliseconds_between(GenericFunction[int]):  # noqa: N801 - reads like any SQL function
    """Whole milliseconds from the second of two moments to the first."""

    type = Integer()
    inherit_cache = True

    def __init__(self, later: Moment, earlier: Moment) -> None:
        super().__init__(later, earlier)


@compiles(milliseconds_between, "sqlite")
def _on_sqlite(element: milliseconds_between, compiler: SQLCompiler, **how: Any) -> str:
    later, earlier = (compiler.process(each, **how) for each in element.clauses)
    return f"ROUND((julianday({later}) - julianday({earlier})) * 86400000)"


@compiles(milliseconds_between, "postgresql")
def _on_postgresql(element: milliseconds_between, compiler: SQLCompiler, **how: Any) -> str:
    later, earlier = (compiler.process(each, **how) for each in element.clauses)
    return f"ROUND(EXTRACT(EPOCH FROM {later} - {earlier}) * 1000)"
