"""One thing that a pattern asks of a request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mockapi.matching.content import Content
from mockapi.matching.matchers import Fit
from mockapi.matching.received_request import ReceivedRequest
from mockapi.matching.values import ValuesMatcher

Take = Callable[[ReceivedRequest], Sequence[Content] | None]
"""The values that a criterion is about; None: they stand in a body that was cut."""


@dataclass(eq=False, repr=False)
class Criterion:
    """What the values of one name, or the one value of a request, must be."""

    group: str
    """The member of the pattern that it stands in: the criteria of a group count as much as one."""
    name: str
    """For a person: `header Accept`."""
    expected: str
    """For a person: `contains "json"`."""
    take: Take
    matcher: ValuesMatcher

    def fits(self, received: ReceivedRequest) -> Fit:
        """Whether the request is as it must be; None: that depends on the part of its body that was not kept."""
        values = self.take(received)
        return None if values is None else self.matcher.fits(values)

    def distance(self, received: ReceivedRequest) -> float:
        """0: it fits. Up to 1: it is far off, or it cannot be decided."""
        values = self.take(received)
        return 1.0 if values is None else self.matcher.distance(values)
