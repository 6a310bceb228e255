"""How many requests a vendor takes from one address in a time: off until somebody switches it on."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

SECOND = timedelta(seconds=1)


class Limit(NamedTuple):
    """At most `requests` in any `seconds`."""

    requests: int
    seconds: float

    @property
    def window(self) -> timedelta:
        """The time, to the microsecond: what is added up and taken away again must come out the same."""
        return timedelta(seconds=self.seconds)


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

    def used(self, vendor: str, now: datetime) -> list[tuple[Limit, int]]:
        """Each limit of a vendor, and how many requests the busiest address has in the running window."""
        return [(limit, self._busiest(vendor, limit, now)) for limit in self.limits(vendor)]

    def consume(self, vendor: str, address: str, now: datetime) -> int | None:
        """Count a request at `now`. If it is one too many: whole seconds until another is let through."""
        limits = self.limits(vendor)
        if not limits:
            return None
        taken = self._taken[vendor, address]
        longest = max(limit.window for limit in limits)
        # A clock that was set back must not lock anybody out.
        while taken and taken[-1] > now:
            taken.pop()
        while taken and now - taken[0] >= longest:
            taken.popleft()
        waits = [limit.window - (now - taken[-limit.requests]) for limit in limits if len(taken) >= limit.requests]
        wait = max(waits, default=timedelta())
        if wait > timedelta():
            return -(-wait // SECOND)
        taken.append(now)
        return None

    def reset(self) -> None:
        """Go back to the limits of the beginning, nothing used."""
        self._limits: dict[str, Sequence[Limit]] = dict(self._initial)
        self._taken: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def _busiest(self, vendor: str, limit: Limit, now: datetime) -> int:
        counts = [
            sum(timedelta() <= now - moment < limit.window for moment in taken)
            for (name, _), taken in self._taken.items()
            if name == vendor
        ]
        return max(counts, default=0)
