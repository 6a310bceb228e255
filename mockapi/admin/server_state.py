"""Everything that a server holds: vendors, sandboxes, snapshots, and the baseline that all of it begins with."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from mockapi.sandboxes.registry import Sandboxes
from mockapi.storage.schema import Schema, StoreOrigin
from mockapi.storage.store import Store
from mockapi.storage.stores import Stores
from mockapi.vendor_api.application import MountedVendor

Progress = Callable[[str, int], None]
"""Called now and then while a store is made: `products` or `indexes`, and for how many products they are there."""


@dataclass(frozen=True)
class ServerState:
    """The vendors, stores and sandboxes of one server."""

    vendors: Sequence[MountedVendor]
    schema: Schema
    """The tables of all vendors."""
    baseline: Store
    origin: StoreOrigin
    """The shop that the baseline was made from."""
    sandboxes: Sandboxes
    snapshots: Stores
    make: Callable[[int, int, Progress], AbstractContextManager[Store]]
    """Seed, number of products → a store of that shop, which is gone at the end of the block."""
    is_found: bool
    """True if the baseline was found and not made by this server."""
    directory: Path | None
    """Where the data are kept over restarts; None: in memory."""
    opened: ExitStack
    """All that is to be closed."""

    def close(self) -> None:
        """Close every store; what is in memory is gone."""
        self.opened.close()
