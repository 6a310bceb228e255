"""What one value must be: the matchers of texts, and how they are joined."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from mockapi.matching.content import Content, encode
from mockapi.matching.nearness import text_distance

Fit = bool | None
"""Whether something fits; None: that depends on the part of a body that was not kept."""

SMALLEST_DISTANCE = 0.001
"""What does not fit is never at distance 0, however near it is."""


class Matcher(ABC):
    """What one value must be. The value None: there is no such header, parameter or body."""

    @property
    def compares_json(self) -> bool:
        """Whether the value is held against JSON, not against a text."""
        return False

    @abstractmethod
    def fits(self, value: Content | None) -> Fit:
        """Whether the value is as it must be."""

    def farness(self, value: Content | None) -> float:
        """How far off a value is that does not fit, 0 to 1."""
        return 1.0

    def distance(self, value: Content | None) -> float:
        """0: it fits. Up to 1: it is far off, or it cannot be decided."""
        fits = self.fits(value)
        if fits is None:
            return 1.0
        return 0.0 if fits else min(max(self.farness(value), SMALLEST_DISTANCE), 1.0)


def all_of(fits: Iterable[Fit]) -> Fit:
    """One that does not fit decides, before one that cannot be decided."""
    known = True
    for one in fits:
        if one is False:
            return False
        known = known and one is not None
    return True if known else None


def any_of(fits: Iterable[Fit]) -> Fit:
    """One that fits decides, before one that cannot be decided."""
    return opposite(all_of(opposite(one) for one in fits))


def opposite(fits: Fit) -> Fit:
    """What cannot be decided stays so."""
    return None if fits is None else not fits


@dataclass(eq=False, repr=False)
class EqualTo(Matcher):
    """The text and nothing else."""

    expected: str
    ignores_case: bool = False

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return False
        if value.is_cut:
            return None if self._may_go_on(value) else False
        if self.ignores_case:
            return value.text.lower() == self.expected.lower()
        return value.text == self.expected

    def _may_go_on(self, value: Content) -> bool:
        if self.ignores_case:
            return True
        return self.expected.startswith(value.text) and len(encode(self.expected)) == value.size

    def farness(self, value: Content | None) -> float:
        if value is None:
            return 1.0
        if self.ignores_case:
            return text_distance(self.expected.lower(), value.text.lower())
        return text_distance(self.expected, value.text)


@dataclass(eq=False, repr=False)
class Contains(Matcher):
    """The text, somewhere."""

    expected: str

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return False
        if self.expected in value.text:
            return True
        return None if value.is_cut else False


@dataclass(eq=False, repr=False)
class Matches(Matcher):
    """All of the value is as the regular expression says."""

    expression: re.Pattern[str]

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return False
        return None if value.is_cut else self.expression.fullmatch(value.text) is not None


@dataclass(eq=False, repr=False)
class BinaryEqualTo(Matcher):
    """The bytes and nothing else; no bytes are an empty body, too."""

    expected: bytes

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return not self.expected
        if value.is_cut:
            may_go_on = self.expected.startswith(value.raw) and len(self.expected) == value.size
            return None if may_go_on else False
        return value.raw == self.expected


@dataclass(eq=False, repr=False)
class Absent(Matcher):
    """There is no such header, parameter or body."""

    def fits(self, value: Content | None) -> Fit:
        return value is None


@dataclass(eq=False, repr=False)
class Not(Matcher):
    """What does not fit the matcher; also what is not there, unless that fits it."""

    matcher: Matcher

    @property
    def compares_json(self) -> bool:
        return self.matcher.compares_json

    def fits(self, value: Content | None) -> Fit:
        return opposite(self.matcher.fits(value))


@dataclass(eq=False, repr=False)
class _Joined(Matcher):
    matchers: tuple[Matcher, ...]

    @property
    def compares_json(self) -> bool:
        return any(matcher.compares_json for matcher in self.matchers)


@dataclass(eq=False, repr=False)
class And(_Joined):
    """All matchers fit; the distance is the mean of theirs."""

    def fits(self, value: Content | None) -> Fit:
        return all_of(matcher.fits(value) for matcher in self.matchers)

    def farness(self, value: Content | None) -> float:
        return sum(matcher.distance(value) for matcher in self.matchers) / len(self.matchers)


@dataclass(eq=False, repr=False)
class Or(_Joined):
    """Any matcher fits; the distance is the nearest one's."""

    def fits(self, value: Content | None) -> Fit:
        return any_of(matcher.fits(value) for matcher in self.matchers)

    def farness(self, value: Content | None) -> float:
        return min(matcher.distance(value) for matcher in self.matchers)
