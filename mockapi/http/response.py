"""A complete response, as a vendor's operation returns it and as the journal records it."""

from dataclasses import dataclass, replace
from functools import cached_property

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
