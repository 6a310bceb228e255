"""What the program under test did after each fault: the same request again, how soon, and with what effect."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from pydantic_core import from_json

from mockapi.faults.rules import Fault
from mockapi.http.request import RecordedRequest
from mockapi.journal.journal import Entry

MAX_HITS = 1000
MAX_RETRIES = 100
"""Of one firing: how soon those after it came is not told."""

TOO_MANY_REQUESTS = 429


@dataclass(slots=True, eq=False)
class RetrySequence:
    """One request and its retries, each sent after the answer to the one before: they are equal but for the headers."""

    key: bytes
    has_refused: Callable[[int, bytes], bool]
    """As the vendor declares it."""
    retries: int = 0
    under_way: "FaultHit | None" = None
    """What has hit the request that is not answered yet."""
    ended: tuple[float, float] = (0.0, 0.0)
    """When the last answer went out, on the real clock and the sandbox's."""
    last_status: int | None = None
    """Of the last answer, if there was any."""
    is_answered: bool = False
    """Whether the vendor has answered. What comes after that is no retry."""
    has_recovered: bool = False
    """Whether that answer was no refusal."""
    kept: int = 0
    """How many of its firings are not forgotten."""
    timed: "dict[FaultHit, None]" = field(default_factory=dict)
    """Those that are told how soon the next retry comes."""
    counted: "dict[FaultHit, None]" = field(default_factory=dict)
    """Those after which fewer than two requests have made something."""
    late: "set[FaultHit]" = field(default_factory=set)
    """Those whose request is answered and still to be applied, if the data stay."""

    def hit(self, hit: "FaultHit") -> None:
        """A fault has hit the request that is under way."""
        self.under_way = hit
        self.kept += 1
        self.timed[hit] = self.counted[hit] = None

    def retry(self, clock: Callable[[], float]) -> None:
        """The request has come in again."""
        self.retries += 1
        real, on_clock = self.ended
        seconds = max(time.monotonic() - real, clock() - on_clock)
        for hit in self.timed:
            hit.seconds.append(seconds)
        # The oldest has the most.
        oldest = next(iter(self.timed), None)
        if oldest and len(oldest.seconds) == MAX_RETRIES:
            del self.timed[oldest]

    def end(self, entry: Entry, clock: Callable[[], float]) -> None:
        """The answer to the request that is under way has gone out, or its connection is gone."""
        hit, self.under_way = self.under_way, None
        self.ended = (time.monotonic(), clock())
        if hit is not None:
            hit.note_created(entry.created)
        elif entry.created:
            self.made_something(self.retries)
        if entry.status is not None:
            self.last_status = entry.status
        self.is_answered = (
            entry.status not in (None, TOO_MANY_REQUESTS)
            and not entry.bug
            and (hit is None or (hit.expected is not None and entry.body_size >= hit.expected))
        )
        self.has_recovered = self.is_answered and not self.has_refused(entry.status or 0, entry.body)

    def made_something(self, place: int) -> None:
        """The request at that place of the series has created something."""
        for hit in [hit for hit in self.counted if hit.place <= place]:
            hit.made += 1
            if hit.is_duplicated:
                del self.counted[hit]

    def forget(self, hit: "FaultHit") -> None:
        """Spend nothing more on a firing."""
        self.kept -= 1
        self.timed.pop(hit, None)
        self.counted.pop(hit, None)


