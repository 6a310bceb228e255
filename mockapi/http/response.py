"""A complete response, as a vendor's operation returns it and as the journal records it."""

from dataclasses import dataclass, replace
from functools import cached_property

from starlette.types import Message, Send

BODILESS = (204, 304)
"""Statuses whose responses have no body (RFC 9110)."""

FRAMING = (b"content-length", b"transfer-encoding")
"""Headers that describe the length of the body."""

MAX_BODY_BYTES = 16 * 1024
"""Maximum number of bytes that the journal keeps of a body, of a request or of a response."""

Headers = tuple[tuple[bytes, bytes], ...]


def bytes_of(headers: Headers) -> int:
    """Return the size of all names and values in bytes."""
    return sum([len(name) + len(value) for name, value in headers])


@dataclass(frozen=True)
class Response:
    """A complete, immutable response."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    @cached_property
    def beginning(self) -> bytes:
        """The first bytes of the body for the journal; all entries share them."""
        return self.body[:MAX_BODY_BYTES]

    @cached_property
    def kept_bytes(self) -> int:
        """Size in bytes that the journal counts for the response."""
        return len(self.beginning) + bytes_of(self.headers)

    def with_header(self, name: bytes, value: bytes) -> "Response":
        """Return the response with one more header at the end."""
        return replace(self, headers=(*self.headers, (name, value)))

    def sized(self) -> "Response":
        """Return the response with the correct `Content-Length`; without length and body if the status has no body."""
        others = tuple(header for header in self.headers if header[0].lower() not in FRAMING)
        if self.status in BODILESS:
            return Response(self.status, others)
        length = (b"content-length", b"%d" % len(self.body))
        if length in self.headers and len(others) + 1 == len(self.headers):
            return self
        return Response(self.status, (*others, length), self.body)


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
