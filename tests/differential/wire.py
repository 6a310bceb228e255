"""Sends requests over raw sockets and keeps every byte that comes back."""

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

HOST = "mock.test"
"""The host that every request names, so that both servers write the same URLs."""

SECONDS = 20.0
"""How long any answer may take."""

IDLE_SECONDS = 2.5
"""After this time without use a connection is not used again: the server closes idle ones after 5 s."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """Describe one request. `target`, headers and method are written as latin-1."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    version: str = "1.1"

    def encoded(self) -> bytes:
        """Write the request as it goes out; `Host` and `Content-Length` are added where they are needed."""
        names = {name.lower() for name, _ in self.headers}
        lines = [f"{self.method} {self.target} HTTP/{self.version}"]
        if "host" not in names and self.version != "1.0":
            lines.append(f"Host: {HOST}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body and not names & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body

    def with_headers(self, *headers: tuple[str, str]) -> Self:
        """Return the same request with more headers."""
        return replace(self, headers=(*self.headers, *headers))

    def below(self, prefix: str) -> Self:
        """Return the same request with `prefix` in front of its target."""
        return replace(self, target=prefix + self.target)


@dataclass(frozen=True)
class Reply:
    """Hold all bytes that came, and how it ended: `open`, `closed`, `reset` or `timeout`."""

    content: bytes
    ending: str

    @property
    def head(self) -> bytes:
        """Return the status line and the headers."""
        return self.content.partition(b"\r\n\r\n")[0]

    @property
    def body(self) -> bytes:
        """Return what stands behind the headers of the first answer."""
        return self.content.partition(b"\r\n\r\n")[2]

    @property
    def status(self) -> int:
        """Return the status; 0: no status line came."""
        return _status(self.head)


class Connection:
    """Hold one TCP connection to a server."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._used = time.monotonic()
        self.is_open = True

    @property
    def is_fresh(self) -> bool:
        """Tell whether another request can be sent here."""
        return self.is_open and time.monotonic() - self._used < IDLE_SECONDS

    def send(self, content: bytes) -> None:
        """Send bytes; a connection that the server has ended is noticed at the next `receive`."""
        try:
            self._socket.sendall(content)
        except OSError:
            return

    def receive(self, methods: Sequence[str]) -> Reply:
        """Read one answer for each method of the requests that were sent, or until the connection ends.

        After an answer that announces the end of the connection the end is waited for.
        """
        content = bytearray()
        start, answered, announced = 0, 0, False
        deadline = time.monotonic() + SECONDS
        while answered < len(methods) or announced:
            end = None if announced else end_of_reply(content, start, methods[answered])
            if end is not None:
                announced = _announces_end(content[start:end])
                start, answered = end, answered + 1
                continue
            ending = self._read(content, deadline)
            if ending:
                self.close()
                return Reply(bytes(content), ending)
        self._used = time.monotonic()
        return Reply(bytes(content), "open")

    def _read(self, content: bytearray, deadline: float) -> str:
        """Add what comes to `content`; return how the connection ended, or nothing while it goes on."""
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            return "timeout"
        self._socket.settimeout(remaining)
        try:
            piece = self._socket.recv(262_144)
        except TimeoutError:
            return "timeout"
        except ConnectionError:
            return "reset"
        content += piece
        return "" if piece else "closed"

    def close(self) -> None:
        """End the connection."""
        self.is_open = False
        self._socket.close()


def end_of_reply(content: bytes | bytearray, start: int, method: str) -> int | None:
    """Find where the answer to a request of `method` ends that begins at `start`; None: it is not whole yet."""
    head_end = content.find(b"\r\n\r\n", start)
    if head_end < 0:
        return None
    head, body = bytes(content[start:head_end]).lower(), head_end + 4
    status = _status(head)
    if 100 <= status < 200:
        return end_of_reply(content, body, method)
    if status == 0:
        return None
    if method == "HEAD" or status in (204, 304):
        return body
    if b"\r\ntransfer-encoding: chunked" in head:
        return _end_of_chunks(content, body)
    _, found, after = head.partition(b"\r\ncontent-length: ")
    length = after.partition(b"\r\n")[0]
    if not found or not length.isdigit() or len(content) < body + int(length):
        return None
    return body + int(length)


def _end_of_chunks(content: bytes | bytearray, start: int) -> int | None:
    """Find where a chunked body ends that begins at `start`."""
    while (line_end := content.find(b"\r\n", start)) >= 0:
        try:
            size = int(bytes(content[start:line_end]), 16)
        except ValueError:
            return None
        start = line_end + 2 + size + 2
        if size == 0 or start > len(content):
            return start if start <= len(content) else None
    return None


def _announces_end(reply: bytes | bytearray) -> bool:
    return b"\r\nconnection: close" in bytes(reply).partition(b"\r\n\r\n")[0].lower()


def _status(head: bytes) -> int:
    parts = head.split(b" ", 2)
    if len(parts) < 2 or not parts[0].lower().startswith(b"http/") or not parts[1][:3].isdigit():
        return 0
    return int(parts[1][:3])
