"""The closest operation to a path that no vendor has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mockapi.core.documentation import operation_routes
from mockapi.core.vendor import MountedVendor

_ENOUGH = 0.75
"""Below this likeness a suggestion would only mislead."""

_LONGEST_PATH = 200
"""Comparing takes quadratic time; no operation's path is nearly as long."""


@dataclass(frozen=True)
class Suggestion:
    """An operation and the path that reaches it."""

    vendor: str
    operation: str
    method: str
    path: str


def closest(vendors: Sequence[MountedVendor], method: str, path: str) -> Suggestion | None:
    """The operation that was most likely meant by `method` and `path`."""
    path = path[:_LONGEST_PATH]
    best = max(_operations(vendors), key=lambda candidate: _likeness(candidate, method, path), default=None)
    return best if best and _likeness(best, method, path) >= _ENOUGH else None


def _operations(vendors: Sequence[MountedVendor]) -> Iterable[Suggestion]:
    for mounted in vendors:
        for route in operation_routes(mounted.application):
            for base in mounted.vendor.base_paths:
                for method in sorted(route.methods or ()):
                    yield Suggestion(mounted.vendor.name, route.name, method, base + route.path)


def _likeness(candidate: Suggestion, method: str, path: str) -> float:
    """At most 1. Numbers in the path and parameters of the operation count as the same."""
    given = re.sub(r"(?<=/)[0-9]+(?=/|$)", "{}", path)
    wanted = re.sub(r"\{[^}]*\}", "{}", candidate.path)
    likeness = SequenceMatcher(None, wanted.lower(), given.lower(), autojunk=False).ratio()
    return likeness - (0.02 if candidate.method != method else 0)
