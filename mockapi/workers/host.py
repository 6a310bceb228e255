"""A worker as the owner of sandboxes: it answers what other workers have accepted and relay to it."""

import asyncio
import socket
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Scope

from mockapi.core.faults.connection import CONNECTION_KEY
from mockapi.core.sandboxes import Sandboxes
from mockapi.core.store import StoreError
from mockapi.core.store_files import write_file
from mockapi.workers.link import Link, LinkLostError, accept_link, take_connection
from mockapi.workers.peer import CLOSE, DISCONNECT, END, LEND, RECEIVE, RESET, WRITE

LARGE_BYTES = 16_384
"""From here on a part of an answer is worth waiting for until the other side has room for it."""


class Host:
    """Serves the links that other workers open, from `open` on until all of them have closed theirs."""

    def __init__(self, application: ASGIApp, sandboxes: Sandboxes, mailbox: socket.socket) -> None:
        """`sandboxes`: those that live here; `mailbox`: where other workers hand over connections."""
        self._application = application
        self._sandboxes = sandboxes
        self._mailbox = mailbox
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_left = asyncio.Event()

    def open(self) -> None:
        """Take connections, on the running event loop."""
        asyncio.get_running_loop().add_reader(self._mailbox, self._accept)

    async def close(self) -> None:
        """Wait until no other worker will relay anything more; who still wants an answer then is no longer there."""
        await self._is_left.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._mailbox.close()

    def _accept(self) -> None:
        connection = take_connection(self._mailbox)
        if connection is None:
            asyncio.get_running_loop().remove_reader(self._mailbox)
            self._is_left.set()
            return
        task = asyncio.create_task(self._serve(connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, connection: socket.socket) -> None:
        link = await accept_link(connection)
        try:
            with suppress(LinkLostError):
                while True:
                    scope, first = await link.read()
                    if scope["type"] == LEND:
                        link.write(self._lend(**scope))
                    else:
                        await self._answer(link, scope, first)
        finally:
            link.close()

    async def _answer(self, link: Link, scope: Scope, first: Message) -> None:
        conversation = _Conversation(link, first)
        scope[CONNECTION_KEY] = conversation
        end = {"type": END}
        try:
            await self._application(scope, conversation.receive, conversation.send)
        except Exception as error:
            end["traceback"] = "".join(traceback.format_exception(error))
        link.write(end)
        await conversation.finish()

    def _lend(self, sandbox: str, path: str, **_: Any) -> dict[str, Any]:
        if sandbox not in self._sandboxes:
            return {"exists": False}
        lent = self._sandboxes[sandbox]
        differs = lent.has_changed
        try:
            if differs:
                write_file(lent.reading(), Path(path))
        except StoreError as error:
            return {"exists": True, "error": str(error)}
        return {"exists": True, "differs": differs}


class _Conversation:
    """A request that another worker has accepted: its ASGI `receive` and `send`, and the `Connection` it came over."""

    def __init__(self, link: Link, first: Message) -> None:
        """`first`: what the worker has received already."""
        self._link = link
        self._first: Message | None = first
        self._asked: asyncio.Task[Message] | None = None

    async def receive(self) -> Message:
        """The request's next message. The other worker's end is the client's, too."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if self._asked is None:
            self._link.write({"type": RECEIVE})
            self._asked = asyncio.create_task(self._read())
        # Who is tired of waiting asks for the same message the next time.
        message = await asyncio.shield(self._asked)
        if message != DISCONNECT:
            self._asked = None
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer; nobody misses it when the client or the other worker is gone."""
        self._link.write(message)
        if len(message.get("body", b"")) >= LARGE_BYTES:
            with suppress(LinkLostError):
                await self._link.drain()

    def write(self, data: bytes) -> None:
        """Send bytes past HTTP's framing."""
        self._link.write({"type": WRITE, "data": data})

    def close(self) -> None:
        """End the client's connection in order."""
        self._link.write({"type": CLOSE})

    def reset(self) -> None:
        """End the client's connection with a TCP reset."""
        self._link.write({"type": RESET})

    async def finish(self) -> None:
        """Take the answer to what was asked last, before the link carries another request."""
        if self._asked is not None:
            await self._asked

    async def _read(self) -> Message:
        try:
            message: Message = await self._link.read()
        except LinkLostError:
            return DISCONNECT
        return message