@dataclass(slots=True, eq=False)
class FaultHit:
    """One fault that hit one request, and what came of it."""

    fault_id: str
    label: str
    request: RecordedRequest
    """Without headers and body."""
    request_id: str
    time: float
    """Real seconds since 1970."""
    series: RetrySequence
    place: int
    """In the series, from 0."""
    retry_after: int | None = None
    """Seconds that the answer's `Retry-After` asked for."""
    has_reached: bool = False
    """Whether the vendor's application got the request all the same."""
    expected: int | None = None
    """Bytes of the vendor's answer, when that is what goes out."""
    created: int = 0
    """How many things the request has made."""
    seconds: list[float] = field(default_factory=list)
    """From each answer to the next retry, on the real clock or the sandbox's, whichever went further."""
    still_comes: Callable[[], bool] | None = None
    """Of a request that is applied later: whether the data are still those that it was for."""
    made: int = 0
    """How many of the request and its retries have made something; counted up to 2."""

    def put_off(self, still_comes: Callable[[], bool]) -> None:
        """The request is to be applied later."""
        self.still_comes = still_comes
        self.series.late.add(self)

    def settle(self) -> None:
        """The request has been applied, or never will be."""
        self.still_comes = None
        self.series.late.discard(self)

    def note_created(self, created: int) -> None:
        """What the request has made, once that is known: `late_apply` makes it after the answer."""
        if created and not self.created:
            self.created = created
            self.series.made_something(self.place)

    @property
    def retries(self) -> int:
        """How often the request came again until the vendor has answered it."""
        return self.series.retries - self.place

    @property
    def is_pending(self) -> bool:
        """Whether the request is still to be applied."""
        return self.still_comes is not None and self.still_comes()

    @property
    def has_honoured_retry_after(self) -> bool | None:
        """Whether the first retry waited as long as it was asked to; None: it was not asked, or there is none."""
        return self.seconds[0] >= self.retry_after if self.retry_after is not None and self.seconds else None

    @property
    def is_duplicated(self) -> bool:
        """Whether the request and its retries made something more than once."""
        return self.made > 1

    @property
    def may_be_duplicated(self) -> bool:
        """Whether it, or a retry, is still to be applied."""
        return any(hit.is_pending and hit.place >= self.place for hit in self.series.late)


class FaultOutcomes:
    """The firings of one sandbox, the oldest first; beyond a bound the oldest are forgotten."""

    def __init__(self) -> None:
        self.clear()

    def __iter__(self) -> Iterator[FaultHit]:
        return iter(self._hits)

    @property
    def are_waiting(self) -> bool:
        """Whether the next request may be a retry."""
        return bool(self._waiting)

    def arrived(self, entry: Entry, request: RecordedRequest, clock: Callable[[], float]) -> None:
        """A request has come in: it may be a retry. `request`: with all of its body."""
        if not self._waiting:
            return
        key = _key(request)
        if key not in self._waiting:
            return
        series = next(iter(self._waiting[key]))
        self._take(series)
        self._under_way[entry.number] = series
        series.retry(clock)

    def fired(
        self, fault: Fault, entry: Entry, request: RecordedRequest, has_refused: Callable[[int, bytes], bool]
    ) -> FaultHit:
        """A fault has hit a request, which has arrived. `request`: with all of its body."""
        series = self._under_way.get(entry.number)
        if series is None:
            series = self._under_way[entry.number] = RetrySequence(_key(request), has_refused)
        bare = replace(request, headers=(), body=b"", body_size=0)
        hit = FaultHit(fault.id, fault.label, bare, entry.id, entry.time, series, series.retries)
        series.hit(hit)
        self._hits.append(hit)
        if len(self._hits) > MAX_HITS:
            self._forget(self._hits.popleft())
        return hit

    def ended(self, entry: Entry, clock: Callable[[], float]) -> None:
        """The answer to a request has gone out, or its connection is gone."""
        series = self._under_way.pop(entry.number, None)
        if series is not None:
            series.end(entry, clock)
            if series.kept and not series.is_answered:
                self._waiting.setdefault(series.key, {})[series] = None

    def clear(self) -> None:
        """Forget all."""
        self._hits: deque[FaultHit] = deque()
        self._under_way: dict[int, RetrySequence] = {}
        """By the number of the request that is not answered yet."""
        self._waiting: dict[bytes, dict[RetrySequence, None]] = {}
        """Those that may see a retry, by its key, and in the order in which they were answered."""

    def _forget(self, hit: FaultHit) -> None:
        series = hit.series
        series.forget(hit)
        if not series.kept and series in self._waiting.get(series.key, ()):
            self._take(series)

    def _take(self, series: RetrySequence) -> None:
        waiting = self._waiting[series.key]
        del waiting[series]
        if not waiting:
            del self._waiting[series.key]


def _key(request: RecordedRequest) -> bytes:
    """The same for requests with the same method, path, query and body, however the last two are written."""
    # What is given twice may be a list, whose order counts.
    parameters = sorted(request.query_string.split(b"&"), key=lambda parameter: parameter.partition(b"=")[0])
    parts = (request.method.encode("latin-1"), request.raw_path, b"&".join(parameters), _canonical(request.body))
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).digest()


def _canonical(body: bytes) -> bytes:
    try:
        return json.dumps(from_json(body, allow_inf_nan=False), sort_keys=True).encode()
    except ValueError:
        return body
