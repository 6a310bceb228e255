"""Which rows of a large table contain a term: SQLite's FTS5 with trigrams, over the rows as they were when it was made.

The rows are numbered from 1, part after part; parts with the same texts share their numbers. Terms that are shorter are
in `gram_index`. What FTS5 cannot tell exactly is left to the caller: rows with characters that it confuses.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pydantic_core import from_json

from mockapi.search.bit_slices import set_of
from mockapi.search.gram_index import MAX_LENGTH, create_gram_index, grams_of, positions_of_gram, store_grams
from mockapi.storage.store import Store

BLOCK = 2**15
"""Rows whose sets are remembered together."""

_MAX_KEPT = 1024
"""Sets of blocks that are remembered for a store: 4 KiB each."""
_RARE = 2**13
"""Rows that have a rare term."""
_ALL = -1
"""In place of a block: all were looked for at once."""

_ONE = ord("1")
_CREATE = (
    "CREATE VIRTUAL TABLE mockapi_index_texts USING "
    "fts5(text, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
)
_SET_BUFFER = "INSERT INTO mockapi_index_texts (mockapi_index_texts, rank) VALUES ('hashsize', ?)"
_BUFFER_BYTES = 64 * 2**20
_INDEXED = "FROM {table} WHERE {part} = ? AND id BETWEEN ? AND ? ORDER BY id"
_READ = f"SELECT {{column}} {_INDEXED}"
_FILL = (
    f"INSERT INTO mockapi_index_texts (rowid, text) SELECT ? + row_number() OVER (ORDER BY id), {{column}} {_INDEXED}"
)
_AMONG = "FROM mockapi_index_texts WHERE mockapi_index_texts MATCH ? AND rowid BETWEEN ? AND ?"
_FIND = f"SELECT rowid - ? AS place {_AMONG} ORDER BY rowid LIMIT ? OFFSET ?"
# One text for all rows is faster than a tuple for each.
_FIND_MANY = f"SELECT group_concat(place) FROM ({_FIND})"  # noqa: S608

_NOTHING = '""'
# FTS5 ends a text at a NUL, and takes both noncharacters for U+FFFD.
_UNREADABLE = ("\0", "\ufffe", "\uffff")


def create_text_index(store: Store) -> bool:
    """Make an empty index. False: SQLite is older than 3.34, or was built without FTS5."""
    if not store.execute_if_supported(_CREATE):
        return False
    create_gram_index(store)
    # A text index that is written in few pieces is made faster.
    store.execute(_SET_BUFFER, (_BUFFER_BYTES,))
    return True


def index_texts(
    store: Store, table: str, column: str, part: tuple[str, Any], ids: Sequence[int], start: int
) -> Iterator[int]:
    """Add the texts of `ids`, after `start` rows: all rows with a value in a column (`part`).

    Yields now and then how many of them are there.
    """
    read, fill = (query.format(table=table, column=column, part=part[0]) for query in (_READ, _FILL))
    with ThreadPoolExecutor(1) as thread:
        for first in range(0, len(ids), BLOCK):
            end = min(first + BLOCK, len(ids))
            bounds = (part[1], ids[first], ids[end - 1])
            texts = [text for (text,) in store.execute(read, bounds)]
            # FTS5 needs neither Python nor, on most machines, this core.
            filled = thread.submit(store.execute, fill, (start + first, *bounds))
            grams = grams_of(texts)
            filled.result()
            store_grams(store, grams, start + first)
            yield end


def is_gram(term: str) -> bool:
    """Whether only `block_with` can tell of a term."""
    return len(term) <= MAX_LENGTH


def unreadable_rows(store: Store, table: str, column: str) -> list[int]:
    """The ids of the rows that the index does not tell right."""
    is_unreadable = " OR ".join(f"instr({column}, ?)" for _ in _UNREADABLE)
    query = f"SELECT id FROM {table} WHERE {is_unreadable}"  # noqa: S608
    return [row_id for (row_id,) in store.execute(query, _UNREADABLE)]


def positions_with(store: Store, term: str, start: int, size: int, first: int, most: int) -> Iterator[int]:
    """The places of the rows with `term`, no gram, among the `size` rows after `start`, ascending.

    At most `most`, without the `first` ones.
    """
    values = _values(term, start, size)
    return (position for (position,) in store.execute(_FIND, (*values, most, first)))


def block_with(store: Store, term: str, start: int, size: int, first: int) -> int:
    """The set of the places, counted from `first`, of the rows with `term` in the block that begins there.

    `first`: a multiple of `BLOCK`, among the `size` rows after `start`. Remembered for as long as the store is open:
    what is indexed never changes.
    """
    kept = store.cached(None, "blocks", OrderedDict[tuple[str, int, int], int])
    if not is_gram(term) and (term, start, first) not in kept and (term, start, _ALL) not in kept:
        kept.update(_blocks_of_rare(store, term, start, size))
        kept[term, start, _ALL] = 0
    if (term, start, first) not in kept:
        kept[term, start, first] = _set_of(_places_in_block(store, term, start + first, size - first))
    kept.move_to_end((term, start, first))
    while len(kept) > _MAX_KEPT:
        kept.popitem(last=False)
    return kept[term, start, first]


def _blocks_of_rare(store: Store, term: str, start: int, size: int) -> Iterator[tuple[tuple[str, int, int], int]]:
    """The sets of all blocks for a term that few rows have, else nothing.

    FTS5 finds the beginning of each block by reading on to it: for a rare term, all at once is faster than one by one.
    """
    positions = sorted(_places(store, term, start, size, _RARE + 1))
    if len(positions) <= _RARE:
        for first in range(0, size, BLOCK):
            inside = positions[bisect_left(positions, first) : bisect_left(positions, first + BLOCK)]
            yield (term, start, first), set_of((position - first for position in inside), BLOCK)


def _places_in_block(store: Store, term: str, start: int, size: int) -> Sequence[int]:
    if is_gram(term):
        return positions_of_gram(store, term, start)
    return _places(store, term, start, min(BLOCK, size), BLOCK)


def _places(store: Store, term: str, start: int, size: int, most: int) -> list[int]:
    values = _values(term, start, size)
    (positions,) = store.execute(_FIND_MANY, (*values, most, 0)).fetchone()
    found: list[int] = from_json(f"[{positions or ''}]")
    return found


def _values(term: str, start: int, size: int) -> tuple[int, str, int, int]:
    is_unreadable = any(character in term for character in _UNREADABLE)
    return (start + 1, _NOTHING if is_unreadable else _phrase(term), start + 1, start + size)


def _set_of(positions: Sequence[int]) -> int:
    """The set of many places of a block: digit by digit, which is faster than bit by bit."""
    digits = bytearray(b"0") * BLOCK
    for position in positions:
        # The last place is the highest digit.
        digits[~position] = _ONE
    return int(digits, 2)


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
