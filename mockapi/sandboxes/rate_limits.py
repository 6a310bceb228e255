"""The vendors' limits on the number of requests from one address in a period."""

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
        """The period, to the microsecond: adding and subtracting it must not round."""
        return timedelta(seconds=self.seconds)


class Quotas:
    """The quotas of one sandbox. Refused requests do not count: a sliding window of the accepted ones."""

    def __init__(self, initial: Mapping[str, Sequence[Limit]]) -> None:
        """`initial`: limits by the vendor's name, at the start and after a reset."""
        self._initial = dict(initial)
        self.reset()

    def limits(self, vendor: str) -> Sequence[Limit]:
        """Return the limits of a vendor; none: it accepts every request."""
        return self._limits.get(vendor, ())

    def set(self, vendor: str, limits: Sequence[Limit]) -> None:
        """Replace a vendor's limits, with nothing used yet; no limits switch its quota off."""
        self._limits[vendor] = tuple(limits)
        for key in [key for key in self._taken if key[0] == vendor]:
            del self._taken[key]

    def used(self, vendor: str, now: datetime) -> list[tuple[Limit, int]]:
        """Return each limit of a vendor, and the requests of the busiest address in the current window."""
        return [(limit, self._busiest(vendor, limit, now)) for limit in self.limits(vendor)]

    def consume(self, vendor: str, address: str, now: datetime) -> int | None:
        """Count a request at `now`. If it exceeds a limit, return the whole seconds until the next one is accepted."""
        limits = self.limits(vendor)
        if not limits:
            return None
        taken = self._taken[vendor, address]
        longest = max(limit.window for limit in limits)
        # A clock that was set back must not lock a client out.
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
        """Return to the initial limits, with nothing used."""
        self._limits: dict[str, Sequence[Limit]] = dict(self._initial)
        self._taken: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def _busiest(self, vendor: str, limit: Limit, now: datetime) -> int:
        counts = [
            sum(timedelta() <= now - moment < limit.window for moment in taken)
            for (name, _), taken in self._taken.items()
            if name == vendor
        ]
        return max(counts, default=0)
