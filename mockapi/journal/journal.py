"""What a sandbox was sent and what it answered: bounded, in memory, in order of arrival."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple

from starlette.types import Scope

from mockapi.http.request import RecordedRequest
from mockapi.http.response import Headers, Response, bytes_of
from mockapi.storage.sequences import guid

MAX_ENTRIES = 1000
MAX_BYTES = 8 * 1024 * 1024
ENTRY_BYTES = 1024
"""What an entry is taken to need beside its bodies, headers and path."""


class RequestOrigin(NamedTuple):
    """How a request came in."""

    address: str
    """Of the client."""
    scheme: str
    server: str
    """Host and port that the client has called."""
    http_version: str


def origin_of(scope: Scope) -> RequestOrigin:
    """What a scope says of it; who calls the application in its own process need not say all."""
    client = scope.get("client")
    host, port = scope.get("server") or ("", None)
    server = f"{host}:{port}" if port else host
    return RequestOrigin(
        client[0] if client else "", scope.get("scheme", "http"), server, scope.get("http_version", "1.1")
    )


@dataclass(slots=True)
class Entry:
    """One request and its answer. `status` is None until there is an answer; it stays so when none was sent."""

    number: int
    """Counts the sandbox's requests from 1, over resets."""
    sandbox: str
    request: RecordedRequest
    origin: RequestOrigin
    time: float = field(default_factory=time.time)
    """Real seconds since 1970, whatever the sandbox's clock says."""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    """Of the answer: its first bytes."""
    body_size: int = 0
    started: float = field(default_factory=perf_counter)
    """When the request was complete, on a clock that is never set."""
    seconds: float | None = None
    """From the complete request to the end of the response."""
    fault: str | None = None
    """What was fired at it."""
    bug: bool = False
    """Whether the emulator itself failed."""
    created: int = 0
    """How many ids were handed out and committed."""
    charged: int = 0
    """Bytes that a journal has counted for it; 0: it is in none."""

    @property
    def id(self) -> str:
        """A GUID; the same for the same request of the same sandbox."""
        return guid(f"request {self.sandbox}", self.number)

    @property
    def is_matched(self) -> bool:
        """Whether some vendor has such an operation."""
        return self.request.operation is not None

    def size(self) -> int:
        """Bytes that the entry is charged with."""
        return ENTRY_BYTES + self.request.kept_bytes + len(self.body) + bytes_of(self.headers)

    def answered(self, answer: Response) -> None:
        """Note a whole answer, which is about to be sent."""
        self.status, self.headers = answer.status, answer.headers
        self.body, self.body_size = answer.beginning, len(answer.body)
        self.finish()

    def finish(self) -> None:
        """Note that the response has ended."""
        self.seconds = perf_counter() - self.started


class DroppedError(Exception):
    """Entries of the window that was asked for have been dropped: a count over it would be wrong."""

    def __init__(self, dropped: int, until: float, *, with_sandbox: bool = False) -> None:
        """`dropped`: how many since the last reset; `until`: when the last of them came in (seconds since 1970)."""
        why = (
            "went with the sandbox, of which the server keeps only so many; its data and faults went too"
            if with_sandbox
            else f"are no longer in the journal, which keeps the last {MAX_ENTRIES} and {MAX_BYTES // 1024**2} MiB"
        )
        advice = "Reset it before what you want to count, or ask for a later time."
        super().__init__(f"{dropped} requests of this time {why}. {advice}")
        self.dropped = dropped
        self.until = until


class Journal:
    """The entries of one sandbox."""

    def __init__(self) -> None:
        self.count = 0
        """Requests so far, over resets."""
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self.dropped = 0
        """How many were dropped for want of room since the journal was cleared."""
        self.is_successor = False
        """Whether the sandbox had a journal before, which went with it."""
        self._dropped_until = 0.0

    def __iter__(self) -> Iterator[Entry]:
        """The entries that are kept, in order of arrival."""
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        """Bytes that the entries are charged with."""
        return self._bytes

    def next_number(self) -> int:
        """The number of the request that has just come in."""
        self.count += 1
        return self.count

    def add(self, entry: Entry, size: int | None = None) -> None:
        """Keep a request that has come in; its answer may follow. `size`: its size, for who knows it already."""
        self._entries.append(entry)
        self._charge(entry, entry.size() if size is None else size)

    def finish(self, entry: Entry) -> None:
        """Charge for the answer, if the entry has not been forgotten meanwhile."""
        if entry.charged:
            self._charge(entry, entry.size())

    def clear(self) -> None:
        """Forget all."""
        self.remove(list(self._entries))
        self.dropped = 0
        self.is_successor = False
        self._dropped_until = 0.0

    def lose(self, count: int) -> None:
        """Take the place of a journal that went with its sandbox, and `count` requests with it."""
        self.is_successor = True
        self.dropped += count
        self._dropped_until = time.time()

    def remove(self, entries: list[Entry]) -> None:
        """Forget some, because somebody asked for it: they do not count as dropped."""
        for entry in entries:
            self._bytes -= entry.charged
            entry.charged = 0
        self._entries = deque(entry for entry in self._entries if entry.charged)

    def find(self, entry_id: str) -> Entry | None:
        """The entry with that id."""
        return next((entry for entry in self._entries if entry.id == entry_id), None)

    def since(self, moment: float) -> list[Entry]:
        """The entries from `moment` on (seconds since 1970; 0: all). Raises `DroppedError`: not all are kept."""
        if (self.dropped or self.is_successor) and moment <= self._dropped_until:
            raise DroppedError(self.dropped, self._dropped_until, with_sandbox=self.is_successor)
        return [entry for entry in self._entries if entry.time >= moment]

    def _charge(self, entry: Entry, size: int) -> None:
        self._bytes += size - entry.charged
        entry.charged = size
        while len(self._entries) > MAX_ENTRIES or self._bytes > MAX_BYTES:
            oldest = self._entries.popleft()
            self._bytes -= oldest.charged
            oldest.charged = 0
            self.dropped += 1
            # The latest of them: the machine's clock may have been put back meanwhile.
            self._dropped_until = max(self._dropped_until, oldest.time)
