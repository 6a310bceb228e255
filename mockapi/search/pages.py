"""Pages of one partition of a large table (see `indexing.PartitionedIndex`), changed rows included."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import column, select, table

from mockapi.search.bit_slices import page_of_positions, set_bytes, set_of
from mockapi.search.sorted_ids import SortedIds, changed_ids
from mockapi.search.text_index import BLOCK, block_with, is_gram, positions_with
from mockapi.storage.conditions import array, contains, is_in
from mockapi.storage.statements import Statement
from mockapi.storage.store import Store

Range = tuple[str, int | None, int | None]
"""A column of numbers, the lowest number that is in the range, and the lowest above it; None: no bound."""

_FEW = 64
"""Rows of a block for which reading each of them is faster than the index."""


@dataclass(frozen=True)
class Search:
    """The conditions of a search; a row has to meet all of them."""

    table: str
    text: str
    """The column that is searched for the term."""
    term: str
    """Empty: any text."""
    ranges: Sequence[Range]


def ids_of_page(
    store: Store, partition: SortedIds, search: Search, found: Sequence[int], first: int, count: int
) -> list[int]:
    """Return the ids of `count` rows that meet a search, in ascending order, without the `first` ones.

    `found`: the ids of the changed rows that meet it now, in ascending order.
    """
    changed = changed_ids(store, search.table)
    if search.term and not is_gram(search.term) and not search.ranges and not changed:
        positions_of_page = positions_with(store, search.term, partition.start, partition.size, first, count)
        return list(map(partition.id_at, positions_of_page))
    positions = _unchanged(store, partition, search, changed, first + count)
    added = [partition.position_of(row_id) for row_id in found]

    def rank(number: int) -> int:
        """Return the number of rows of the result that come before a changed one."""
        return number + (positions & ((1 << added[number]) - 1)).bit_count()

    before = bisect_left(range(len(added)), first, key=rank)
    kept = map(partition.id_at, page_of_positions(positions, first - before, count))
    return sorted([*kept, *found[before : before + count]])[:count]


def _unchanged(store: Store, partition: SortedIds, search: Search, changed: Sequence[int], needed: int) -> int:
    """Return the positions of the unchanged rows that meet the search; the first `needed` of them are enough."""
    positions = partition.all_positions
    for field, low, high in search.ranges:
        positions &= partition.positions_between(field, low, high)
    gone = [partition.position_of(row_id) for row_id in changed if partition.has(row_id)]
    positions &= ~set_of(gone, partition.size)
    return _with_term(store, partition, search, positions, needed) if search.term else positions


def _with_term(store: Store, partition: SortedIds, search: Search, positions: int, needed: int) -> int:
    """Return the positions of the rows that contain the term, block after block until there are enough."""
    blocks = []
    found = 0
    for first in range(0, partition.size, BLOCK):
        size = min(BLOCK, partition.size - first)
        block = positions >> first & ((1 << size) - 1)
        if block.bit_count() > _FEW:
            block &= block_with(store, search.term, partition.start, partition.size, first)
        elif block:
            block = _checked(store, partition, search, block, first)
        blocks.append(set_bytes(block, size))
        found += block.bit_count()
        if found >= needed:
            break
    return int.from_bytes(b"".join(blocks), "little")


def _checked(store: Store, partition: SortedIds, search: Search, block: int, first: int) -> int:
    """Return the positions of the rows that contain the term, out of few ones in the block that begins at `first`."""
    positions = {partition.id_at(first + position): position for position in page_of_positions(block, 0, _FEW)}
    ids = _checking(search.table, search.text).scalars(store, ids=array(positions), term=search.term)
    return set_of((positions[row_id] for row_id in ids), BLOCK)


@lru_cache
def _checking(name: str, text: str) -> Statement:
    rows = table(name, column("id"), column(text))
    return Statement(select(rows.c.id).where(is_in(rows.c.id, "ids"), contains(rows.c[text], "term")))
