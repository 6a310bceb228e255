"""A dictionary that forgets its oldest entries."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class BoundedDict(OrderedDict[Key, Value]):
    """A dictionary of bounded size: beyond it, the first entry is dropped.

    An entry that is written is the last one. `move_to_end` keeps one that is read; reading alone does not, because that
    would make it several times slower.
    """

    def __init__(self, max_size: int, on_drop: Callable[[Value], object] = lambda value: None) -> None:
        """`on_drop`: called with each value that is dropped for want of space."""
        super().__init__()
        self._max_size = max_size
        self._on_drop = on_drop

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self._max_size:
            _, dropped = self.popitem(last=False)
            self._on_drop(dropped)
