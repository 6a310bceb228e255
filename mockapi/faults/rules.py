"""Faults that are armed in a sandbox: which request fires one, and when it has had enough."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from mockapi.http.request import RecordedRequest
from mockapi.matching.errors import Undecidable

if TYPE_CHECKING:
    from mockapi.faults.connection import ConnectionFault
    from mockapi.faults.delay import DelaySettings
    from mockapi.matching.pattern import RequestPattern


class AmbiguousOutcome(StrEnum):
    """After these a program cannot know whether its request was applied."""

    LOST_REQUEST = "lost_request"
    """Dropped before it is applied; the connection ends without an answer."""
    LOST_RESPONSE = "lost_response"
    """Applied and committed, then the connection ends without an answer."""
    LATE_APPLY = "late_apply"
    """Answered with a time-out, and applied afterwards."""


@dataclass
class Fault:
    """An armed rule: which requests it is about, and what happens to them."""

    id: str
    content: dict[str, Any]
    """As it was asked for."""
    label: str
    """What happens, in a few words: `error=429`, `fault=lost_response`, `delay`."""
    delay: "DelaySettings | None" = None
    vendor: str | None = None
    operation: str | None = None
    pattern: "RequestPattern | None" = None
    answer: Callable[[], Response] | None = None
    """Makes the vendor's error."""
    kind: "ConnectionFault | AmbiguousOutcome | None" = None
    after: int = 0
    """How many fitting requests pass first."""
    times: int | None = None
    """How often it fires; None: every time."""
    expires: float | None = None
    """On the sandbox's clock, seconds since 1970."""
    seed: int = 0
    retry_after: int | None = None
    """Seconds in the header of the error's answer, in place of the vendor's own."""
    apply_after: float = 0
    """Seconds from the time-out until `late_apply` applies."""
    matched: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def fits(self, request: RecordedRequest) -> bool:
        """Whether it is about this request, whatever the counters say; about one without an operation no fault is."""
        if (
            request.operation is None
            or self.vendor not in (None, request.vendor)
            or self.operation not in (None, request.operation)
        ):
            return False
        try:
            return self.pattern is None or self.pattern.matches(request)
        except Undecidable:
            # Of a body that is too large only the beginning was read.
            return False

    def is_over(self, now: float) -> bool:
        """Whether it will never fire again."""
        return (self.times is not None and self.fired >= self.times) or (
            self.expires is not None and now >= self.expires
        )

    def consume(self) -> bool:
        """Count a request that fits; whether it is one to fire at."""
        self.matched += 1
        if self.matched <= self.after:
            return False
        self.fired += 1
        return True


class Faults:
    """The faults of one sandbox, in the order in which they were armed."""

    def __init__(self) -> None:
        self.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._by_id.values())

    def __bool__(self) -> bool:
        """Whether there is anything to do for a request at all."""
        return bool(self._by_id)

    def next_id(self) -> str:
        """The id of the fault that is armed next: none has had it since all were taken away by `clear`."""
        return str(self._number + 1)

    def arm(self, fault: Fault) -> None:
        """Let it, which has the next id, fire from now on."""
        self._number += 1
        self._by_id[fault.id] = fault

    def get(self, fault_id: str) -> Fault | None:
        """The armed fault of that id."""
        return self._by_id.get(fault_id)

    def disarm(self, fault_id: str) -> bool:
        """Take one away; False: there is none."""
        return self._by_id.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Begin again: no faults, no delay, and the same ids as before."""
        self._number = 0
        self._by_id: dict[str, Fault] = {}
        self.set_delay(None)

    def set_delay(self, delay: "DelaySettings | None") -> None:
        """Let every vendor's answer come later from now on: WireMock's global settings."""
        self.delay = delay
        self._delayed = 0

    def next_delay(self) -> int:
        """Milliseconds by which the next answer comes later: the same ones each time that the same delay is set."""
        self._delayed += 1
        return self.delay.milliseconds(0, self._delayed) if self.delay else 0

    def fire(self, request: RecordedRequest, now: float) -> Fault | None:
        """The first fault that fires at a request; the counters of those before it move as well."""
        for fault in self._by_id.values():
            if not fault.is_over(now) and fault.fits(request) and fault.consume():
                return fault
        return None
