"""Creates the indexes of large tables: sort orders, and an index of texts; all named `mockapi_index_…`."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Table
from sqlmodel import SQLModel

from mockapi.search.bit_slices import slice_numbers
from mockapi.search.sorted_ids import CHUNK
from mockapi.search.text_index import create_text_index, index_texts, unreadable_rows
from mockapi.storage.schema import INDEX_PREFIX
from mockapi.storage.store import Store, table_of

SMALLEST = 10_000
"""Rows that a table needs to get these indexes."""

BATCH = 10_000
"""Rows that are read at once."""

INDEXES = "mockapi.indexes"
"""In a table's `info`: its `SortedIndex` or `PartitionedIndex`."""

_TABLES = (
    "CREATE TABLE mockapi_index_ordering (name TEXT PRIMARY KEY, size INTEGER NOT NULL, start INTEGER NOT NULL)",
    "CREATE TABLE mockapi_index_ids (name TEXT, chunk INTEGER, ids BLOB NOT NULL, PRIMARY KEY (name, chunk))",
    "CREATE TABLE mockapi_index_slice "
    "(name TEXT, field TEXT, number INTEGER, places BLOB NOT NULL, PRIMARY KEY (name, field, number))",
    "CREATE TABLE mockapi_index_changed (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID",
)
_NOTE = "INSERT OR IGNORE INTO mockapi_index_changed VALUES ('{table}', {row}.id);"


@dataclass(frozen=True)
class SortedIndex:
    """All rows of a table in several sort orders; range queries use the rows' ranks in the `ranked` ones."""

    terms: Mapping[str, str]
    """Name → the terms of SQL's ORDER BY; a total order."""
    ranked: Sequence[str]

    def build(self, store: Store, table: str) -> Iterator[float]:
        """Create the sort orders, named after the table and the order; yield the share of them that exists."""
        positions = dict(zip(_ids(store, table, "id"), count(), strict=False))
        orders = {name: array("q", _ids(store, table, terms)) for name, terms in self.terms.items()}
        ranks = {name: _ranks(orders[name], positions) for name in self.ranked}
        for done, (name, ids) in enumerate(orders.items(), start=1):
            order = list(map(positions.__getitem__, ids))
            numbers = {field: array("Q", map(of.__getitem__, order)) for field, of in ranks.items()}
            _store_sorted_ids(store, f"{table} {name}", ids, numbers, 0)
            yield done / len(orders)


@dataclass(frozen=True)
class PartitionedIndex:
    """The rows of a table by id, partitioned by the value of a column; range queries use columns of integers."""

    column: str
    numbers: Sequence[str]
    """Columns of integers from 0."""
    text: str
    """The column in which texts are searched."""

    def build(self, store: Store, table: str) -> Iterator[float]:
        """Create the index of all texts and each partition's sort order, named after the table and the column's value.

        Yields the share of the rows that is indexed.
        """
        if not create_text_index(store):
            return
        starts: dict[bytes, int] = {}
        end = done = 0
        query = f"SELECT {self.column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1"  # noqa: S608
        sizes = store.execute(query).fetchall()
        for partition, size in sizes:
            columns, digest = self._read(store, table, partition)
            start = starts.setdefault(digest, end)
            ids = columns.pop("id")
            if start == end:
                for indexed in index_texts(store, table, self.text, (self.column, partition), ids, start):
                    yield (done + indexed) / sum(size for _, size in sizes)
            end = max(end, start + size)
            done += size
            _store_sorted_ids(store, f"{table} {partition}", ids, columns, start)
        note = "INSERT INTO mockapi_index_changed VALUES (?, ?)"
        store.execute_many(note, ((table, row_id) for row_id in unreadable_rows(store, table, self.text)))

    def _read(self, store: Store, table: str, partition: Any) -> "tuple[dict[str, array[int]], bytes]":
        """Return the ids and the numbers of a partition's rows by id, and a digest of their texts."""
        columns = {name: array("q") for name in ("id", *self.numbers)}
        query = f"SELECT {', '.join(columns)}, {self.text} FROM {table} WHERE {self.column} = ? ORDER BY id"  # noqa: S608
        digest = sha256()
        rows = store.execute(query, (partition,))
        while batch := rows.fetchmany(BATCH):
            *numbers, texts = zip(*batch, strict=True)
            for column, values in zip(columns.values(), numbers, strict=True):
                column.extend(values)
            digest.update(to_json(texts))
        return columns, digest.digest()


def index_store(store: Store, tables: Iterable[type[SQLModel]]) -> Iterator[float]:
    """Create the indexes of all tables that are large enough anew; yield the share of them that exists."""
    _drop_indexes(store)
    large = [table for table in map(table_of, tables) if INDEXES in table.info and _is_large(store, table)]
    for definition in _TABLES if large else ():
        store.execute(definition)
    for done, table in enumerate(large):
        for share in table.info[INDEXES].build(store, table.name):
            yield (done + share) / len(large)
        _note_changes(store, table.name)
    yield 1


def _drop_indexes(store: Store) -> None:
    """Remove all that `index_store` creates."""
    for kind, name in store.execute("SELECT type, name FROM sqlite_schema").fetchall():
        # The tables of the text index are dropped with it.
        if name.startswith(INDEX_PREFIX) and "_texts_" not in name:
            store.execute(f"DROP {kind} {name}")


def _is_large(store: Store, table: Table) -> bool:
    query = f"SELECT 1 FROM {table.name} LIMIT 1 OFFSET ?"  # noqa: S608
    return store.execute(query, (SMALLEST - 1,)).fetchone() is not None


def _note_changes(store: Store, table: str) -> None:
    """Create the triggers that note the ids of changed rows."""
    for event, rows in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
        notes = " ".join(_NOTE.format(table=table, row=row) for row in rows)
        name = f"{INDEX_PREFIX}{table}_{event.lower()}"
        store.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {notes} END")


def _ids(store: Store, table: str, terms: str) -> Iterator[int]:
    return chain.from_iterable(store.execute(f"SELECT id FROM {table} ORDER BY {terms}"))  # noqa: S608


def _ranks(ids: Sequence[int], positions: Mapping[int, int]) -> "array[int]":
    """Return the rank of each row in the order of `ids`, row after row in the order of `positions`."""
    ranks = array("Q", bytes(8 * len(ids)))
    for rank, row_id in enumerate(ids):
        ranks[positions[row_id]] = rank
    return ranks


def _store_sorted_ids(
    store: Store, name: str, ids: Sequence[int], numbers: Mapping[str, Sequence[int]], start: int
) -> None:
    store.execute("INSERT INTO mockapi_index_ordering VALUES (?, ?, ?)", (name, len(ids), start))
    chunks = (array("q", ids[first : first + CHUNK]).tobytes() for first in range(0, len(ids), CHUNK))
    rows = ((name, number, chunk) for number, chunk in enumerate(chunks))
    store.execute_many("INSERT INTO mockapi_index_ids VALUES (?, ?, ?)", rows)
    for field, values in numbers.items():
        slices = ((name, field, number, positions) for number, positions in enumerate(slice_numbers(values)))
        store.execute_many("INSERT INTO mockapi_index_slice VALUES (?, ?, ?, ?)", slices)
