"""An index of the rows of a large table that contain one or two characters, which are too short for FTS5."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import add

from mockapi.storage.store import Store

MAX_LENGTH = 2
"""Characters of a gram; its first character is also indexed alone."""

Grams = Mapping[str, "array[int]"]
"""Gram → the positions of the texts that contain it, ascending."""

_CREATE = "CREATE TABLE mockapi_index_gram (gram TEXT, start INTEGER, places BLOB NOT NULL, PRIMARY KEY (gram, start))"
_INSERT = "INSERT INTO mockapi_index_gram VALUES (?, ?, ?)"
_FIND = "SELECT places FROM mockapi_index_gram WHERE gram = ? AND start = ?"
_POSITION = "H"
"""Two bytes: a block has at most 65,536 rows."""


def create_gram_index(store: Store) -> None:
    """Create an empty index."""
    store.execute(_CREATE)


def grams_of(texts: Sequence[str]) -> Grams:
    """Return all grams of the texts of a block."""
    positions: defaultdict[str, array[int]] = defaultdict(lambda: array(_POSITION))
    for position, text in enumerate(texts):
        for gram in {*text, *map(add, text, text[1:])}:
            positions[gram].append(position)
    return positions


def store_grams(store: Store, grams: Grams, start: int) -> None:
    """Add the grams of the block that begins after `start` rows."""
    store.execute_many(_INSERT, ((gram, start, positions.tobytes()) for gram, positions in grams.items()))


def positions_of_gram(store: Store, gram: str, start: int) -> "array[int]":
    """Return the positions, in the block that begins after `start` rows, of the rows that contain a gram."""
    row = store.execute(_FIND, (gram, start)).fetchone()
    return array(_POSITION, row[0] if row else b"")
