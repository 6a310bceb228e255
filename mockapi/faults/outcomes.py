"""Outcomes of faults: how the program under test reacted to each fault with retries, and with what effect."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http import HTTPStatus

from pydantic_core import from_json

from mockapi.faults.rules import Fault
from mockapi.http.request import RecordedRequest
from mockapi.journal.journal import JournalEntry

MAX_HITS = 1000
"""Maximum number of hits that a sandbox keeps."""
MAX_RETRIES = 100
"""Maximum number of retries of one hit whose waiting times are kept."""


@dataclass(slots=True, eq=False)
class RetrySequence:
    """A request and its retries: equal but for the headers, each sent after the response to the one before."""

    key: bytes
    has_refused: Callable[[int, bytes], bool]
    """`Vendor.has_refused`: status and first bytes of a response → True if it is a refusal."""
    retries: int = 0
    current_hit: "FaultHit | None" = None
    """The hit on the request that has no response yet."""
    ended_at: tuple[float, float] = (0.0, 0.0)
    """Time of the last response: on the monotonic clock, and on the sandbox's clock."""
    last_status: int | None = None
    """Status of the last response; None if there was none."""
    is_answered: bool = False
    """True once the vendor has responded. Later equal requests are no retries."""
    has_recovered: bool = False
    """True if that response was no refusal."""
    kept_hits: int = 0
    """Number of hits of this sequence that are not forgotten."""
    timed: "dict[FaultHit, None]" = field(default_factory=dict)
    """Hits, the oldest first, whose waiting times are still recorded."""
    counted: "dict[FaultHit, None]" = field(default_factory=dict)
    """Hits after which fewer than two requests have created something."""
    late: "set[FaultHit]" = field(default_factory=set)
    """Hits whose request has a response but is still to be applied, unless the data are replaced."""

    def hit(self, hit: "FaultHit") -> None:
        """Add a hit on the current request."""
        self.current_hit = hit
        self.kept_hits += 1
        self.timed[hit] = self.counted[hit] = None

    def retry(self, clock: Callable[[], float]) -> None:
        """Count a retry, and record the waiting time before it."""
        self.retries += 1
        real, on_clock = self.ended_at
        seconds = max(time.monotonic() - real, clock() - on_clock)
        for hit in self.timed:
            hit.seconds.append(seconds)
        # The oldest hit has the most retries.
        oldest = next(iter(self.timed), None)
        if oldest and len(oldest.seconds) == MAX_RETRIES:
            del self.timed[oldest]

    def end(self, entry: JournalEntry, clock: Callable[[], float]) -> None:
        """Record the end of the current request: its response was sent, or its connection ended."""
        hit, self.current_hit = self.current_hit, None
        self.ended_at = (time.monotonic(), clock())
        if hit is not None:
            hit.note_created(entry.created)
        elif entry.created:
            self.note_creation(self.retries)
        if entry.status is not None:
            self.last_status = entry.status
        self.is_answered = (
            entry.status not in (None, HTTPStatus.TOO_MANY_REQUESTS)
            and not entry.bug
            and (hit is None or (hit.expected is not None and entry.body_size >= hit.expected))
        )
        self.has_recovered = self.is_answered and not self.has_refused(entry.status or 0, entry.body)

    def note_creation(self, position: int) -> None:
        """Record that the request at this position of the sequence has created something."""
        for hit in [hit for hit in self.counted if hit.position <= position]:
            hit.creations += 1
            if hit.is_duplicated:
                del self.counted[hit]

    def forget(self, hit: "FaultHit") -> None:
        """Stop recording for a hit."""
        self.kept_hits -= 1
        self.timed.pop(hit, None)
        self.counted.pop(hit, None)


