"""One server directly, and one, two and three of them behind nginx: requests a second and processor time.

`python -m tests.benchmarks.several_servers [SECONDS]` gives each load to all four in turns, for SECONDS (1) each, over
fifteen rounds, and prints the table of docs/guides/several-servers.md: medians, and medians of the ratios to the server
without a proxy in the same round. The rounds are short and many, because other programs on the machine come and go. It
needs wrk and nginx. The load generator runs on the same cores.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.progress import tell
from tests.benchmarks.requests import Plan, Request
from tests.benchmarks.wrk import Generator
from tests.support.cluster import SERVERS, nginx_path, reserved_port, running_nginx
from tests.support.command import serving

ROUNDS = 15
SECONDS = 1
SANDBOXES = 48
TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
PATHS = {
    "the same requests": "/api/v1/company/1/goods_categories",
    "every request different": "/api/v1/goods/search/1?term=cotton&count=5&nothing={n}",
}
DIRECT = "1, directly"


@dataclass(frozen=True)
class Setup:
    """Where the load goes, and the processes that answer it: those of the servers, and the first one of nginx."""

    name: str
    port: int
    servers: tuple[int, ...]
    nginx: int | None = None

    def processor_seconds(self) -> tuple[float, float]:
        """Return what the servers and nginx have used so far."""
        nginx = [] if self.nginx is None else [self.nginx, *_children(self.nginx)]
        return _processor_seconds(self.servers), _processor_seconds(nginx)


@dataclass(frozen=True)
class Measured:
    """Requests a second, and microseconds of processor time for one request: of all processes, and of nginx's."""

    rate: float
    cost: float
    nginx: float


Results = dict[tuple[str, str], list[Measured]]
"""By load and setup: one for each round."""


def loads() -> Iterator[tuple[str, Plan]]:
    """Yield the name and the plan of each load."""
    for kind, path in PATHS.items():
        for count in (1, SANDBOXES):
            reads = tuple(Request("GET", f"/~s{number}{path}", TOKENS) for number in range(count))
            yield f"{kind}, {count} sandbox{'es' if count > 1 else ''}", Plan(reads)


@contextmanager
def setups(folder: Path) -> Iterator[list[Setup]]:
    """Run the servers and an nginx in front of one, two and three of them."""
    with ExitStack() as stack:

        def start(number: int) -> tuple[int, int]:
            served = stack.enter_context(serving("--data", str(folder / f"data-{number}")))
            return served.process.pid, int(served.url.rpartition(":")[2])

        with ThreadPoolExecutor(SERVERS) as threads:
            processes, ports = zip(*threads.map(start, range(SERVERS)), strict=True)
        found = [Setup(DIRECT, ports[0], processes[:1])]
        for count in range(1, SERVERS + 1):
            port = stack.enter_context(reserved_port())
            addresses = [f"127.0.0.1:{each}" for each in ports[:count]]
            process = stack.enter_context(running_nginx(folder / f"nginx-{count}", port, addresses))
            found.append(Setup(f"{count} behind nginx", port, processes[:count], process))
        yield found


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _processor_seconds(processes: Sequence[int]) -> float:
    """Return what processes have used so far, in user and kernel mode."""
    fields = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def measure(setup: Setup, generator: Generator, plan: Plan, seconds: int) -> Measured:
    """Send a load for so many seconds. Raises `AssertionError`: a request failed."""
    before = setup.processor_seconds()
    run = generator.run(plan, setup.port, seconds)
    assert not run.failures, run.failures
    servers, nginx = (
        (now - then) / run.requests * 1e6 for now, then in zip(setup.processor_seconds(), before, strict=True)
    )
    return Measured(run.rate, servers + nginx, nginx)


def table(results: Results) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield "| load | servers | requests/s | ratio | processor µs/request | ratio | of which nginx |"
    yield "|---|---|---|---|---|---|---|"
    for (load, setup), rounds in results.items():
        direct = results[load, DIRECT]
        rate, cost, nginx = (median(getattr(each, name) for each in rounds) for name in ("rate", "cost", "nginx"))
        rates = median(own.rate / other.rate for own, other in zip(rounds, direct, strict=True))
        costs = median(own.cost / other.cost for own, other in zip(rounds, direct, strict=True))
        yield f"| {load} | {setup} | {rate:,.0f} | {rates:.2f} | {cost:.0f} | {costs:.2f} | {nginx:.0f} |"


def main(seconds: int) -> None:
    """Measure in turns, and print the table."""
    for program, is_there in (("wrk", shutil.which("wrk")), ("nginx-light", nginx_path())):
        if not is_there:
            sys.exit(f"{program} is missing: apt-get install {program}")
    results: Results = {}
    with TemporaryDirectory() as folder, setups(Path(folder)) as found:
        generator = Generator(Path(folder))
        for number in range(ROUNDS):
            for load, plan in loads():
                for setup in found:
                    tell(f"round {number + 1} of {ROUNDS}: {load}: {setup.name}")
                    results.setdefault((load, setup.name), []).append(measure(setup, generator, plan, seconds))
    print(*table(results), sep="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
