"""Breaks the connection that a request came over, and keeps an answer instead of sending it."""

import sys
from enum import StrEnum
from random import Random
from typing import Protocol

from starlette.types import Message, Scope, Send

from mockapi.http.response import Response

CONNECTION_EXTENSION = "mockapi.connection"
"""The ASGI extension that holds the `Connection`; absent: the client calls the application in its own process."""

GARBAGE_BYTES = 64


class ConnectionFault(StrEnum):
    """How a connection breaks; the names are WireMock's, but for the last."""

    CONNECTION_RESET_BY_PEER = "CONNECTION_RESET_BY_PEER"
    """Reset (TCP RST), nothing sent. Answers to requests pipelined before may be lost with it, as TCP has it."""
    EMPTY_RESPONSE = "EMPTY_RESPONSE"
    """Closed in order, nothing sent."""
    MALFORMED_RESPONSE_CHUNK = "MALFORMED_RESPONSE_CHUNK"
    """Status line and headers of a chunked 200, then garbage, then closed."""
    RANDOM_DATA_THEN_CLOSE = "RANDOM_DATA_THEN_CLOSE"
    """Garbage, then closed."""
    TRUNCATED_BODY = "TRUNCATED_BODY"
    """The answer with its full Content-Length and half of its body (of one byte: nothing), then closed."""


_AS_SEEN = {
    ConnectionFault.CONNECTION_RESET_BY_PEER: ("ReadError", "Connection reset by peer"),
    ConnectionFault.EMPTY_RESPONSE: ("RemoteProtocolError", "Server disconnected without sending a response"),
    ConnectionFault.MALFORMED_RESPONSE_CHUNK: ("RemoteProtocolError", "illegal chunk header"),
    ConnectionFault.RANDOM_DATA_THEN_CLOSE: ("RemoteProtocolError", "illegal status line"),
    ConnectionFault.TRUNCATED_BODY: (
        "RemoteProtocolError",
        "peer closed connection without sending complete message body",
    ),
}
"""What httpx raises for each over a real connection: the exception's name and words."""


class Connection(Protocol):
    """What a request came over. Once it is closed or reset, nothing more is sent, and nobody misses it."""

    def write(self, data: bytes) -> None:
        """Send bytes past HTTP's framing."""

    def close(self) -> None:
        """End it in order."""

    def reset(self) -> None:
        """End it with a TCP reset: what is not sent yet is thrown away."""


class Capture:
    """An ASGI `send` that keeps the answer: `await application(scope, receive, capture)`, then `capture.answer()`."""

    def __init__(self) -> None:
        self._start: Message | None = None
        self._body = bytearray()
        self._complete = False

    async def __call__(self, message: Message) -> None:
        """Keep `message`; those of extensions are dropped."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self._complete = not message.get("more_body", False)

    @property
    def is_complete(self) -> bool:
        """True once the whole response was sent."""
        return self._start is not None and self._complete

    def answer(self) -> Response:
        """All that was sent. Raises `RuntimeError`: the application has not answered, or not to the end."""
        if self._start is None or not self._complete:
            raise RuntimeError("the application has not sent a whole answer")
        headers = tuple((bytes(name), bytes(value)) for name, value in self._start.get("headers", ()))
        return Response(self._start["status"], headers, bytes(self._body))


async def send_start(send: Send, answer: Response) -> None:
    """Send the status and headers of `answer`, as they are."""
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})


async def send_answer(send: Send, answer: Response) -> None:
    """Send all of `answer`, as it is."""
    await send_start(send, answer)
    await send({"type": "http.response.body", "body": answer.body})


async def break_connection(
    kind: ConnectionFault, scope: Scope, send: Send, answer: Response | None = None, seed: int = 0
) -> None:
    """Break the connection that the request of `scope` came over, before anything of its answer was sent.

    `answer`: the one that TRUNCATED_BODY halves. `seed`: the same makes the same garbage. Where a client could not see
    that a body is broken (HEAD, 204, an empty body), the status line is what breaks off. Everything in front of `send`
    (CORS, …) adds its headers as to any answer. Afterwards nothing may be sent.

    Without a connection, raises what httpx would have raised in the client, or a `ConnectionError` if the client
    cannot be httpx.
    """
    connection: Connection | None = scope.get("extensions", {}).get(CONNECTION_EXTENSION)
    if connection is None:
        raise _as_seen_by_client(kind, scope)
    if kind is ConnectionFault.CONNECTION_RESET_BY_PEER:
        connection.reset()
        return
    if kind is ConnectionFault.RANDOM_DATA_THEN_CLOSE:
        connection.write(_garbage(seed))
    elif kind is ConnectionFault.MALFORMED_RESPONSE_CHUNK:
        chunked = Response(200, ((b"transfer-encoding", b"chunked"),), _garbage(seed))
        await _send_broken(scope, connection, send, chunked, len(chunked.body))
    elif kind is ConnectionFault.TRUNCATED_BODY:
        whole = (answer or Response(200)).sized()
        await _send_broken(scope, connection, send, whole, len(whole.body) // 2)
    connection.close()


async def _send_broken(scope: Scope, connection: Connection, send: Send, answer: Response, size: int) -> None:
    """Send status and headers of `answer` and, past uvicorn's framing, `size` bytes of its body."""
    if scope["method"] == "HEAD" or not answer.body:
        # http.client takes headers that break off for whole ones; nobody does so with a status line.
        connection.write(b"HTTP/1.1")
    else:
        await send_start(send, answer)
        connection.write(answer.body[:size])


def _garbage(seed: int) -> bytes:
    """Bytes that no part of HTTP may begin with, and an empty line, at which every parser looks at them."""
    draw = Random(seed).random  # noqa: S311 (of random's methods this one alone stays the same over versions)
    return bytes(128 + int(draw() * 128) for _ in range(GARBAGE_BYTES)) + b"\r\n\r\n"


def _as_seen_by_client(kind: ConnectionFault, scope: Scope) -> Exception:
    name, words = _AS_SEEN[kind]
    text = f"{words} ({scope['method']} {_url(scope)})"
    # Who calls the application in its own process by one of them has imported it; both may be there.
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
