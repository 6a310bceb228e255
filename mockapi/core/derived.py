"""What is worked out of the data and holds for as long as they stay the same."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

Made = TypeVar("Made")

_KEY = "mockapi.derived"


def derived(database: Connection, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made anew after every transaction on the connection. It is kept: let it stay small."""
    kept: dict[str, Any] = database.info.setdefault(_KEY, {})
    if name not in kept:
        kept[name] = make()
    made: Made = kept[name]
    return made


def forget_derived(database: Connection) -> None:
    """The data are about to change, or have changed."""
    database.info.pop(_KEY, None)
