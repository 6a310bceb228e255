"""A server that sends prepared responses, connection by connection, and records the requests."""

import json
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Semaphore, Thread
from types import TracebackType
from typing import Any, Self

from tests.support.waiting import SECONDS, join


def response(content: Any, status: str = "200 OK", media_type: str = "application/json", *more: str) -> bytes:
    """Return a whole HTTP response. `content` is sent unchanged if it is bytes, else as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    head = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


HEALTHY = response({"status": "healthy", "message": "mockapi is ok"})
NOTHING = b""
"""Script entry: the request is read, and the connection is closed without a response."""
SILENCE = None
"""Script entry: the request is read, and no response is sent until the end of the test."""


class ScriptedServer:
    """A server that runs during a `with` block.

    Each connection has a script: one response per request. It is closed after the last response.
    """

    def __init__(self, *connections: Sequence[bytes | None]) -> None:
        self.received: list[str] = []
        """Method and path of each request."""
        self.closed = Semaphore(0)
        """A semaphore that is released once per closed connection."""
        self._connections = connections
        self._end = Event()

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(SECONDS)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        # Interrupts `accept` in the thread.
        self._listening.shutdown(socket.SHUT_RDWR)
        join(self._thread)
        self._listening.close()

    def _run(self) -> None:
        with suppress(OSError):
            for script in self._connections:
                connection, _ = self._listening.accept()
                connection.settimeout(SECONDS)
                with connection, suppress(ConnectionError):
                    for each in script:
                        self._read(connection)
                        if each is SILENCE:
                            self._end.wait(SECONDS)
                        else:
                            connection.sendall(each)
                self.closed.release()

    def _read(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += _received(connection)
        head, _, body = received.partition(b"\r\n\r\n")
        sizes = [line.partition(b":")[2] for line in head.splitlines() if line.lower().startswith(b"content-length:")]
        while sizes and len(body) < int(sizes[0]):
            body += _received(connection)
        self.received.append(head.decode().splitlines()[0].rpartition(" ")[0])


def _received(connection: socket.socket) -> bytes:
    """Return the next bytes. Raises `ConnectionError` once the client has closed the connection."""
    if not (data := connection.recv(65536)):
        raise ConnectionError("the client has closed the connection")
    return data
