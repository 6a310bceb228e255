"""Finds the vendor and the operation that a path belongs to, or the control plane."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from mockapi.vendor_api.application import MountedVendor
from mockapi.vendor_api.operations import Operation
from mockapi.vendor_api.vendor import Vendor

DOCUMENT_PATHS = ("/docs", "/openapi.json")
"""Below a vendor's own name these are the emulator's pages, not the vendor's."""

CONTROL = "/__admin"
PAGES = ("/", "/docs")

NOWHERE = "/"
"""No vendor has a route there."""

_REMEMBERED = 4096
_MAX_REMEMBERED_LENGTH = 256


@dataclass(frozen=True, slots=True)
class Target:
    """The destination of a request."""

    mounted: MountedVendor | None
    """The vendor; None for a path that no vendor has."""
    path: str
    """The path as the vendor's routes have it, without base path and trailing slash; without a vendor: as it is."""
    operation: Operation | None = None
    """The vendor's operation; None: it has none here."""


class Router:
    """Finds the target of a path; results are cached."""

    def __init__(self, vendors: Sequence[MountedVendor]) -> None:
        self._by_name = {mounted.vendor.name: mounted for mounted in vendors}
        self._by_prefix = sorted(
            ((prefix, mounted) for mounted in vendors for prefix in mounted.vendor.root_prefixes),
            key=lambda entry: -len(entry[0]),
        )
        self._patterns = {
            mounted.vendor.name: [(operation, _pattern(operation.path)) for operation in mounted.operations]
            for mounted in vendors
        }
        self._cached = lru_cache(_REMEMBERED)(self._find)

    def target(self, method: str, path: str) -> Target | None:
        """Return the target of a decoded path; None for the control plane and the pages."""
        return self._cached(method, path) if len(path) <= _MAX_REMEMBERED_LENGTH else self._find(method, path)

    def _find(self, method: str, path: str) -> Target | None:
        is_page = method in ("GET", "HEAD")
        if (path in PAGES and is_page) or is_below(path, CONTROL):
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
        for operation, pattern in self._patterns[mounted.vendor.name]:
            if method == operation.method and pattern.fullmatch(inner):
                return Target(mounted, inner, operation)
        return Target(mounted, inner)


def _pattern(template: str) -> re.Pattern[str]:
    """Return a pattern for a path template: each parameter stands for one segment, as in Starlette."""
    parts = re.split(r"\{[^}]*\}", template)
    return re.compile("[^/]+".join(map(re.escape, parts)))


def decoded(raw_path: bytes) -> str:
    """Decode a path as sent; an encoded slash stays encoded, because it is no separator."""
    if b"%" not in raw_path:
        return raw_path.decode("latin-1")
    return unquote(re.sub("%2f", "%252F", raw_path.decode("latin-1"), flags=re.IGNORECASE))


def mountable(path: str) -> str:
    """Return a path that Starlette's `Mount` matches: without line feeds, which no vendor's path has."""
    return path.replace("\n", "%0A")


def is_below(path: str, prefix: str) -> bool:
    """Return True if a path is `prefix` or continues with a slash after it."""
    return path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] == "/")


def _route_path(vendor: Vendor, path: str) -> str:
    """Return `path` without the vendor's base path and without one trailing slash."""
    if path.endswith("\n"):
        # A route's regular expression would accept one line feed at the end.
        return NOWHERE
    for base in vendor.base_paths:
        if is_below(path, base):
            return path[len(base) :].removesuffix("/") or NOWHERE
    return NOWHERE
