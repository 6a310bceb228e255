"""Request patterns, ready to be matched against recorded requests."""

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any

from mockapi.http.request import RecordedRequest
from mockapi.matching.comparison import Comparison, compare
from mockapi.matching.criteria import read_criteria
from mockapi.matching.errors import Undecidable
from mockapi.matching.matchers import all_of
from mockapi.matching.received_request import ReceivedRequest


class RequestPattern:
    """A condition on requests, in WireMock's vocabulary."""

    def __init__(self, content: Any) -> None:
        """Read a pattern from parsed JSON. Raises `PatternError` for malformed or unsupported members."""
        self._criteria = read_criteria(content)
        self.content: dict[str, Any] = content
        """The pattern as parsed JSON."""

    def matches(self, request: RecordedRequest) -> bool:
        """Return True if the request matches.

        Raises `Undecidable` if everything known matches, and the rest depends on the discarded part of the body.
        """
        received = ReceivedRequest(request)
        decision = all_of(criterion.matches(received) for criterion in self._criteria)
        if decision is None:
            kept = f"{len(request.body)} of {request.body_size} bytes"
            raise Undecidable(f"Whether the pattern matches depends on the whole body, of which {kept} were kept.")
        return decision

    def compare(self, request: RecordedRequest) -> Comparison:
        """Return the comparison with the request. Undecided criteria have the distance 1.0."""
        return compare(self._criteria, ReceivedRequest(request))


def closest(
    pattern: RequestPattern, requests: Iterable[RecordedRequest], limit: int = 3
) -> list[tuple[RecordedRequest, Comparison]]:
    """Return at most `limit` requests that do not match, the closest first, with their comparisons.

    Equally close requests stay in the given order.
    """
    compared = ((request, pattern.compare(request)) for request in requests)
    mismatches = (pair for pair in compared if pair[1].distance)
    return nsmallest(limit, mismatches, key=lambda pair: pair[1].distance)
