"""Statements of the busiest path: compiled once for each database and run on its driver.

SQLAlchemy spends ten to twenty times on running a small statement what the driver does. So its part
is done once: the SQL and the converters of values are SQLAlchemy's, made from the tables, and each
run after that is the driver's alone. It all happens in the transaction of the session, and what the
driver raises is raised as the error that SQLAlchemy makes of it.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningUpdate

from checkpoint.db import session_connection

WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
# Lists are filled up to a power of two: few texts, so that the driver has each of them prepared.
SHORTEST = 4

Query = Select[*tuple[Any, ...]] | ReturningUpdate[*tuple[Any, ...]]
Convert = Callable[[Any], Any]
T = TypeVar("T")


class ForMany:
    """A SELECT, or an UPDATE that returns rows, about the `WANTED`, however many they are."""

    def __init__(self, query: Query) -> None:
        """`query` has `IN (WANTED)`, perhaps more than once, and no other parameter to be given."""
        self._questions = _EachDialect(lambda dialect: _Question(query, dialect))

    def rows(self, wanted: Collection[Any]) -> Sequence[Any]:
        """The rows, as named tuples; nothing is asked where nothing is wanted."""
        if not wanted:
            return ()
        connection = session_connection()
        return self._questions.of(connection.dialect).rows(connection, wanted)


class ForEach:
    """A change that is made for each of many rows."""

    def __init__(
        self, statement: Insert | Update, defaults: Mapping[str, Any] | None = None
    ) -> None:
        """The `defaults` are for what a row does not name."""
        self._changes = _EachDialect(lambda dialect: _Change(statement, defaults or {}, dialect))

    def run(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Make it for all of them. Call within `writing()`."""
        connection = session_connection()
        self._changes.of(connection.dialect).run(connection, rows)


def inserting(table: Table) -> ForEach:
    """Rows for a table, by the names of its columns; the database itself gives them numbers."""
    columns = [each for each in table.columns if each is not table.autoincrement_column]
    return ForEach(insert(table).inline(), {each.name: _default_of(each) for each in columns})


def _default_of(column: Any) -> Any:
    if column.default is None:
        return None
    if not column.default.is_scalar:
        raise TypeError(f"{column} has a default that must be asked for each row")
    return column.default.arg


class _EachDialect(Generic[T]):
    """One value for each dialect, made when it is first wanted."""

    def __init__(self, make: Callable[[Dialect], T]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Dialect, T] = WeakKeyDictionary()

    def of(self, dialect: Dialect) -> T:
        found = self._made.get(dialect)
        return self._made.setdefault(dialect, self._make(dialect)) if found is None else found


class _Text(NamedTuple):
    """An SQL text. `order` names its parameters where they go by their place; `constants` are the
    values that the statement itself brings, `wanted` the names of those that are given."""

    sql: str
    order: Sequence[str] | None
    constants: Mapping[str, Any]
    wanted: Sequence[str] = ()

    def arranged(self, values: dict[str, Any]) -> Any:
        """The values by their names, as the driver takes them."""
        return values if self.order is None else tuple(map(values.__getitem__, self.order))


class _Question:
    """A SELECT in one dialect, with a text for each length of what is wanted."""

    def __init__(self, query: Query, dialect: Dialect) -> None:
        self._compiled = _compiled(query, dialect)
        self._to_driver = _to_driver(self._compiled)
        self._from_driver = _from_driver(query, dialect)
        self._row = _row_of(query)
        self._texts: dict[int, _Text] = {}

    def rows(self, connection: Connection, wanted: Collection[Any]) -> list[Any]:
        length = max(SHORTEST, 1 << (len(wanted) - 1).bit_length())
        text = self._texts.get(length) or self._text(length)
        convert = self._to_driver.get("wanted")
        values = [convert(each) for each in wanted] if convert else list(wanted)
        values += values[-1:] * (length - len(values))
        given = text.arranged({**text.constants, **dict(zip(text.wanted, values, strict=True))})
        return [self._read(row) for row in _run(connection, text.sql, given)]

    def _read(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for place, convert in self._from_driver:
            values[place] = convert(values[place])
        return self._row(values)

    def _text(self, length: int) -> _Text:
        state = self._compiled.construct_expanded_state({"wanted": [None] * length})
        wanted = state.parameter_expansion["wanted"]
        constants = {
            name: self._to_driver[name](value) if name in self._to_driver else value
            for name, value in state.parameters.items()
            if name not in wanted
        }
        self._texts[length] = _Text(state.statement, state.positiontup, constants, wanted)
        return self._texts[length]


class _Change:
    """An INSERT or UPDATE in one dialect."""

    def __init__(
        self, statement: Insert | Update, defaults: Mapping[str, Any], dialect: Dialect
    ) -> None:
        compiled = _compiled(statement, dialect, list(defaults) or None)
        self._text = _Text(compiled.string, compiled.positiontup, defaults)
        self._to_driver = list(_to_driver(compiled).items())
        self._names = len(compiled.params)

    def run(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        given = [self._text.arranged(self._converted(row)) for row in rows]
        _run(connection, self._text.sql, given, many=True)

    def _converted(self, row: Mapping[str, Any]) -> dict[str, Any]:
        values = {**self._text.constants, **row}
        if len(values) != self._names:
            raise TypeError(f"not the names of {self._text.sql}: {sorted(row)}")
        for name, convert in self._to_driver:
            values[name] = convert(values[name])
        return values


def _compiled(statement: Any, dialect: Dialect, keys: list[str] | None = None) -> SQLCompiler:
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=keys)
    return compiled


def _row_of(query: Query) -> Callable[[Iterable[Any]], Any]:
    names = [str(each.key) for each in query.exported_columns]
    row: Any = namedtuple("row", names)  # type: ignore[misc]
    make: Callable[[Iterable[Any]], Any] = row._make
    return make


def _to_driver(compiled: SQLCompiler) -> dict[str, Convert]:
    """How a parameter of that name becomes what the driver takes, where it is not that already."""
    dialect = compiled.dialect
    found = {
        name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        for name in compiled.params
    }
    return {name: convert for name, convert in found.items() if convert}


def _from_driver(query: Query, dialect: Dialect) -> list[tuple[int, Convert]]:
    """How a column at that place is read, where it is not what the driver gives."""
    types = [each.type.dialect_impl(dialect) for each in query.exported_columns]
    found = enumerate(each.result_processor(dialect, None) for each in types)
    return [(place, convert) for place, convert in found if convert]


def _run(connection: Connection, sql: str, given: Any, *, many: bool = False) -> Sequence[Any]:
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(sql, given)
            return ()
        cursor.execute(sql, given)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_of_sqlalchemy(connection, cursor, sql, error) from error
    finally:
        cursor.close()


def _as_of_sqlalchemy(connection: Connection, cursor: Any, sql: str, error: Any) -> Exception:
    """The error that SQLAlchemy makes of it, without the values: they are not for a log."""
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    lost = dialect.is_disconnect(error, driver, cursor)
    if lost:
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    made: Exception = DBAPIError.instance(
        sql, None, error, base, connection_invalidated=lost, dialect=dialect
    )
    return made
