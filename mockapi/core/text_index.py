"""Which rows of a large table contain a term: SQLite's FTS5 with trigrams, over the rows as they were when it was made.

The rows are numbered from 1, ordering after ordering. What it cannot tell exactly, it leaves to the caller: terms of
fewer than three characters, and rows with characters that FTS5 does not keep apart.
"""

import sqlite3

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
    "INSERT INTO mockapi_index_texts (rowid, text) SELECT row_number() OVER (ORDER BY {order}), {column} "
    "FROM {table} ORDER BY {order}"
)
_FIND = (
    "SELECT rowid - ? FROM mockapi_index_texts WHERE mockapi_index_texts MATCH ? AND rowid BETWEEN ? AND ? "
    "ORDER BY rowid LIMIT ?"
)

# FTS5 ends a text at a NUL, and takes both noncharacters for U+FFFD.
_UNREADABLE = ("\0", "\ufffe", "\uffff")


def create_text_index(database: Connection, table: str, column: str, order: str) -> list[int] | None:
    """Make the index of a table's texts; returns the ids of the rows that it does not tell right.

    None: SQLite is older than 3.34, or was built without FTS5.
    """
    raw = raw_connection(database)
    try:
        raw.execute(_CREATE)
    except sqlite3.OperationalError:
        return None
    # A text index that is written in few pieces is made in half the time.
    raw.execute("INSERT INTO mockapi_index_texts (mockapi_index_texts, rank) VALUES ('hashsize', ?)", (_BUFFER_BYTES,))
    raw.execute(_FILL.format(table=table, column=column, order=order))
    is_unreadable = " OR ".join(f"instr({column}, ?)" for _ in _UNREADABLE)
    return [row_id for (row_id,) in raw.execute(f"SELECT id FROM {table} WHERE {is_unreadable}", _UNREADABLE)]  # noqa: S608


def places_with(database: Connection, term: str, start: int, size: int, most: int) -> list[int]:
    """The places of the first `most` rows with `term` in the ordering that begins after `start` rows; ascending.

    `term` has at least `SHORTEST_TERM` characters; `most`: -1 for all.
    """
    if any(character in term for character in _UNREADABLE):
        return []
    phrase = '"' + term.replace('"', '""') + '"'
    rows = raw_connection(database).execute(_FIND, (start + 1, phrase, start + 1, start + size, most))
    return [place for (place,) in rows]
