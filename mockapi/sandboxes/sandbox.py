"""A sandbox: isolated data, ids, clock, faults, quotas and journal."""

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
    """The state in which every sandbox starts and to which a reset returns; quotas are by vendor."""

    baseline: Store
    frozen: datetime | None = None
    quotas: Mapping[str, Sequence[Limit]] = field(default_factory=dict)


class Sandbox:
    """An isolated part of a server. It reads the baseline until its first write, and then a copy of the baseline.

    Requests use it from the event loop alone, and nothing suspends between the first statement of a request and its
    commit, so requests are serial without a lock.
    """

    def __init__(self, name: str, defaults: SandboxDefaults, stores: Stores) -> None:
        """`stores`: holds the sandbox's own data under its name, possibly from an earlier run."""
        self.name = name
        self.created_at = self.last_used_at = time.time()
        self.clock = Clock(defaults.frozen)
        self.journal = Journal()
        self.faults = Faults()
        self.outcomes = FaultOutcomes()
        self.quotas = Quotas(defaults.quotas)
        self.late: set[Task[Any]] = set()
        """Requests that were answered and will be applied later."""
        self.seeding: dict[str, Any] | None = None
        """The progress of another shop that is being made for the sandbox."""
        self.version = 0
        """Raised whenever all data are replaced."""
        self._baseline = defaults.baseline
        self._stores = stores
        # Not opened: a sandbox whose data cannot be read can still be reset or dropped.
        self._has_own = stores.has(name)
        self.has_changed = self._has_own
        """True if its data may differ from the baseline."""

    def revision(self, vendor: str) -> Hashable:
        """Return a token of a vendor's data: two equal tokens mean that the same data would be read."""
        try:
            return self.reading().revision(vendor)
        except StoreError:
            # Reading the data raises it again; a new token equals no other.
            return object()

    def reading(self) -> Store:
        """Return the data for reading; they may be used until the next request. Raises `StoreError`."""
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
        """Replace all data by a copy of another store, or by the baseline; cancel requests that wait to be applied."""
        self.cancel_late()
        self.version += 1
        if source is None:
            self._stores.drop(self.name)
        else:
            self._stores.create(self.name, source.copy_to)
        self._has_own = self.has_changed = source is not None

    def cancel_late(self) -> None:
        """Cancel the requests that wait to be applied."""
        for task in self.late:
            task.cancel()

    def retire(self) -> None:
        """Leave the name to another sandbox: a request that still runs here does not touch the other one's data."""
        self.cancel_late()
        self.version += 1
        self._has_own = False
        self._stores = Stores()
        finalize(self, self._stores.close)

    def reset(
        self, *, data: bool = True, journal: bool = True, faults: bool = True, clock: bool = True, quotas: bool = True
    ) -> None:
        """Reset everything, or some parts."""
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
