"""A dictionary that forgets what is not used."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LruDict(OrderedDict[Key, Value]):
    """A dictionary of bounded size: beyond it, the entry that was read or written longest ago is dropped."""

    def __init__(self, max_size: int, on_drop: Callable[[Value], object] = lambda value: None) -> None:
        """`on_drop`: called with each value that is dropped for want of space."""
        super().__init__()
        self._max_size = max_size
        self._on_drop = on_drop

    def __getitem__(self, key: Key) -> Value:
        self.move_to_end(key)
        return super().__getitem__(key)

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self._max_size:
            _, dropped = self.popitem(last=False)
            self._on_drop(dropped)

    def get(self, key: Key, default: Any = None, /) -> Any:
        """Return the value of a key, or `default`."""
        try:
            return self[key]
        except KeyError:
            return default
