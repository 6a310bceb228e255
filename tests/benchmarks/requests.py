"""The requests to a candidate: single ones, and the plans by which the load generator sends many."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

SECONDS = 300
"""Time-out of a single response: a peer writes its whole file for each change."""

MAX_ROWS = 100
"""Maximum number of rows on a page of a search."""

STEP = 7919
"""Seconds from the start of one search to that of the next: a prime, so that they repeat late."""


@dataclass(frozen=True)
class Request:
    """A request; path and body may hold `{n}`, `{from}`, `{to}`, `{from_date}`, `{to_date}` and `{id}`."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def filled(self, **values: object) -> "Request":
        """Return the request with its places filled in."""
        path, body = self.path, self.body
        for name, value in values.items():
            path, body = (text.replace(f"{{{name}}}", str(value)) for text in (path, body))
        return replace(self, path=path, body=body)


@dataclass(frozen=True)
class Cycle:
    """The life of one object: created, read (or not), and deleted.

    `made` is the text in front of the new id in the response to `create`, and in no other response; `got` is the text
    in front of the id in the response to `read`, if it differs.
    """

    create: Request
    read: Request
    delete: Request
    made: str
    got: str = ""


@dataclass(frozen=True)
class Window:
    """Changing spans of `width` seconds, each of which a search looks between; all of `times`, ascending, are known."""

    times: tuple[int, ...]
    width: int

    @property
    def first(self) -> int:
        """The earliest start, in seconds since 1970."""
        return self.times[0]

    @property
    def starts(self) -> int:
        """The number of starts."""
        return self.times[-1] - self.times[0] - self.width

    def values(self, number: int) -> dict[str, object]:
        """Return the values for the places of the search with this number."""
        start = self.first + number * STEP % self.starts
        end = start + self.width
        return {"from": start, "to": end, "from_date": as_date(start), "to_date": as_date(end)}

    def matches(self, number: int) -> int:
        """Return how many of the times the search with this number finds."""
        start = self.first + number * STEP % self.starts
        return bisect_right(self.times, start + self.width) - bisect_left(self.times, start)


@dataclass(frozen=True)
class Plan:
    """The requests of a load, and the check of its first response.

    `reads` are sent in turns. `rows` counts the rows of a response to a search with a `window`, at most `MAX_ROWS`.
    With a `cycle`, one request in `writes_every` belongs to it; beside `reads` it is not read back.
    """

    reads: tuple[Request, ...] = ()
    is_right: Callable[[bytes], bool] = bool
    window: Window | None = None
    rows: Callable[[bytes], int] = len
    cycle: Cycle | None = None
    writes_every: int = 1


class Client:
    """A kept connection to a candidate."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def send(self, request: Request) -> tuple[int, bytes]:
        """Return status and body of the response. Raises `OSError` when there is none."""
        self._connection.request(request.method, request.path, request.body or None, dict(request.headers))
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def as_date(seconds: int) -> str:
    """Return an instant in UTC, to the second, as DecoNetwork writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def complaint(plan: Plan, client: Client, number: int) -> str | None:
    """Send each request of the plan once; return the first error of a response, or None."""
    values: dict[str, object] = {"n": number} | (plan.window.values(number) if plan.window else {})
    for position, template in enumerate(plan.reads):
        request = template.filled(**values)
        status, body = client.send(request)
        if status >= 300 or not body or (position == 0 and not plan.is_right(body)):
            return f"{request.method} {request.path} is answered {status} {body[:80]!r}"
        if plan.window and plan.rows(body) != (expected := min(plan.window.matches(number), MAX_ROWS)):
            return f"{request.method} {request.path} finds {plan.rows(body)} rows, not {expected}"
    return _cycle_complaint(plan.cycle, client, number) if plan.cycle else None


def _cycle_complaint(cycle: Cycle, client: Client, number: int) -> str | None:
    status, body = client.send(cycle.create.filled(n=number))
    identifier = id_after(cycle.made, body)
    if status >= 300 or identifier is None:
        return f"{cycle.create.path} made nothing: {status} {body[:80]!r}"
    status, body = client.send(cycle.read.filled(id=identifier))
    if status >= 300 or id_after(cycle.got or cycle.made, body) != identifier:
        return f"{cycle.read.path} does not show {identifier}: {status} {body[:80]!r}"
    status, body = client.send(cycle.delete.filled(id=identifier))
    if status >= 300:
        return f"{cycle.delete.path} does not delete {identifier}: {status} {body[:80]!r}"
    status, body = client.send(cycle.read.filled(id=identifier))
    if status < 300 and id_after(cycle.got or cycle.made, body) == identifier:
        return f"{cycle.read.path} still shows {identifier}"
    return None


def id_after(mark: str, body: bytes) -> str | None:
    """Return the letters, digits, `_` and `-` after the first `mark`; None: there is no `mark`."""
    found = re.search(re.escape(mark) + r"([\w-]+)", body.decode(errors="replace"))
    return found[1] if found else None


Row = dict[str, Any]
