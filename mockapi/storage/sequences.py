"""Ids of created things: counters that live in the sandbox's own database.

A counter is part of the data: it is rolled back with a refused write, survives a restart, and the same calls on
the same seed hand out the same ids.
"""

from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlmodel import Field, SQLModel

CREATED_KEY = "mockapi.created"
"""In a connection's `info`: how many numbers were taken since somebody set it to 0."""


class Sequence(SQLModel, table=True):
    """The last number handed out under a name."""

    __tablename__ = "mockapi_counter"

    name: str = Field(primary_key=True)
    value: int


_NEXT = "UPDATE mockapi_counter SET value = value + 1 WHERE name = ? RETURNING value"


def start_sequence(database: Connection, name: str, first: int) -> None:
    """Let the counter `name` hand out `first` next."""
    database.execute(insert(Sequence), {"name": name, "value": first - 1})


def next_number(database: Connection, name: str) -> int:
    """Take the next number of the counter `name`, which `start_sequence` has made."""
    database.info[CREATED_KEY] = database.info.get(CREATED_KEY, 0) + 1
    driver: Any = database.connection.dbapi_connection
    ((number,),) = driver.execute(_NEXT, (name,)).fetchall()
    return int(number)


def guid(name: str, number: int) -> str:
    """The GUID number `number` of a kind of thing: lower case, hyphenated, always the same.

    Looks like a random (version 4) GUID, as the vendors' do.
    """
    return str(UUID(bytes=sha256(f"{name}:{number}".encode()).digest()[:16], version=4))
