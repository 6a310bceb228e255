"""What the values of one name must be: a header or a parameter may come more than once, or not at all."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from mockapi.matching.content import Content
from mockapi.matching.matchers import SMALLEST_DISTANCE, Absent, Fit, Matcher, all_of, any_of
from mockapi.matching.pairing import can_pair

NOTHING: Sequence[None] = (None,)
"""What a matcher of one value gets where there is none."""


class ValuesMatcher(ABC):
    """What the values of one name must be."""

    @abstractmethod
    def fits(self, values: Sequence[Content]) -> Fit:
        """Whether the values are as they must be."""

    @abstractmethod
    def distance(self, values: Sequence[Content]) -> float:
        """0: they fit. Up to 1: they are far off, or it cannot be decided."""


@dataclass(eq=False, repr=False)
class AnyValue(ValuesMatcher):
    """Any value fits, or that there is none does."""

    matcher: Matcher

    def fits(self, values: Sequence[Content]) -> Fit:
        if len(values) == 1:
            return self.matcher.fits(values[0])
        return any_of(self.matcher.fits(value) for value in values or NOTHING)

    def distance(self, values: Sequence[Content]) -> float:
        return min(self.matcher.distance(value) for value in values or NOTHING)


@dataclass(eq=False, repr=False)
class AnyCookie(AnyValue):
    """The same, but that there is none fits only `absent`, as in WireMock."""

    def fits(self, values: Sequence[Content]) -> Fit:
        return super().fits(values) if values else isinstance(self.matcher, Absent)

    def distance(self, values: Sequence[Content]) -> float:
        return super().distance(values) if values or isinstance(self.matcher, Absent) else 1.0


@dataclass(eq=False, repr=False)
class Includes(ValuesMatcher):
    """Each matcher fits some value."""

    matchers: tuple[Matcher, ...]

    def fits(self, values: Sequence[Content]) -> Fit:
        return all_of(any_of(matcher.fits(value) for value in values) for matcher in self.matchers)

    def distance(self, values: Sequence[Content]) -> float:
        nearest = [min((matcher.distance(value) for value in values), default=1.0) for matcher in self.matchers]
        return sum(nearest) / len(nearest)


@dataclass(eq=False, repr=False)
class HasExactly(Includes):
    """Each matcher fits a value of its own, and no value is left over."""

    def fits(self, values: Sequence[Content]) -> Fit:
        return len(values) == len(self.matchers) and can_pair(
            len(values), len(values), lambda matcher, value: self.matchers[matcher].fits(values[value]) is True
        )

    def distance(self, values: Sequence[Content]) -> float:
        if self.fits(values):
            return 0.0
        return max((super().distance(values) + (len(values) != len(self.matchers))) / 2, SMALLEST_DISTANCE)
