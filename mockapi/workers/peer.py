"""Another worker, as the one sees it that has accepted a request: it relays, and does what the owner asks for."""

import asyncio
import socket
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from mockapi.core.faults.connection import CONNECTION_KEY, Connection
from mockapi.workers.link import Link, open_link

MEMBERS = (
    *("type", "asgi", "http_version", "server", "client", "scheme", "method"),
    *("root_path", "path", "raw_path", "query_string", "headers"),
)
"""What of a scope travels: all that uvicorn fills in but what only this process can use."""

RECEIVE = "mockapi.receive"
"""The owner wants the request's next message."""
WRITE = "mockapi.write"
CLOSE = "mockapi.close"
RESET = "mockapi.reset"
"""What the owner does to the connection: the methods of `Connection`."""
END = "mockapi.end"
"""The owner is done with the request; `traceback` tells of the exception that it ended with."""
LEND = "mockapi.lend"
"""Asks for a copy of a sandbox's data at a path."""

DISCONNECT = {"type": "http.disconnect"}


class RelayedError(Exception):
    """A request ended with an exception at its owner; the text is its traceback there."""


class Peer:
    """Requests go to it over connections that are kept, as many as there were requests under way at once."""

    def __init__(self, mailbox: socket.socket) -> None:
        """`mailbox`: where it takes new connections from."""
        self._mailbox = mailbox
        self._idle: list[Link] = []

    async def relay(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it answer a request. Raises `LinkLostError`, and `RelayedError` for a bug there.

        What comes back goes out at once, so that delays and pieces of an answer keep their rhythm.
        """
        first = await receive()
        link = await self._take()
        try:
            link.write(({name: scope[name] for name in MEMBERS if name in scope}, first))
            end = await _Relay(link, receive, send, scope.get(CONNECTION_KEY)).run()
        except BaseException:
            link.close()
            raise
        self._idle.append(link)
        if "traceback" in end:
            raise RelayedError(end["traceback"])

    async def borrow(self, sandbox: str, path: str) -> dict[str, Any]:
        """Let it copy a sandbox's data to a new file.

        Says whether the sandbox `exists`, and whether it `differs` from the baseline: only then is there a file.
        `error` is the text of a `StoreError`. Raises `LinkLostError`.
        """
        link = await self._take()
        try:
            link.write(({"type": LEND, "sandbox": sandbox, "path": path}, None))
            told: dict[str, Any] = await link.read()
        except BaseException:
            link.close()
            raise
        self._idle.append(link)
        return told

    async def _take(self) -> Link:
        return self._idle.pop() if self._idle else await open_link(self._mailbox)

    def close(self) -> None:
        """Relay nothing more to it; it sees that."""
        self._mailbox.close()
        for link in self._idle:
            link.close()
        self._idle.clear()


class _Relay:
    """One request on its way to another worker and back."""

    def __init__(self, link: Link, receive: Receive, send: Send, connection: Connection | None) -> None:
        self._link = link
        self._receive = receive
        self._send = send
        self._connection = connection
        self._asked: asyncio.Task[None] | None = None

    async def run(self) -> Message:
        """Do what the owner says until the end, which is returned."""
        try:
            while (message := await self._link.read())["type"] != END:
                await self._do(message)
        finally:
            # Each question gets one answer, or the next request on this link would get it.
            if self._asked is not None and self._asked.cancel():
                self._link.write(DISCONNECT)
        return message  # type: ignore[no-any-return]

    async def _do(self, message: Message) -> None:
        kind = message["type"]
        if kind == RECEIVE:
            self._asked = asyncio.create_task(self._pass_on())
        elif self._connection is not None and kind == WRITE:
            self._connection.write(message["data"])
        elif self._connection is not None and kind == CLOSE:
            self._connection.close()
        elif self._connection is not None and kind == RESET:
            self._connection.reset()
        else:
            await self._send(message)

    async def _pass_on(self) -> None:
        # Nothing may wait after the message is written: who cancels this takes it for not written.
        self._link.write(await self._receive())
