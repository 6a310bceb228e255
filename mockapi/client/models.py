"""Parts of a sandbox that the client returns: the access to a vendor, and the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class VendorAccess:
    """The base URL and the credentials of one vendor in a sandbox."""

    base_url: str
    """URL for a program to use in place of the vendor's own; it includes the sandbox."""
    credentials: Mapping[str, str]
    headers: Mapping[str, str]
    """Headers that carry the credentials; empty if the vendor expects them elsewhere."""

    @property
    def api_key(self) -> str:
        """The API key. Raises `KeyError` if the vendor has none."""
        return self.credentials["apiKey"]


class SandboxClock:
    """The clock of a sandbox. Each method returns the sandbox's time, aware and in UTC, after the call."""

    def __init__(self, call: Callable[..., Any]) -> None:
        """`call` is `MockClient.call` of the sandbox."""
        self._call = call

    def now(self) -> datetime:
        """Return the sandbox's time."""
        return self._time("GET")

    def freeze(self, moment: datetime | str) -> datetime:
        """Stop the clock at `moment`: a datetime, or text in ISO 8601. Without a zone it is UTC."""
        return self._time("PUT", {"freeze": moment if isinstance(moment, str) else moment.isoformat()})

    def advance(self, step: float | timedelta) -> datetime:
        """Move the clock by `step`: seconds or a timedelta, possibly negative."""
        return self._time("PUT", {"advance": step.total_seconds() if isinstance(step, timedelta) else step})

    def run(self) -> datetime:
        """Let the clock run in real time."""
        return self._time("PUT", {"run": True})

    def reset(self) -> datetime:
        """Reset the clock to the server's initial time."""
        return self._time("PUT", {"reset": True})

    def _time(self, method: str, body: dict[str, Any] | None = None) -> datetime:
        return datetime.fromisoformat(self._call(method, "/__admin/clock", body)["now"])
