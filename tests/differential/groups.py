"""Lists the groups of requests."""

from collections.abc import Callable
from contextlib import ExitStack
from random import Random
from types import TracebackType
from typing import Self

from tests.differential import transport
from tests.differential.comparison import Tally
from tests.differential.pair import Pair
from tests.differential.traffic import (
    control_data,
    control_journal,
    control_snapshots,
    control_worlds,
    delays,
    documents,
    examples,
    faults,
    malformed,
    reads_altegio,
    reads_commerscale,
    reads_deconetwork,
    reads_log_in,
    repeats,
    starts,
    upgrade,
    writes,
)
from tests.differential.traffic.known import NOW, freeze

FROZEN = ("--clock", NOW)


class Task:
    """Hold the two programs, the seed, and the pair of servers that most groups share."""

    def __init__(self, programs: tuple[str, str], seed: int, tally: Tally) -> None:
        self.programs = programs
        self.seed = seed
        self.tally = tally
        self._stack = ExitStack()
        self._shared: Pair | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def random(self, name: str) -> Random:
        """Return the generator of a group: it does not depend on which other groups run."""
        return Random(f"{self.seed} {name}")

    def shared(self) -> Pair:
        """Return the pair of servers that most groups share."""
        if self._shared is None:
            self._shared = self._stack.enter_context(Pair(self.programs, self.tally, FROZEN))
        return self._shared


def _on_shared(name: str, *parts: Callable[[Pair, Random], None]) -> Callable[[Task], None]:
    """Make a group whose requests go to the shared pair."""

    def group(task: Task) -> None:
        pair, random = task.shared(), task.random(name)
        pair.prepare(freeze("default"))
        for part in parts:
            part(pair, random)
            pair.compare_journals()

    return group


GROUPS: dict[str, Callable[[Task], None]] = {
    "examples": _on_shared("examples", examples.run),
    "reads": _on_shared(
        "reads", reads_altegio.run, reads_log_in.run, reads_deconetwork.run, reads_commerscale.run, transport.run
    ),
    "writes": _on_shared("writes", writes.run),
    "control": _on_shared("control", control_worlds.run, control_snapshots.run, control_journal.run, control_data.run),
    "faults": _on_shared("faults", faults.run, delays.run),
    "repeats": _on_shared("repeats", repeats.run, malformed.run),
    "documents": _on_shared("documents", documents.run),
    "starts": lambda task: starts.run(task.programs, task.tally),
    "upgrade": lambda task: upgrade.run(task.programs, task.tally, task.shared()),
}
