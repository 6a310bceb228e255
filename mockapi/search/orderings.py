"""Orderings of a large table's rows: how many of them are in a range, and any page of those, without a scan.

An ordering is what the rows were when the store was made; which ones have changed since is noted beside it. `indexing`
makes them, and only for large tables: a small one is searched as fast without, and copied faster.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Select, column, select, table

from mockapi.search.bit_slices import positions_below
from mockapi.storage.store import Store

CHUNK = 1024
"""Ids that are stored together."""

_MAX_VALUES = 60_000
"""That an ordering keeps."""
_SIZES = "SELECT name, size, start FROM mockapi_index_ordering"
_IDS = "SELECT ids FROM mockapi_index_ids WHERE name = ? AND chunk = ?"
_POSITIONS = "SELECT places FROM mockapi_index_slice WHERE name = ? AND field = ? ORDER BY number"
_CHANGED = "SELECT id FROM mockapi_index_changed WHERE name = ? ORDER BY id"

_changed = table("mockapi_index_changed", column("name"), column("id"))


class Ordering:
    """The ids of some rows in some order, and numbers of theirs that ranges are asked of."""

    def __init__(self, store: Store, name: str, size: int, start: int) -> None:
        self.name = name
        self.size = size
        self.start = start
        """How many rows come before in the index of texts."""
        self._store = store
        self._chunks: dict[int, array[int]] = {}
        self._slices: dict[str, list[int]] = {}
        self._values: dict[int, Any] = {}

    @cached_property
    def everywhere(self) -> int:
        """The set of all places."""
        return (1 << self.size) - 1

    def between(self, field: str, low: int | None, high: int | None) -> int:
        """The places of the rows whose number is `low` or more and below `high`; None: no bound."""
        slices = self._slices_of(field)
        positions = self.everywhere if high is None else positions_below(slices, high, self.everywhere)
        return positions if low is None else positions & ~positions_below(slices, low, positions)

    def id_at(self, position: int) -> int:
        """The id of the row in a place."""
        return self._chunk(position // CHUNK)[position % CHUNK]

    def rank(self, bound: Any, value: Callable[[int], Any], *, after: bool = False) -> int:
        """How many rows have a value below `bound`, or `after`: up to it. `value`: id → what the row is ordered by.

        No row may have changed: values are kept, for the same ones are looked at each time.
        """
        bisect = bisect_right if after else bisect_left
        return bisect(range(self.size), bound, key=lambda position: self._value_at(position, value))

    def _value_at(self, position: int, value: Callable[[int], Any]) -> Any:
        if position not in self._values:
            if len(self._values) == _MAX_VALUES:
                self._values.clear()
            self._values[position] = value(self.id_at(position))
        return self._values[position]

    def position_of(self, row_id: int) -> int:
        """In an ordering by id: where the row is, or would be."""
        # Most rows that are not there yet come after all.
        is_beyond = not self.size or row_id > self.id_at(self.size - 1)
        return self.size if is_beyond else self.rank(row_id, lambda other: other)

    def has(self, row_id: int) -> bool:
        """In an ordering by id: whether the row is there."""
        position = self.position_of(row_id)
        return position < self.size and self.id_at(position) == row_id

    def _slices_of(self, field: str) -> list[int]:
        if field not in self._slices:
            rows = self._store.execute(_POSITIONS, (self.name, field))
            self._slices[field] = [int.from_bytes(positions, "little") for (positions,) in rows]
        return self._slices[field]

    def _chunk(self, number: int) -> "array[int]":
        if number not in self._chunks:
            (content,) = self._store.execute(_IDS, (self.name, number)).fetchone()
            self._chunks[number] = array("q", content)
        return self._chunks[number]


def ordering_of(store: Store, name: str) -> Ordering | None:
    """The ordering of that name; None: the store keeps none.

    What was read of it is kept with the connection, for nothing of it ever changes.
    """
    return store.cached(None, "orderings", partial(_orderings, store)).get(name)


def _orderings(store: Store) -> dict[str, Ordering]:
    has_any = store.execute("SELECT 1 FROM sqlite_schema WHERE name = 'mockapi_index_ordering'").fetchone()
    rows = store.execute(_SIZES) if has_any else ()
    return {name: Ordering(store, name, size, start) for name, size, start in rows}


def has_changed(store: Store, table: str) -> bool:
    """Whether any row of a table was added, changed or removed since its orderings were made."""
    return store.execute(f"{_CHANGED} LIMIT 1", (table,)).fetchone() is not None


def changed_ids(store: Store, table: str) -> list[int]:
    """The ids of the rows of a table that were added, changed or removed since its orderings were made; ascending."""
    return [row_id for (row_id,) in store.execute(_CHANGED, (table,))]


def changed_rows(table: str) -> Select[int]:
    """The same ids, to be asked for within a statement."""
    return select(_changed.c.id).where(_changed.c.name == table)
