"""What the program under test did after each fault: the same request again, how soon, and with what effect."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mockapi.core.journal import Entry
from mockapi.core.seen import SeenRequest

MOST_FIRINGS = 1000
MOST_RETRIES = 100
"""Of one firing: those after it are counted, and not told one by one."""


@dataclass(slots=True)
class Retry:
    """The same request again: method, path, query and body are equal to those that the fault hit."""

    entry: Entry
    seconds: float
    """Since the answer to the request before it, on the real clock or the sandbox's, whichever went further."""


@dataclass(slots=True)
class Firing:
    """One fault that hit one request, and what came of it."""

    fault_id: str
    label: str
    entry: Entry
    retry_after: int | None = None
    """Seconds that the answer's `Retry-After` asked for."""
    retries: list[Retry] = field(default_factory=list)
    count: int = 0
    """How many retries there were."""
    ended: tuple[float, float] | None = None
    """When the last answer to this request went out, on the real clock and the sandbox's."""

    @property
    def has_recovered(self) -> bool:
        """Whether the request came again and no fault hit it."""
        return any(retry.entry.fault is None and retry.entry.status is not None for retry in self.retries)

    @property
    def has_honoured_retry_after(self) -> bool | None:
        """Whether the first retry waited as long as it was asked to; None: it was not asked, or there is none."""
        if self.retry_after is None or not self.retries:
            return None
        return self.retries[0].seconds >= self.retry_after

    @property
    def is_duplicated(self) -> bool:
        """Whether the request made something more than once."""
        return sum(entry.created > 0 for entry in (self.entry, *(retry.entry for retry in self.retries))) > 1


class Verdicts:
    """The firings of one sandbox, the oldest first; beyond a bound the oldest are forgotten."""

    def __init__(self) -> None:
        self._firings: deque[Firing] = deque(maxlen=MOST_FIRINGS)

    def __iter__(self) -> Iterator[Firing]:
        return iter(self._firings)

    def fired(self, firing: Firing) -> None:
        """A fault has hit a request."""
        self._firings.append(firing)

    def arrived(self, entry: Entry, clock: Callable[[], float]) -> None:
        """A request has come in: it may be one of those that a fault has hit, again."""
        if not self._firings:
            return
        key = _key(entry.request)
        for firing in self._firings:
            if firing.ended and _key(firing.entry.request) == key:
                firing.count += 1
                real, on_clock = firing.ended
                if len(firing.retries) < MOST_RETRIES:
                    firing.retries.append(Retry(entry, max(time.monotonic() - real, clock() - on_clock)))

    def ended(self, entry: Entry, clock: Callable[[], float]) -> None:
        """The answer to a request has gone out, or its connection is gone."""
        for firing in self._firings:
            if firing.entry is entry or (firing.retries and firing.retries[-1].entry is entry):
                firing.ended = (time.monotonic(), clock())

    def clear(self) -> None:
        """Forget all."""
        self._firings.clear()


def _key(request: SeenRequest) -> tuple[str, bytes, bytes, bytes, int]:
    return request.method, request.raw_path, request.query_string, request.body, request.body_size