@dataclass(slots=True, eq=False)
class FaultHit:
    """One fault that fired at one request, with its outcome."""

    fault_id: str
    label: str
    request: RecordedRequest
    """The request, without headers and body."""
    request_id: str
    time: float
    """Real time of the request in seconds since 1970."""
    sequence: RetrySequence
    position: int
    """Position of the request in the sequence, from 0."""
    retry_after: int | None = None
    """Seconds in the response's `Retry-After` header."""
    has_reached: bool = False
    """True if the request reached the vendor's application."""
    expected: int | None = None
    """Size in bytes of the vendor's response, if the fault lets it pass."""
    created: int = 0
    """Number of objects that the request has created."""
    seconds: list[float] = field(default_factory=list)
    """Waiting times from each response to the next retry: in real time or on the sandbox's clock, the longer one."""
    is_due: Callable[[], bool] | None = None
    """For a request that is applied later: returns True while the data that it belongs to exist."""
    creations: int = 0
    """Number of requests, from this one on, that have created something; counted up to 2."""

    def put_off(self, is_due: Callable[[], bool]) -> None:
        """Record that the request is to be applied later, as long as `is_due()` returns True."""
        self.is_due = is_due
        self.sequence.late.add(self)

    def settle(self) -> None:
        """Record that the request has been applied, or never will be."""
        self.is_due = None
        self.sequence.late.discard(self)

    def note_created(self, created: int) -> None:
        """Record the number of objects that the request has created; `late_apply` does so after the response."""
        if created and not self.created:
            self.created = created
            self.sequence.note_creation(self.position)

    @property
    def retries(self) -> int:
        """The number of retries until the vendor responded."""
        return self.sequence.retries - self.position

    @property
    def is_pending(self) -> bool:
        """True if the request is still to be applied."""
        return self.is_due is not None and self.is_due()

    @property
    def has_honoured_retry_after(self) -> bool | None:
        """True if the first retry waited for `Retry-After`; None without that header, or without a retry."""
        return self.seconds[0] >= self.retry_after if self.retry_after is not None and self.seconds else None

    @property
    def is_duplicated(self) -> bool:
        """True if the request and its retries created something more than once."""
        return self.creations > 1

    @property
    def may_be_duplicated(self) -> bool:
        """True if the request or a retry is still to be applied."""
        return any(hit.is_pending and hit.position >= self.position for hit in self.sequence.late)


class FaultOutcomes:
    """The last `MAX_HITS` hits of one sandbox, the oldest first."""

    def __init__(self) -> None:
        self.clear()

    def __iter__(self) -> Iterator[FaultHit]:
        return iter(self._hits)

    @property
    def are_waiting(self) -> bool:
        """True if the next request may be a retry."""
        return bool(self._waiting)

    def arrived(self, entry: JournalEntry, request: RecordedRequest, clock: Callable[[], float]) -> None:
        """Record a new request, which may be a retry. `request` has the whole body."""
        waiting = self._waiting.get(_key(request)) if self._waiting else None
        if waiting:
            sequence = next(iter(waiting))
            self._stop_waiting(sequence)
            self._current[entry.number] = sequence
            sequence.retry(clock)

    def fired(
        self, fault: Fault, entry: JournalEntry, request: RecordedRequest, has_refused: Callable[[int, bytes], bool]
    ) -> FaultHit:
        """Record that a fault fired at a request that has arrived (with its whole body), and return the hit."""
        sequence = self._current.get(entry.number)
        if sequence is None:
            sequence = self._current[entry.number] = RetrySequence(_key(request), has_refused)
        bare = replace(request, headers=(), body=b"", body_size=0)
        hit = FaultHit(fault.id, fault.label, bare, entry.id, entry.time, sequence, sequence.retries)
        sequence.hit(hit)
        self._hits.append(hit)
        if len(self._hits) > MAX_HITS:
            self._forget(self._hits.popleft())
        return hit

    def ended(self, entry: JournalEntry, clock: Callable[[], float]) -> None:
        """Record the end of a request: its response was sent, or its connection ended."""
        sequence = self._current.pop(entry.number, None)
        if sequence is not None:
            sequence.end(entry, clock)
            if sequence.kept_hits and not sequence.is_answered:
                self._waiting.setdefault(sequence.key, {})[sequence] = None

    def clear(self) -> None:
        """Forget all hits."""
        self._hits: deque[FaultHit] = deque()
        self._current: dict[int, RetrySequence] = {}
        """Sequences by the number of their request that has no response yet."""
        self._waiting: dict[bytes, dict[RetrySequence, None]] = {}
        """Sequences whose next request may be a retry, by its key, in the order of their last responses."""

    def _forget(self, hit: FaultHit) -> None:
        sequence = hit.sequence
        sequence.forget(hit)
        if not sequence.kept_hits and sequence in self._waiting.get(sequence.key, ()):
            self._stop_waiting(sequence)

    def _stop_waiting(self, sequence: RetrySequence) -> None:
        waiting = self._waiting[sequence.key]
        del waiting[sequence]
        if not waiting:
            del self._waiting[sequence.key]


def _key(request: RecordedRequest) -> bytes:
    """Return a hash of method, path, query and body that ignores the order of parameters and of JSON members."""
    # A repeated parameter may be a list, whose order matters.
    parameters = sorted(request.query_string.split(b"&"), key=lambda parameter: parameter.partition(b"=")[0])
    parts = (request.method.encode("latin-1"), request.raw_path, b"&".join(parameters), _canonical(request.body))
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).digest()


def _canonical(body: bytes) -> bytes:
    try:
        return json.dumps(from_json(body, allow_inf_nan=False), sort_keys=True).encode()
    except ValueError:
        return body
