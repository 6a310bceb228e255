"""The journal of a sandbox: its last requests and their responses, in memory."""

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
"""Maximum number of entries of one journal."""
MAX_BYTES = 8 * 1024 * 1024
"""Maximum size of one journal."""
ENTRY_BYTES = 1024
"""Estimated size of an entry without its bodies, headers and path."""


class RequestOrigin(NamedTuple):
    """The client and the connection of a request."""

    address: str
    """IP address of the client; "" if the client runs in the same process."""
    scheme: str
    server: str
    """`host:port` that the client has connected to."""
    http_version: str


def origin_of(scope: Scope) -> RequestOrigin:
    """Return the origin of the request with this ASGI scope. In-process callers may omit members."""
    client = scope.get("client")
    host, port = scope.get("server") or ("", None)
    server = f"{host}:{port}" if port else host
    return RequestOrigin(
        client[0] if client else "", scope.get("scheme", "http"), server, scope.get("http_version", "1.1")
    )


@dataclass(slots=True)
class JournalEntry:
    """One request and its response. `status` is None until the response begins, and stays None without one."""

    number: int
    """Number of the request in its sandbox, from 1; a reset does not restart it."""
    sandbox: str
    request: RecordedRequest
    origin: RequestOrigin
    time: float = field(default_factory=time.time)
    """Real time of the request in seconds since 1970, independent of the sandbox's clock."""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    """First bytes of the response's body."""
    body_size: int = 0
    """Size of the whole body of the response in bytes."""
    started: float = field(default_factory=perf_counter)
    """Time of the complete request on the monotonic clock (`perf_counter`)."""
    seconds: float | None = None
    """Time from the complete request to the end of the response."""
    fault: str | None = None
    """Label of the fault that fired at the request."""
    bug: bool = False
    """True if a bug of the emulator produced the response."""
    created: int = 0
    """Number of objects that the request has created and committed."""
    charged: int = 0
    """Size in bytes that the journal has counted for the entry; 0 if it is in no journal."""

    @property
    def id(self) -> str:
        """A GUID that depends on the sandbox and the number alone."""
        return guid(f"request {self.sandbox}", self.number)

    @property
    def is_matched(self) -> bool:
        """True if the request is for an operation of a vendor."""
        return self.request.operation is not None

    def size(self) -> int:
        """Return the estimated size of the entry in bytes."""
        return ENTRY_BYTES + self.request.kept_bytes + len(self.body) + bytes_of(self.headers)

    def record(self, response: Response) -> None:
        """Record a complete response that is about to be sent."""
        self.status, self.headers = response.status, response.headers
        self.body, self.body_size = response.beginning, len(response.body)
        self.finish()

    def finish(self) -> None:
        """Record the end of the response."""
        self.seconds = perf_counter() - self.started


class DroppedError(Exception):
    """An incomplete journal: it has already discarded requests from the given period."""

    def __init__(self, dropped: int, until: float, *, with_sandbox: bool = False) -> None:
        """`dropped` is the number of requests discarded since the last reset, `until` the time of the last of them.

        `with_sandbox` means that they were discarded because their sandbox was evicted.
        """
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
    """The journal entries of one sandbox; the oldest are discarded above `MAX_ENTRIES` or `MAX_BYTES`."""

    def __init__(self) -> None:
        self.count = 0
        """Number of requests so far; a reset does not restart it."""
        self._entries: deque[JournalEntry] = deque()
        self._bytes = 0
        self.dropped = 0
        """Number of entries discarded since the journal was cleared."""
        self.is_successor = False
        """True if an earlier sandbox of this name was evicted together with its journal."""
        self._dropped_until = 0.0

    def __iter__(self) -> Iterator[JournalEntry]:
        """Iterate over the entries in order of arrival."""
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        """The estimated size of all entries in bytes."""
        return self._bytes

    def next_number(self) -> int:
        """Return the number for a new request."""
        self.count += 1
        return self.count

    def add(self, entry: JournalEntry, size: int | None = None) -> None:
        """Add an entry whose response may follow. `size` is `entry.size()`, if the caller already knows it."""
        self._entries.append(entry)
        self._charge(entry, entry.size() if size is None else size)

    def finish(self, entry: JournalEntry) -> None:
        """Count the size of the response, unless the entry has been removed meanwhile."""
        if entry.charged:
            self._charge(entry, entry.size())

    def clear(self) -> None:
        """Remove all entries and restart the count of discarded ones."""
        self.remove(list(self._entries))
        self.dropped = 0
        self.is_successor = False
        self._dropped_until = 0.0

    def lose(self, count: int) -> None:
        """Record that an earlier journal of this sandbox was evicted with `count` requests."""
        self.is_successor = True
        self.dropped += count
        self._dropped_until = time.time()

    def remove(self, entries: list[JournalEntry]) -> None:
        """Remove entries on request of a client; they do not count as discarded."""
        for entry in entries:
            self._bytes -= entry.charged
            entry.charged = 0
        self._entries = deque(entry for entry in self._entries if entry.charged)

    def find(self, entry_id: str) -> JournalEntry | None:
        """Return the entry with this id."""
        return next((entry for entry in self._entries if entry.id == entry_id), None)

    def since(self, moment: float) -> list[JournalEntry]:
        """Return the entries from `moment` on, in seconds since 1970; 0 returns all.

        Raises `DroppedError` if some of them have been discarded.
        """
        if (self.dropped or self.is_successor) and moment <= self._dropped_until:
            raise DroppedError(self.dropped, self._dropped_until, with_sandbox=self.is_successor)
        return [entry for entry in self._entries if entry.time >= moment]

    def _charge(self, entry: JournalEntry, size: int) -> None:
        self._bytes += size - entry.charged
        entry.charged = size
        while len(self._entries) > MAX_ENTRIES or self._bytes > MAX_BYTES:
            oldest = self._entries.popleft()
            self._bytes -= oldest.charged
            oldest.charged = 0
            self.dropped += 1
            # The system clock may have been set back meanwhile.
            self._dropped_until = max(self._dropped_until, oldest.time)
