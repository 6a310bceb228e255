"""Recorded requests, and checks that match them against patterns."""

from typing import Any

from mockapi.http.request import RecordedRequest
from mockapi.matching.pattern import RequestPattern


def recorded_request(
    method: str = "GET",
    url: bytes = b"/",
    headers: tuple[tuple[bytes, bytes], ...] = (),
    body: bytes = b"",
    vendor: str | None = "altegio",
    operation: str | None = "goods.get",
) -> RecordedRequest:
    """Return a request whose body was kept whole."""
    path, _, query = url.partition(b"?")
    return RecordedRequest(method, path, query, headers, body, len(body), vendor, operation)


def matches(pattern: dict[str, Any], request: RecordedRequest) -> bool:
    """Return True if the pattern matches, after checking that its comparison agrees."""
    parsed = RequestPattern(pattern)
    decision = parsed.matches(request)
    comparison = parsed.compare(request)
    assert decision == (comparison.distance == 0) == all(line.decision for line in comparison.lines)
    assert 0 <= comparison.distance <= 1
    return decision


def header_matches(matcher: dict[str, Any], *values: bytes) -> bool:
    """Return True if the matcher matches a header with these values."""
    return matches(
        {"headers": {"X-Tested": matcher}}, recorded_request(headers=tuple((b"x-tested", value) for value in values))
    )


def body_matches(matcher: Any, body: bytes) -> bool:
    """Return True if the matcher matches the body."""
    return matches({"bodyPatterns": [matcher]}, recorded_request("POST", body=body))
