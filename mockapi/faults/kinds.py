"""The kinds of faults, one class each. A new kind is one more class, with a place in `KINDS`."""

import sys
from abc import ABC, abstractmethod
from random import Random
from typing import Any, ClassVar, Protocol

from starlette.types import Scope, Send

from mockapi.faults.connection import CONNECTION_EXTENSION, Connection
from mockapi.http.response import Response, send_start

GARBAGE_BYTES = 64
"""Number of random bytes that a fault sends."""


class Execution(Protocol):
    """A request that a fault has hit, and what a kind of fault can do with it."""

    scope: Scope
    send: Send
    seed: int

    async def forward(self) -> Response:
        """Let the vendor apply the request, and return its response."""

    def expect(self, response: Response) -> None:
        """Note that the client gets the vendor's own response, if it waits for all of it."""

    async def error(self) -> Response:
        """Return the response of the vendor's error that the fault names."""

    async def time_out(self) -> Response:
        """Return the vendor's response to a time-out, and note that the request is still to be applied."""

    async def wait(self) -> bool:
        """Wait as long as the fault's or the sandbox's delay says. Return False if the client has left."""

    async def reply(self, response: Response) -> None:
        """Send a response, in pieces if the fault says so."""

    async def apply_late(self) -> None:
        """Apply the request now, or as late as the fault says."""


class FaultKind(ABC):
    """The effect of a fault on one request."""

    name: ClassVar[str]
    """The name by which a rule asks for it."""

    @abstractmethod
    async def run(self, execution: Execution) -> None:
        """Apply what is applied, wait, then answer or break the connection."""


class VendorErrorResponse(FaultKind):
    """An error of the vendor, in its own shape; the request is not applied."""

    name = "error"

    async def run(self, execution: Execution) -> None:
        """Answer with the error."""
        response = await execution.error()
        if await execution.wait():
            await execution.reply(response)


class Delay(FaultKind):
    """The vendor's response, later or in pieces."""

    name = "delay"

    async def run(self, execution: Execution) -> None:
        """Apply the request, wait, then answer."""
        response = await execution.forward()
        execution.expect(response)
        if await execution.wait():
            await execution.reply(response)


class LateApply(FaultKind):
    """A time-out; the request is applied afterwards."""

    name = "late_apply"

    async def run(self, execution: Execution) -> None:
        """Answer with the time-out, then apply the request."""
        response = await execution.time_out()
        try:
            if await execution.wait():
                await execution.reply(response)
        finally:
            # Even if the client has left, which cancels a request in the client's own process.
            await execution.apply_late()


class Disconnection(FaultKind):
    """A connection that ends without a complete response: here in an orderly way, before any byte."""

    is_applied: ClassVar[bool] = False
    """True if the vendor applies the request first."""
    exception: ClassVar[tuple[str, str]] = ("RemoteProtocolError", "Server disconnected without sending a response")
    """Name and message of the exception that httpx raises for a real connection."""

    async def run(self, execution: Execution) -> None:
        """Apply the request if this kind does, wait, then break the connection."""
        # It is applied first, even if the client leaves while it waits.
        response = await execution.forward() if self.is_applied else None
        if await execution.wait():
            await self.break_connection(execution.scope, execution.send, response, execution.seed)

    async def break_connection(self, scope: Scope, send: Send, response: Response | None = None, seed: int = 0) -> None:
        """Break the connection of the request with this `scope`, before a response and as the last use of `send`.

        Equal seeds give equal random bytes. Middlewares add their headers as to any response. If the client runs in
        the same process, raises the exception that httpx would raise, or a `ConnectionError` if httpx is not imported.
        """
        connection: Connection | None = scope.get("extensions", {}).get(CONNECTION_EXTENSION)
        if connection is None:
            raise self._client_exception(scope)
        await self._write(connection, scope, send, response, seed)
        connection.close()

    async def _write(
        self, connection: Connection, scope: Scope, send: Send, response: Response | None, seed: int
    ) -> None:
        """Send the bytes that the client gets before the end."""

    def _client_exception(self, scope: Scope) -> Exception:
        name, message = self.exception
        text = f"{message} ({scope['method']} {_url(scope)})"
        # A client that uses one of them has imported it; both may be imported.
        libraries = [sys.modules[library] for library in ("httpx", "httpx2") if library in sys.modules]
        classes: tuple[Any, ...] = tuple(getattr(library, name) for library in libraries)
        if not classes:
            return self._python_exception(text)
        error: Exception = (classes[0] if len(classes) == 1 else type(name, classes, {}))(text)
        return error

    def _python_exception(self, text: str) -> Exception:
        return ConnectionAbortedError(text)


