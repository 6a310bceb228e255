"""Statements that are compiled once and then run by SQLite alone: SQLAlchemy's way there takes longer than a query."""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Table, Update, bindparam, insert, update
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.selectable import Select

from mockapi.storage.store import AnyRow, raw_connection

_DIALECT = SQLiteDialect_pysqlite(paramstyle="named")

Convert = Callable[[Any], Any]


class Statement:
    """A statement whose text does not depend on its parameters: no list of values may be among them.

    A NULL goes in as `None`. What SQLite refuses is raised as `sqlite3.Error`.
    """

    def __init__(self, statement: Executable) -> None:
        """`statement`: built with `bindparam(name)` for what differs from call to call."""
        self._statement = statement
        self._text = ""

    def all(self, database: Connection, **parameters: Any) -> Sequence[AnyRow]:
        """All rows, each a named tuple of the selected columns."""
        rows = self._execute(database, parameters).fetchall()
        if self._incoming and rows:
            # Column by column is faster than row by row.
            columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
            for place, convert in self._incoming:
                columns[place] = map(convert, columns[place])
            rows = zip(*columns, strict=True)
        return list(map(self._make, rows))

    def first(self, database: Connection, **parameters: Any) -> AnyRow | None:
        """The first row, or None."""
        row = self._execute(database, parameters).fetchone()
        if row is None:
            return None
        values = list(row)
        for place, convert in self._incoming:
            values[place] = convert(values[place])
        return self._make(values)

    def scalars(self, database: Connection, **parameters: Any) -> list[Any]:
        """The first column of all rows, as SQLite has it."""
        return [row[0] for row in self._execute(database, parameters)]

    def scalar(self, database: Connection, **parameters: Any) -> Any:
        """The same of the first row alone."""
        return self._execute(database, parameters).fetchone()[0]

    def run(self, database: Connection, **parameters: Any) -> int:
        """Execute a statement that changes rows; how many it has changed."""
        return int(self._execute(database, parameters).rowcount)

    def _execute(self, database: Connection, parameters: dict[str, Any]) -> Any:
        if not self._text:
            # Not before it is needed: compiling all statements would make every start wait.
            self._compile()
        for name, convert in self._outgoing:
            parameters[name] = convert(parameters[name])
        return raw_connection(database).execute(self._text, {**self._fixed, **parameters})

    def _compile(self) -> None:
        compiled: Any = self._statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        binds = {name: (bind, _converter(bind.type, "bind_processor")) for name, bind in compiled.binds.items()}
        self._fixed = {
            name: convert(bind.value) if convert else bind.value
            for name, (bind, convert) in binds.items()
            if not bind.required
        }
        self._outgoing = [(name, convert) for name, (bind, convert) in binds.items() if convert and bind.required]
        columns = list(self._statement.selected_columns) if isinstance(self._statement, Select) else []
        converters = [_converter(column.type, "result_processor", None) for column in columns]
        self._incoming = [(place, convert) for place, convert in enumerate(converters) if convert]
        row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        make: Any = row._make
        self._make: Callable[[Iterable[Any]], AnyRow] = make
        self._text = str(compiled)


def insertion(table: Table) -> Insert:
    """A new row; the parameters are all of its columns."""
    return insert(table).values({column.name: bindparam(column.name) for column in table.columns})


def replacement(table: Table, *, without: Collection[str]) -> Update:
    """Other values for all columns but some, in the row whose `id` is the parameter `changed`."""
    names = [column.name for column in table.columns if column.name not in without]
    return update(table).where(table.c.id == bindparam("changed")).values({name: bindparam(name) for name in names})


def _converter(kind: Any, name: str, *rest: Any) -> Convert | None:
    """What SQLAlchemy's type does to a value on its way to SQLite or back; None: nothing."""
    converter: Convert | None = getattr(kind.dialect_impl(_DIALECT), name)(_DIALECT, *rest)
    return converter
