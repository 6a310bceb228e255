"""The loads, and the rounds in which all candidates receive them in turns."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from tests.benchmarks.peers import MOCKAPI, Candidate
from tests.benchmarks.processes import NotStartedError, Process, free_port
from tests.benchmarks.progress import tell
from tests.benchmarks.requests import Client, Plan, complaint
from tests.benchmarks.results import Results
from tests.benchmarks.shop import DEFAULT_PRODUCTS, Shop, record
from tests.benchmarks.warm_up import warm_up
from tests.benchmarks.wrk import CONNECTIONS, Generator


@dataclass(frozen=True)
class Load:
    """A load: the `plan` of each candidate, at one size of the shop. `group` is its name in `--only`."""

    name: str
    group: str
    plan: str
    size: int = DEFAULT_PRODUCTS
    connections: int = CONNECTIONS
    least_seconds: int = 1
    """Minimum length of a count: some peers respond a few times a second, or once in some seconds."""


SMALL, LARGE = 1_000, 100_000
_LEAST_SECONDS = {(LARGE, "different"): 10, (LARGE, "broad"): 10, (LARGE, "different-writes"): 30}
REPEATED_LOADS = ("list", "tree", "search", "get", "commerscale")
LOADS: tuple[Load, ...] = (
    *(Load(name, name, name) for name in REPEATED_LOADS),
    Load("changes", "changes", "changes"),
    Load("mixed", "mixed", "mixed"),
    Load("sequential", "sequential", "list", connections=1),
    *(
        Load(f"{name}, {size:,} products", name, name, size, least_seconds=_LEAST_SECONDS.get((size, name), 1))
        for size in (SMALL, LARGE)
        for name in ("different", "broad", "different-writes")
    ),
)


class Stage:
    """All candidates, running, with a shop of one size; `folder` holds their files."""

    def __init__(self, folder: Path, size: int, candidates: Sequence[Candidate], results: Results) -> None:
        self.generator = Generator(folder)
        self.running: list[tuple[Candidate, Process, dict[str, Plan]]] = []
        self._folder = folder
        self._size = size
        self._results = results
        self._stack = ExitStack()
        self._candidates = candidates

    def __enter__(self) -> "Stage":
        self._folder.mkdir(parents=True, exist_ok=True)
        shop = Shop(self._size, [], [], {})
        for candidate in (MOCKAPI, *(other for other in self._candidates if other is not MOCKAPI)):
            tell(f"starting {candidate.name} with {self._size:,} products")
            try:
                process = start(candidate, self._folder, shop)
            except NotStartedError as error:
                if candidate is MOCKAPI:
                    self._stack.close()
                    raise
                self._results.notes["start"][candidate.key] = str(error)
                continue
            self._stack.callback(process.stop)
            if candidate is MOCKAPI:
                shop = record(process.port, self._size)
            if candidate.fill:
                candidate.fill(Client(process.port))
            if candidate in self._candidates:
                self.running.append((candidate, process, dict(candidate.plans(shop))))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def measure(self, loads: Sequence[Load], rounds: int, seconds: int) -> None:
        """Send all loads to all candidates, in turns."""
        self._note_memory("memory before, MB")
        for round_number in range(1, rounds + 1):
            for load in loads:
                for candidate, process, plans in self.running:
                    if load.plan in plans:
                        tell(f"round {round_number} of {rounds}: {load.name}: {candidate.name}")
                        self._run(load, candidate, process, plans[load.plan], seconds, is_first=round_number == 1)
        self._note_memory("memory after, MB")
        for load in loads:
            for candidate, process, plans in self.running:
                if load.plan in plans:
                    self._check(load, candidate, process, plans[load.plan])

    def _check(self, load: Load, candidate: Candidate, process: Process, plan: Plan) -> bool:
        client = Client(process.port)
        try:
            wrong = complaint(plan, client, self.generator.next_number())
        except (OSError, HTTPException) as error:
            wrong = f"no answer: {error!r}"
        finally:
            client.close()
        if wrong:
            self._results.notes[load.name].setdefault(candidate.key, wrong)
        return wrong is None

    def _run(
        self, load: Load, candidate: Candidate, process: Process, plan: Plan, seconds: int, *, is_first: bool
    ) -> None:
        if is_first and self._check(load, candidate, process, plan):
            least_seconds = candidate.warm_up if load.name == "list" else min(candidate.warm_up, 5)
            self._results.warm_ups[load.name][candidate.key] = warm_up(
                lambda seconds: self.generator.run(plan, process.port, seconds, load.connections).rate, least_seconds
            )
            process.settle()
        runs = self._results.runs[load.name][candidate.key]
        if candidate.key in self._results.notes[load.name]:
            runs.clear()
        elif not any(run.failures for run in runs):
            counted = max(seconds, load.least_seconds)
            runs.append(self.generator.run(plan, process.port, counted, load.connections))
        # All have the same core: the next one would have to share it.
        process.settle()

    def _note_memory(self, name: str) -> None:
        if self._size == DEFAULT_PRODUCTS:
            for candidate, process, _ in self.running:
                self._results.values[name][candidate.key].append(process.megabytes())


def start(candidate: Candidate, folder: Path, shop: Shop) -> Process:
    """Start a candidate and wait for its first response. Raises `NotStartedError`."""
    own = folder / candidate.key
    own.mkdir(parents=True, exist_ok=True)
    port = free_port()
    process = Process(candidate.command(own, shop, port), port, own / "log", candidate.variables)
    try:
        process.wait(candidate.ready)
    except NotStartedError:
        process.stop()
        raise
    return process


def measure_loads(
    folder: Path, loads: Sequence[Load], candidates: Sequence[Candidate], rounds: int, seconds: int, results: Results
) -> None:
    """Run the chosen loads, one size of the shop after the other."""
    for size in sorted({load.size for load in loads}):
        chosen = [load for load in loads if load.size == size]
        stores = [candidate for candidate in candidates if size == DEFAULT_PRODUCTS or candidate.filters_and_stores]
        with Stage(folder / str(size), size, stores, results) as stage:
            stage.measure(chosen, rounds, seconds)
