"""A recorded request, as the journal keeps it and as request patterns match it."""

from dataclasses import dataclass, replace
from urllib.parse import unquote

from mockapi.http.response import MAX_BODY_BYTES, Headers, bytes_of


@dataclass(slots=True)
class RecordedRequest:
    """One request to a path of a vendor, or to a path that no vendor has; decoded on use."""

    method: str
    """In capitals."""
    raw_path: bytes
    """The path, still percent-encoded, without the sandbox (`/~name`)."""
    query_string: bytes
    """The query string, still encoded, without the question mark."""
    headers: Headers
    """The headers in the order of the request, with names in lower case."""
    body: bytes
    """The first bytes of the body; all of them unless `body_size` is larger."""
    body_size: int
    """Size of the whole body in bytes."""
    vendor: str | None
    """Name of the vendor that the path belongs to; None if no vendor has it."""
    operation: str | None
    """Name of the vendor's operation; None if no operation has the path and method."""

    @property
    def url(self) -> str:
        """The encoded path and query string, which WireMock calls `url`."""
        query = b"?" + self.query_string if self.query_string else b""
        return (self.raw_path + query).decode("latin-1")

    @property
    def path(self) -> str:
        """The percent-decoded path."""
        return unquote(self.raw_path.decode("latin-1"))

    @property
    def is_cut(self) -> bool:
        """True if `body` is only the beginning of the body."""
        return len(self.body) < self.body_size

    @property
    def kept_bytes(self) -> int:
        """Size in bytes that the journal counts for the request."""
        return len(self.body) + bytes_of(self.headers) + len(self.raw_path) + len(self.query_string)

    def for_journal(self) -> "RecordedRequest":
        """Return the request as the journal keeps it: of a long body only the beginning."""
        return self if self.body_size <= MAX_BODY_BYTES else self.cut(MAX_BODY_BYTES)

    def cut(self, size: int) -> "RecordedRequest":
        """Return the request with at most `size` bytes of its body."""
        return replace(self, body=self.body[:size])
