"""The rows of a large table in a sort order: any page of a range of them, and their number, without a scan.

A sort order is stored once, when the store is made; a table notes which rows have changed since. `indexing` makes sort
orders, and only for large tables: a small one is searched as fast without, and copied faster.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

from sqlalchemy import Select, column, select, table

from mockapi.search.bit_slices import positions_below
from mockapi.storage.store import Store

CHUNK = 1024
"""Ids that are stored together."""

_MAX_VALUES = 60_000
"""Values of rows that are cached for a sort order."""
_SIZES = "SELECT name, size, start FROM mockapi_index_ordering"
_IDS = "SELECT ids FROM mockapi_index_ids WHERE name = ? AND chunk = ?"
_SLICES = "SELECT places FROM mockapi_index_slice WHERE name = ? AND field = ? ORDER BY number"
_CHANGED = "SELECT id FROM mockapi_index_changed WHERE name = ? ORDER BY id"

_changed = table("mockapi_index_changed", column("name"), column("id"))


class SortedIds:
    """The ids of a table's rows, or of a partition of them, in a sort order, with numbers for range queries."""

    def __init__(self, store: Store, name: str, size: int, start: int) -> None:
        """`name`: the table and the order or the partition. `size`: the number of rows."""
        self.size = size
        self.start = start
        """The number of rows before these in the index of texts."""
        # Functions and not methods: an object that refers to itself would stay in memory after its store was closed.
        self._chunk = lru_cache(None)(partial(_read_chunk, store, name))
        self._slices = lru_cache(None)(partial(_read_slices, store, name))
        self._value = lru_cache(_MAX_VALUES)(partial(_read_value, store, name.partition(" ")[0], self._chunk))

    @cached_property
    def all_positions(self) -> int:
        """The set of all positions."""
        return (1 << self.size) - 1

    def positions_between(self, field: str, low: int | None, high: int | None) -> int:
        """Return the positions of the rows whose number is `low` or more and below `high`; None: no bound."""
        slices = self._slices(field)
        positions = self.all_positions if high is None else positions_below(slices, high, self.all_positions)
        return positions if low is None else positions & ~positions_below(slices, low, positions)

    def id_at(self, position: int) -> int:
        """Return the id of the row at a position."""
        return self._chunk(position // CHUNK)[position % CHUNK]

    def rank(self, column: str, bound: Any, *, after: bool = False) -> int:
        """Return the number of rows that have a value below `bound`, or with `after` up to it, in the sorted column.

        No row may have changed: values are cached, because each search compares with the same ones first.
        """
        bisect = bisect_right if after else bisect_left
        return bisect(range(self.size), bound, key=partial(self._value, column))

    def position_of(self, row_id: int) -> int:
        """Return the position where a row is, or would be. Only for rows that are sorted by id."""
        # Most rows that are not there yet come after all.
        is_beyond = not self.size or row_id > self.id_at(self.size - 1)
        return self.size if is_beyond else bisect_left(range(self.size), row_id, key=self.id_at)

    def has(self, row_id: int) -> bool:
        """Return whether a row is there. Only for rows that are sorted by id."""
        position = self.position_of(row_id)
        return position < self.size and self.id_at(position) == row_id


def _read_chunk(store: Store, name: str, number: int) -> "array[int]":
    ((content,),) = store.execute(_IDS, (name, number))
    return array("q", content)


def _read_slices(store: Store, name: str, field: str) -> Sequence[int]:
    return [int.from_bytes(positions, "little") for (positions,) in store.execute(_SLICES, (name, field))]


def _read_value(store: Store, table: str, chunk: Callable[[int], "array[int]"], column: str, position: int) -> Any:
    row_id = chunk(position // CHUNK)[position % CHUNK]
    ((value,),) = store.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,))  # noqa: S608
    return value


def sorted_ids(store: Store, name: str) -> SortedIds | None:
    """Return the sort order of that name; None: the store has none."""
    return store.cached(None, "sorted ids", partial(_all_sorted_ids, store)).get(name)


def _all_sorted_ids(store: Store) -> dict[str, SortedIds]:
    has_any = store.execute("SELECT 1 FROM sqlite_schema WHERE name = 'mockapi_index_ordering'").fetchone()
    rows = store.execute(_SIZES) if has_any else ()
    return {name: SortedIds(store, name, size, start) for name, size, start in rows}


def has_changed(store: Store, table: str) -> bool:
    """Return whether any row of a table was added, changed or removed since its sort orders were made."""
    return store.execute(f"{_CHANGED} LIMIT 1", (table,)).fetchone() is not None


def changed_ids(store: Store, table: str) -> list[int]:
    """Return the ids of the rows of a table that have changed since its sort orders were made, ascending."""
    return [row_id for (row_id,) in store.execute(_CHANGED, (table,))]


def select_changed_ids(table: str) -> Select[int]:
    """Build the query for the ids that `changed_ids` returns, for use within a statement."""
    return select(_changed.c.id).where(_changed.c.name == table)
