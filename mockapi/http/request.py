"""A request as it came in: what the journal keeps and what request patterns are held against."""

from dataclasses import dataclass, replace
from urllib.parse import unquote

from mockapi.http.response import MAX_BODY_BYTES, Headers, bytes_of


@dataclass(slots=True)
class RecordedRequest:
    """One request to a vendor's path, or to a path that no vendor has. Nothing is decoded before somebody asks."""

    method: str
    """In capitals."""
    raw_path: bytes
    """As sent, percent signs included, without the sandbox's prefix (`/~name`)."""
    query_string: bytes
    """As sent, without the question mark."""
    headers: Headers
    """In the order sent, names in lower case."""
    body: bytes
    """Its first bytes; all of them unless `body_size` is larger."""
    body_size: int
    vendor: str | None
    """The vendor whose path it is; None: no vendor's."""
    operation: str | None
    """The name of the vendor's operation; None: the vendor has no such route."""

    @property
    def url(self) -> str:
        """Path and query string as sent: what WireMock calls `url`."""
        query = b"?" + self.query_string if self.query_string else b""
        return (self.raw_path + query).decode("latin-1")

    @property
    def path(self) -> str:
        """The path, percent signs decoded."""
        return unquote(self.raw_path.decode("latin-1"))

    @property
    def is_cut(self) -> bool:
        """Whether `body` is only the beginning of what came in."""
        return len(self.body) < self.body_size

    @property
    def kept_bytes(self) -> int:
        """What the journal charges for it."""
        return len(self.body) + bytes_of(self.headers) + len(self.raw_path) + len(self.query_string)

    def for_journal(self) -> "RecordedRequest":
        """Return the request as the journal keeps it: of a long body only the beginning."""
        return self if self.body_size <= MAX_BODY_BYTES else self.cut(MAX_BODY_BYTES)

    def cut(self, size: int) -> "RecordedRequest":
        """The same request with no more than `size` bytes of its body."""
        return replace(self, body=self.body[:size])
