"""The front door: which vendor a path belongs to, and the request read whole before the vendor sees it."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.core.dependencies import SANDBOX_KEY
from mockapi.core.sandbox import Sandbox
from mockapi.core.vendor import BUG_KEY, MountedVendor, Vendor

DOCUMENT_PATHS = ("/docs", "/openapi.json")
"""Below a vendor's own name these are the emulator's pages, not the vendor's."""

NOWHERE = "/"
"""No vendor has a route there."""


class _BodyTooLargeError(Exception):
    pass


class _ClientGoneError(Exception):
    pass


class Gateway:
    """Sends a request to the vendor whose path it carries, and everything else to the control application."""

    def __init__(self, vendors: Sequence[MountedVendor], control: ASGIApp, sandbox: Sandbox, body_limit: int) -> None:
        """`body_limit`: the largest request body in bytes that a vendor gets to see."""
        self._by_name = {mounted.vendor.name: mounted for mounted in vendors}
        self._by_prefix = sorted(
            ((prefix, mounted) for mounted in vendors for prefix in mounted.vendor.root_prefixes),
            key=lambda entry: -len(entry[0]),
        )
        self._control = control
        self._sandbox = sandbox
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.resolve(_path(scope)) if scope["type"] == "http" else None
        if found is None:
            await self._control(scope, receive, send)
            return
        mounted, path = found
        try:
            body = await _read_body(receive, self._body_limit)
        except _BodyTooLargeError:
            await mounted.vendor.failure(mounted.vendor.too_large)(scope, receive, send)
            return
        except _ClientGoneError:
            return
        inner = {**scope, "path": path, "root_path": "", SANDBOX_KEY: self._sandbox}
        try:
            await mounted.application(inner, _replay(body, receive), send)
        except Exception as error:
            # Starlette raises an exception again after the vendor's application has answered it.
            if inner.get(BUG_KEY) is not error:
                raise

    def resolve(self, path: str) -> tuple[MountedVendor, str] | None:
        """The vendor that `path` belongs to and the path of its route, or None: no vendor's."""
        name, slash, rest = path[1:].partition("/")
        mounted = self._by_name.get(name) if slash else None
        if mounted is not None:
            is_document = f"/{rest}".removesuffix("/") in DOCUMENT_PATHS
            return None if is_document else (mounted, _route_path(mounted.vendor, f"/{rest}"))
        for prefix, mounted in self._by_prefix:
            if _is_below(path, prefix):
                return mounted, _route_path(mounted.vendor, path)
        return None


def _path(scope: Scope) -> str:
    """The request's path, in which an encoded slash is no separator."""
    raw: bytes = scope["raw_path"]
    if b"%2f" not in raw.lower():
        return str(scope["path"])
    return unquote(re.sub("%2f", "%252F", raw.decode("ascii"), flags=re.IGNORECASE))


def _route_path(vendor: Vendor, path: str) -> str:
    """`path` without the vendor's base path and without one trailing slash."""
    if path.endswith("\n"):
        # A route's regular expression would let one line feed at the end pass.
        return NOWHERE
    for base in vendor.base_paths:
        if _is_below(path, base):
            return path[len(base) :].removesuffix("/") or NOWHERE
    return NOWHERE


def _is_below(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] == "/")


async def _read_body(receive: Receive, limit: int) -> bytes:
    """The whole body; half of one, from a client that went away, is never taken for a request."""
    chunks = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _ClientGoneError
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise _BodyTooLargeError
        more = message.get("more_body", False)
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` at once, so that a route never waits for the network."""
    delivered = False

    async def replay() -> Message:
        nonlocal delivered
        if delivered:
            return await receive()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
