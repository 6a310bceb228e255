"""Makes armed faults happen: between the journal, which sees what the client sees, and the vendor's application."""

import asyncio
from typing import ClassVar

from starlette.responses import Response as StarletteResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.faults.connection import Capture, ConnectionFault, break_connection, send_response
from mockapi.faults.delay import dribble, wait
from mockapi.faults.rules import AmbiguousOutcome, Fault
from mockapi.http.problem import Problem, problem_response
from mockapi.http.response import Response
from mockapi.pipeline.exchange import Exchange, exchange_of
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.vendor_api.vendor import Vendor

HEADER = b"x-mock-fault"
FIRED = b"X-Mock-Fault-Fired"


class FaultMiddleware(Middleware):
    """Lets every request pass, but those that a fault or a delay is armed for, or that ask for one themselves."""

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
            await FaultExecution(self.app, exchange, fault, exchange.mounted.vendor, scope, receive, send).run()
        elif sandbox.faults.delay is not None:
            answer = await _captured(self.app, scope, receive)
            if await wait(sandbox.faults.next_delay(), receive):
                await send_response(send, answer)
        else:
            await self.app(scope, receive, send)


def _fault(exchange: Exchange) -> Fault | None:
    """What the request asks for itself, else what is armed for it. Raises `Problem`: it asks for nonsense."""
    asked = [value.decode("latin-1") for name, value in exchange.request.headers if name == HEADER]
    if asked and exchange.mounted:
        from mockapi.faults.parsing import read_fault_header  # noqa: PLC0415
        from mockapi.vendor_api.lookup import known_vendor  # noqa: PLC0415

        vendor = known_vendor(exchange.mounted)
        fault = read_fault_header(";".join(asked), vendor, exchange.sandbox.clock.now())
        # A request that no operation takes keeps its own answer, as with an armed fault.
        return fault if fault.matches(exchange.request) and fault.consume() else None
    faults = exchange.sandbox.faults
    return faults.fire(exchange.request, exchange.sandbox.clock.seconds()) if faults else None


async def _captured(application: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """The answer that an application would have sent, once it has done what it answers."""
    capture = Capture()
    await application(scope, receive, capture)
    return capture.response()


class FaultExecution:
    """One request that a fault has hit."""

    def __init__(
        self,
        application: ASGIApp,
        exchange: Exchange,
        fault: Fault,
        vendor: Vendor,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        self._application = application
        self._exchange = exchange
        self._sandbox = exchange.sandbox
        self._version = exchange.sandbox.version
        self._fault = fault
        self._vendor = vendor
        self._scope = scope
        self._receive = receive
        self._send = send
        exchange.entry.fault = fault.label
        self._hit = exchange.sandbox.outcomes.fired(fault, exchange.entry, exchange.request, vendor.has_refused)

    async def run(self) -> None:
        """Apply what is applied, wait, then answer or break the connection."""
        kind = self._fault.kind
        if kind is AmbiguousOutcome.LATE_APPLY:
            await self._apply_late()
            return
        # Applied first, whatever the client does while it waits.
        answer = await self._answer(kind)
        if not await self._is_waited_for():
            return
        if kind is not None:
            # Lost on the way there or on the way back: for the client both look the same.
            how = kind if isinstance(kind, ConnectionFault) else ConnectionFault.EMPTY_RESPONSE
            await break_connection(how, self._scope, self._send, answer, self._fault.seed)
        elif answer is not None:
            await self._reply(answer)

    async def _answer(self, kind: ConnectionFault | AmbiguousOutcome | None) -> Response | None:
        """The answer that would go out, once what it says is done; None where nothing is done."""
        if self._fault.make_error is not None:
            return await self._refusal(self._fault.make_error())
        if kind not in (None, AmbiguousOutcome.LOST_RESPONSE, ConnectionFault.TRUNCATED_BODY):
            return None
        answer = await self._carry_out()
        if kind is None:
            self._hit.expected = len(answer.body)
        return self._marked(answer)

    async def _carry_out(self) -> Response:
        """What the vendor's application answers, once it has done it."""
        answer = await _captured(self._application, self._scope, self._body)
        self._hit.has_reached = True
        return answer

    async def _body(self) -> Message:
        """The request again: who has waited for the client to go away may have received it."""
        return {"type": "http.request", "body": self._exchange.request.body, "more_body": False}

    async def _refusal(self, response: StarletteResponse) -> Response:
        if self._fault.retry_after is not None:
            response.headers["Retry-After"] = str(self._fault.retry_after)
        asked = response.headers.get("Retry-After")
        self._hit.retry_after = int(asked) if asked else None
        return self._marked(await _captured(response, self._scope, self._body))

    def _marked(self, answer: Response) -> Response:
        return answer.with_header(FIRED, f"{self._fault.label}; id={self._fault.id}".encode("latin-1", "replace"))

    async def _is_waited_for(self) -> bool:
        """Wait as long as the fault says, else the sandbox; whether the client is still there."""
        delay, faults = self._fault.delay, self._sandbox.faults
        if delay is not None:
            return await wait(delay.milliseconds(self._fault.seed, self._fault.fired), self._receive)
        return faults.delay is None or await wait(faults.next_delay(), self._receive)

    async def _reply(self, answer: Response) -> None:
        delay = self._fault.delay
        if delay is not None and delay.chunkedDribbleDelay is not None:
            await dribble(self._send, self._receive, answer, delay.chunkedDribbleDelay)
        else:
            await send_response(self._send, answer)

    async def _apply_late(self) -> None:
        self._hit.put_off(lambda: self._sandbox.version == self._version)
        answer = await self._refusal(self._vendor.time_out())
        try:
            if await self._is_waited_for():
                await self._reply(answer)
        finally:
            # Also when the client has gone away: in its own process that cancels this request.
            if self._fault.apply_after:
                task = asyncio.create_task(self._apply_after(self._fault.apply_after))
                self._sandbox.late.add(task)
                task.add_done_callback(self._forget_late)
            else:
                await self._apply()

    async def _apply_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._apply()

    def _forget_late(self, task: asyncio.Task[None]) -> None:
        self._sandbox.late.discard(task)
        # A task that is cancelled has not come as far as that itself.
        self._hit.settle()

    async def _apply(self) -> None:
        try:
            if self._sandbox.version == self._version:
                await self._carry_out()
                self._hit.note_created(self._exchange.entry.created)
        finally:
            self._hit.settle()
