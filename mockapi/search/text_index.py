"""An index of the terms in the texts of a large table: SQLite's FTS5 with trigrams, made when the store is made.

The rows are numbered from 1, partition after partition; partitions with the same texts share their numbers. Shorter
terms are in `gram_index`. Rows with characters that FTS5 confuses are left to the caller (see `unreadable_rows`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pydantic_core import from_json
from sqlalchemy import column, or_, select, table

from mockapi.bounded_dict import BoundedDict
from mockapi.search.bit_slices import set_of
from mockapi.search.gram_index import MAX_LENGTH, create_gram_index, grams_of, positions_of_gram, store_grams
from mockapi.storage.conditions import contains
from mockapi.storage.statements import Statement
from mockapi.storage.store import Store

BLOCK = 2**15
"""Rows whose set is cached as a whole."""

_MAX_BLOCKS = 1024
"""Sets of blocks that are cached for a store: 4 KiB each."""
_RARE = 2**13
"""Rows that a rare term has at most."""
_ALL = -1
"""In place of a block: all blocks were searched at once."""

_ONE = ord("1")
_CREATE = (
    "CREATE VIRTUAL TABLE mockapi_index_texts USING "
    "fts5(text, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
)
_SET_BUFFER = "INSERT INTO mockapi_index_texts (mockapi_index_texts, rank) VALUES ('hashsize', ?)"
_BUFFER_BYTES = 64 * 2**20
_INDEXED = "FROM {table} WHERE {partition} = ? AND id BETWEEN ? AND ? ORDER BY id"
_READ = f"SELECT {{column}} {_INDEXED}"
_FILL = (
    f"INSERT INTO mockapi_index_texts (rowid, text) SELECT ? + row_number() OVER (ORDER BY id), {{column}} {_INDEXED}"
)
_MATCHING = "FROM mockapi_index_texts WHERE mockapi_index_texts MATCH ? AND rowid BETWEEN ? AND ?"
_FIND = f"SELECT rowid - ? AS place {_MATCHING} ORDER BY rowid LIMIT ? OFFSET ?"
# One text for all rows is faster than a tuple for each.
_FIND_MANY = f"SELECT group_concat(place) FROM ({_FIND})"  # noqa: S608

_NOTHING = '""'
# FTS5 ends a text at a NUL, and takes both noncharacters for U+FFFD.
_UNREADABLE = ("\0", "\ufffe", "\uffff")


def create_text_index(store: Store) -> bool:
    """Create an empty index; return False if SQLite is older than 3.34 or was built without FTS5."""
    if not store.execute_if_supported(_CREATE):
        return False
    create_gram_index(store)
    # A text index that is written in few pieces is made faster.
    store.execute(_SET_BUFFER, (_BUFFER_BYTES,))
    return True


def index_texts(
    store: Store, table: str, column: str, partition: tuple[str, Any], ids: Sequence[int], start: int
) -> Iterator[int]:
    """Add the texts of `ids`, after `start` rows: all rows with a value in a column (`partition`).

    Yields the number of texts that are indexed, after each block.
    """
    read, fill = (query.format(table=table, column=column, partition=partition[0]) for query in (_READ, _FILL))
    with ThreadPoolExecutor(1) as thread:
        for first in range(0, len(ids), BLOCK):
            end = min(first + BLOCK, len(ids))
            bounds = (partition[1], ids[first], ids[end - 1])
            texts = [text for (text,) in store.execute(read, bounds)]
            # FTS5 needs neither Python nor, on most machines, this core.
            filled = thread.submit(store.execute, fill, (start + first, *bounds))
            grams = grams_of(texts)
            filled.result()
            store_grams(store, grams, start + first)
            yield end


def is_gram(term: str) -> bool:
    """Return whether a term is so short that only `block_with` can find it."""
    return len(term) <= MAX_LENGTH


def unreadable_rows(store: Store, name: str, text: str) -> list[int]:
    """Return the ids of the rows of a table that the index does not find right."""
    rows = table(name, column("id"), column(text))
    terms = {f"term{number}": term for number, term in enumerate(_UNREADABLE)}
    found = select(rows.c.id).where(or_(*(contains(rows.c[text], parameter) for parameter in terms)))
    return Statement(found).scalars(store, **terms)


def positions_with(store: Store, term: str, start: int, size: int, first: int, count: int) -> Iterator[int]:
    """Yield the positions of the rows with `term`, no gram, among the `size` rows after `start`, ascending.

    At most `count`, without the `first` ones.
    """
    return (position for (position,) in store.execute(_FIND, (*_parameters(term, start, size), count, first)))


def block_with(store: Store, term: str, start: int, size: int, first: int) -> int:
    """Return the set of the positions, counted from `first`, of the rows with `term` in the block that begins there.

    `first`: a multiple of `BLOCK`, among the `size` rows after `start`.
    """
    # The index never changes.
    blocks = store.cached(None, "blocks", partial(BoundedDict[tuple[str, int, int], int], _MAX_BLOCKS))
    if not is_gram(term) and (term, start, first) not in blocks and (term, start, _ALL) not in blocks:
        blocks.update(_blocks_of_rare(store, term, start, size))
        blocks[term, start, _ALL] = 0
    if (term, start, first) not in blocks:
        blocks[term, start, first] = _set_of(_positions_in_block(store, term, start + first, size - first))
    blocks.move_to_end((term, start, first))
    return blocks[term, start, first]


def _blocks_of_rare(store: Store, term: str, start: int, size: int) -> Iterator[tuple[tuple[str, int, int], int]]:
    """Yield the sets of all blocks for a term that few rows have, else nothing.

    FTS5 finds the beginning of each block by reading on to it: for a rare term, all at once is faster than one by one.
    """
    positions = sorted(_positions(store, term, start, size, _RARE + 1))
    if len(positions) <= _RARE:
        for first in range(0, size, BLOCK):
            inside = positions[bisect_left(positions, first) : bisect_left(positions, first + BLOCK)]
            yield (term, start, first), set_of((position - first for position in inside), BLOCK)


def _positions_in_block(store: Store, term: str, start: int, size: int) -> Sequence[int]:
    if is_gram(term):
        return positions_of_gram(store, term, start)
    return _positions(store, term, start, min(BLOCK, size), BLOCK)


def _positions(store: Store, term: str, start: int, size: int, count: int) -> list[int]:
    ((positions,),) = store.execute(_FIND_MANY, (*_parameters(term, start, size), count, 0))
    found: list[int] = from_json(f"[{positions or ''}]")
    return found


def _parameters(term: str, start: int, size: int) -> tuple[int, str, int, int]:
    is_unreadable = any(character in term for character in _UNREADABLE)
    return (start + 1, _NOTHING if is_unreadable else _phrase(term), start + 1, start + size)


def _set_of(positions: Sequence[int]) -> int:
    """Return the set of many positions of a block: digit by digit, which is faster than bit by bit."""
    digits = bytearray(b"0") * BLOCK
    for position in positions:
        # The last position is the highest digit.
        digits[~position] = _ONE
    return int(digits, 2)


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
