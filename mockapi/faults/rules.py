"""Rules of a sandbox: each rule is an armed fault, with the requests that it hits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from mockapi.http.request import RecordedRequest
from mockapi.matching.errors import Undecidable

if TYPE_CHECKING:
    from mockapi.faults.delay import DelaySettings
    from mockapi.faults.kinds import FaultKind
    from mockapi.matching.pattern import RequestPattern


@dataclass
class Fault:
    """An armed fault: the requests that it hits, its effect and its counters."""

    id: str
    content: dict[str, Any]
    """The rule as it was requested."""
    label: str
    """Short name of the effect: `error=429`, `fault=lost_response` or `delay`."""
    kind: "FaultKind"
    delay: "DelaySettings | None" = None
    vendor: str | None = None
    operation: str | None = None
    pattern: "RequestPattern | None" = None
    make_error: Callable[[], Response] | None = None
    """Returns the response of the vendor's error, for a fault that is an error."""
    after: int = 0
    """Number of matching requests to let pass first."""
    times: int | None = None
    """Number of times to fire; None: every time."""
    expires: float | None = None
    """End of the fault on the sandbox's clock, in seconds since 1970."""
    seed: int = 0
    retry_after: int | None = None
    """Value of the error's `Retry-After` header in seconds; None keeps the vendor's own."""
    apply_after: float = 0
    """Seconds from the time-out response until `late_apply` applies the request."""
    matched: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def matches(self, request: RecordedRequest) -> bool:
        """Return True if the fault is for this request, whatever the counters are.

        A request without an operation, or with a body too large to decide about, does not match.
        """
        if (
            request.operation is None
            or self.vendor not in (None, request.vendor)
            or self.operation not in (None, request.operation)
        ):
            return False
        try:
            return self.pattern is None or self.pattern.matches(request)
        except Undecidable:
            return False

    def is_over(self, now: float) -> bool:
        """Return True if the fault can never fire again at `now` or later (seconds since 1970, sandbox's clock)."""
        return (self.times is not None and self.fired >= self.times) or (
            self.expires is not None and now >= self.expires
        )

    def consume(self) -> bool:
        """Count a matching request. Return True if the fault fires at it."""
        self.matched += 1
        if self.matched <= self.after:
            return False
        self.fired += 1
        return True


class Faults:
    """The armed faults of one sandbox in the order of arming, and the delay of all its responses."""

    def __init__(self) -> None:
        self.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._by_id.values())

    def __bool__(self) -> bool:
        """Return True if any fault is armed."""
        return bool(self._by_id)

    def next_id(self) -> str:
        """Return the id for the next fault: the number of faults armed since the last `clear`, plus 1."""
        return str(self._number + 1)

    def arm(self, fault: Fault) -> None:
        """Add a fault, whose id is `next_id()`."""
        self._number += 1
        self._by_id[fault.id] = fault

    def get(self, fault_id: str) -> Fault | None:
        """Return the armed fault with this id."""
        return self._by_id.get(fault_id)

    def disarm(self, fault_id: str) -> bool:
        """Remove a fault. Return False if there is none with this id."""
        return self._by_id.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Remove all faults and the delay, and restart the ids."""
        self._number = 0
        self._by_id: dict[str, Fault] = {}
        self.set_delay(None)

    def set_delay(self, delay: "DelaySettings | None") -> None:
        """Set the delay of all responses (WireMock's global settings), and restart its random sequence."""
        self.delay = delay
        self._delayed = 0

    def next_delay(self) -> int:
        """Return the delay of the next response in milliseconds. Equal settings give the same sequence."""
        self._delayed += 1
        return self.delay.milliseconds(0, self._delayed) if self.delay else 0

    def fire(self, request: RecordedRequest, now: float) -> Fault | None:
        """Return the first fault that fires at the request, if any, and count the request for those before it.

        `now` is the time of the sandbox's clock in seconds since 1970.
        """
        for fault in self._by_id.values():
            if not fault.is_over(now) and fault.matches(request) and fault.consume():
                return fault
        return None