class EmptyResponse(Disconnection):
    """An orderly end without a response; the request is not applied."""

    name = "EMPTY_RESPONSE"


class LostRequest(Disconnection):
    """A request that is discarded; the connection ends without a response."""

    name = "lost_request"


class LostResponse(Disconnection):
    """A request that is applied and committed; the connection ends without a response."""

    name = "lost_response"
    is_applied = True


class ConnectionReset(Disconnection):
    """A TCP reset without a response. It may also lose responses to requests that were pipelined before."""

    name = "CONNECTION_RESET_BY_PEER"
    exception = ("ReadError", "Connection reset by peer")

    async def _write(
        self, connection: Connection, scope: Scope, send: Send, response: Response | None, seed: int
    ) -> None:
        connection.reset()

    def _python_exception(self, text: str) -> Exception:
        return ConnectionResetError(text)


class MalformedResponseChunk(Disconnection):
    """Status line and headers of a chunked 200, then random bytes and an orderly end."""

    name = "MALFORMED_RESPONSE_CHUNK"
    exception = ("RemoteProtocolError", "illegal chunk header")

    async def _write(
        self, connection: Connection, scope: Scope, send: Send, response: Response | None, seed: int
    ) -> None:
        chunked = Response(200, ((b"transfer-encoding", b"chunked"),), _garbage(seed))
        await _send_broken(scope, connection, send, chunked, len(chunked.body))


class RandomDataThenClose(Disconnection):
    """Random bytes and an orderly end."""

    name = "RANDOM_DATA_THEN_CLOSE"
    exception = ("RemoteProtocolError", "illegal status line")

    async def _write(
        self, connection: Connection, scope: Scope, send: Send, response: Response | None, seed: int
    ) -> None:
        connection.write(_garbage(seed))


class TruncatedBody(Disconnection):
    """The response with its full Content-Length, the first half of its body and an orderly end."""

    name = "TRUNCATED_BODY"
    is_applied = True
    exception = ("RemoteProtocolError", "peer closed connection without sending complete message body")

    async def _write(
        self, connection: Connection, scope: Scope, send: Send, response: Response | None, seed: int
    ) -> None:
        whole = (response or Response(200)).sized()
        await _send_broken(scope, connection, send, whole, len(whole.body) // 2)


KINDS: dict[str, FaultKind] = {
    kind.name: kind
    for kind in (
        *(ConnectionReset(), EmptyResponse(), MalformedResponseChunk(), RandomDataThenClose(), TruncatedBody()),
        *(LostRequest(), LostResponse(), LateApply()),
    )
}
"""The kinds of faults by the names that a rule's member `fault` can have."""


async def _send_broken(scope: Scope, connection: Connection, send: Send, response: Response, size: int) -> None:
    """Send the status and the headers of a response, then `size` bytes of its body outside the server's framing.

    If a client could not detect a broken body (HEAD, 204, an empty body), the status line is cut instead.
    """
    if scope["method"] == "HEAD" or not response.body:
        # http.client accepts headers that break off as complete; no client accepts a status line that breaks off.
        connection.write(b"HTTP/1.1")
    else:
        await send_start(send, response)
        connection.write(response.body[:size])


def _garbage(seed: int) -> bytes:
    """Return random bytes that are invalid at the start of every part of HTTP, and an empty line to end the part."""
    draw = Random(seed).random  # noqa: S311 (the only reproducible method of `Random`)
    return bytes(128 + int(draw() * 128) for _ in range(GARBAGE_BYTES)) + b"\r\n\r\n"


def _url(scope: Scope) -> str:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return f"{scope.get('scheme', 'http')}://{host}{scope['path']}{query.decode('latin-1')}"
