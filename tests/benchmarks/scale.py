"""Cost of a shop's size: `python -m tests.benchmarks.scale [--sizes LIST] [--json FILE] [--plot FILE.svg]`.

For each size a server with a data directory is seeded and started again; every kind of search, order and page is then
sent to it over one kept connection, each request different, and a sandbox written to and reset, also of a server that
has everything in memory. A Markdown table goes to standard output.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.scale_plot import draw
from tests.benchmarks.scale_requests import KINDS, Request
from tests.support.command import Served, serving

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 50
"""Requests of a kind at a page."""
COPIES = 5
MAX_IN_MEMORY = 100_000
"""Products of the largest shop that is also measured in memory."""

Row = dict[str, float]
"""Name of a measure → its value; the unit is a part of the name."""


def run(sizes: Sequence[int] = SIZES, on_progress: Callable[[str], None] = lambda text: None) -> dict[int, Row]:
    """Measure every size, and report each step to `on_progress`."""
    measured: dict[int, Row] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="mockapi-scale-") as folder:
            measured[size] = _measure(size, Path(folder), on_progress)
    return measured


def _measure(size: int, folder: Path, on_progress: Callable[[str], None]) -> Row:
    on_progress(f"{size:,} products: seeding")
    arguments = ("--products", str(size), "--data", str(folder))
    begin = time.perf_counter()
    with serving(*arguments) as served:
        row: Row = {"seeding s": time.perf_counter() - begin, "peak MB": peak_megabytes(served.process.pid)}
    row["file MB"] = (folder / "baseline.sqlite3").stat().st_size / 1e6
    begin = time.perf_counter()
    with serving(*arguments) as served:
        connection = _connect(served)
        _ask(connection, Request("GET", "/api/v1/goods/1?count=1"))
        row["start from saved s"] = time.perf_counter() - begin
        for kind, requests in KINDS.items():
            on_progress(f"{size:,} products: {kind}")
            row |= _percentiles(kind, [_ask(connection, request) for request in requests(size, ROUNDS)])
        on_progress(f"{size:,} products: reset and first write")
        row |= _copies(connection, "saved")
    if size <= MAX_IN_MEMORY:
        with serving(*arguments[:2]) as served:
            row |= _copies(_connect(served), "in memory")
    return row


def _percentiles(kind: str, seconds: Sequence[float]) -> Row:
    return {f"{kind} p50 ms": median(seconds) * 1e3, f"{kind} p99 ms": quantiles(seconds, n=100)[98] * 1e3}


def _copies(connection: HTTPConnection, where: str) -> Row:
    """Measure the first write of a new sandbox, and its reset."""
    writes, resets = [], []
    for number in range(COPIES):
        sandbox = f"/~scale{number}"
        category = Request("POST", f"{sandbox}/api/v1/goods_categories/1", json.dumps({"title": "Scale"}))
        writes.append(_ask(connection, category))
        resets.append(_ask(connection, Request("POST", f"{sandbox}/__admin/reset")))
    return {f"first write {where} ms": median(writes) * 1e3, f"reset {where} ms": median(resets) * 1e3}


def peak_megabytes(process: int) -> float:
    """Return the peak of a process's resident memory in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM"))


def _connect(served: Served) -> HTTPConnection:
    return HTTPConnection(served.url.removeprefix("http://"), timeout=120)


def _ask(connection: HTTPConnection, request: Request) -> float:
    """Return the seconds until the whole response has arrived."""
    begin = time.perf_counter()
    connection.request(request.method, request.path, request.body, request.headers)
    answer = connection.getresponse()
    content = answer.read()
    seconds = time.perf_counter() - begin
    if answer.status >= 300 or (request.expected and request.expected not in content):
        raise RuntimeError(f"{request.path} was answered with {answer.status}: {content[:200]!r}")
    return seconds


def table(measured: dict[int, Row]) -> Iterator[str]:
    """Yield the lines of a table: a row for each measure, a column for each size."""
    yield f"| | {' | '.join(f'{size:,}' for size in measured)} |"
    yield f"|---|{'---|' * len(measured)}"
    for name in dict.fromkeys(name for row in measured.values() for name in row):
        cells = (f"{row[name]:,.1f}" if name in row else "–" for row in measured.values())
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Measure with the options of the command line, and print the results."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.scale", description="Measures the cost of a shop's size."
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="LIST", help="numbers of products")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the measures there, too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them there, as SVG")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    measured = run(sizes, lambda text: print(text, file=sys.stderr, flush=True))
    print(*table(measured), sep=os.linesep)
    if arguments.json:
        arguments.json.write_text(json.dumps(measured, indent=1) + "\n")
    if arguments.plot:
        arguments.plot.write_text(draw(measured))


if __name__ == "__main__":
    main()
