"""Matchers of all values of one name: a header, parameter or field may occur several times, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from mockapi.matching.content import Content
from mockapi.matching.matchers import MIN_MISMATCH_DISTANCE, Absent, Decision, Matcher, all_of, any_of
from mockapi.matching.pairing import can_pair

ABSENT_VALUE: Sequence[None] = (None,)
"""Passed to the matcher of one value if there is no value."""


@dataclass(eq=False, repr=False)
class AnyValue:
    """A matcher that at least one value, or the absence of a value, must satisfy."""

    matcher: Matcher

    def matches(self, values: Sequence[Content]) -> Decision:
        """Return the decision for all values of a name in the order of the request; there may be none."""
        return any_of(self.matcher.matches(value) for value in values or ABSENT_VALUE)

    def distance(self, values: Sequence[Content]) -> float:
        """Return 0.0 for a match, up to 1.0 for a mismatch, and 1.0 if it is undecided."""
        return min(self.matcher.distance(value) for value in values or ABSENT_VALUE)


@dataclass(eq=False, repr=False)
class AnyCookie(AnyValue):
    """A matcher that at least one cookie must satisfy. As in WireMock, a missing cookie matches `absent` alone."""

    def matches(self, values: Sequence[Content]) -> Decision:
        return super().matches(values) if values else isinstance(self.matcher, Absent)

    def distance(self, values: Sequence[Content]) -> float:
        return super().distance(values) if values or isinstance(self.matcher, Absent) else 1.0


@dataclass(eq=False, repr=False)
class Includes:
    """Matchers that must each match at least one value."""

    matchers: tuple[Matcher, ...]

    def matches(self, values: Sequence[Content]) -> Decision:
        return all_of(any_of(matcher.matches(value) for value in values) for matcher in self.matchers)

    def distance(self, values: Sequence[Content]) -> float:
        nearest = [min((matcher.distance(value) for value in values), default=1.0) for matcher in self.matchers]
        return sum(nearest) / len(nearest)


@dataclass(eq=False, repr=False)
class HasExactly(Includes):
    """Matchers and values that can be paired one to one."""

    def matches(self, values: Sequence[Content]) -> Decision:
        return len(values) == len(self.matchers) and can_pair(
            len(values), len(values), lambda matcher, value: self.matchers[matcher].matches(values[value]) is True
        )

    def distance(self, values: Sequence[Content]) -> float:
        if self.matches(values):
            return 0.0
        has_other_count = len(values) != len(self.matchers)
        return max((super().distance(values) + has_other_count) / 2, MIN_MISMATCH_DISTANCE)


ValuesMatcher = AnyValue | Includes
"""A condition on all values of one name."""
