"""How near a request is to a pattern, criterion by criterion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mockapi.matching.content import Content
from mockapi.matching.criteria import Criterion
from mockapi.matching.matchers import Fit
from mockapi.matching.received_request import ReceivedRequest

WEIGHTS = {"url": 10, "operation": 10, "method": 3, "vendor": 3}
"""How much a group of criteria counts, as in WireMock; all others: 1."""

MAX_SHOWN_LENGTH = 1000
"""How many letters of a value are shown."""

_MARKS: dict[Fit, str] = {True: "", False: " <<< does not fit", None: " <<< cannot be decided"}


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One criterion of the pattern, and what the request has for it. All texts are printable."""

    criterion: str
    """What it is about: `header Accept`."""
    expected: str
    """`contains "json"`."""
    got: str
    """`text/html`; `(absent)`: nothing."""
    fits: Fit
    """None: that depends on the part of the body that was not kept."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pattern held against a request."""

    distance: float
    """0: the pattern matches; 1: nothing is like it. The weighted mean over the groups of criteria."""
    lines: list[ComparisonLine]
    """In the order in which they are checked."""


def compare(criteria: Iterable[Criterion], received: ReceivedRequest) -> Comparison:
    """All criteria of a pattern, held against a request."""
    groups: dict[str, list[float]] = {}
    lines: list[ComparisonLine] = []
    for criterion in criteria:
        groups.setdefault(criterion.group, []).append(criterion.distance(received))
        got = _shown(criterion.take(received))
        lines.append(ComparisonLine(criterion.name, _printable(criterion.expected), got, criterion.fits(received)))
    weights = sum(WEIGHTS.get(group, 1) for group in groups)
    far = sum(WEIGHTS.get(group, 1) * sum(distances) / len(distances) for group, distances in groups.items())
    return Comparison(min(far / weights, 1.0) if weights else 0.0, lines)


def as_text(comparison: Comparison, width: int = 100) -> str:
    """The comparison for a terminal: two columns, expected and got, together `width` wide, marks behind them."""
    half = max((width - 3) // 2, 1)
    rows = [_row("expected", "got", half), "-" * half + "-+-" + "-" * half]
    for line in comparison.lines:
        rows += _rows(line, half)
    return "\n".join(row.rstrip() for row in rows)


def _rows(line: ComparisonLine, half: int) -> Iterator[str]:
    mark = _MARKS[line.fits]
    left = _wrapped(f"{line.criterion}: {line.expected}", half)
    for expected, got in zip_longest(left, _wrapped(line.got, half), fillvalue=""):
        yield _row(expected, got, half) + mark
        mark = ""


def _row(left: str, right: str, half: int) -> str:
    return f"{left:<{half}} | {right:<{half}}"


def _wrapped(text: str, width: int) -> list[str]:
    return [line[start : start + width] for line in text.split("\n") for start in range(0, max(len(line), 1), width)]


def _shown(values: Sequence[Content] | None) -> str:
    if values is None:
        return "(only the beginning of the body was kept)"
    return ", ".join(_show(value) for value in values) or ("(empty)" if values else "(absent)")


def _show(value: Content) -> str:
    shown = _printable(value.text[:MAX_SHOWN_LENGTH])
    if value.is_cut:
        return f"{shown}… (the beginning of {value.size} bytes)"
    return shown if len(value.text) <= MAX_SHOWN_LENGTH else f"{shown}… (the beginning of {len(value.text)} letters)"


def _printable(text: str) -> str:
    """Without what would steer a terminal, and without lone surrogates."""
    return "".join(letter if letter.isprintable() or letter == "\n" else repr(letter)[1:-1] for letter in text)
