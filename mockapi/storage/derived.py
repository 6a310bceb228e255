"""What is worked out of a vendor's data and holds for as long as they stay the same."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

Made = TypeVar("Made")

_KEY = "mockapi.derived"


def derived(database: Connection, vendor: str, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made anew after every transaction that may write to the vendor's tables.

    It is kept: let it stay small.
    """
    kept: dict[str, Any] = database.info.setdefault(_KEY, {}).setdefault(vendor, {})
    if name not in kept:
        kept[name] = make()
    made: Made = kept[name]
    return made


def forget_derived(database: Connection, vendor: str | None = None) -> None:
    """The data of a vendor have changed; None: of all of them."""
    if vendor is None:
        database.info.pop(_KEY, None)
    else:
        database.info.get(_KEY, {}).pop(vendor, None)
