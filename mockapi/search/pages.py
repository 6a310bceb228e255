"""Pages of one partition of a large table (see `indexing.PartitionedIndex`), changed rows included."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from mockapi.search.bit_slices import members, set_of, some_positions
from mockapi.search.orderings import Ordering, changed_ids
from mockapi.search.text_index import BLOCK, block_with, is_gram, positions_with
from mockapi.storage.store import Store

Range = tuple[str, int | None, int | None]
"""A column of numbers, the lowest number that is in, and the lowest that is beyond; None: no bound."""

_FEW = 64
"""Rows of a block: looking at each of them is faster than the index."""


@dataclass(frozen=True)
class Search:
    """What rows are looked for; they meet all of it."""

    table: str
    text: str
    """The column that is searched for the term."""
    term: str
    """Empty: anything."""
    ranges: Sequence[Range]


def ids_of_page(
    store: Store, part: Ordering, search: Search, found: Sequence[int], first: int, count: int
) -> list[int]:
    """The ids of `count` rows that meet a search, in ascending order, without the `first` ones.

    `found`: those of the changed rows that meet it now, in ascending order.
    """
    changed = changed_ids(store, search.table)
    if search.term and not is_gram(search.term) and not search.ranges and not changed:
        return [
            part.id_at(position) for position in positions_with(store, search.term, part.start, part.size, first, count)
        ]
    positions = _unchanged(store, part, search, changed, first + count)
    added = [part.position_of(row_id) for row_id in found]

    def rank(number: int) -> int:
        """How many rows of the result come before one of the changed ones."""
        return number + (positions & ((1 << added[number]) - 1)).bit_count()

    before = bisect_left(range(len(added)), first, key=rank)
    kept = (part.id_at(position) for position in some_positions(positions, first - before, count))
    return sorted([*kept, *found[before : before + count]])[:count]


def _unchanged(store: Store, part: Ordering, search: Search, changed: Sequence[int], needed: int) -> int:
    """Where the rows are that meet the search and are what they were; the first `needed` of them are enough."""
    positions = part.everywhere
    for field, low, high in search.ranges:
        positions &= part.between(field, low, high)
    gone = [part.position_of(row_id) for row_id in changed if part.has(row_id)]
    positions &= ~set_of(gone, part.size)
    return _with_term(store, part, search, positions, needed) if search.term else positions


def _with_term(store: Store, part: Ordering, search: Search, positions: int, needed: int) -> int:
    """Those of some places whose rows contain the term, block after block until there are enough."""
    blocks = []
    found = 0
    for first in range(0, part.size, BLOCK):
        size = min(BLOCK, part.size - first)
        block = positions >> first & ((1 << size) - 1)
        if block.bit_count() > _FEW:
            block &= block_with(store, search.term, part.start, part.size, first)
        elif block:
            block = _checked(store, part, search, block, first)
        blocks.append(members(block, size))
        found += block.bit_count()
        if found >= needed:
            break
    return int.from_bytes(b"".join(blocks), "little")


def _checked(store: Store, part: Ordering, search: Search, block: int, first: int) -> int:
    """The same of few places in a block that begins at `first`."""
    positions = {part.id_at(first + position): position for position in some_positions(block, 0, _FEW)}
    query = f"SELECT id FROM {search.table} WHERE id IN (SELECT value FROM json_each(?)) AND instr({search.text}, ?)"  # noqa: S608
    rows = store.execute(query, (to_json(list(positions)), search.term))
    return set_of((positions[row_id] for (row_id,) in rows), BLOCK)
