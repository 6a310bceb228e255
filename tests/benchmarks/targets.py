"""The targets of mockapi, and the verdict of a run on each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.clients.report import MAX_POST_RATIO, post_ratio
from tests.benchmarks.clients.senders import SENDERS
from tests.benchmarks.loads import LARGE, REPEATED_LOADS, SMALL
from tests.benchmarks.peers import LIMIT, MOCKAPI, WIRE_CACHE_OFF, Candidate
from tests.benchmarks.results import Results
from tests.benchmarks.table import peers_of

OURS = MOCKAPI.key
FILTERING = "the fastest peer that filters"
LARGEST = 1_000_000
"""Products of the largest shop of the measure `scale`."""


@dataclass(frozen=True)
class Verdict:
    """A target and the figure of the run; `is_met` is None when it was not measured."""

    target: str
    found: str
    is_met: bool | None


def verdicts(results: Results, candidates: Sequence[Candidate], requests: int) -> Iterator[Verdict]:
    """Yield the verdict on every target."""
    peers = peers_of(candidates)
    for load in REPEATED_LOADS:
        yield _faster(results, load, 1.3, peers, "the fastest fully warmed peer")
        yield _faster(results, load, 0.9, {LIMIT.key}, "the limit")
        yield _faster(results, load, 0.7, peers, "the fastest fully warmed peer", WIRE_CACHE_OFF)
    yield from _post_ratios(results)
    storing = {candidate.key for candidate in candidates if candidate.filters_and_stores} & peers
    for name, factor in (("different", 1.8), ("broad", 1.2), ("different-writes", 1.2)):
        yield _faster(results, f"{name}, {SMALL:,} products", factor, storing, FILTERING)
        yield _faster(results, f"{name}, {LARGE:,} products", 50, storing, FILTERING)
    yield _sequential(results, peers)
    yield _faster(results, "changes", 2, peers)
    yield _faster(results, "mixed", 2.5, peers)
    yield from _starts(results)
    yield _at_most(results, "memory idle, MB", 90)
    yield _flat(results, requests)
    yield _smaller(results, "reset, ms", peers)
    yield _at_most(results, "reset of 50,000 rows, ms", 20)
    yield _new_sandbox(results, peers)
    yield _at_most(results, "200 sandboxes, MB", 400)
    yield from _scale(results)


def lines(found: Sequence[Verdict]) -> str:
    """Return the verdicts in Markdown."""
    words = {True: "met", False: "**missed**", None: "not measured"}
    return "\n".join(f"* {words[verdict.is_met]}: {verdict.target}: {verdict.found}" for verdict in found)


def _verdict(target: str, ours: float | None, bound: float | None, found: str, *, is_least: bool) -> Verdict:
    if ours is None or bound is None:
        return Verdict(target, "–", None)
    return Verdict(target, found, ours >= bound if is_least else ours <= bound)


def _faster(
    results: Results,
    load: str,
    factor: float,
    others: set[str],
    whom: str = "the fastest peer",
    candidate: Candidate = MOCKAPI,
) -> Verdict:
    best = results.best(load, others)
    setting = "" if candidate is MOCKAPI else ", wire cache off"
    target = f"{load}{setting}: at least {factor} × {whom}"
    ours = results.rate(load, candidate.key)
    if ours is None or best is None:
        return Verdict(target, "–", None)
    name, rate = best
    return Verdict(target, f"{ours / rate:.2f} × ({ours:,.0f} to {rate:,.0f} of {name})", ours >= factor * rate)


def _post_ratios(results: Results) -> Iterator[Verdict]:
    for sender in SENDERS:
        ratio = post_ratio(results, sender.name, OURS)
        target = f"repeated POST by {sender.name}: at most {MAX_POST_RATIO} × the processor time of a repeated GET"
        yield _verdict(target, ratio, MAX_POST_RATIO, f"{ratio or 0:.2f} ×", is_least=False)


def _scale(results: Results) -> Iterator[Verdict]:
    row = results.scale.get(LARGEST, {})
    for measure, most in (("seeding s", 180), ("start from saved s", 1)):
        value = row.get(measure)
        yield _verdict(
            f"{LARGEST:,} products, {measure}: at most {most}", value, most, f"{value or 0:.1f} s", is_least=False
        )


def _sequential(results: Results, peers: set[str]) -> Verdict:
    ours = results.latency("sequential", OURS)
    others = [(latency, name) for name in peers if (latency := results.latency("sequential", name)) is not None]
    bound, name = min(others, default=(None, ""))
    found = f"{ours} ms to {bound} of {name}"
    return _verdict("sequential: median no slower than the fastest peer's", ours, bound, found, is_least=False)


def _starts(results: Results) -> Iterator[Verdict]:
    for name in ("wiremock", "prism", "mockoon"):
        yield _compared(results, "start, s", {name}, f"start: faster than {name}")
    ours, imports = (results.value(measure, OURS) for measure in ("start, s", "bare imports, s"))
    bound = None if imports is None else imports + 0.2
    found = f"{ours or 0:.2f} s to {imports or 0:.2f}"
    yield _verdict("start: at most 0.2 s above the bare imports", ours, bound, found, is_least=False)


def _smaller(results: Results, measure: str, others: set[str]) -> Verdict:
    return _compared(results, measure, others, f"{measure}: less than every peer")


def _compared(results: Results, measure: str, others: set[str], target: str) -> Verdict:
    ours, best = results.value(measure, OURS), results.quickest(measure, others)
    if ours is None or best is None:
        return Verdict(target, "–", None)
    return Verdict(target, f"{ours:.2f} to {best[1]:.2f} of {best[0]}", ours < best[1])


def _at_most(results: Results, measure: str, most: float) -> Verdict:
    ours = results.value(measure, OURS)
    return _verdict(f"{measure}: at most {most}", ours, most, f"{ours or 0:.1f}", is_least=False)


def _flat(results: Results, requests: int) -> Verdict:
    first, last = (results.value(f"memory after {number:,}, MB", OURS) for number in (10_000, requests))
    target = f"memory after {requests:,} requests: within 10 % of that after 10,000"
    if first is None or last is None:
        return Verdict(target, "–", None)
    return Verdict(target, f"{last:.0f} MB to {first:.0f}, {last / first:.2f} ×", abs(last / first - 1) <= 0.1)


def _new_sandbox(results: Results, peers: set[str]) -> Verdict:
    ours, best = results.value("new sandbox, ms", OURS), results.quickest("reset, ms", peers)
    target = "new sandbox: less than every peer's reset"
    if ours is None or best is None:
        return Verdict(target, "–", None)
    return Verdict(target, f"{ours:.2f} ms to {best[1]:.2f} of {best[0]}", ours < best[1])
