"""A server that answers what it is told to, connection by connection, and keeps what it was sent."""

import json
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Semaphore, Thread
from types import TracebackType
from typing import Any, Self


def answer(content: Any, status: str = "200 OK", media_type: str = "application/json", *more: str) -> bytes:
    """A whole HTTP answer; `content`: bytes as they are, anything else as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    head = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


HEALTHY = answer({"status": "healthy", "message": "mockapi is ok"})
NOTHING = b""
"""The request is read, and the connection closed without an answer."""
SILENCE = None
"""The request is read, and no answer comes until the end of the test."""


class Stranger:
    """Listens while the block runs; each connection gets its answers, one a request, and is closed after the last."""

    def __init__(self, *connections: Sequence[bytes | None]) -> None:
        self.received: list[str] = []
        """The first line of each request."""
        self.closed = Semaphore(0)
        """Counts the connections that are closed."""
        self._connections = connections
        self._end = Event()

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        # Wakes a thread that still waits for somebody to call.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _run(self) -> None:
        with suppress(OSError):
            for answers in self._connections:
                connection, _ = self._listening.accept()
                with connection:
                    for each in answers:
                        self._read(connection)
                        if each is SILENCE:
                            self._end.wait()
                        else:
                            connection.sendall(each)
                self.closed.release()

    def _read(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536) or b"gone\r\n\r\n"
        head, _, body = received.partition(b"\r\n\r\n")
        sizes = [line.partition(b":")[2] for line in head.splitlines() if line.lower().startswith(b"content-length:")]
        while sizes and len(body) < int(sizes[0]):
            body += connection.recv(65536)
        self.received.append(head.decode().splitlines()[0].rpartition(" ")[0])
