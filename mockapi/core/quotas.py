"""How many requests a vendor takes from one address in a time: off until somebody switches it on."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Limit(NamedTuple):
    """At most `requests` in any `seconds`."""

    requests: int
    seconds: float


class Quotas:
    """The limits of one sandbox. A refused request does not count, as with a sliding window of those let through."""

    def __init__(self, initial: Mapping[str, Sequence[Limit]]) -> None:
        """`initial`: limits by vendor's name that hold from the beginning, and again after a reset."""
        self._initial = dict(initial)
        self.reset()

    def limits(self, vendor: str) -> Sequence[Limit]:
        """The limits that hold for a vendor; none: it takes every request."""
        return self._limits.get(vendor, ())

    def set(self, vendor: str, limits: Sequence[Limit]) -> None:
        """Let these limits hold from now on, nothing used yet; none switches the vendor's quota off."""
        self._limits[vendor] = tuple(limits)
        for key in [key for key in self._taken if key[0] == vendor]:
            del self._taken[key]

    def used(self, vendor: str, now: float) -> list[tuple[Limit, int]]:
        """Each limit of a vendor, and how many requests the busiest address has in the running window."""
        return [(limit, self._busiest(vendor, limit, now)) for limit in self.limits(vendor)]

    def take(self, vendor: str, address: str, now: float) -> int | None:
        """Count a request at `now` (seconds). If it is one too many: whole seconds until another is let through."""
        limits = self._limits.get(vendor)
        if not limits:
            return None
        taken = self._taken[vendor, address]
        # A clock that was set back must not lock anybody out.
        while taken and (taken[0] <= now - max(limit.seconds for limit in limits) or taken[-1] > now):
            taken.popleft() if taken[-1] <= now else taken.pop()
        waits = [
            taken[-limit.requests] + limit.seconds - now
            for limit in limits
            if len(taken) >= limit.requests and taken[-limit.requests] > now - limit.seconds
        ]
        if waits:
            return max(1, math.ceil(max(waits)))
        taken.append(now)
        return None

    def reset(self) -> None:
        """Go back to the limits of the beginning, nothing used."""
        self._limits: dict[str, Sequence[Limit]] = dict(self._initial)
        self._taken: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def _busiest(self, vendor: str, limit: Limit, now: float) -> int:
        counts = [
            sum(now - limit.seconds < moment <= now for moment in taken)
            for (name, _), taken in self._taken.items()
            if name == vendor
        ]
        return max(counts, default=0)
