"""Matchers of one text, and their combinations with `not`, `and` and `or`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mockapi.matching.content import Content, encode
from mockapi.matching.text_distance import text_distance

Decision = bool | None
"""True: matches. False: does not match. None: undecided, because it depends on the discarded part of a body."""

MIN_MISMATCH_DISTANCE = 0.001
"""Distance of the nearest mismatch: only a match has the distance 0."""


class Matcher:
    """A condition on one value. The value is None if the request has no such header, parameter or body."""

    def matches(self, value: Content | None) -> Decision:
        """Return the decision for `value`. Most matchers reject None and decide nothing about a body that is cut."""
        if value is None:
            return False
        return self.matches_beginning(value) if value.is_cut else self.matches_whole(value)

    def matches_whole(self, value: Content) -> bool:
        """Return True if `value`, which is not cut, matches."""
        raise NotImplementedError

    def matches_beginning(self, value: Content) -> Decision:
        """Return the decision for a body of which only the beginning is known."""
        return None

    def mismatch_distance(self, value: Content | None) -> float:
        """Return how far a value that does not match is from the expected one, 0.0 to 1.0."""
        return 1.0

    def distance(self, value: Content | None) -> float:
        """Return 0.0 for a match, up to 1.0 for a mismatch, and 1.0 if it is undecided."""
        decision = self.matches(value)
        if decision is None:
            return 1.0
        return 0.0 if decision else min(max(self.mismatch_distance(value), MIN_MISMATCH_DISTANCE), 1.0)


def all_of(decisions: Iterable[Decision]) -> Decision:
    """Return False if any decision is False, else None if any is None, else True. Stops at the first False."""
    is_decided = True
    for decision in decisions:
        if decision is False:
            return False
        is_decided = is_decided and decision is not None
    return True if is_decided else None


def any_of(decisions: Iterable[Decision]) -> Decision:
    """Return True if any decision is True, else None if any is None, else False. Stops at the first True."""
    return negated(all_of(map(negated, decisions)))


def negated(decision: Decision) -> Decision:
    """Return the opposite decision; None stays None."""
    return None if decision is None else not decision


@dataclass(eq=False, repr=False)
class EqualTo(Matcher):
    """A text that the value must equal."""

    expected: str
    ignores_case: bool = False

    def matches_whole(self, value: Content) -> bool:
        return self._folded(value.text) == self._folded(self.expected)

    def matches_beginning(self, value: Content) -> Decision:
        may_match = self.expected.startswith(value.text) and len(encode(self.expected)) == value.size
        return None if self.ignores_case or may_match else False

    def mismatch_distance(self, value: Content | None) -> float:
        return 1.0 if value is None else text_distance(self._folded(self.expected), self._folded(value.text))

    def _folded(self, text: str) -> str:
        return text.lower() if self.ignores_case else text


@dataclass(eq=False, repr=False)
class Contains(Matcher):
    """A text that the value must contain."""

    expected: str

    def matches_whole(self, value: Content) -> bool:
        return self.expected in value.text

    def matches_beginning(self, value: Content) -> Decision:
        return True if self.expected in value.text else None


@dataclass(eq=False, repr=False)
class MatchesExpression(Matcher):
    """A regular expression that the whole value must match."""

    expression: re.Pattern[str]

    def matches_whole(self, value: Content) -> bool:
        return self.expression.fullmatch(value.text) is not None


@dataclass(eq=False, repr=False)
class BinaryEqualTo(Matcher):
    """Bytes that the body must equal. No bytes also match a missing body."""

    expected: bytes

    def matches(self, value: Content | None) -> Decision:
        return not self.expected if value is None else super().matches(value)

    def matches_whole(self, value: Content) -> bool:
        return value.raw == self.expected

    def matches_beginning(self, value: Content) -> Decision:
        may_match = self.expected.startswith(value.raw) and len(self.expected) == value.size
        return None if may_match else False


@dataclass(eq=False, repr=False)
class Absent(Matcher):
    """A condition that there is no such header, parameter or body."""

    def matches(self, value: Content | None) -> Decision:
        return value is None


@dataclass(eq=False, repr=False)
class Not(Matcher):
    """The negation of a matcher. A missing value matches if the negated matcher rejects it."""

    matcher: Matcher

    def matches(self, value: Content | None) -> Decision:
        return negated(self.matcher.matches(value))


@dataclass(eq=False, repr=False)
class And(Matcher):
    """Matchers that must all match. The distance is the mean of their distances."""

    matchers: tuple[Matcher, ...]

    def matches(self, value: Content | None) -> Decision:
        return all_of(matcher.matches(value) for matcher in self.matchers)

    def mismatch_distance(self, value: Content | None) -> float:
        return sum(matcher.distance(value) for matcher in self.matchers) / len(self.matchers)


@dataclass(eq=False, repr=False)
class Or(Matcher):
    """Matchers of which at least one must match. The distance is the smallest of their distances."""

    matchers: tuple[Matcher, ...]

    def matches(self, value: Content | None) -> Decision:
        return any_of(matcher.matches(value) for matcher in self.matchers)

    def mismatch_distance(self, value: Content | None) -> float:
        return min(matcher.distance(value) for matcher in self.matchers)
