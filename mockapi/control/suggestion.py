"""The operations closest to a path that no vendor has, and what to change."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nsmallest

from mockapi.core.documentation import operation_routes
from mockapi.core.vendor import MountedVendor

ENOUGH = 0.75
"""Below this likeness a suggestion would only mislead."""

_LONGEST_PATH = 200
"""Comparing takes quadratic time; no operation's path is nearly as long."""


@dataclass(frozen=True)
class Suggestion:
    """An operation, the path that reaches it, and how like it is to what was asked for (1: the same)."""

    vendor: str
    operation: str
    method: str
    path: str
    likeness: float

    def hint(self, method: str, path: str) -> str:
        """What to change in a request of `method` and `path`."""
        changes = []
        if method != self.method:
            changes.append(f"the method {method} to {self.method}")
        if _normal(path) != _normal(self.path):
            changes.append(f"the path {path[:_LONGEST_PATH]} to {self.path}")
        return f"Change {' and '.join(changes) or 'the path'} for {self.operation} of {self.vendor}."


def closest(vendors: Sequence[MountedVendor], method: str, path: str, most: int = 3) -> list[Suggestion]:
    """The operations that were most likely meant, the likeliest first."""
    best: dict[tuple[str, str, str], Suggestion] = {}
    for candidate in _operations(vendors, method, path[:_LONGEST_PATH]):
        key = (candidate.vendor, candidate.operation, candidate.method)
        if key not in best or best[key].likeness < candidate.likeness:
            best[key] = candidate
    return nsmallest(most, best.values(), key=lambda suggestion: -suggestion.likeness)


def _operations(vendors: Sequence[MountedVendor], method: str, path: str) -> Iterable[Suggestion]:
    for mounted in vendors:
        for route in operation_routes(mounted.application):
            for base in mounted.vendor.base_paths:
                for known in sorted(route.methods or ()):
                    likeness = _likeness(base + route.path, path) - (0.02 if known != method else 0)
                    yield Suggestion(mounted.vendor.name, route.name, known, base + route.path, likeness)


def _likeness(wanted: str, given: str) -> float:
    return SequenceMatcher(None, _normal(wanted), _normal(given), autojunk=False).ratio()


def _normal(path: str) -> str:
    """Numbers in a path and parameters of an operation count as the same."""
    return re.sub(r"\{[^}]*\}|(?<=/)[0-9]+(?=/|$)", "{}", path).lower()
