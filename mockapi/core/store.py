"""Opens the SQLite database that holds everything: in memory, or one file that survives restarts."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Row, StaticPool, Table, create_engine, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from mockapi.core.identifiers import Counter

FILE_NAME = "mockapi.sqlite3"
SECONDS_FOR_A_LOCK = 5
FORMAT = 1
"""Raised with every change of the tables: a file of another format is refused, not misread."""

Fill = Callable[[Connection], None]
AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns were selected."""


class StoreError(Exception):
    """The store cannot be opened; the text says why, for a person."""


class Origin(SQLModel, table=True):
    """What a store was made from."""

    __tablename__ = "mockapi_origin"

    format: int = Field(primary_key=True)
    seed: int
    products: int


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a SQLModel class: what hot reads select columns from."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def open_memory(origin: Origin, tables: Sequence[type[SQLModel]], fill: Fill) -> Connection:
    """A new store that is gone when its connection closes."""
    return _create(_connect(":memory:"), origin, tables, fill)


def open_directory(
    directory: Path, origin: Origin, tables: Sequence[type[SQLModel]], fill: Fill
) -> tuple[Connection, Origin]:
    """The store in `directory`, made first if there is none, and what it was made from.

    A new one is filled under another name and takes its own when it is whole, so a start that was cut short leaves no
    half store behind, and of two starts at once one finds the other's. Raises `StoreError`: the directory cannot be
    written, or its file is no store of this format.
    """
    path = directory / FILE_NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _create_file(path, origin, tables, fill)
        return _open_file(path)
    except OSError as error:
        raise StoreError(f"cannot use the data directory {directory}: {error.strerror}") from error
    except (sqlite3.OperationalError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error
        raise StoreError(f"cannot use the data directory {directory}: {reason}") from error
    except DatabaseError as error:
        raise StoreError(f"{path} is not a store of mockapi: {error.orig}") from error


def _open_file(path: Path) -> tuple[Connection, Origin]:
    connection = _connect(str(path))
    try:
        origin = _origin_of(connection, path)
        # Only now: nothing of a file that is not ours may change.
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.engine.dispose()
        raise
    return connection, origin


def _origin_of(connection: Connection, path: Path) -> Origin:
    known = connection.exec_driver_sql("SELECT name FROM sqlite_schema").scalars().all()
    row = connection.execute(select(table_of(Origin))).mappings().first() if Origin.__tablename__ in known else None
    if row is None:
        raise StoreError(f"{path} is not a store of mockapi")
    if row["format"] != FORMAT:
        raise StoreError(f"{path} has format {row['format']}, this version of mockapi reads {FORMAT}")
    return Origin(**row)


def _create_file(path: Path, origin: Origin, tables: Sequence[type[SQLModel]], fill: Fill) -> None:
    # A directory of its own, because SQLite puts files of its own beside the database's.
    with TemporaryDirectory(prefix=f"{FILE_NAME}.", dir=path.parent) as workshop:
        partial = Path(workshop) / FILE_NAME
        connection = _connect(str(partial))
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        _create(connection, origin, tables, fill).engine.dispose()
        if not path.exists():
            partial.rename(path)


def _create(connection: Connection, origin: Origin, tables: Sequence[type[SQLModel]], fill: Fill) -> Connection:
    """Tables, rows, then indexes: rows go in several times faster while there is no index to keep."""
    definitions = [table_of(Origin), table_of(Counter), *map(table_of, tables)]
    try:
        connection.exec_driver_sql("BEGIN")
        for table in definitions:
            connection.execute(CreateTable(table))
        connection.execute(insert(table_of(Origin)), origin.model_dump())
        fill(connection)
        for table in definitions:
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                connection.execute(CreateIndex(index))
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("ANALYZE")
    except BaseException:
        connection.engine.dispose()
        raise
    return connection


def _connect(database: str) -> Connection:
    """One connection in autocommit mode: `core.sandbox` begins and ends the transactions."""
    raw = sqlite3.connect(database, check_same_thread=False, isolation_level=None, timeout=SECONDS_FOR_A_LOCK)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, isolation_level="AUTOCOMMIT")
    # SQLite would sort in files, and there may be no directory for them.
    raw.execute("PRAGMA temp_store = MEMORY")
    return engine.connect()
