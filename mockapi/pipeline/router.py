"""Whom a path belongs to: a vendor and one of its operations, the control application, or nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from mockapi.vendor_api.endpoint import Endpoint
from mockapi.vendor_api.vendor import MountedVendor, Vendor

DOCUMENT_PATHS = ("/docs", "/openapi.json")
"""Below a vendor's own name these are the emulator's pages, not the vendor's."""

CONTROL = "/__admin"

NOWHERE = "/"
"""No vendor has a route there."""

_REMEMBERED = 4096
_MAX_REMEMBERED_LENGTH = 256


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `mounted` is None for a path that no vendor has."""

    mounted: MountedVendor | None
    path: str
    """Without the vendor's name in front."""
    endpoint: Endpoint | None = None
    """The vendor's operation; None: it has none here."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Those of the path."""

    @property
    def operation(self) -> str | None:
        """The name of the vendor's operation."""
        return self.endpoint.name if self.endpoint else None


class Router:
    """Finds the target of a path; what was found is remembered."""

    def __init__(self, vendors: Sequence[MountedVendor]) -> None:
        self._by_name = {mounted.vendor.name: mounted for mounted in vendors}
        self._by_prefix = sorted(
            ((prefix, mounted) for mounted in vendors for prefix in mounted.vendor.root_prefixes),
            key=lambda entry: -len(entry[0]),
        )
        self._remembered = lru_cache(_REMEMBERED)(self._find)

    def target(self, method: str, path: str) -> Target | None:
        """The target of a decoded path; None: the control application's."""
        return self._remembered(method, path) if len(path) <= _MAX_REMEMBERED_LENGTH else self._find(method, path)

    def _find(self, method: str, path: str) -> Target | None:
        is_page = method in ("GET", "HEAD")
        if (path == "/" and is_page) or is_below(path, CONTROL):
            return None
        name, slash, rest = path[1:].partition("/")
        mounted = self._by_name.get(name) if slash else None
        if mounted is not None:
            if is_page and f"/{rest}".removesuffix("/") in DOCUMENT_PATHS:
                return None
            return self._of_vendor(mounted, method, f"/{rest}")
        for prefix, mounted in self._by_prefix:
            if is_below(path, prefix):
                return self._of_vendor(mounted, method, path)
        return Target(None, path)

    def _of_vendor(self, mounted: MountedVendor, method: str, path: str) -> Target:
        inner = _route_path(mounted.vendor, path)
        for endpoint in mounted.endpoints:
            if method in endpoint.methods and (match := endpoint.pattern.match(inner)):
                return Target(mounted, inner, endpoint, match.groupdict())
        return Target(mounted, inner)


def decoded(raw_path: bytes) -> str:
    """A path as sent, decoded; an encoded slash stays encoded, because it is no separator."""
    if b"%" not in raw_path:
        return raw_path.decode("latin-1")
    return unquote(re.sub("%2f", "%252F", raw_path.decode("latin-1"), flags=re.IGNORECASE))


def is_below(path: str, prefix: str) -> bool:
    """Whether a path is `prefix` or goes on with a slash after it."""
    return path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] == "/")


def _route_path(vendor: Vendor, path: str) -> str:
    """`path` without the vendor's base path and without one trailing slash."""
    if path.endswith("\n"):
        # A route's regular expression would let one line feed at the end pass.
        return NOWHERE
    for base in vendor.base_paths:
        if is_below(path, base):
            return path[len(base) :].removesuffix("/") or NOWHERE
    return NOWHERE
