"""The one table, in Markdown: a row for each load and measure, a column for each candidate."""

from collections.abc import Iterator, Sequence
from statistics import median

from tests.benchmarks.peers import LIMIT, MOCKAPI, Candidate
from tests.benchmarks.results import Results


def table(results: Results, candidates: Sequence[Candidate]) -> str:
    """Return all results as a table; a failed figure is `invalid`, and a missing one `–`."""
    candidates = [candidate for candidate in candidates if candidate.key in results.measured()]
    heads = ["", *(candidate.name for candidate in candidates), "mockapi ÷ best peer", "mockapi ÷ limit"]
    rows = [["how", *(candidate.how for candidate in candidates), "", ""]]
    rows += [_load_row(load, results, candidates) for load in results.runs]
    rows += [_value_row(measure, results, candidates) for measure in results.values]
    return "\n".join(_lines(heads, rows))


def notes(results: Results) -> str:
    """Return a line for everything that is invalid or missing, and for every server that was still warming up."""
    found = [f"* {name}, {load}: {note}" for load, by_name in results.notes.items() for name, note in by_name.items()]
    found += [
        f"* {name}, {load}: still becoming faster after {warm_up.seconds} s of warm-up"
        for load, by_name in results.warm_ups.items()
        for name, warm_up in by_name.items()
        if not warm_up.is_complete
    ]
    return "\n".join(found)


def peers_of(candidates: Sequence[Candidate]) -> set[str]:
    """Return the keys of the candidates that mockapi is compared with."""
    return {candidate.key for candidate in candidates if not candidate.is_ours and not candidate.is_limit}


def _lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _load_row(load: str, results: Results, candidates: Sequence[Candidate]) -> list[str]:
    peers = peers_of(candidates)
    if load == "sequential":
        unit, cells = "ms", [_latency(load, candidate.key, results) for candidate in candidates]
        best = min((results.latency(load, name) or float("inf") for name in peers), default=None)
        ours, limit = (results.latency(load, name) for name in (MOCKAPI.key, LIMIT.key))
    else:
        unit, cells = "requests/s", [_rate(load, candidate.key, results) for candidate in candidates]
        found = results.best(load, peers)
        best = found[1] if found else None
        ours, limit = (results.rate(load, name) for name in (MOCKAPI.key, LIMIT.key))
    return [f"{load} ({unit}, p99)", *cells, _ratio(ours, best), _ratio(ours, limit)]


def _rate(load: str, candidate: str, results: Results) -> str:
    runs = results.runs.get(load, {}).get(candidate)
    if candidate in results.notes.get(load, {}):
        return "invalid"
    if not runs:
        return "–"
    rates = [run.rate for run in runs]
    failures = "; ".join(run.failures for run in runs if run.failures)
    shown = f"{median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f}), {_p99(load, candidate, results)} ms"
    return f"invalid: {failures}" if failures else shown


def _latency(load: str, candidate: str, results: Results) -> str:
    latency = results.latency(load, candidate)
    if latency is None:
        return _rate(load, candidate, results)
    medians = [run.median for run in results.runs[load][candidate]]
    return f"{latency:.2f} ({min(medians):.2f}–{max(medians):.2f}), {_p99(load, candidate, results)}"


def _p99(load: str, candidate: str, results: Results) -> str:
    return _figure(median(run.p99 for run in results.runs[load][candidate]))


def _value_row(measure: str, results: Results, candidates: Sequence[Candidate]) -> list[str]:
    cells = []
    for candidate in candidates:
        values = results.values[measure].get(candidate.key)
        is_invalid = candidate.key in results.notes.get(measure, {})
        spread = f" ({_figure(min(values))}–{_figure(max(values))})" if values and len(values) > 1 else ""
        cells.append("invalid" if is_invalid else f"{_figure(median(values))}{spread}" if values else "–")
    found = results.quickest(measure, peers_of(candidates))
    ours, limit = (results.value(measure, name) for name in (MOCKAPI.key, LIMIT.key))
    return [measure, *cells, _ratio(ours, found[1] if found else None), _ratio(ours, limit)]


def _ratio(ours: float | None, other: float | None) -> str:
    return f"{ours / other:.2f}" if ours and other else ""


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
