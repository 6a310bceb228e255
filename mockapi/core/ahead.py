"""Work that nobody needs to wait for: the next copy of a large store, and getting rid of one that is no longer used."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from sqlalchemy import Connection

from mockapi.core.store import raw_connection

LARGE = 4 * 2**20
"""Bytes of a store from which on a thread is worth its while."""

_PAGES = 256
_PAUSE = 50e-6
"""Seconds after so many pages in which others may read the source."""

Copy = TypeVar("Copy")


class Ahead(Generic[Copy]):
    """Copies that are made in a thread before they are asked for, one at a time."""

    def __init__(self, make: Callable[[], Copy], discard: Callable[[Copy], None]) -> None:
        """`discard`: what to do with the last one, which nobody has asked for."""
        self._make = make
        self._discard = discard
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mockapi-ahead")
        self._next: Future[Copy] | None = self._thread.submit(make)

    def take(self) -> Copy:
        """The copy that is there, or as soon as it is there; the next one is begun. Raises what making one raises."""
        ready, self._next = self._next, None
        copy = ready.result() if ready and ready.exception() is None else self._make()
        self._next = self._thread.submit(self._make)
        return copy

    def later(self, work: Callable[[], object]) -> None:
        """Do something else in the thread."""
        self._thread.submit(work)

    def close(self) -> None:
        """Wait for what is under way. Closing it again does nothing."""
        self._thread.shutdown()
        ready, self._next = self._next, None
        if ready is not None and ready.exception() is None:
            self._discard(ready.result())


def bytes_of(database: Connection) -> int:
    """How large a store is."""
    raw = raw_connection(database)
    pages, size = (raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * size)


def copy_aside(source: Connection, target: Connection) -> None:
    """The same as `copy_store`, from a thread: who reads the source meanwhile waits for less than a millisecond."""
    raw_connection(source).backup(
        raw_connection(target), pages=_PAGES, progress=lambda *_: time.sleep(_PAUSE), sleep=_PAUSE
    )
