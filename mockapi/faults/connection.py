"""Faults that break the connection of a request, and an ASGI `send` that captures a response."""

import sys
from enum import StrEnum
from random import Random
from typing import Protocol

from starlette.types import Message, Scope, Send

from mockapi.http.response import Response

CONNECTION_EXTENSION = "mockapi.connection"
"""Name of the ASGI extension that holds the `Connection`. It is absent if the client runs in the same process."""

GARBAGE_BYTES = 64
"""Number of random bytes that a fault sends."""


class ConnectionFault(StrEnum):
    """A fault of the connection; all names but TRUNCATED_BODY are WireMock's."""

    CONNECTION_RESET_BY_PEER = "CONNECTION_RESET_BY_PEER"
    """A TCP reset without a response. It may also lose responses to requests that were pipelined before."""
    EMPTY_RESPONSE = "EMPTY_RESPONSE"
    """An orderly end without a response."""
    MALFORMED_RESPONSE_CHUNK = "MALFORMED_RESPONSE_CHUNK"
    """Status line and headers of a chunked 200, then random bytes and an orderly end."""
    RANDOM_DATA_THEN_CLOSE = "RANDOM_DATA_THEN_CLOSE"
    """Random bytes and an orderly end."""
    TRUNCATED_BODY = "TRUNCATED_BODY"
    """The response with its full Content-Length, the first half of its body and an orderly end."""


_HTTPX_EXCEPTIONS = {
    ConnectionFault.CONNECTION_RESET_BY_PEER: ("ReadError", "Connection reset by peer"),
    ConnectionFault.EMPTY_RESPONSE: ("RemoteProtocolError", "Server disconnected without sending a response"),
    ConnectionFault.MALFORMED_RESPONSE_CHUNK: ("RemoteProtocolError", "illegal chunk header"),
    ConnectionFault.RANDOM_DATA_THEN_CLOSE: ("RemoteProtocolError", "illegal status line"),
    ConnectionFault.TRUNCATED_BODY: (
        "RemoteProtocolError",
        "peer closed connection without sending complete message body",
    ),
}
"""Name and message of the exception that httpx raises for each fault of a real connection."""


class Connection(Protocol):
    """The connection of a request. After its end, the server sends nothing and logs no error."""

    def write(self, data: bytes) -> None:
        """Send bytes outside HTTP's framing."""

    def close(self) -> None:
        """End the connection in an orderly way."""

    def reset(self) -> None:
        """End the connection with a TCP reset, which discards unsent bytes."""


class Capture:
    """An ASGI `send` that captures a response: `await app(scope, receive, capture)`, then `capture.response()`."""

    def __init__(self) -> None:
        self._start: Message | None = None
        self._body = bytearray()
        self._complete = False

    async def __call__(self, message: Message) -> None:
        """Capture `message`; messages of extensions are ignored."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self._complete = not message.get("more_body", False)

    @property
    def is_complete(self) -> bool:
        """True once the whole response was sent."""
        return self._start is not None and self._complete

    def response(self) -> Response:
        """Return the captured response. Raises `RuntimeError` if the application has not sent a complete one."""
        if self._start is None or not self._complete:
            raise RuntimeError("the application has not sent a complete response")
        headers = tuple((bytes(name), bytes(value)) for name, value in self._start.get("headers", ()))
        return Response(self._start["status"], headers, bytes(self._body))


async def send_start(send: Send, response: Response) -> None:
    """Send the status and the headers of a response unchanged."""
    await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})


async def send_response(send: Send, response: Response) -> None:
    """Send a response unchanged."""
    await send_start(send, response)
    await send({"type": "http.response.body", "body": response.body})


async def break_connection(
    kind: ConnectionFault, scope: Scope, send: Send, response: Response | None = None, seed: int = 0
) -> None:
    """Break the connection of the request with this `scope`, before a response and as the last use of `send`.

    TRUNCATED_BODY halves `response`; equal seeds give equal random bytes. If a client could not detect a broken body
    (HEAD, 204, an empty body), the status line is cut instead. Middlewares add their headers as to any response.

    If the client runs in the same process, raises the exception that httpx would raise, or a `ConnectionError` if
    httpx is not imported.
    """
    connection: Connection | None = scope.get("extensions", {}).get(CONNECTION_EXTENSION)
    if connection is None:
        raise _client_exception(kind, scope)
    if kind is ConnectionFault.CONNECTION_RESET_BY_PEER:
        connection.reset()
        return
    if kind is ConnectionFault.RANDOM_DATA_THEN_CLOSE:
        connection.write(_garbage(seed))
    elif kind is ConnectionFault.MALFORMED_RESPONSE_CHUNK:
        chunked = Response(200, ((b"transfer-encoding", b"chunked"),), _garbage(seed))
        await _send_broken(scope, connection, send, chunked, len(chunked.body))
    elif kind is ConnectionFault.TRUNCATED_BODY:
        whole = (response or Response(200)).sized()
        await _send_broken(scope, connection, send, whole, len(whole.body) // 2)
    connection.close()


async def _send_broken(scope: Scope, connection: Connection, send: Send, response: Response, size: int) -> None:
    """Send the status and the headers of a response, then `size` bytes of its body outside uvicorn's framing."""
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


def _client_exception(kind: ConnectionFault, scope: Scope) -> Exception:
    name, message = _HTTPX_EXCEPTIONS[kind]
    text = f"{message} ({scope['method']} {_url(scope)})"
    # A client that uses one of them has imported it; both may be imported.
    libraries = [sys.modules[library] for library in ("httpx", "httpx2") if library in sys.modules]
    classes = tuple(getattr(library, name) for library in libraries)
    if not classes:
        return (
            ConnectionResetError(text)
            if kind is ConnectionFault.CONNECTION_RESET_BY_PEER
            else ConnectionAbortedError(text)
        )
    error: Exception = (classes[0] if len(classes) == 1 else type(name, classes, {}))(text)
    return error


def _url(scope: Scope) -> str:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return f"{scope.get('scheme', 'http')}://{host}{scope['path']}{query.decode('latin-1')}"
