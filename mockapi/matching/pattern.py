"""Request patterns: what one request must be like."""

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any

from mockapi.http.request import RecordedRequest
from mockapi.matching.comparison import Comparison, compare
from mockapi.matching.criteria import Criterion
from mockapi.matching.criterion_reading import read_criteria
from mockapi.matching.errors import Undecidable
from mockapi.matching.matchers import all_of
from mockapi.matching.received_request import ReceivedRequest


class RequestPattern:
    """A pattern that was understood. `read_pattern` makes it."""

    def __init__(self, content: dict[str, Any], criteria: tuple[Criterion, ...]) -> None:
        self.content = content
        """What was given."""
        self._criteria = criteria

    def matches(self, request: RecordedRequest) -> bool:
        """Whether the request is as the pattern says.

        Raises `Undecidable` if all fits so far, and the rest depends on the part of the body that was not kept.
        """
        received = ReceivedRequest(request)
        fits = all_of(criterion.fits(received) for criterion in self._criteria)
        if fits is None:
            kept = f"{len(request.body)} of {request.body_size} bytes"
            raise Undecidable(f"Whether the pattern matches depends on the whole body, of which {kept} were kept.")
        return fits

    def compare(self, request: RecordedRequest) -> Comparison:
        """How near the request is to the pattern. What cannot be decided is as far as can be."""
        return compare(self._criteria, ReceivedRequest(request))


def read_pattern(content: Any) -> RequestPattern:
    """The pattern that `content`, parsed JSON, says. Raises `PatternError` at all that is not understood."""
    criteria = read_criteria(content)
    return RequestPattern(content, criteria)


def closest(
    pattern: RequestPattern, requests: Iterable[RecordedRequest], most: int = 3
) -> list[tuple[RecordedRequest, Comparison]]:
    """The requests that nearly match, nearest first, among equally near ones in the order given."""
    compared = ((request, pattern.compare(request)) for request in requests)
    missed = (near for near in compared if near[1].distance)
    return nsmallest(most, missed, key=lambda near: near[1].distance)
