"""Pages of a part of a large table (see `indexing.Parts`): rows as its ordering has them, and changed ones."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from mockapi.core.bit_slices import members, set_of, some_places
from mockapi.core.orderings import Ordering, changed_ids
from mockapi.core.text_index import SHORTEST_TERM, places_with

Range = tuple[str, int | None, int | None]
"""A column of numbers, the lowest number that is in, and the lowest that is beyond; None: no bound."""


@dataclass(frozen=True)
class Search:
    """What rows are looked for; they meet all of it."""

    term: str
    """What the indexed text contains; empty: anything."""
    ranges: Sequence[Range]

    @property
    def is_indexed(self) -> bool:
        """Whether an index answers it, and no row need be looked at."""
        return not self.term or len(self.term) >= SHORTEST_TERM


def ids_of_page(
    database: Connection, table: str, part: Ordering, search: Search, found: Sequence[int], first: int, count: int
) -> list[int]:
    """The ids of `count` rows that meet a search, in ascending order, without the `first` ones.

    `found`: those of the changed rows that meet it now, in ascending order.
    """
    changed = changed_ids(database, table)
    if search.term and not search.ranges and not changed:
        return [part.id_at(place) for place in places_with(database, search.term, part.start, part.size, first, count)]
    places = _unchanged(database, part, search, changed, first + count)
    added = [part.place_of(row_id) for row_id in found]

    def rank(number: int) -> int:
        """How many rows of the result come before one of the changed ones."""
        return number + (places & ((1 << added[number]) - 1)).bit_count()

    before = bisect_left(range(len(added)), first, key=rank)
    kept = (part.id_at(place) for place in some_places(places, first - before, count))
    return sorted([*kept, *found[before : before + count]])[:count]


def _unchanged(database: Connection, part: Ordering, search: Search, changed: Sequence[int], needed: int) -> int:
    """Where the rows are that meet the search and are what they were; the first `needed` of them are enough."""
    places = part.everywhere
    for field, low, high in search.ranges:
        places &= part.between(field, low, high)
    if search.term:
        with_term = places_with(database, search.term, part.start, part.size)
        in_ranges = members(places, part.size)
        met = (place for place in with_term if in_ranges[place >> 3] >> (place & 7) & 1)
        places = set_of(islice(met, needed + len(changed)), part.size)
    gone = [part.place_of(row_id) for row_id in changed if part.has(row_id)]
    return places & ~set_of(gone, part.size) if gone else places
