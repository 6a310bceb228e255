"""Ids of created things: sequences that are part of a store's data.

A refused write takes no number, numbers go on after a restart, and the same calls on the same seed return the same ids.
"""

from hashlib import sha256
from uuid import UUID

from sqlmodel import Field, SQLModel

from mockapi.storage.store import Store


class Sequence(SQLModel, table=True):
    """The last number that was returned under a name."""

    __tablename__ = "mockapi_counter"

    name: str = Field(primary_key=True)
    value: int


_RAISE = "INSERT INTO mockapi_counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)"


def start_sequence(store: Store, name: str, first: int) -> None:
    """Create the sequence `name`, whose next number is `first`; without this it begins at 1."""
    store.insert_rows(Sequence, ("name", "value"), [(name, first - 1)])


def raise_sequence(store: Store, name: str, number: int) -> None:
    """Let the sequence `name` go on after `number`, unless it is further already."""
    store.execute(_RAISE, (name, number))


def guid(name: str, number: int) -> str:
    """Return the GUID number `number` of a kind of thing: lower case, hyphenated, always the same.

    It looks like a random (version 4) GUID, as the vendors' do.
    """
    return str(UUID(bytes=sha256(f"{name}:{number}".encode()).digest()[:16], version=4))
