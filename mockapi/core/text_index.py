"""Which rows of a large table contain a term: SQLite's FTS5 with trigrams, over the rows as they were when it was made.

The rows are numbered from 1, part after part; parts with the same texts share their numbers. What the index cannot tell
exactly, it leaves to the caller: terms of fewer than three characters, and rows with characters that FTS5 confuses.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from mockapi.core.store import raw_connection

SHORTEST_TERM = 3
"""Characters that a term needs."""

_CREATE = (
    "CREATE VIRTUAL TABLE mockapi_index_texts USING "
    "fts5(text, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
)
_BUFFER_BYTES = 64 * 2**20
_FILL = (
    "INSERT INTO mockapi_index_texts (rowid, text) SELECT ? + row_number() OVER (ORDER BY id), {column} "
    "FROM {table} WHERE {part} = ? AND id BETWEEN ? AND ? ORDER BY id"
)
_FIND = (
    "SELECT rowid - ? FROM mockapi_index_texts WHERE mockapi_index_texts MATCH ? AND rowid BETWEEN ? AND ? "
    "ORDER BY rowid LIMIT ? OFFSET ?"
)

# FTS5 ends a text at a NUL, and takes both noncharacters for U+FFFD.
_UNREADABLE = ("\0", "\ufffe", "\uffff")


def create_text_index(database: Connection) -> bool:
    """Make an empty index. False: SQLite is older than 3.34, or was built without FTS5."""
    raw = raw_connection(database)
    try:
        raw.execute(_CREATE)
    except sqlite3.OperationalError:
        return False
    # A text index that is written in few pieces is made in half the time.
    raw.execute("INSERT INTO mockapi_index_texts (mockapi_index_texts, rank) VALUES ('hashsize', ?)", (_BUFFER_BYTES,))
    return True


def index_texts(
    database: Connection, table: str, column: str, part: tuple[str, Any], ids: Sequence[int], start: int
) -> None:
    """Add the texts of `ids`, after `start` rows: all ids from first to last with a value in a column (`part`)."""
    fill = _FILL.format(table=table, column=column, part=part[0])
    raw_connection(database).execute(fill, (start, part[1], ids[0], ids[-1]))


def unreadable_rows(database: Connection, table: str, column: str) -> list[int]:
    """The ids of the rows that the index does not tell right."""
    is_unreadable = " OR ".join(f"instr({column}, ?)" for _ in _UNREADABLE)
    query = f"SELECT id FROM {table} WHERE {is_unreadable}"  # noqa: S608
    return [row_id for (row_id,) in raw_connection(database).execute(query, _UNREADABLE)]


def places_with(
    database: Connection, term: str, start: int, size: int, first: int = 0, most: int = -1
) -> Iterator[int]:
    """The places of the rows with `term` among the `size` rows after `start`, ascending.

    At most `most` (-1: all), without the `first` ones. `term` has at least `SHORTEST_TERM` characters.
    """
    if any(character in term for character in _UNREADABLE):
        return iter(())
    phrase = '"' + term.replace('"', '""') + '"'
    rows = raw_connection(database).execute(_FIND, (start + 1, phrase, start + 1, start + size, most, first))
    return (place for (place,) in rows)
