"""Which requests are meant, whether the program sent what it should have, and a readable difference when it did not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mockapi.admin.wiremock import WireMockSerializer
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.journal.journal import JournalEntry
from mockapi.journal.redaction import MASK, Secrets
from mockapi.matching.comparison import Comparison, ComparisonLine, as_text
from mockapi.matching.errors import PatternError
from mockapi.matching.known_vendors import find_vendors
from mockapi.matching.pattern import RequestPattern, closest
from mockapi.vendor_api.application import MountedVendor
from mockapi.vendor_api.lookup import known_vendor

MEMBERS = ("exactly", "atLeast", "atMost")
MAX_SHOWN = 3

_EXPRESSION = re.compile(r'"expression":"((?:[^"\\]|\\.)*+)"')


def pattern_of(content: dict[str, Any], vendors: Sequence[MountedVendor]) -> RequestPattern:
    """Return the request pattern in `content`. Raises `Problem` (422)."""
    try:
        pattern = RequestPattern(content)
    except PatternError as error:
        raise Problem(422, ErrorDetail(str(error), error.pointer)) from error
    find_vendors(list(map(known_vendor, vendors)), content.get("vendor"), content.get("operation"))
    return pattern


@dataclass(frozen=True)
class Expected:
    """How many requests should have come."""

    content: dict[str, int]

    @classmethod
    def taken_from(cls, pattern: dict[str, Any]) -> "Expected":
        """Take `exactly`, `atLeast` and `atMost` out of a pattern; none of them: at least 1. Raises `Problem`."""
        content = {name: pattern.pop(name) for name in MEMBERS if name in pattern} or {"atLeast": 1}
        for name, number in content.items():
            if type(number) is not int or number < 0:
                raise Problem(422, ErrorDetail(f"{name} is a whole number from 0 on.", f"/{name}"))
        if "exactly" in content and len(content) > 1:
            raise Problem(422, ErrorDetail("exactly leaves nothing to atLeast and atMost.", "/exactly"))
        if content.get("atLeast", 0) > content.get("atMost", content.get("atLeast", 0)):
            raise Problem(422, ErrorDetail("atLeast is more than atMost.", "/atLeast"))
        return cls(content)

    def holds(self, count: int) -> bool:
        """Return True if this number of requests is right."""
        least = self.content.get("exactly", self.content.get("atLeast", 0))
        most = self.content.get("exactly", self.content.get("atMost", count))
        return least <= count <= most

    def is_less_than(self, count: int) -> bool:
        """Return True if this number of requests is too large."""
        return count > self.content.get("exactly", self.content.get("atMost", count))

    def __str__(self) -> str:
        words = {"exactly": "exactly", "atLeast": "at least", "atMost": "at most"}
        return " and ".join(f"{words[name]} {number}" for name, number in self.content.items())


def unverified(
    expected: Expected,
    found: list[JournalEntry],
    entries: list[JournalEntry],
    pattern: RequestPattern,
    shapes: WireMockSerializer,
) -> dict[str, Any]:
    """Return the response to a failed verification: the matching requests, the closest others, and a text with both."""
    misses = near_misses(entries, pattern, shapes)
    lines = [f"Expected {expected} requests that fit, and {len(found)} of {len(entries)} did."]
    lines += [f"  fits: {_line(entry, shapes)}" for entry in found[:MAX_SHOWN]]
    # When too many fit, what nearly does is of no help.
    for miss in [] if expected.is_less_than(len(found)) else misses:
        lines += ["", f"  close: {miss['request']['method']} {miss['request']['url']}", miss["difference"]]
    return {
        "verified": False,
        "count": len(found),
        "expected": expected.content,
        "message": "\n".join(lines),
        "matching": list(map(shapes.request, found[:MAX_SHOWN])),
        "nearMisses": misses,
    }


def near_misses(
    entries: list[JournalEntry], pattern: RequestPattern, shapes: WireMockSerializer
) -> list[dict[str, Any]]:
    """Return the closest requests that do not match, in WireMock's shape, each with a readable difference."""
    by_request = {id(entry.request): entry for entry in entries}
    return [
        {
            "request": shapes.request(entry := by_request[id(request)]),
            "requestPattern": shapes.pattern(pattern.content),
            "matchResult": {"distance": round(comparison.distance, 3)},
            "difference": as_text(_masked(comparison, pattern, entry, shapes)),
        }
        for request, comparison in closest(pattern, (entry.request for entry in entries), MAX_SHOWN)
    ]


def _masked(
    comparison: Comparison, pattern: RequestPattern, entry: JournalEntry, shapes: WireMockSerializer
) -> Comparison:
    """Compare with credentials masked: match on the real request, display the masked one."""
    hidden = pattern.compare(shapes.masked(entry.request))
    lines = [
        replace(line, actual=mask.actual, expected=_expected(line, shapes.secrets))
        for line, mask in zip(comparison.lines, hidden.lines, strict=True)
    ]
    return replace(comparison, lines=lines)


def _expected(line: ComparisonLine, secrets: Secrets) -> str:
    """Return the expected value, or a mask if the name or the JSONPath says that it is a credential."""
    name = line.criterion.rpartition(" ")[2]
    paths = _EXPRESSION.findall(line.expected)
    return MASK if any(map(secrets.is_name, (name, *paths))) else secrets.in_text(line.expected)


def _line(entry: JournalEntry, shapes: WireMockSerializer) -> str:
    request = shapes.request(entry)
    return f"{request['method']} {request['url']}"
