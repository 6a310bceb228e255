"""The clock of a sandbox."""

import time
from datetime import UTC, datetime, timedelta

FIRST = datetime(1000, 1, 1, tzinfo=UTC)
LAST = datetime(9998, 12, 31, tzinfo=UTC)
"""Every year has four digits, also in the vendors' time zones and if the clock runs on from there."""


class Clock:
    """Real UTC time, moved by an offset or frozen at one instant."""

    def __init__(self, frozen: datetime | None = None) -> None:
        """`frozen`: the instant at which the clock starts and to which a reset returns; without a zone it is UTC."""
        self._first = _in_utc(frozen) if frozen else None
        self._frozen = self._first
        self._offset = timedelta()

    @property
    def is_frozen(self) -> bool:
        """True if the time does not move."""
        return self._frozen is not None

    @property
    def offset(self) -> timedelta:
        """The time by which the clock was advanced beyond real time; zero if it is frozen."""
        return self._offset

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return self._frozen or datetime.now(UTC) + self._offset

    def seconds(self) -> float:
        """Return the current instant in seconds since 1970."""
        return self.now().timestamp() if self._frozen else time.time() + self._offset.total_seconds()

    def set(
        self,
        *,
        reset: bool = False,
        run: bool = False,
        freeze: datetime | None = None,
        advance: timedelta | None = None,
    ) -> None:
        """Reset the clock, run it in real time, stop it at `freeze`, move it by `advance`: in this order.

        Without a zone `freeze` is UTC. Raises `OverflowError`, and changes nothing, outside of `FIRST` to `LAST`.
        """
        frozen = self._first if reset else self._frozen
        frozen = _in_utc(freeze) if freeze else None if run else frozen
        offset = timedelta() if freeze or run or reset else self._offset
        if advance is not None and frozen:
            frozen += advance
        elif advance is not None:
            offset += advance
        if not FIRST <= (frozen or datetime.now(UTC) + offset) <= LAST:
            raise OverflowError
        self._frozen, self._offset = frozen, offset

    def reset(self) -> None:
        """Return to the state in which the clock was created."""
        self._frozen = self._first
        self._offset = timedelta()


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
