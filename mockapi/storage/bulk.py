"""Loading many rows at once."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection
from sqlmodel import SQLModel

from mockapi.storage.store import table_of


def insert_rows(
    database: Connection, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert `rows`, each with the values of `columns` as SQLite stores them, while they are being made.

    Past SQLAlchemy, which would build a dictionary for each row: ten times the time at a million rows.
    """
    known = table_of(model).c
    names = ", ".join(known[column].name for column in columns)
    marks = ", ".join("?" * len(columns))
    raw = cast(sqlite3.Connection, database.connection.dbapi_connection)
    # The names are our own tables', the values are bound.
    raw.executemany(f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})", rows)  # noqa: S608
