"""Statements that are compiled once and then run by SQLite alone: SQLAlchemy's way there takes longer than a query."""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Column, Insert, Select, Table, Update, bindparam, insert, update
from sqlalchemy.dialects import sqlite

from mockapi.storage.store import AnyRow, Store

DIALECT = sqlite.dialect(paramstyle="named")

Convert = Callable[[Any], Any]


class Statement:
    """A statement whose text does not depend on its parameters: no list of values may be among them.

    A NULL is passed as `None`. Errors of SQLite are raised as `sqlite3.Error`.
    """

    def __init__(self, statement: ClauseElement) -> None:
        """`statement`: built with `bindparam(name)` for the parameters."""
        self._statement = statement
        self._text = ""

    def all(self, store: Store, **parameters: Any) -> Sequence[AnyRow]:
        """Return all rows, each a named tuple of the selected columns."""
        rows = self._execute(store, parameters).fetchall()
        if self._incoming and rows:
            # Column by column is faster than row by row.
            columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
            for index, convert in self._incoming:
                columns[index] = map(convert, columns[index])
            rows = list(zip(*columns, strict=True))
        return list(map(self._make, rows))

    def first(self, store: Store, **parameters: Any) -> AnyRow | None:
        """Return the first row of few, or None."""
        rows = self.all(store, **parameters)
        return rows[0] if rows else None

    def scalars(self, store: Store, **parameters: Any) -> list[Any]:
        """Return the first column of all rows, as SQLite stores it."""
        return [row[0] for row in self._execute(store, parameters)]

    def scalar(self, store: Store, **parameters: Any) -> Any:
        """Return the first column of the first row, as SQLite stores it."""
        return self._execute(store, parameters).fetchone()[0]

    def run(self, store: Store, **parameters: Any) -> int:
        """Execute a statement that changes rows, and return their number."""
        return int(self._execute(store, parameters).rowcount)

    def _execute(self, store: Store, parameters: dict[str, Any]) -> Any:
        if not self._text:
            # Not before it is needed: compiling all statements would make every start wait.
            self._compile(parameters)
        for name, convert in self._outgoing:
            parameters[name] = convert(parameters[name])
        return store.execute(self._text, {**self._fixed, **parameters})

    def _compile(self, parameters: dict[str, Any]) -> None:
        compiled: Any = self._statement.compile(dialect=DIALECT)
        binds = {name: _converter(bind.type, "bind_processor") for name, bind in compiled.binds.items()}
        self._outgoing = [(name, convert) for name, convert in binds.items() if convert and name in parameters]
        values = compiled.construct_params(parameters).items()
        fixed = {name: value for name, value in values if name not in parameters}
        self._fixed = {name: convert(value) if (convert := binds[name]) else value for name, value in fixed.items()}
        columns = list(self._statement.selected_columns) if isinstance(self._statement, Select) else []
        converters = [_converter(column.type, "result_processor", None) for column in columns]
        self._incoming = [(index, convert) for index, convert in enumerate(converters) if convert]
        row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        make: Any = row._make
        self._make: Callable[[Iterable[Any]], AnyRow] = make
        self._text = str(compiled)


def insertion(table: Table) -> Insert:
    """Build a statement that adds a row; its parameters are all columns of the table."""
    return insert(table).values({column.name: bindparam(column.name) for column in table.columns})


def replacement(table: Table, *, without: Collection[str]) -> Update:
    """Build a statement that changes all columns but some in the row whose `id` is the parameter `changed`."""
    names = [column.name for column in table.columns if column.name not in without]
    return update(table).where(table.c.id == bindparam("changed")).values({name: bindparam(name) for name in names})


def stored_value(column: Column[Any], value: Any) -> Any:
    """Return a value of a column as SQLite stores it."""
    convert = _converter(column.type, "bind_processor")
    return convert(value) if convert else value


def _converter(kind: Any, name: str, *rest: Any) -> Convert | None:
    """Return the function by which SQLAlchemy's type converts a value for SQLite or back; None: it does not."""
    converter: Convert | None = getattr(kind.dialect_impl(DIALECT), name)(DIALECT, *rest)
    return converter
