"""Paths that no vendor has: their response, the closest operations, and what to change."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import Any

from starlette.responses import Response

from mockapi.http.json import json_response
from mockapi.vendor_api.application import MountedVendor

ENOUGH = 0.75
"""Below this likeness a suggestion would mislead."""

WORTH_SHOWING = 0.7
"""Below this likeness an operation is no near miss: a browser that requests its icon means no operation."""

OTHER_METHOD = 0.02
"""The likeness that an operation with another method loses."""

_MAX_PATH_LENGTH = 200
"""Comparing takes quadratic time; no operation's path is nearly as long."""


@dataclass(frozen=True)
class Suggestion:
    """An operation, the path that reaches it, and its likeness to the request (1: equal)."""

    vendor: str
    operation: str
    method: str
    path: str
    likeness: float

    def hint(self, method: str, path: str) -> str:
        """Return what to change in a request of `method` and `path`."""
        changes = []
        if method != self.method:
            changes.append(f"the method {method} to {self.method}")
        if not changes or not re.fullmatch(re.sub(r"\\\{[^}]*\\\}", "[^/\n]+", re.escape(self.path)), path):
            changes.append(f"the path {path[:_MAX_PATH_LENGTH]} to {self.path}")
        return f"Change {' and '.join(changes)} for {self.operation} of {self.vendor}."


def unknown_path(vendors: Sequence[MountedVendor], method: str, path: str) -> Response:
    """Return the response to a path that no vendor has."""
    answer: dict[str, Any] = {"error": f"No vendor has {method} {path}."}
    for near in closest(vendors, method, path, 1):
        if near.likeness >= ENOUGH:
            answer["error"] += f" Did you mean {near.method} {near.path} ({near.vendor})?"
            members = {"operation": near.operation, "method": near.method, "path": near.path}
            answer["didYouMean"] = {"vendor": near.vendor, **members}
    return json_response(answer, 404)


def closest(
    vendors: Sequence[MountedVendor], method: str, path: str, most: int = 3, least: float = WORTH_SHOWING
) -> list[Suggestion]:
    """Return the operations that are most like a request, the likeliest first, none below the likeness `least`."""
    best: dict[tuple[str, str, str], Suggestion] = {}
    for candidate in _operations(vendors, method, path, least):
        key = (candidate.vendor, candidate.operation, candidate.method)
        if key not in best or best[key].likeness < candidate.likeness:
            best[key] = candidate
    return nsmallest(most, best.values(), key=lambda suggestion: -suggestion.likeness)


def _operations(vendors: Sequence[MountedVendor], method: str, path: str, least: float) -> Iterable[Suggestion]:
    # What comes after the path, behind a wrong sign, is no part of a typing error.
    given = _normal(re.split("[&;?=]", path[:_MAX_PATH_LENGTH], maxsplit=1)[0])
    matcher = SequenceMatcher(None, b=given, autojunk=False)
    for mounted in vendors:
        for operation in mounted.operations:
            for base in _bases(mounted):
                likeness = _likeness(matcher, base + operation.path, least)
                likeness -= OTHER_METHOD if operation.method != method else 0
                if likeness >= least:
                    yield Suggestion(
                        mounted.vendor.name, operation.name, operation.method, base + operation.path, likeness
                    )


def _bases(mounted: MountedVendor) -> Iterator[str]:
    """Yield the prefixes of an operation's path, with and without the vendor's name."""
    for base in mounted.vendor.base_paths:
        yield base
    for base in mounted.vendor.base_paths:
        yield f"/{mounted.vendor.name}{base}"


def _likeness(matcher: "SequenceMatcher[str]", wanted: str, least: float) -> float:
    """Return the likeness of a path to the matcher's second one; 0 if it is certainly below `least`."""
    matcher.set_seq1(_normal(wanted))
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    return matcher.ratio()


def _normal(path: str) -> str:
    """Numbers in a path and parameters of an operation count as the same."""
    return re.sub(r"\{[^}]*\}|(?<=/)[0-9]+(?=/|$)", "{}", path).lower()
