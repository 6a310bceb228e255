"""Which rows of a large table contain one or two characters, block by block: FTS5 knows nothing so short."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import add

from mockapi.storage.store import Store

MAX_LENGTH = 2
"""Characters of a gram; each is also looked for by its first alone."""

Grams = Mapping[str, "array[int]"]
"""Gram → the places of the texts that contain it, ascending."""

_CREATE = "CREATE TABLE mockapi_index_gram (gram TEXT, start INTEGER, places BLOB NOT NULL, PRIMARY KEY (gram, start))"
_STORE = "INSERT INTO mockapi_index_gram VALUES (?, ?, ?)"
_FIND = "SELECT places FROM mockapi_index_gram WHERE gram = ? AND start = ?"
_PLACE = "H"
"""Two bytes: a block has at most 65,536 rows."""


def create_gram_index(store: Store) -> None:
    """Make an empty index."""
    store.execute(_CREATE)


def grams_of(texts: Sequence[str]) -> Grams:
    """All grams of the texts of a block."""
    positions: defaultdict[str, array[int]] = defaultdict(lambda: array(_PLACE))
    for position, text in enumerate(texts):
        for gram in {*text, *map(add, text, text[1:])}:
            positions[gram].append(position)
    return positions


def store_grams(store: Store, grams: Grams, start: int) -> None:
    """Add the grams of a block that comes after `start` rows."""
    rows = ((gram, start, positions.tobytes()) for gram, positions in grams.items())
    store.execute_many(_STORE, rows)


def positions_of_gram(store: Store, gram: str, start: int) -> "array[int]":
    """The places in the block after `start` rows of those that contain it."""
    row = store.execute(_FIND, (gram, start)).fetchone()
    return array(_PLACE, row[0] if row else b"")
