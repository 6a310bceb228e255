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


_RAISE = "UPDATE mockapi_counter SET value = max(value, ?) WHERE name = ?"
_RESERVE = "UPDATE mockapi_counter SET value = value + ? WHERE name = ? RETURNING value"


def start_sequence(store: Store, name: str, first: int) -> None:
    """Create the sequence `name`, whose next number is `first`."""
    store.insert_rows(Sequence, ("name", "value"), [(name, first - 1)])


def raise_sequence(store: Store, name: str, number: int) -> None:
    """Let the sequence `name` go on after `number`, unless it is further already."""
    store.execute(_RAISE, (number, name))


def reserve_numbers(store: Store, name: str, count: int) -> range:
    """Take the next `count` numbers of the sequence `name` at once."""
    ((last,),) = store.execute(_RESERVE, (count, name))
    return range(last - count + 1, last + 1)


def guid(name: str, number: int) -> str:
    """Return the GUID number `number` of a kind of thing: lower case, hyphenated, always the same.

    It looks like a random (version 4) GUID, as the vendors' do.
    """
    return str(UUID(bytes=sha256(f"{name}:{number}".encode()).digest()[:16], version=4))
