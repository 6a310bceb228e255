"""A running server, seen from one sandbox: everything that the control plane does, as methods."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote

from mockapi.client.transport import ControlError, ControlTransport, VerificationError

__all__ = ["DEFAULT", "ControlError", "MockClient", "SandboxClock", "VendorAccess", "VerificationError"]

DEFAULT = "default"
SEEDING_SECONDS = 3600.0
"""A shop of millions takes minutes."""

_PREFIX = re.compile(r"(.*)/~([^/?#]+)/?")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class VendorAccess:
    """How to call one vendor."""

    base_url: str
    """What a program sets in place of the vendor's own; leads to the sandbox."""
    credentials: Mapping[str, str]
    headers: Mapping[str, str]
    """Those that carry credentials; empty where they stand elsewhere."""

    @property
    def api_key(self) -> str:
        """The API key, at a vendor that has one."""
        return self.credentials["apiKey"]


class MockClient:
    """A sandbox of the server at a URL, which may end with the sandbox's prefix (`/~name`).

    `name` "default" is where requests go that name no sandbox.
    """

    def __init__(self, url: str, name: str = DEFAULT, *, line: ControlTransport | None = None) -> None:
        """Nothing is sent yet. Raises `ServerUnreachable`: `url` is no URL of a server."""
        if prefix := _PREFIX.fullmatch(url):
            url, found = prefix.groups()
            name = unquote(found) if name == DEFAULT else name
        self._line = line or ControlTransport(url)
        self.name = name
        self._prefix = "" if name == DEFAULT else f"/~{quote(name, safe='')}"
        self._access: dict[str, VendorAccess] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection to the control plane."""
        self._line.close()

    @property
    def url(self) -> str:
        """The server's URL; of another sandbox than the default one with its prefix."""
        return self._line.url + self._prefix

    @property
    def vendors(self) -> Mapping[str, VendorAccess]:
        """How to call each vendor, by its name."""
        if self._access is None:
            told = self.call("GET", "/")["vendors"]
            self._access = {
                name: VendorAccess(vendor["baseUrl"], vendor["credentials"], vendor["headers"])
                for name, vendor in told.items()
            }
        return self._access

    @property
    def altegio(self) -> VendorAccess:
        """How to call Altegio."""
        return self.vendors["altegio"]

    @property
    def deconetwork(self) -> VendorAccess:
        """How to call DecoNetwork."""
        return self.vendors["deconetwork"]

    @property
    def commerscale(self) -> VendorAccess:
        """How to call Commerscale."""
        return self.vendors["commerscale"]

    @property
    def clock(self) -> "SandboxClock":
        """The sandbox's clock."""
        return SandboxClock(self)

    def sandbox(self, name: str) -> "MockClient":
        """Another sandbox of the same server; the first use makes it."""
        return MockClient(self._line.url, name, line=self._line)

    def create_sandbox(self, name: str, *, copy: str | None = None, snapshot: str | None = None) -> "MockClient":
        """A new sandbox in place of any of that name: the baseline, or a copy of a sandbox or of a snapshot."""
        given = {"sandbox": copy, "snapshot": snapshot}
        self.call("PUT", _path("sandboxes", name), {kind: value for kind, value in given.items() if value is not None})
        return self.sandbox(name)

    def delete_sandbox(self, name: str) -> None:
        """Drop a sandbox and all that it holds."""
        self.call("DELETE", _path("sandboxes", name))

    def reset(self, **parts: bool) -> None:
        """Put the sandbox back to how it began; `journal=False` and the like keep a part."""
        self.call("POST", "/__admin/reset", parts)

    def requests(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> Rows:
        """The requests that fit a pattern, oldest first, each with its answer (WireMock's serve events)."""
        wanted = _pattern(pattern, members)
        found = {request["id"] for request in self.call("POST", "/__admin/requests/find", wanted)["requests"]}
        events = self.call("GET", "/__admin/requests")["requests"]
        return [event for event in reversed(events) if event["id"] in found]

    def count(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> int:
        """How many requests fit a pattern. Raises `ControlError` (409) when the journal had no room for all of them."""
        return int(self.call("POST", "/__admin/requests/count", _pattern(pattern, members))["count"])

    def verify(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> int:
        """How many requests fit a pattern. Raises `VerificationError` unless they are `exactly`, `at_least`, `at_most`.

        Without any of the three: at least one.
        """
        # What went wrong stands in the text; pytest need not show how it was asked.
        __tracebackhide__ = True
        try:
            return int(self.call("POST", "/__admin/requests/verify", _pattern(pattern, members))["count"])
        except ControlError as refused:
            if isinstance(refused.content, dict) and refused.content.get("verified") is False:
                raise VerificationError(refused.content) from None
            raise

    def near_misses(self) -> Rows:
        """For each request that no operation fits, the closest operations and what to change."""
        return list(self.call("GET", "/__admin/requests/unmatched/near-misses")["nearMisses"])

    def fault(self, fault: str | None = None, **members: Any) -> dict[str, Any]:
        """Arm a fault: its kind, or `error=429`, or a delay; `vendor`, `operation`, `match`, `times`, `after` …"""
        return dict(self.call("POST", "/__admin/faults", _pattern({"fault": fault} if fault else None, members)))

    def faults(self) -> Rows:
        """The armed faults and their counters."""
        return list(self.call("GET", "/__admin/faults")["faults"])

    def disarm(self, fault_id: str | None = None) -> None:
        """Disarm one fault, or all."""
        self.call("DELETE", "/__admin/faults" if fault_id is None else _path("faults", fault_id))

    def verdicts(self) -> Rows:
        """What the program did after each fault."""
        return list(self.call("GET", "/__admin/verdicts")["verdicts"])

    def quotas(self, **vendors: Any) -> dict[str, Any]:
        """The vendors' quotas, after switching some on (`altegio=True`, or a list of limits) or off (`False`)."""
        return dict(self.call("PUT", "/__admin/quotas", vendors) if vendors else self.call("GET", "/__admin/quotas"))

    def seed(self, seed: int = 42, products: int = 200) -> None:
        """Replace the sandbox's data by another shop."""
        self.call("POST", "/__admin/seed", {"seed": seed, "products": products}, seconds=SEEDING_SECONDS)

    def load(self, vendor: str, table: str, rows: Rows) -> dict[str, Any]:
        """Load own rows into a vendor's table. Raises `ControlError` (422), and loads nothing, when one is wrong."""
        return dict(self.call("POST", f"/__admin/data/{quote(vendor, safe='')}/{quote(table, safe='')}", rows))

    def snapshot(self, name: str) -> None:
        """Keep the sandbox's data under a name, for every sandbox to restore."""
        self.call("PUT", _snapshot(name))

    def restore(self, name: str) -> None:
        """Put the sandbox's data back to those of a snapshot."""
        self.call("POST", f"{_snapshot(name)}/restore")

    def delete_snapshot(self, name: str) -> None:
        """Delete a snapshot."""
        self.call("DELETE", _snapshot(name))

    def save_snapshot(self, name: str, path: Path) -> None:
        """Write a snapshot to a file."""
        path.write_bytes(self.call("GET", _snapshot(name)))

    def load_snapshot(self, name: str, path: Path) -> None:
        """Read a snapshot from a file. Raises `ControlError`: it is none of this version's."""
        content = path.read_bytes()
        if not content:
            # Without a body the server would keep the sandbox's data instead.
            raise ControlError(422, {"errors": [{"code": 422, "title": f"{path} is empty."}]})
        self.call("PUT", _snapshot(name), content)

    def call(self, method: str, path: str, body: Any = None, *, seconds: float = 0) -> Any:
        """Any call of the control plane, for this sandbox: `mock.call("GET", "/__admin/health")`."""
        __tracebackhide__ = True
        return self._line.call(method, self._prefix + path, body, seconds=seconds)


@dataclass(frozen=True)
class SandboxClock:
    """The clock of a sandbox; each method tells the sandbox's time after it."""

    mock: MockClient

    def now(self) -> datetime:
        """The sandbox's time."""
        return _moment(self.mock.call("GET", "/__admin/clock"))

    def freeze(self, moment: datetime | str) -> datetime:
        """Let the time stand still."""
        text = moment if isinstance(moment, str) else moment.isoformat()
        return _moment(self.mock.call("PUT", "/__admin/clock", {"freeze": text}))

    def advance(self, step: float | timedelta) -> datetime:
        """Move the time by seconds."""
        seconds = step.total_seconds() if isinstance(step, timedelta) else step
        return _moment(self.mock.call("PUT", "/__admin/clock", {"advance": seconds}))

    def run(self) -> datetime:
        """Go on in real time."""
        return _moment(self.mock.call("PUT", "/__admin/clock", {"run": True}))

    def reset(self) -> datetime:
        """Go back to how the server began."""
        return _moment(self.mock.call("PUT", "/__admin/clock", {"reset": True}))


def _path(kind: str, name: str) -> str:
    if not name:
        raise ControlError(400, {"errors": [{"code": 400, "title": "A name is missing: it is empty."}]})
    return f"/__admin/{kind}/{quote(name, safe='')}"


def _snapshot(name: str) -> str:
    return _path("snapshots", name)


def _moment(answer: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(answer["now"])


def _pattern(given: Mapping[str, Any] | None, members: Mapping[str, Any]) -> dict[str, Any]:
    """A body: `url_path` and the like with the names that stand in JSON (`urlPath`)."""
    named = {re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name): value for name, value in members.items()}
    return {**(given or {}), **named}
