"""The front door: which sandbox and vendor a request is for, and the request read whole before anybody sees it."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.faults.connection import send_answer
from mockapi.http.problem import Problem, problem_response
from mockapi.http.request import RecordedRequest
from mockapi.http.response import MAX_BODY_BYTES
from mockapi.journal.journal import Entry, origin_of
from mockapi.pipeline.exchange import EXCHANGE_KEY, SANDBOX_KEY, Exchange
from mockapi.pipeline.fault_middleware import asks_for_fault
from mockapi.pipeline.journal_middleware import record
from mockapi.pipeline.repeats import Repeats
from mockapi.pipeline.router import Router, Target, decoded
from mockapi.pipeline.sandbox_selector import raw_path_of, sandbox_name
from mockapi.sandboxes.registry import Sandboxes
from mockapi.sandboxes.sandbox import Sandbox


class _BodyTooLargeError(Exception):
    def __init__(self, body: bytes) -> None:
        """`body`: what was read before it was too much."""
        super().__init__()
        self.body = body


class _ClientGoneError(Exception):
    pass


class Gateway:
    """Sends a request to the rooms of the vendors, and everything else to the control application."""

    def __init__(
        self,
        router: Router,
        control: ASGIApp,
        vendors: ASGIApp,
        unknown_path: Callable[[str, str], ASGIApp],
        sandboxes: Sandboxes,
        repeats: Repeats,
        body_limit: int,
    ) -> None:
        """`vendors`: the rooms behind; `unknown_path`: the answer to a method and a path that no vendor has.

        `repeats` gets to know what may be answered again; `body_limit`: the largest request body in bytes that a vendor
        gets to see.
        """
        self._router = router
        self._control = control
        self._vendors = vendors
        self._unknown_path = unknown_path
        self._sandboxes = sandboxes
        self._repeats = repeats
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            name, raw_path = sandbox_name(scope)
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)
            return
        path = decoded(raw_path)
        target = self._router.target(scope["method"], path)
        if target is None:
            await self._control(self._for_control(scope, name, path, raw_path), receive, send)
        else:
            await self._exchange(target, name, raw_path, scope, receive, send)

    def _for_control(self, scope: Scope, name: str, path: str, raw_path: bytes) -> Scope:
        """The control application sees paths without the sandbox's prefix, and makes URLs with it."""
        if len(raw_path) == len(raw_path_of(scope)):
            return {**scope, SANDBOX_KEY: name}
        root = f"/~{name}"
        return {**scope, SANDBOX_KEY: name, "path": root + path, "root_path": root}

    async def _exchange(
        self, target: Target, name: str, raw_path: bytes, scope: Scope, receive: Receive, send: Send
    ) -> None:
        mounted = target.mounted
        refusal: ASGIApp | None = None
        if mounted is None:
            refusal = self._unknown_path(scope["method"], target.path)
        elif target.endpoint is None:
            refusal = mounted.vendor.unknown_route()
        try:
            body = await _read_body(receive, self._body_limit)
            size = len(body)
        except _ClientGoneError:
            return
        except _BodyTooLargeError as error:
            # More is to come, nobody knows how much: what was read stands for the beginning.
            body, size = error.body, len(error.body) + 1
            if mounted is not None:
                refusal = mounted.vendor.failure(mounted.vendor.too_large)
        sandbox = self._sandboxes.use(name)
        request = RecordedRequest(
            scope["method"],
            raw_path,
            scope["query_string"],
            tuple(scope["headers"]),
            body,
            size,
            mounted.vendor.name if mounted else None,
            target.operation,
        )
        entry = _entry(scope, sandbox, request)
        exchange = Exchange(sandbox, target, request, entry, self._sandboxes.answers, refusal)
        if refusal is None and mounted and sandbox.is_undisturbed(mounted.vendor.name) and not asks_for_fault(request):
            await self._answer_at_once(exchange, scope, _replay(body, receive), send)
        else:
            await self._vendors({**scope, "root_path": "", EXCHANGE_KEY: exchange}, _replay(body, receive), send)

    async def _answer_at_once(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        """The short way, past all rooms that have nothing to do."""
        answer = exchange.remembered()
        if answer is None:
            answer = await exchange.new_answer(scope, receive)
        else:
            self._repeats.keep(scope, exchange)
        record(exchange.entry, exchange.sandbox, answer)
        await send_answer(send, answer)


def _entry(scope: Scope, sandbox: Sandbox, request: RecordedRequest) -> Entry:
    kept = request if request.body_size <= MAX_BODY_BYTES else request.cut(MAX_BODY_BYTES)
    return Entry(sandbox.journal.next_number(), sandbox.name, kept, origin_of(scope))


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
            raise _BodyTooLargeError(b"".join(chunks))
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
