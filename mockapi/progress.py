"""Shows a person how far the seeding of a large shop is."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

WORTH_SHOWING = 5000
"""Fewer products are there before a bar could be read."""


class SeedingProgress:
    """A bar for each vendor on standard error, from the first product that is told of to the end of the block."""

    def __init__(self, products: int) -> None:
        """`products`: how many the shop will have."""
        self._products = products
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def __call__(self, vendor: str, done: int) -> None:
        """`done` products of the vendor are stored."""
        if self._products < WORTH_SHOWING:
            return
        bars = self._bars = self._bars or _start()
        if vendor not in self._tasks:
            self._tasks[vendor] = bars.add_task(f"Seeding {vendor}", total=self._products)
        bars.update(self._tasks[vendor], completed=done)


def _start() -> "Progress":
    # rich is slow to import, and most starts show no bar.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=Console(stderr=True))
    bars.start()
    return bars
