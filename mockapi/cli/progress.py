"""Shows a person how far the seeding of a large shop is."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

WORTH_SHOWING = 5000
"""Fewer products are there before a bar could be read."""


class SeedingProgress:
    """A bar for products and one for indexes on standard error, from the first news to the end of the block."""

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

    def __call__(self, step: str, done: int) -> None:
        """A step (`products`, `indexes`) is done for so many products."""
        if self._products < WORTH_SHOWING:
            return
        bars = self._bars = self._bars or _start()
        if step not in self._tasks:
            self._tasks[step] = bars.add_task(f"Making {step}", total=self._products)
        bars.update(self._tasks[step], completed=done)


def _start() -> "Progress":
    # rich is slow to import, and most starts show no bar.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=Console(stderr=True))
    bars.start()
    return bars
