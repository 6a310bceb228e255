"""An application whose paths name the fault that breaks the connection, and httpx's exceptions for each fault."""

import asyncio
from queue import SimpleQueue

import httpx
from starlette.types import Receive, Scope, Send

from mockapi.faults.kinds import KINDS, Disconnection
from mockapi.http.response import Response, send_response
from tests.support.application import read_body
from tests.support.waiting import SECONDS

BODY = b'{"title": "Shampoo"}'
ANSWERS = {
    b"": Response(200, ((b"content-type", b"application/json"), (b"x-mine", b"yes")), BODY),
    b"one-byte": Response(200, (), b"1"),
    b"empty": Response(200),
    b"no-content": Response(204),
    b"large": Response(200, (), b"x" * 20_000_000),
    b"wrong-length": Response(200, ((b"Content-Length", b"3"), (b"transfer-encoding", b"chunked")), BODY),
}
EXCEPTIONS = {
    "CONNECTION_RESET_BY_PEER": httpx.ReadError,
    "EMPTY_RESPONSE": httpx.RemoteProtocolError,
    "MALFORMED_RESPONSE_CHUNK": httpx.RemoteProtocolError,
    "RANDOM_DATA_THEN_CLOSE": httpx.RemoteProtocolError,
    "TRUNCATED_BODY": httpx.RemoteProtocolError,
}
left: SimpleQueue[str] = SimpleQueue()
"""The kinds of faults that disconnected clients have requested."""


def disconnection(name: str) -> Disconnection:
    """Return the kind of fault with this name, which breaks connections."""
    kind = KINDS[name]
    assert isinstance(kind, Disconnection)
    return kind


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Break the connection for `/KIND?answer`, and for `/gone/KIND` after the client has disconnected."""
    await read_body(receive)
    name = scope["path"].rpartition("/")[2]
    if scope["path"].startswith("/gone/"):
        async with asyncio.timeout(SECONDS):
            while (await receive())["type"] != "http.disconnect":
                pass
        left.put(name)
    answer = ANSWERS[scope["query_string"]]
    if name in KINDS:
        await disconnection(name).break_connection(scope, send, answer, seed=7)
    else:
        await send_response(send, answer)
