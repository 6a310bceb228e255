"""The tables of a store: how they are created, and the check that a store has them."""

import sqlite3
from collections.abc import Callable, Sequence
from itertools import chain

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from mockapi.storage import sequences
from mockapi.storage.statements import DIALECT
from mockapi.storage.store import Store, StoreError, table_of

FORMAT = 4
"""Raised with every change of the tables: a file of another format is refused, not misread."""

INDEX_PREFIX = "mockapi_index_"
"""How the names of all that the package `search` creates begin; its content follows from the rows."""

Fill = Callable[[Store], None]

_ANALYZED_ROWS = 1000
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_TABLES = (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema "
    "WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) "
    "AND instr(name, ?) = 0 ORDER BY 1, 2"
)


class StoreOrigin(SQLModel, table=True):
    """The seed and the size of the shop that a store was made from, and the store's format."""

    __tablename__ = "mockapi_origin"

    format: int = Field(primary_key=True)
    seed: int
    products: int


def create_store(
    store: Store,
    origin: StoreOrigin,
    models: Sequence[type[SQLModel]],
    fill: Fill,
    on_progress: Callable[[float], None] = lambda share: None,
) -> None:
    """Create the tables, let `fill` add the rows, then create the indexes: without them rows are added faster.

    `on_progress`: called after each index with the share of them that exists.
    """
    everything: list[type[SQLModel]] = [StoreOrigin, sequences.Sequence, *models]
    tables = list(map(table_of, everything))
    with store.transaction():
        for table in tables:
            store.execute(str(CreateTable(table).compile(dialect=DIALECT)))
        store.insert_rows(StoreOrigin, list(StoreOrigin.model_fields), [list(origin.model_dump().values())])
        fill(store)
        by_table = (sorted(table.indexes, key=lambda index: str(index.name)) for table in tables)
        indexes = list(chain.from_iterable(by_table))
        for done, index in enumerate(indexes, start=1):
            store.execute(str(CreateIndex(index).compile(dialect=DIALECT)))
            on_progress(done / len(indexes))
    # Of a large table, a thousand rows of each index are enough.
    store.execute(f"PRAGMA analysis_limit = {_ANALYZED_ROWS}")
    store.execute("ANALYZE")


def read_origin(store: Store, name: object) -> StoreOrigin:
    """Return the origin of a store, which errors call `name`. Raises `StoreError`: another format, or no store."""
    names = list(StoreOrigin.model_fields)
    try:
        known = store.execute(_COLUMNS, (StoreOrigin.__tablename__,)).fetchall()
        query = f"SELECT {', '.join(names)} FROM {StoreOrigin.__tablename__}"  # noqa: S608
        rows = store.execute(query).fetchall() if {(name,) for name in names} <= set(known) else []
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{name} is not a store of mockapi: {error}") from error
    if not rows or not all(type(value) is int for value in rows[0]):
        raise StoreError(f"{name} is not a store of mockapi")
    origin = StoreOrigin(**dict(zip(names, rows[0], strict=True)))
    if origin.format != FORMAT:
        raise StoreError(f"{name} has format {origin.format}, this version of mockapi reads {FORMAT}")
    return origin


def check_same_tables(store: Store, baseline: Store, name: object) -> None:
    """Raise `StoreError` unless a store from elsewhere is sound and has exactly the baseline's tables and indexes.

    The indexes of the package `search` are not compared: only large tables have them.
    """
    read_origin(store, name)
    try:
        one, other = (each.execute(_TABLES, (INDEX_PREFIX,)).fetchall() for each in (store, baseline))
        if one != other:
            raise StoreError(f"{name} has other tables than this version of mockapi")
        ((problem,),) = store.execute("PRAGMA integrity_check(1)")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{name} is damaged: {error}") from error
    if problem != "ok":
        raise StoreError(f"{name} is damaged: {problem}")
