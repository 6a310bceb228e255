"""Loops that cannot be left out without notice."""

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def nonempty(items: Iterable[Item]) -> list[Item]:
    """Return the items as a list. Fails if there are none: a loop over them would assert nothing."""
    listed = list(items)
    assert listed, "there is nothing to check"
    return listed
