"""SQLite databases that hold everything: a baseline that never changes, and copies of it, in memory or in files."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, NullPool, Row, Table, create_engine, insert, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from mockapi.storage import sequences
from mockapi.storage.derived import forget_derived

SECONDS_FOR_A_LOCK = 5
ANALYZED_ROWS = 1000
FORMAT = 4
"""Raised with every change of the tables: a file of another format is refused, not misread."""

INDEX_PREFIX = "mockapi_index_"
"""What `indexing` makes is called so: what it holds follows from the rows."""

Fill = Callable[[Connection], None]
AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns were selected."""


class StoreError(Exception):
    """The store cannot be opened; the text says why, for a person."""


class StoreOrigin(SQLModel, table=True):
    """What a store was made from."""

    __tablename__ = "mockapi_origin"

    format: int = Field(primary_key=True)
    seed: int
    products: int


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a SQLModel class: what hot reads select columns from."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def connect(database: str, *, is_uri: bool = False) -> Connection:
    """A connection in autocommit mode: `core.sandbox` begins and ends the transactions. Close it to give it back."""
    raw = sqlite3.connect(
        database, check_same_thread=False, isolation_level=None, timeout=SECONDS_FOR_A_LOCK, uri=is_uri
    )
    try:
        # SQLite would sort in files, and there may be no directory for them.
        raw.execute("PRAGMA temp_store = MEMORY")
        _next.set(raw)
        return _engine.connect()
    except BaseException:
        raw.close()
        raise


def connect_file(path: Path) -> Connection:
    """A connection to a store's file that other connections may use at the same time. Raises `StoreError`."""
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(str(path))))
        read_origin(connection, path)
        # Only now: nothing of a file that is not ours may change. And without waiting for the disk: it takes longer
        # than everything else here, and a file that is lost with the power leaves the baseline.
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
        stack.pop_all()
    return connection


def close_unkept(connection: Connection, path: Path) -> None:
    """Close a connection to a file that goes away: its log, however long, is not written into it any more.

    The last of a file's connections would do that; here the last one is one that cannot write.
    """
    with closing(connect(f"{path.absolute().as_uri()}?mode=ro", is_uri=True)) as last:
        last.exec_driver_sql("SELECT count(*) FROM sqlite_schema").all()
        connection.close()


def connect_fixed(path: Path) -> Connection:
    """A connection to a store's file that nobody writes to. Raises `StoreError`."""
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect_unchanging(path)))
        read_origin(connection, path)
        # Its pages are read where the system has them anyway, without a system call for each.
        connection.exec_driver_sql(f"PRAGMA mmap_size = {_MAX_MAPPED}")
        stack.pop_all()
    return connection


def connect_unchanging(path: Path) -> Connection:
    """A connection to a file that nobody writes to: no locks are taken."""
    return connect(f"{path.absolute().as_uri()}?immutable=1", is_uri=True)


_MAX_MAPPED = 2**31
"""In bytes; SQLite takes no more."""
_next: ContextVar[sqlite3.Connection] = ContextVar("next connection")

# One engine for all, so that a statement is compiled once and not once for each sandbox.
_engine = create_engine("sqlite://", creator=_next.get, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def raw_connection(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection below SQLAlchemy's."""
    return cast(sqlite3.Connection, connection.connection.dbapi_connection)


@contextmanager
def in_transaction(connection: Connection, vendor: str | None = None) -> Iterator[Connection]:
    """The connection in a transaction: committed at the end of the block, undone whole when it raises.

    `vendor`: the one to whose tables alone the block writes.
    """
    raw = raw_connection(connection)
    raw.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        raw.execute("COMMIT")
    except BaseException:
        # SQLite has ended the transaction by itself when, for example, the disk is full.
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    finally:
        forget_derived(connection, vendor)


def copy_store(source: Connection, target: Connection) -> None:
    """Make `target` equal to `source`, page by page: what `target` held before does not count."""
    raw_connection(source).backup(raw_connection(target))


def create_store(
    connection: Connection,
    origin: StoreOrigin,
    tables: Sequence[type[SQLModel]],
    fill: Fill,
    tell: Callable[[float], None] = lambda share: None,
) -> None:
    """Tables, rows, then indexes: rows go in faster while there is no index to keep.

    `tell`: called after each index with the share of them that is there.
    """
    definitions = [table_of(StoreOrigin), table_of(sequences.Sequence), *map(table_of, tables)]
    with in_transaction(connection):
        for table in definitions:
            connection.execute(CreateTable(table))
        connection.execute(insert(table_of(StoreOrigin)), origin.model_dump())
        fill(connection)
        indexes = [index for table in definitions for index in sorted(table.indexes, key=lambda index: str(index.name))]
        for done, index in enumerate(indexes, start=1):
            connection.execute(CreateIndex(index))
            tell(done / len(indexes))
    # Of a large table a thousand rows of each index say enough.
    connection.exec_driver_sql(f"PRAGMA analysis_limit = {ANALYZED_ROWS}")
    connection.exec_driver_sql("ANALYZE")


def read_origin(connection: Connection, name: object) -> StoreOrigin:
    """What a store was made from. Raises `StoreError`: it is no store, or one of another format; `name` says which."""
    try:
        known = connection.exec_driver_sql("SELECT name FROM sqlite_schema").scalars().all()
        row = (
            connection.execute(select(table_of(StoreOrigin))).mappings().first()
            if StoreOrigin.__tablename__ in known
            else None
        )
    except DatabaseError as error:
        raise StoreError(f"{name} is not a store of mockapi: {error.orig}") from error
    if row is None or not all(type(value) is int for value in row.values()):
        raise StoreError(f"{name} is not a store of mockapi")
    if row["format"] != FORMAT:
        raise StoreError(f"{name} has format {row['format']}, this version of mockapi reads {FORMAT}")
    return StoreOrigin(**row)


def check_same_tables(connection: Connection, baseline: Connection, name: object) -> None:
    """Raise `StoreError` unless a store from elsewhere is sound and has exactly the baseline's tables and indexes.

    Not counting those of `indexing`, which only large tables have.
    """
    read_origin(connection, name)
    query = (
        "SELECT type, name, tbl_name, sql FROM sqlite_schema "
        "WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) "
        "AND instr(name, ?) = 0 ORDER BY 1, 2"
    )
    try:
        one, other = (database.exec_driver_sql(query, (INDEX_PREFIX,)).all() for database in (connection, baseline))
        if one != other:
            raise StoreError(f"{name} has other tables than this version of mockapi")
        problem = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    except DatabaseError as error:
        raise StoreError(f"{name} is damaged: {error.orig}") from error
    if problem != "ok":
        raise StoreError(f"{name} is damaged: {problem}")
