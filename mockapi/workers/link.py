"""How workers reach each other: connections that carry frames, opened by handing over one end of a socket pair.

No address and no file is needed for that, so nobody else can connect and nothing is left behind.
"""

import asyncio
import pickle
import socket
import struct
from collections import deque
from typing import Any

_SIZE = struct.Struct("!I")
_SECONDS_BETWEEN_TRIES = 0.001


class LinkLostError(Exception):
    """The other worker has ended, or has closed the connection."""


class Link:
    """A connection to another worker, which carries values: a frame is a length in bytes and a pickled list of them.

    Only a process of the same server can be at the other end.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._loop = asyncio.get_running_loop()
        self._written: list[Any] = []
        self._read: deque[Any] = deque()

    def write(self, value: Any) -> None:
        """Send a value after all before it; nothing happens when the connection has ended.

        What is written without waiting in between goes out as one frame: most answers are one.
        """
        if not self._written:
            self._loop.call_soon(self._flush)
        self._written.append(value)

    def _flush(self) -> None:
        # uvloop raises for a transport that is closed.
        if self._written and not self._writer.transport.is_closing():
            frame = pickle.dumps(self._written, pickle.HIGHEST_PROTOCOL)
            self._writer.write(_SIZE.pack(len(frame)) + frame)
        self._written.clear()

    async def drain(self) -> None:
        """Wait until the other side has read most of what was written. Raises `LinkLostError`."""
        self._flush()
        try:
            await self._writer.drain()
        except OSError as error:
            raise LinkLostError from error

    async def read(self) -> Any:
        """The next value. Raises `LinkLostError`. Cancelled half-way it leaves the link of no use."""
        if not self._read:
            try:
                (size,) = _SIZE.unpack(await self._reader.readexactly(_SIZE.size))
                self._read.extend(pickle.loads(await self._reader.readexactly(size)))  # noqa: S301
            except (asyncio.IncompleteReadError, OSError) as error:
                raise LinkLostError from error
        return self._read.popleft()

    def close(self) -> None:
        """End the connection at once; the other side's `read` raises."""
        self._writer.transport.abort()


async def open_link(mailbox: socket.socket) -> Link:
    """A new connection to the worker that reads at the other end of `mailbox`. Raises `LinkLostError`."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            # Nobody tells when there is room again.
            while not _hand_over(mailbox, theirs):  # noqa: ASYNC110
                await asyncio.sleep(_SECONDS_BETWEEN_TRIES)
        return await accept_link(ours)
    except BaseException as error:
        ours.close()
        if isinstance(error, OSError):
            raise LinkLostError from error
        raise


async def accept_link(connection: socket.socket) -> Link:
    """The link over one end of a socket pair."""
    return Link(*await asyncio.open_unix_connection(sock=connection))


def take_connection(mailbox: socket.socket) -> socket.socket | None:
    """A connection that was handed over, once `mailbox` can be read; None: nobody is there to hand over another."""
    _, descriptors, _, _ = socket.recv_fds(mailbox, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _hand_over(mailbox: socket.socket, connection: socket.socket) -> bool:
    """Whether there was room for it."""
    try:
        socket.send_fds(mailbox, [b"."], [connection.fileno()])
    except BlockingIOError:
        return False
    return True
