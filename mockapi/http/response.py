"""A whole answer: what a vendor's operation gives, what faults change, what the journal keeps."""

from dataclasses import dataclass, replace
from functools import cached_property

from starlette.responses import Response as StarletteResponse

BODILESS = (204, 304)
"""Statuses whose answers never have a body."""

FRAMING = (b"content-length", b"transfer-encoding")

MAX_BODY_BYTES = 16 * 1024
"""How much of a body the journal keeps, of the request's and of the answer's."""


Headers = tuple[tuple[bytes, bytes], ...]


def bytes_of(headers: Headers) -> int:
    """How long names and values are together."""
    return sum([len(name) + len(value) for name, value in headers])


@dataclass(frozen=True)
class Response:
    """A whole answer, which never changes."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    @cached_property
    def beginning(self) -> bytes:
        """What the journal keeps of the body; the same bytes for every entry."""
        return self.body[:MAX_BODY_BYTES]

    @cached_property
    def kept_bytes(self) -> int:
        """What the journal charges for it."""
        return len(self.beginning) + bytes_of(self.headers)

    def with_header(self, name: bytes, value: bytes) -> "Response":
        """The same with one header more, at the end."""
        return replace(self, headers=(*self.headers, (name, value)))

    def sized(self) -> "Response":
        """The same with exactly the Content-Length that its body has; without both where the status forbids a body."""
        others = tuple(header for header in self.headers if header[0].lower() not in FRAMING)
        if self.status in BODILESS:
            return Response(self.status, others)
        length = (b"content-length", b"%d" % len(self.body))
        if length in self.headers and len(others) + 1 == len(self.headers):
            return self
        return Response(self.status, (*others, length), self.body)


def response_of(response: StarletteResponse) -> Response:
    """The answer that a response with a ready body sends."""
    return Response(response.status_code, tuple(response.raw_headers), bytes(response.body))
