"""Makes what large tables are searched with: orderings, and an index of texts; all called `mockapi_index_…`."""

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
from mockapi.search.orderings import CHUNK
from mockapi.search.text_index import create_text_index, index_texts, unreadable_rows
from mockapi.storage.schema import INDEX_PREFIX
from mockapi.storage.store import Store, table_of

SMALLEST = 10_000
"""Rows of a table from which on it has indexes of this kind."""

BATCH = 10_000
"""Rows that are dealt with at once."""

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
    """All rows in several orders; each row's rank in the `ranked` ones is what ranges are asked of."""

    terms: Mapping[str, str]
    """Name → what SQL orders by; a total order."""
    ranked: Sequence[str]

    def build(self, store: Store, table: str) -> Iterator[float]:
        """Make the orderings of all rows: each is called by the table and the order."""
        positions = dict(zip(_ids(store, table, "id"), count(), strict=False))
        orders = {name: array("q", _ids(store, table, terms)) for name, terms in self.terms.items()}
        ranks = {name: _ranks(orders[name], positions) for name in self.ranked}
        for done, (name, ids) in enumerate(orders.items(), start=1):
            order = list(map(positions.__getitem__, ids))
            numbers = {field: array("Q", map(of.__getitem__, order)) for field, of in ranks.items()}
            _store_ordering(store, f"{table} {name}", ids, numbers, 0)
            yield done / len(orders)


@dataclass(frozen=True)
class PartitionedIndex:
    """The rows by id, those of each value of a column for themselves; ranges are asked of integers that they hold."""

    column: str
    numbers: Sequence[str]
    """Columns of integers from 0."""
    text: str
    """The column in which texts are searched."""

    def build(self, store: Store, table: str) -> Iterator[float]:
        """Make the index of all texts and an ordering of each part, called by the table and the part's value."""
        if not create_text_index(store):
            return
        starts: dict[bytes, int] = {}
        end = done = 0
        sizes = store.execute(f"SELECT {self.column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall()  # noqa: S608
        for part, size in sizes:
            columns, digest = self._read(store, table, part)
            start = starts.setdefault(digest, end)
            ids = columns.pop("id")
            if start == end:
                for there in index_texts(store, table, self.text, (self.column, part), ids, start):
                    yield (done + there) / sum(size for _, size in sizes)
            end = max(end, start + size)
            done += size
            _store_ordering(store, f"{table} {part}", ids, columns, start)
        note = "INSERT INTO mockapi_index_changed VALUES (?, ?)"
        store.execute_many(note, ((table, row_id) for row_id in unreadable_rows(store, table, self.text)))

    def _read(self, store: Store, table: str, part: Any) -> "tuple[dict[str, array[int]], bytes]":
        """The ids and the numbers of a part's rows by id, and a digest of their texts."""
        columns = {name: array("q") for name in ("id", *self.numbers)}
        query = f"SELECT {', '.join(columns)}, {self.text} FROM {table} WHERE {self.column} = ? ORDER BY id"  # noqa: S608
        digest = sha256()
        rows = store.execute(query, (part,))
        while batch := rows.fetchmany(BATCH):
            *numbers, texts = zip(*batch, strict=True)
            for column, values in zip(columns.values(), numbers, strict=True):
                column.extend(values)
            digest.update(to_json(texts))
        return columns, digest.digest()


def index_store(store: Store, tables: Iterable[type[SQLModel]]) -> Iterator[float]:
    """Make the indexes of all tables that are large enough, anew; yields now and then which share of them is there."""
    drop_indexes(store)
    large = [table for table in map(table_of, tables) if INDEXES in table.info and _is_large(store, table)]
    for definition in _TABLES if large else ():
        store.execute(definition)
    for done, table in enumerate(large):
        for share in table.info[INDEXES].build(store, table.name):
            yield (done + share) / len(large)
        _note_changes(store, table.name)
    yield 1


def drop_indexes(store: Store) -> None:
    """Remove all that `index_store` makes."""
    # Not those of the table of texts: they go with it.
    query = "SELECT type, name FROM sqlite_schema WHERE substr(name, 1, ?) = ? AND instr(name, '_texts_') = 0"
    for kind, name in store.execute(query, (len(INDEX_PREFIX), INDEX_PREFIX)).fetchall():
        store.execute(f"DROP {kind} {name}")


def _is_large(store: Store, table: Table) -> bool:
    query = f"SELECT 1 FROM {table.name} LIMIT 1 OFFSET ?"  # noqa: S608
    return store.execute(query, (SMALLEST - 1,)).fetchone() is not None


def _note_changes(store: Store, table: str) -> None:
    for event, rows in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
        notes = " ".join(_NOTE.format(table=table, row=row) for row in rows)
        name = f"{INDEX_PREFIX}{table}_{event.lower()}"
        store.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {notes} END")


def _ids(store: Store, table: str, terms: str) -> Iterator[int]:
    rows = store.execute(f"SELECT id FROM {table} ORDER BY {terms}")  # noqa: S608
    return chain.from_iterable(rows)


def _ranks(ids: Sequence[int], positions: Mapping[int, int]) -> "array[int]":
    """The rank of each row in the order of `ids`, row after row in the order of `positions`."""
    ranks = array("Q", bytes(8 * len(ids)))
    for rank, row_id in enumerate(ids):
        ranks[positions[row_id]] = rank
    return ranks


def _store_ordering(
    store: Store, name: str, ids: Sequence[int], numbers: Mapping[str, Sequence[int]], start: int
) -> None:
    store.execute("INSERT INTO mockapi_index_ordering VALUES (?, ?, ?)", (name, len(ids), start))
    chunks = (array("q", ids[first : first + CHUNK]).tobytes() for first in range(0, len(ids), CHUNK))
    rows = ((name, number, chunk) for number, chunk in zip(count(), chunks, strict=False))
    store.execute_many("INSERT INTO mockapi_index_ids VALUES (?, ?, ?)", rows)
    for field, values in numbers.items():
        slices = ((name, field, number, positions) for number, positions in enumerate(slice_numbers(values)))
        store.execute_many("INSERT INTO mockapi_index_slice VALUES (?, ?, ?, ?)", slices)
