"""Executes armed faults, between the journal and the vendor's application."""

import asyncio
from typing import ClassVar

from starlette.responses import Response as StarletteResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.faults.delay import dribble, wait
from mockapi.faults.rules import Fault
from mockapi.http.problem import Problem, problem_response
from mockapi.http.response import Capture, Response, send_response
from mockapi.pipeline.exchange import Exchange, exchange_of
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.vendor_api.vendor import Vendor

HEADER = b"x-mock-fault"
FIRED = b"X-Mock-Fault-Fired"


class FaultMiddleware(Middleware):
    """Passes every request on, except those that an armed fault, a delay or their own header hits."""

    trigger_headers: ClassVar[frozenset[bytes]] = frozenset({HEADER})

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True if neither a fault nor a delay is armed."""
        return not (sandbox.faults or sandbox.faults.delay)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange is None or exchange.mounted is None:
            await self.app(scope, receive, send)
            return
        sandbox = exchange.sandbox
        try:
            fault = _fault(exchange)
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)
            return
        if fault is not None:
            vendor = exchange.mounted.vendor
            await fault.kind.run(FaultExecution(self.app, exchange, fault, vendor, scope, receive, send))
        elif sandbox.faults.delay is not None:
            answer = await _captured(self.app, scope, receive)
            if await wait(sandbox.faults.next_delay(), receive):
                await send_response(send, answer)
        else:
            await self.app(scope, receive, send)


def _fault(exchange: Exchange) -> Fault | None:
    """Return the fault that the request's header names, or an armed one. Raises `Problem` for a wrong header."""
    asked = [value.decode("latin-1") for name, value in exchange.request.headers if name == HEADER]
    if asked and exchange.mounted:
        from mockapi.faults.parsing import read_fault_header  # noqa: PLC0415
        from mockapi.vendor_api.lookup import known_vendor  # noqa: PLC0415

        vendor = known_vendor(exchange.mounted)
        fault = read_fault_header(";".join(asked), vendor, exchange.sandbox.clock.now())
        # A request without an operation gets its own response, as with an armed fault.
        return fault if fault.matches(exchange.request) and fault.consume() else None
    faults = exchange.sandbox.faults
    return faults.fire(exchange.request, exchange.sandbox.clock.seconds()) if faults else None


async def _captured(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """Let an application handle a request, and return its response instead of sending it."""
    capture = Capture()
    await app(scope, receive, capture)
    return capture.response()


class FaultExecution:
    """One request that a fault has hit; see `mockapi.faults.kinds.Execution`."""

    def __init__(
        self, app: ASGIApp, exchange: Exchange, fault: Fault, vendor: Vendor, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self.scope, self.send, self.seed = scope, send, fault.seed
        self._app = app
        self._exchange = exchange
        self._sandbox = exchange.sandbox
        self._version = exchange.sandbox.version
        self._fault = fault
        self._vendor = vendor
        self._receive = receive
        exchange.entry.fault = fault.label
        self._hit = exchange.sandbox.outcomes.fired(fault, exchange.entry, exchange.request, vendor.has_refused)

    async def forward(self) -> Response:
        """Let the vendor apply the request, and return its response."""
        response = await _captured(self._app, self.scope, self._body)
        self._hit.has_reached = True
        return self._marked(response)

    def expect(self, response: Response) -> None:
        """Note that the client gets the vendor's own response, if it waits for all of it."""
        self._hit.expected = len(response.body)

    async def error(self) -> Response:
        """Return the response of the vendor's error that the fault names."""
        if self._fault.make_error is None:
            raise ValueError("the fault names no error")
        return await self._refusal(self._fault.make_error())

    async def time_out(self) -> Response:
        """Return the vendor's response to a time-out, and note that the request is still to be applied."""
        self._hit.put_off(lambda: self._sandbox.version == self._version)
        return await self._refusal(self._vendor.time_out())

    async def wait(self) -> bool:
        """Wait as long as the fault's or the sandbox's delay says. Return False if the client has left."""
        delay, faults = self._fault.delay, self._sandbox.faults
        if delay is not None:
            return await wait(delay.milliseconds(self._fault.seed, self._fault.fired), self._receive)
        return faults.delay is None or await wait(faults.next_delay(), self._receive)

    async def reply(self, response: Response) -> None:
        """Send a response, in pieces if the fault says so."""
        delay = self._fault.delay
        if delay is not None and delay.chunkedDribbleDelay is not None:
            await dribble(self.send, self._receive, response, delay.chunkedDribbleDelay)
        else:
            await send_response(self.send, response)

    async def apply_late(self) -> None:
        """Apply the request now, or as late as the fault says."""
        if not self._fault.apply_after:
            await self._apply()
            return
        task = asyncio.create_task(self._apply_after(self._fault.apply_after))
        self._sandbox.late.add(task)
        task.add_done_callback(self._forget_late)

    async def _apply_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._apply()

    def _forget_late(self, task: asyncio.Task[None]) -> None:
        self._sandbox.late.discard(task)
        # A cancelled task has not settled the hit itself.
        self._hit.settle()

    async def _apply(self) -> None:
        try:
            if self._sandbox.version == self._version:
                await self.forward()
                self._hit.note_created(self._exchange.entry.created)
        finally:
            self._hit.settle()

    async def _body(self) -> Message:
        """Replay the request body; an earlier wait for disconnect may already have consumed it."""
        return {"type": "http.request", "body": self._exchange.request.body, "more_body": False}

    async def _refusal(self, response: StarletteResponse) -> Response:
        if self._fault.retry_after is not None:
            response.headers["Retry-After"] = str(self._fault.retry_after)
        seconds = response.headers.get("Retry-After")
        self._hit.retry_after = int(seconds) if seconds else None
        return self._marked(await _captured(response, self.scope, self._body))

    def _marked(self, response: Response) -> Response:
        return response.with_header(FIRED, f"{self._fault.label}; id={self._fault.id}".encode("latin-1", "replace"))
