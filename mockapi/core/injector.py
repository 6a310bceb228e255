"""Makes armed faults happen: between the journal, which sees what the client sees, and the vendor's application."""

import asyncio

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.core.connection import Answer, Capture, Cut, cut, send_answer
from mockapi.core.delay import DelaySettings, dribble, wait
from mockapi.core.fault_settings import read_fault_header
from mockapi.core.faults import Ambiguous, Fault
from mockapi.core.problem import Problem, problem_response
from mockapi.core.vendor import Vendor
from mockapi.core.verdicts import Firing
from mockapi.core.visit import Visit, visit_of

HEADER = b"x-mock-fault"
FIRED = b"X-Mock-Fault-Fired"


class Injector:
    """Lets every request pass, but those that a fault or a delay is armed for, or that ask for one themselves."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = visit_of(scope)
        vendor = visit.mounted.vendor if visit.mounted else None
        delay = visit.sandbox.faults.delay
        try:
            fault = _fault(visit) if vendor else None
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)
            return
        if fault is not None and vendor is not None:
            await _Accident(self._application, visit, fault, vendor, scope, receive, send).happen()
        elif delay is not None:
            answer = await _captured(self._application, scope, receive)
            if await wait(delay.milliseconds(0, visit.entry.number), receive):
                await _reply(answer, delay, receive, send)
        else:
            await self._application(scope, receive, send)


def _fault(visit: Visit) -> Fault | None:
    """What the request asks for itself, else what is armed for it. Raises `Problem`: it asks for nonsense."""
    asked = [value.decode("latin-1") for name, value in visit.request.headers if name == HEADER]
    if asked and visit.mounted:
        fault = read_fault_header(";".join(asked), visit.mounted, visit.sandbox.clock.now())
        fault.take()
        return fault
    faults = visit.sandbox.faults
    return faults.fire(visit.request, visit.sandbox.clock.seconds()) if faults else None


async def _captured(application: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """The answer that an application would have sent, once it has done what it answers."""
    capture = Capture()
    await application(scope, receive, capture)
    return capture.answer()


async def _reply(answer: Answer, delay: DelaySettings | None, receive: Receive, send: Send) -> None:
    if delay is not None and delay.chunkedDribbleDelay is not None:
        await dribble(send, receive, answer, delay.chunkedDribbleDelay)
    else:
        await send_answer(send, answer)


class _Accident:
    """One request that a fault has hit."""

    def __init__(
        self,
        application: ASGIApp,
        visit: Visit,
        fault: Fault,
        vendor: Vendor,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        self._application = application
        self._sandbox = visit.sandbox
        self._fault = fault
        self._vendor = vendor
        self._scope = scope
        self._receive = receive
        self._send = send
        self._firing = Firing(fault.id, fault.label, visit.entry)
        visit.entry.fault = fault.label
        visit.sandbox.verdicts.fired(self._firing)

    async def happen(self) -> None:
        """Apply what is applied, wait, then answer or break the connection."""
        kind = self._fault.kind
        if kind is Ambiguous.LATE_APPLY:
            await self._apply_late()
            return
        # Applied first, whatever the client does while it waits.
        answer = await self._answer(kind)
        delay = self._fault.delay or self._sandbox.faults.delay
        if delay and not await wait(delay.milliseconds(self._fault.seed, self._fault.fired), self._receive):
            return
        if kind is not None:
            # Lost on the way there or on the way back: for the client both look the same.
            how = kind if isinstance(kind, Cut) else Cut.EMPTY_RESPONSE
            await cut(how, self._scope, self._send, answer, self._fault.seed)
        elif answer is not None:
            await _reply(answer, delay, self._receive, self._send)

    async def _answer(self, kind: Cut | Ambiguous | None) -> Answer | None:
        """The answer that would go out, once what it says is done; None where nothing is done."""
        if self._fault.answer is not None:
            return await self._refusal(self._fault.answer())
        if kind in (None, Ambiguous.LOST_RESPONSE, Cut.TRUNCATED_BODY):
            return self._marked(await _captured(self._application, self._scope, self._receive))
        return None

    async def _refusal(self, response: Response) -> Answer:
        if self._fault.retry_after is not None:
            response.headers["Retry-After"] = str(self._fault.retry_after)
        asked = response.headers.get("Retry-After")
        self._firing.retry_after = int(asked) if asked else None
        return self._marked(await _captured(response, self._scope, self._receive))

    def _marked(self, answer: Answer) -> Answer:
        return answer.with_header(FIRED, f"{self._fault.label}; id={self._fault.id}".encode("latin-1", "replace"))

    async def _apply_late(self) -> None:
        await send_answer(self._send, await self._refusal(self._vendor.time_out()))
        if not self._fault.apply_after:
            await _captured(self._application, self._scope, self._receive)
            return
        task = asyncio.create_task(self._apply_after(self._fault.apply_after))
        self._sandbox.late.add(task)
        task.add_done_callback(self._sandbox.late.discard)

    async def _apply_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await _captured(self._application, self._scope, self._receive)
