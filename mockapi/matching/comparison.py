"""A comparison of a request with a pattern, criterion by criterion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mockapi.http.text import printable
from mockapi.matching.content import Content
from mockapi.matching.criteria import Criterion
from mockapi.matching.matchers import Decision
from mockapi.matching.received_request import ReceivedRequest

WEIGHTS = {"url": 10, "operation": 10, "method": 3, "vendor": 3}
"""Weights of groups of criteria, as in WireMock; all other groups have the weight 1."""

MAX_SHOWN_LENGTH = 1000
"""Maximum number of characters that are shown of a value."""

_MARKS: dict[Decision, str] = {True: "", False: " <<< does not fit", None: " <<< cannot be decided"}


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One criterion of the pattern and the request's values for it, as printable texts."""

    criterion: str
    """Name of the criterion, for example `header Accept`."""
    expected: str
    """Condition, for example `contains "json"`."""
    actual: str
    """Values of the request, for example `text/html`; `(absent)` if there are none."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing a request with a pattern."""

    distance: float
    """0.0 for a match, 1.0 if nothing is alike. The weighted mean over the groups of criteria."""
    lines: list[ComparisonLine]
    """One line per criterion, in the order in which they are checked."""


def compare(criteria: Iterable[Criterion], received: ReceivedRequest) -> Comparison:
    """Return the comparison of a request with all criteria of a pattern."""
    groups: dict[str, list[float]] = {}
    lines: list[ComparisonLine] = []
    for criterion in criteria:
        groups.setdefault(criterion.group, []).append(criterion.distance(received))
        expected = printable(criterion.expected, keep="\n")
        actual = _shown(criterion.select(received))
        lines.append(ComparisonLine(criterion.name, expected, actual, criterion.matches(received)))
    weights = sum(WEIGHTS.get(group, 1) for group in groups)
    weighted = sum(WEIGHTS.get(group, 1) * sum(distances) / len(distances) for group, distances in groups.items())
    return Comparison(min(weighted / weights, 1.0) if weights else 0.0, lines)


def as_text(comparison: Comparison, width: int = 100) -> str:
    """Return the comparison as a table of two columns, `width` characters wide together, with a mark per mismatch."""
    half = max((width - 3) // 2, 1)
    rows = [_row("expected", "got", half), "-" * half + "-+-" + "-" * half]
    for line in comparison.lines:
        rows += _rows(line, half)
    return "\n".join(row.rstrip() for row in rows)


def _rows(line: ComparisonLine, half: int) -> Iterator[str]:
    mark = _MARKS[line.decision]
    left = _wrapped(f"{line.criterion}: {line.expected}", half)
    for expected, actual in zip_longest(left, _wrapped(line.actual, half), fillvalue=""):
        yield _row(expected, actual, half) + mark
        mark = ""


def _row(left: str, right: str, half: int) -> str:
    return f"{left:<{half}} | {right:<{half}}"


def _wrapped(text: str, width: int) -> list[str]:
    return [line[start : start + width] for line in text.split("\n") for start in range(0, max(len(line), 1), width)]


def _shown(values: Sequence[Content] | None) -> str:
    if values is None:
        return "(only the beginning of the body was kept)"
    return ", ".join(map(_shown_value, values)) or ("(empty)" if values else "(absent)")


def _shown_value(value: Content) -> str:
    shown = printable(value.text[:MAX_SHOWN_LENGTH], keep="\n")
    if value.is_cut:
        return f"{shown}… (the beginning of {value.size} bytes)"
    return shown if len(value.text) <= MAX_SHOWN_LENGTH else f"{shown}… (the beginning of {len(value.text)} letters)"
