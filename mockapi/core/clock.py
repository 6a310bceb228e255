"""The time a sandbox lives in."""

from datetime import UTC, datetime


class Clock:
    """Real UTC time, or one frozen instant."""

    def __init__(self, frozen: datetime | None = None) -> None:
        """`frozen`: the instant that `now` answers from now on; without a zone it is read as UTC."""
        self._frozen = _in_utc(frozen) if frozen else None

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return self._frozen or datetime.now(UTC)


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
