"""The entrance of the pipeline: finds sandbox, vendor and operation of a request, and reads its body whole."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.http.problem import Problem, problem_response
from mockapi.http.request import RecordedRequest
from mockapi.http.response import send_response
from mockapi.journal.journal import JournalEntry, origin_of
from mockapi.pipeline.exchange import EXCHANGE_KEY, ControlExchange, Exchange
from mockapi.pipeline.middleware import Middleware, Shortcut
from mockapi.pipeline.router import Router, Target, decoded, mountable
from mockapi.pipeline.sandbox_selector import raw_path_of, select_sandbox
from mockapi.sandboxes.registry import Sandboxes
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.vendor_api.application import MountedVendor

WIRE_EXTENSION = "mockapi.wire"
"""A server's ASGI extension: an object that is told of exchanges that were answered from the cache."""


class _BodyTooLargeError(Exception):
    def __init__(self, body: bytes) -> None:
        """`body`: the bytes that were read before the limit was exceeded."""
        super().__init__()
        self.body = body


class _ClientGoneError(Exception):
    pass


class Gateway(Middleware):
    """Sends an exchange of a vendor through the pipeline, and a request to the control plane past it."""

    def __init__(
        self, app: ASGIApp, vendors: Sequence[MountedVendor], sandboxes: Sandboxes, shortcut: Shortcut, body_limit: int
    ) -> None:
        """`body_limit`: the size in bytes of the largest request body that a vendor's operation receives."""
        super().__init__(app)
        self._router = Router(vendors)
        self._sandboxes = sandboxes
        self._shortcut = shortcut
        self._body_limit = body_limit

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True: its result follows from the request alone, and the shortcut's callers have it."""
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            name, raw_path = select_sandbox(scope)
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)
            return
        path = decoded(raw_path)
        target = self._router.target(scope["method"], path)
        if target is None:
            await self.app(_control_scope(scope, name, path, raw_path), receive, send)
            return
        try:
            body, is_whole = await _read_body(receive, self._body_limit), True
        except _ClientGoneError:
            return
        except _BodyTooLargeError as error:
            body, is_whole = error.body, False
        exchange = self._exchange(scope, name, target, raw_path, body, is_whole=is_whole)
        if not await self._respond_from_cache(exchange, scope, send):
            await self.app({**scope, EXCHANGE_KEY: exchange}, _replay(body, receive), send)

    def _exchange(
        self, scope: Scope, name: str, target: Target, raw_path: bytes, body: bytes, *, is_whole: bool
    ) -> Exchange:
        mounted = target.mounted
        request = RecordedRequest(
            scope["method"],
            raw_path,
            scope["query_string"],
            tuple(scope["headers"]),
            body,
            # The size of a body that is too large is unknown; `body` is its beginning.
            len(body) if is_whole else len(body) + 1,
            mounted.vendor.name if mounted else None,
            target.operation.name if target.operation else None,
        )
        sandbox = self._sandboxes.use(name)
        entry = JournalEntry(sandbox.journal.next_number(), name, request.for_journal(), origin_of(scope))
        refusal = mounted.vendor.failure(mounted.vendor.too_large) if mounted and not is_whole else None
        return Exchange(sandbox, target, request, entry, refusal)

    async def _respond_from_cache(self, exchange: Exchange, scope: Scope, send: Send) -> bool:
        """Answer an exchange that no middleware has anything to do for; False: it must pass them all."""
        if not exchange.is_cacheable or not self._shortcut.is_open_for(exchange.request.headers):
            return False
        response = self._shortcut.find(exchange.sandbox, exchange.request.vendor, exchange.cache_key)
        if response is None:
            return False
        self._shortcut.record(exchange.sandbox, exchange.entry, response)
        if wire := scope.get("extensions", {}).get(WIRE_EXTENSION):
            wire.keep(exchange)
        await send_response(send, response)
        return True


def _control_scope(scope: Scope, name: str, path: str, raw_path: bytes) -> Scope:
    """Return the scope for the control plane, which sees the sandbox's prefix as part of its mount path."""
    mount_path = scope.get("root_path", "")
    has_prefix = len(raw_path) != len(raw_path_of(scope))
    server_path = f"{mount_path}/~{name}" if has_prefix else mount_path
    exchange = ControlExchange(name, mount_path, server_path)
    whole_path = server_path + path if has_prefix else scope["path"]
    return {**scope, EXCHANGE_KEY: exchange, "root_path": server_path, "path": mountable(whole_path)}


async def _read_body(receive: Receive, limit: int) -> bytes:
    """Return the whole body. Half of one, from a client that has left, is never taken for a request."""
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
            raise _BodyTooLargeError(b"".join(chunks))
        more = message.get("more_body", False)
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that has the whole body at once, so that an operation never waits for the network."""
    delivered = False

    async def replay() -> Message:
        nonlocal delivered
        if delivered:
            return await receive()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
