"""The tables of a store: how they are created, and the checks that a store has them."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from mockapi.storage import sequences
from mockapi.storage.statements import DIALECT
from mockapi.storage.store import Store, StoreError, table_of

FORMAT = 5
"""Raised with every change of the tables. Older stores are upgraded (see `upgrade`), newer ones are refused."""

INDEX_PREFIX = "mockapi_index_"
"""The prefix of all names that the package `search` creates; the content of these tables follows from the rows."""

Fill = Callable[[Store], None]
Compute = Callable[[dict[str, Any]], Any]
"""A function from the other members of a row to one of them."""

_ANALYZED_ROWS = 1000
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_DEFINITIONS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema "
    "WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY 1, 2"
)


class StoreOrigin(SQLModel, table=True):
    """The seed and the size of the shop that a store was made from, and the store's format."""

    __tablename__ = "mockapi_origin"

    format: int = Field(primary_key=True)
    seed: int
    products: int


@dataclass(frozen=True)
class Schema:
    """The tables of this version's stores, and what else an upgrade has to know of them."""

    models: Sequence[type[SQLModel]]
    computed: Mapping[str, Mapping[str, Compute]]
    """Table → column → function that makes its value from the other members of a row, as SQLite stores them."""
    index: Callable[[Store], Iterable[float]]
    """Creates the indexes of large tables anew; yields the share of them that exists."""

    @property
    def tables(self) -> list[type[SQLModel]]:
        """All tables whose rows are a store's data."""
        return [sequences.Sequence, *self.models]

    @cached_property
    def definitions(self) -> list[tuple[str, ...]]:
        """The tables and indexes of a store as SQLite describes them, without the indexes of large tables."""
        with closing(Store()) as store:
            create_store(store, StoreOrigin(format=FORMAT, seed=0, products=0), self, lambda store: None)
            return _definitions(store)


def create_store(
    store: Store,
    origin: StoreOrigin,
    schema: Schema,
    fill: Fill,
    on_progress: Callable[[float], None] = lambda share: None,
) -> None:
    """Create the tables, let `fill` add the rows, then create the indexes: without them rows are added faster.

    `on_progress`: called after each index with the share of them that exists.
    """
    tables = [table_of(StoreOrigin), *map(table_of, schema.tables)]
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
    """Return the origin of a store, which errors call `name`. Raises `StoreError`: a newer format, or no store."""
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
    if origin.format > FORMAT:
        raise StoreError(
            f"{name} has format {origin.format}, this version of mockapi reads up to {FORMAT}; use a newer version"
        )
    return origin


def table_names(store: Store) -> set[str]:
    """Return the names of all tables."""
    return {name for (name,) in store.execute(_TABLES)}


def is_current(store: Store, schema: Schema, name: object) -> bool:
    """Return False if a store has an older format, or lacks a table of a vendor that was installed later.

    Raises `StoreError`, as `read_origin` does.
    """
    has_format = read_origin(store, name).format == FORMAT
    return has_format and table_names(store) >= {str(model.__tablename__) for model in schema.models}


def check_tables(store: Store, schema: Schema, name: object) -> None:
    """Raise `StoreError` unless a store of the current format has exactly the tables and indexes of the schema."""
    if _definitions(store) != schema.definitions:
        raise StoreError(f"{name} has other tables than this version of mockapi")


def _definitions(store: Store) -> list[tuple[str, ...]]:
    return [row for row in store.execute(_DEFINITIONS) if INDEX_PREFIX not in row[1]]


def check_integrity(store: Store, name: object) -> None:
    """Raise `StoreError` if a store from elsewhere is damaged."""
    try:
        ((problem,),) = store.execute("PRAGMA integrity_check(1)")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{name} is damaged: {error}") from error
    if problem != "ok":
        raise StoreError(f"{name} is damaged: {problem}")
