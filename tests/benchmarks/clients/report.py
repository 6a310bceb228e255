"""The figures of the clients in Markdown: processor time, ratios, and differences to an older installation."""

from collections.abc import Iterator, Sequence
from itertools import product
from statistics import median

from tests.benchmarks.clients.measurement import (
    BEFORE,
    DIFFERENT_GET,
    DIFFERENT_POST,
    REPEATED_GET,
    REPEATED_POST,
    REQUESTS,
    measure_name,
)
from tests.benchmarks.clients.senders import SENDERS, Sender
from tests.benchmarks.peers import MOCKAPI, Candidate
from tests.benchmarks.results import Results

MAX_POST_RATIO = 1.3
"""Processor time of a repeated POST to that of a repeated GET."""
MAX_EXTRA = 130
"""Microseconds by which a different request may cost more than before."""


def post_ratio(results: Results, sender: str, server: str) -> float | None:
    """Return the median over the rounds of repeated POST / repeated GET; None: not measured."""
    gets, posts = (_rounds(results, kind, sender, server) for kind in (REPEATED_GET, REPEATED_POST))
    return median(post / get for get, post in zip(gets, posts, strict=False)) if gets and posts else None


def extra(results: Results, kind: str, sender: str) -> float | None:
    """Return the median over the rounds of the microseconds more than before; None: not measured."""
    now, before = (_rounds(results, kind, sender, server) for server in (MOCKAPI.key, BEFORE))
    return median(new - old for new, old in zip(now, before, strict=False)) if now and before else None


def tables(results: Results, servers: Sequence[Candidate], senders: Sequence[Sender]) -> Iterator[str]:
    """Yield the lines of all tables."""
    yield from _lines(
        ["µs of processor time for each request", *(server.name for server in servers)],
        (
            [f"{sender.name}, {kind}", *(_cell(_rounds(results, kind, sender.name, server.key)) for server in servers)]
            for sender, kind in product(senders, REQUESTS)
        ),
    )
    yield ""
    yield from _lines(
        ["repeated POST ÷ repeated GET", *(server.name for server in servers)],
        (
            [sender.name, *(_ratio(post_ratio(results, sender.name, server.key)) for server in servers)]
            for sender in senders
        ),
    )
    if any(server.key == BEFORE for server in servers):
        yield ""
        kinds = (DIFFERENT_GET, DIFFERENT_POST)
        yield from _lines(
            ["µs more than before", *kinds],
            (
                [sender.name, *(_microseconds(extra(results, kind, sender.name)) for kind in kinds)]
                for sender in senders
            ),
        )


def left_out(senders: Sequence[Sender] = SENDERS) -> Iterator[str]:
    """Yield a line for each client that is not installed."""
    for sender in senders:
        if not sender.is_installed():
            yield f"* {sender.name}: not measured; it needs {sender.package}"


def _rounds(results: Results, kind: str, sender: str, server: str) -> list[float]:
    return results.values.get(measure_name(kind, sender), {}).get(server, [])


def _cell(values: Sequence[float]) -> str:
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})" if values else "–"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _microseconds(value: float | None) -> str:
    return "–" if value is None else f"{value:+.0f}"


def _lines(heads: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
