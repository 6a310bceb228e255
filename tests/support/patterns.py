"""Requests to hold patterns against."""

from typing import Any

from mockapi.http.request import RecordedRequest
from mockapi.matching.pattern import read_pattern


def seen(
    method: str = "GET",
    url: bytes = b"/",
    headers: tuple[tuple[bytes, bytes], ...] = (),
    body: bytes = b"",
    vendor: str | None = "altegio",
    operation: str | None = "goods.get",
) -> RecordedRequest:
    """A request whose body was kept whole."""
    path, _, query = url.partition(b"?")
    return RecordedRequest(method, path, query, headers, body, len(body), vendor, operation)


def matches(pattern: dict[str, Any], request: RecordedRequest) -> bool:
    """Whether the pattern matches. Its comparison has to say the same."""
    read = read_pattern(pattern)
    answer = read.matches(request)
    comparison = read.compare(request)
    assert answer == (comparison.distance == 0) == all(line.fits for line in comparison.lines)
    assert 0 <= comparison.distance <= 1
    return answer


def header_fits(matcher: dict[str, Any], *values: bytes) -> bool:
    """Whether the matcher fits a header with these values."""
    return matches({"headers": {"X-Tested": matcher}}, seen(headers=tuple((b"x-tested", value) for value in values)))


def body_fits(matcher: Any, body: bytes) -> bool:
    """Whether the matcher fits the body."""
    return matches({"bodyPatterns": [matcher]}, seen("POST", body=body))
