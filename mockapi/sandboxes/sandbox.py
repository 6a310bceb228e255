"""One isolated world: data, ids, clock, faults, quotas, journal. What a request wrote is committed here."""

import time
from asyncio import Task
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import finalize

from mockapi.faults.outcomes import FaultOutcomes
from mockapi.faults.rules import Faults
from mockapi.journal.journal import Journal
from mockapi.sandboxes.clock import Clock
from mockapi.sandboxes.rate_limits import Limit, Quotas
from mockapi.storage.store import Store, StoreError
from mockapi.storage.stores import Stores


@dataclass(frozen=True)
class SandboxDefaults:
    """How every sandbox begins, and what it goes back to: data, a frozen instant or real time, quotas by vendor."""

    baseline: Store
    frozen: datetime | None = None
    quotas: Mapping[str, Sequence[Limit]] = field(default_factory=dict)


class Sandbox:
    """A world of its own. It reads the baseline until it writes for the first time, and then a copy of that.

    Requests use it from the event loop alone, and nothing suspends between the first statement of a request and its
    commit, so requests are serial without a lock.
    """

    def __init__(self, name: str, defaults: SandboxDefaults, stores: Stores) -> None:
        """`stores`: where its own data goes, under its name; what is there already is its data."""
        self.name = name
        self.created_at = self.last_used_at = time.time()
        self.clock = Clock(defaults.frozen)
        self.journal = Journal()
        self.faults = Faults()
        self.outcomes = FaultOutcomes()
        self.quotas = Quotas(defaults.quotas)
        self.late: set[Task[Any]] = set()
        """Requests that were answered and are still to be applied."""
        self.seeding: dict[str, Any] | None = None
        """How far another shop is that is being made for it."""
        self.version = 0
        """Raised each time that other data take the place of all its data."""
        self._baseline = defaults.baseline
        self._stores = stores
        # Not opened: one that cannot be read can still be reset or dropped.
        self._has_own = stores.has(name)
        self.has_changed = self._has_own
        """True if its data may differ from the baseline."""

    def revision(self, vendor: str) -> Hashable:
        """Return a token of a vendor's data: two equal tokens mean that the same data would be read."""
        try:
            return self.reading().revision(vendor)
        except StoreError:
            # Reading them raises it again; a token of its own equals no other.
            return object()

    def reading(self) -> Store:
        """The data, for statements that change nothing, until the next request. Raises `StoreError`."""
        if not self._has_own:
            return self._baseline
        own = self._stores.open(self.name)
        if own is None:
            raise StoreError(f"the data of the sandbox {self.name!r} were removed while the server ran; reset it")
        return own

    @contextmanager
    def writing(self, vendor: str | None = None) -> Iterator[Store]:
        """Yield the data in a transaction: committed at the end of the block, rolled back if it raises.

        `vendor`: the only one whose tables the block writes to. Raises `StoreError`.
        """
        own = self.reading() if self._has_own else self._stores.create(self.name, self._baseline.copy_to)
        self._has_own = True
        before = own.changes
        with own.transaction(vendor):
            yield own
        self.has_changed |= own.changes != before

    def restore(self, source: Store | None = None) -> None:
        """Become a copy of another store, or the baseline again, whatever was written or is still to be applied."""
        self.cancel_late()
        self.version += 1
        if source is None:
            self._stores.drop(self.name)
        else:
            self._stores.create(self.name, source.copy_to)
        self._has_own = self.has_changed = source is not None

    def cancel_late(self) -> None:
        """Never apply what is still to be applied."""
        for task in self.late:
            task.cancel()

    def retire(self) -> None:
        """Give the name back: a request that is still under way here ends in a world that nobody sees."""
        self.cancel_late()
        self.version += 1
        self._has_own = False
        self._stores = Stores()
        finalize(self, self._stores.close)

    def reset(
        self, *, data: bool = True, journal: bool = True, faults: bool = True, clock: bool = True, quotas: bool = True
    ) -> None:
        """Go back to the beginning, in all or in some."""
        if data:
            self.restore()
        if journal:
            self.journal.clear()
        if faults:
            self.cancel_late()
            self.faults.clear()
            self.outcomes.clear()
        if clock:
            self.clock.reset()
        if quotas:
            self.quotas.reset()
