"""The exchange: one request on its way through the middlewares, and all that they know of it."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.types import ASGIApp, Scope

from mockapi.http.request import RecordedRequest
from mockapi.http.response import Headers
from mockapi.journal.journal import JournalEntry
from mockapi.pipeline.router import Target
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.storage.store import Store
from mockapi.vendor_api.application import MountedVendor

EXCHANGE_KEY = "mockapi.exchange"
"""The member of the ASGI scope that holds the `Exchange`, or a `ControlExchange`."""

CacheKey = tuple[Hashable, str, bytes, Headers, bytes]
"""The operation, path, query string, the headers that the vendor declares, and the body."""


@dataclass(slots=True)
class ControlExchange:
    """A request to the control plane or to a page."""

    sandbox_name: str
    mount_path: str = ""
    """The path at which another application has mounted the server's; empty: none."""
    server_path: str = ""
    """That path, with the sandbox's prefix if the request's path has it."""


@dataclass(slots=True)
class Exchange:
    """A request to a vendor's path, or to a path that no vendor has; its body was read whole."""

    sandbox: Sandbox
    target: Target
    request: RecordedRequest
    entry: JournalEntry
    """The request's entry of the journal."""
    refusal: ASGIApp | None = None
    """The response that replaces the operation's, unless a fault or a quota has one."""
    _cache_key: CacheKey | None = None

    @property
    def mounted(self) -> MountedVendor | None:
        """The vendor; None for a path that no vendor has."""
        return self.target.mounted

    @property
    def is_cacheable(self) -> bool:
        """True if the operation's response may be taken from the response cache."""
        operation = self.target.operation
        return operation is not None and operation.is_cacheable and self.refusal is None

    @property
    def revision(self) -> Hashable:
        """The revision of the vendor's data in the sandbox."""
        return self.sandbox.revision(self.request.vendor or "")

    @property
    def cache_key(self) -> CacheKey:
        """All of the request that a cacheable response depends on."""
        if self._cache_key is None:
            request, target = self.request, self.target
            # A vendor's routes receive no other headers, so no others can matter.
            declared = target.mounted.vendor.headers if target.mounted else ()
            headers = tuple([header for header in request.headers if header[0] in declared])
            self._cache_key = (target.operation, target.path, request.query_string, headers, request.body)
        return self._cache_key

    def application_scope(self, scope: Scope) -> Scope:
        """Return the ASGI scope for the vendor's application: with its own path, and the headers that it declares."""
        mounted = self.target.mounted
        root_path = scope.get("root_path", "") + (mounted.mount_path if mounted else "")
        return {**scope, "root_path": root_path, "path": root_path + self.target.path, "headers": self.cache_key[3]}

    @property
    def settings(self) -> Any:
        """The vendor's settings: an instance of its `settings`. Raises `LookupError` for a path that no vendor has."""
        if self.target.mounted is None:
            raise LookupError("no vendor has this path")
        return self.target.mounted.settings

    @property
    def store(self) -> Store:
        """The sandbox's data, for reading."""
        return self.sandbox.reading()

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """Yield the sandbox's data for writing: committed at the end of the block, rolled back if it raises."""
        self._refuse_if_cacheable("writes")
        with self.sandbox.writing(self.request.vendor) as store:
            yield store
        self.entry.created += store.created

    def now(self) -> datetime:
        """Return the sandbox's time: aware, UTC."""
        self._refuse_if_cacheable("depends on the time")
        return self.sandbox.clock.now()

    def _refuse_if_cacheable(self, reason: str) -> None:
        if self.target.operation is not None and self.target.operation.is_cacheable:
            raise TypeError(f"{self.target.operation.name} is declared cacheable and {reason}")


def exchange_of(scope: Scope) -> Exchange | None:
    """Return the exchange of an ASGI scope; None for the control plane, and for what is no HTTP request."""
    exchange = scope.get(EXCHANGE_KEY)
    return exchange if isinstance(exchange, Exchange) else None
