"""The client of a running server: the calls of the control plane as methods of a sandbox."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote

from mockapi.client.models import SandboxClock, VendorAccess
from mockapi.client.transport import ControlTransport
from mockapi.errors import ControlError, VerificationError

DEFAULT = "default"
"""Name of the sandbox of requests that name none."""
SEEDING_SECONDS = 3600.0
"""Time-out of `seed`: a shop of millions of products takes minutes."""

_PREFIX = re.compile(r"(.*)/~([^/?#]+)/?")

Rows = list[dict[str, Any]]


class MockClient:
    """A client of one sandbox of a running server. Its methods raise `ServerUnreachable` and `ControlError`."""

    def __init__(self, url: str, name: str = DEFAULT, *, transport: ControlTransport | None = None) -> None:
        """Prepare calls for the sandbox `name` of the server at `url`; connect on the first call.

        `url` may end with the path of a sandbox (`/~name`). Raises `ServerUnreachable` if `url` is not a URL of a
        server.
        """
        if prefix := _PREFIX.fullmatch(url):
            url, found = prefix.groups()
            name = unquote(found) if name == DEFAULT else name
        self._transport = transport or ControlTransport(url)
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
        """Close the connection to the server."""
        self._transport.close()

    @property
    def url(self) -> str:
        """The URL of the sandbox: the server's URL, followed by `/~name` unless it is the default sandbox."""
        return self._transport.url + self._prefix

    @property
    def vendors(self) -> Mapping[str, VendorAccess]:
        """The access to each vendor, by the vendor's name."""
        if self._access is None:
            vendors = self.call("GET", "/")["vendors"]
            self._access = {
                name: VendorAccess(vendor["baseUrl"], vendor["credentials"], vendor["headers"])
                for name, vendor in vendors.items()
            }
        return self._access

    @property
    def altegio(self) -> VendorAccess:
        """The access to Altegio."""
        return self.vendors["altegio"]

    @property
    def deconetwork(self) -> VendorAccess:
        """The access to DecoNetwork."""
        return self.vendors["deconetwork"]

    @property
    def commerscale(self) -> VendorAccess:
        """The access to Commerscale."""
        return self.vendors["commerscale"]

    @property
    def clock(self) -> SandboxClock:
        """The sandbox's clock."""
        return SandboxClock(self.call)

    def sandbox(self, name: str) -> "MockClient":
        """Return a client of another sandbox of the server. The server creates the sandbox on first use."""
        return MockClient(self._transport.url, name, transport=self._transport)

    def create_sandbox(self, name: str, *, copy: str | None = None, snapshot: str | None = None) -> "MockClient":
        """Create a sandbox from the baseline, or as a copy of a sandbox or a snapshot, and return its client.

        An existing sandbox of this name is replaced.
        """
        given = {"sandbox": copy, "snapshot": snapshot}
        self.call("PUT", _path("sandboxes", name), {kind: value for kind, value in given.items() if value is not None})
        return self.sandbox(name)

    def delete_sandbox(self, name: str) -> None:
        """Delete a sandbox with its data, journal and faults."""
        self.call("DELETE", _path("sandboxes", name))

    def reset(self, **parts: bool) -> None:
        """Reset the sandbox: data, journal, faults, clock and quotas. `journal=False` keeps the journal, and so on."""
        self.call("POST", "/__admin/reset", parts)

    def requests(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> Rows:
        """Return the requests that match a pattern, the oldest first, with their responses (WireMock's serve events).

        The pattern is a mapping, or keyword arguments with underscores: `url_path="/goods/1"`.
        """
        wanted = _pattern(pattern, members)
        found = {request["id"] for request in self.call("POST", "/__admin/requests/find", wanted)["requests"]}
        events = self.call("GET", "/__admin/requests")["requests"]
        return [event for event in reversed(events) if event["id"] in found]

    def count(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> int:
        """Return the number of requests that match a pattern.

        Raises `ControlError` (409) if the journal has already discarded requests.
        """
        return int(self.call("POST", "/__admin/requests/count", _pattern(pattern, members))["count"])

    def verify(self, pattern: Mapping[str, Any] | None = None, **members: Any) -> int:
        """Return the number of requests that match a pattern.

        Raises `VerificationError` unless the number is `exactly`, `at_least` and `at_most` as given; without these
        arguments, at least 1.
        """
        # The message says what is wrong; hide this frame from pytest's traceback.
        __tracebackhide__ = True
        try:
            return int(self.call("POST", "/__admin/requests/verify", _pattern(pattern, members))["count"])
        except ControlError as error:
            if isinstance(error.content, dict) and error.content.get("verified") is False:
                raise VerificationError(error.content) from None
            raise

    def near_misses(self) -> Rows:
        """Return the closest operations, with hints, for each request to a path that no operation has."""
        return list(self.call("GET", "/__admin/requests/unmatched/near-misses")["nearMisses"])

    def fault(self, fault: str | None = None, **members: Any) -> dict[str, Any]:
        """Arm a fault and return it with its id.

        The fault is a kind (`"lost_response"`), an error (`error=429`) or a delay (`fixed_delay_milliseconds=500`).
        `vendor`, `operation`, `match`, `after` and `times` select the requests.
        """
        return dict(self.call("POST", "/__admin/faults", _pattern({"fault": fault} if fault else None, members)))

    def faults(self) -> Rows:
        """Return the armed faults with their counters."""
        return list(self.call("GET", "/__admin/faults")["faults"])

    def disarm(self, fault_id: str | None = None) -> None:
        """Disarm the fault of this id, or all faults."""
        self.call("DELETE", "/__admin/faults" if fault_id is None else _path("faults", fault_id))

    def verdicts(self) -> Rows:
        """Return the outcome of each fault that has fired: retries, waiting times and duplicates."""
        return list(self.call("GET", "/__admin/verdicts")["verdicts"])

    def quotas(self, **vendors: Any) -> dict[str, Any]:
        """Return the vendors' quotas.

        Keyword arguments first switch a quota on (`altegio=True`, or a list of limits) or off (`altegio=False`).
        """
        return dict(self.call("PUT", "/__admin/quotas", vendors) if vendors else self.call("GET", "/__admin/quotas"))

    def seed(self, seed: int = 42, products: int = 200) -> None:
        """Replace the sandbox's data with a shop of `products` products, generated from `seed`."""
        self.call("POST", "/__admin/seed", {"seed": seed, "products": products}, seconds=SEEDING_SECONDS)

    def load(self, vendor: str, table: str, rows: Rows) -> dict[str, Any]:
        """Add rows to a table of a vendor and return them with their ids.

        Raises `ControlError` (422), and adds none, if a row is invalid.
        """
        return dict(self.call("POST", f"/__admin/data/{quote(vendor, safe='')}/{quote(table, safe='')}", rows))

    def snapshot(self, name: str) -> None:
        """Save the sandbox's data as a snapshot, which every sandbox can restore."""
        self.call("PUT", _snapshot(name))

    def restore(self, name: str) -> None:
        """Replace the sandbox's data with those of a snapshot."""
        self.call("POST", f"{_snapshot(name)}/restore")

    def delete_snapshot(self, name: str) -> None:
        """Delete a snapshot."""
        self.call("DELETE", _snapshot(name))

    def save_snapshot(self, name: str, path: Path) -> None:
        """Write a snapshot to a file (SQLite). Raises `OSError`."""
        path.write_bytes(self.call("GET", _snapshot(name)))

    def load_snapshot(self, name: str, path: Path) -> None:
        """Create a snapshot from a file. Raises `ControlError` if the file is not a snapshot, and `OSError`."""
        content = path.read_bytes()
        if not content:
            # For a request without a body, the server would save the sandbox's data.
            raise _refusal(422, f"{path} is empty. Give a file that `mockapi snapshot save --file` wrote.")
        self.call("PUT", _snapshot(name), content)

    def call(self, method: str, path: str, body: Any = None, *, seconds: float = 0) -> Any:
        """Call the control plane for this sandbox and return the body of the response.

        For example `mock.call("GET", "/__admin/health")`; see `ControlTransport.call`.
        """
        __tracebackhide__ = True
        return self._transport.call(method, self._prefix + path, body, seconds=seconds)


def _path(kind: str, name: str) -> str:
    if not name:
        raise _refusal(400, "The name is empty. Give a name.")
    return f"/__admin/{kind}/{quote(name, safe='')}"


def _refusal(status: int, title: str) -> ControlError:
    return ControlError(status, {"errors": [{"code": status, "title": title}]})


def _snapshot(name: str) -> str:
    return _path("snapshots", name)


def _pattern(given: Mapping[str, Any] | None, members: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` merged with `members`, whose names change from `url_path` to `urlPath`."""
    named = {re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name): value for name, value in members.items()}
    return {**(given or {}), **named}
