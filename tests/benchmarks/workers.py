"""What two workers bring and what relaying costs, beside one process on a data directory in the same run.

`python -m tests.benchmarks.workers [SECONDS]` gives each of four loads to both in turns, for SECONDS (3) each, over
three rounds, and prints medians: requests a second, and the processor time of all the server's processes for one
request. The load generator runs beside them: with two cores, two workers never have both to themselves.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.progress import tell
from tests.benchmarks.requests import Plan, Request
from tests.benchmarks.wrk import Generator
from tests.command import Served, serving

ROUNDS = 3
SECONDS = 3
SANDBOXES = 16
WORKERS = (1, 2)
TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
PATHS = {
    "remembered": "/api/v1/company/1/goods_categories",
    "every request different": "/api/v1/goods/search/1?term=cotton&count=5&nothing={n}",
}


def loads() -> Iterator[tuple[str, Plan]]:
    """Name and plan of each load."""
    for kind, path in PATHS.items():
        for count in (1, SANDBOXES):
            reads = tuple(Request("GET", f"/~s{number}{path}", TOKENS) for number in range(count))
            yield f"{kind}, {count} sandbox{'es' if count > 1 else ''}", Plan(reads)


def processor_seconds(server: int) -> float:
    """What a server's processes have used so far."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    fields = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in (server, *children)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def measure(served: Served, generator: Generator, plan: Plan, seconds: int) -> tuple[float, float]:
    """Requests a second, and microseconds of processor time for one."""
    begin = processor_seconds(served.process.pid)
    run = generator.run(plan, int(served.url.rpartition(":")[2]), seconds)
    assert not run.failures, run.failures
    return run.rate, (processor_seconds(served.process.pid) - begin) / run.requests * 1e6


def main(seconds: int) -> None:
    """Measure in turns, and print a table."""
    results: dict[tuple[str, int], list[tuple[float, float]]] = {}
    with TemporaryDirectory() as folder, ExitStack() as stack:
        generator = Generator(Path(folder))
        servers = {
            workers: stack.enter_context(serving("--workers", str(workers), "--data", f"{folder}/{workers}"))
            for workers in WORKERS
        }
        for number in range(ROUNDS):
            for name, plan in loads():
                tell(f"round {number + 1} of {ROUNDS}: {name}")
                for workers, served in servers.items():
                    results.setdefault((name, workers), []).append(measure(served, generator, plan, seconds))
    print(f"{'':40} {'requests/s':>21} {'ratio':>6} {'processor µs/request':>22} {'ratio':>6}")
    for name, _ in loads():
        (one_rate, one_cost), (two_rate, two_cost) = (
            [median(values) for values in zip(*results[name, workers], strict=True)] for workers in WORKERS
        )
        rates = f"{one_rate:10,.0f} {two_rate:10,.0f} {two_rate / one_rate:6.2f}"
        print(f"{name:40} {rates} {one_cost:11.0f} {two_cost:10.0f} {two_cost / one_cost:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
