"""Progress bars for the seeding of a large shop."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MIN_PRODUCTS = 5000
"""Minimum number of products for a bar: fewer are ready before a person could read it."""


class SeedingProgress:
    """Bars on standard error, one per step, from the first call to the end of the `with` block."""

    def __init__(self, products: int) -> None:
        """Prepare bars for a shop of `products` products."""
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
        """Show that `step` (`products` or `indexes`) is done for `done` products."""
        if self._products < MIN_PRODUCTS:
            return
        bars = self._bars = self._bars or _start()
        if step not in self._tasks:
            self._tasks[step] = bars.add_task(f"Making {step}", total=self._products)
        bars.update(self._tasks[step], completed=done)


def _start() -> "Progress":
    # rich is slow to import, and most shops are too small for a bar.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=Console(stderr=True))
    bars.start()
    return bars
