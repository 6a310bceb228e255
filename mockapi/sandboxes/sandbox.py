"""One isolated world: data, ids, clock, faults, quotas, journal. What a request wrote is committed here."""

import time
from asyncio import Task
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import finalize

from sqlalchemy import Connection

from mockapi.faults.outcomes import FaultOutcomes
from mockapi.faults.rules import Faults
from mockapi.journal.journal import Journal
from mockapi.sandboxes.clock import Clock
from mockapi.sandboxes.rate_limits import Limit, Quotas
from mockapi.storage.derived import forget_derived
from mockapi.storage.sequences import CREATED_KEY
from mockapi.storage.store import StoreError, in_transaction, raw_connection
from mockapi.storage.stores import Stores

_VERSION_KEY = "mockapi.version"
_STATE_KEY = "mockapi.state"


@dataclass(frozen=True)
class SandboxDefaults:
    """How every sandbox begins, and what it goes back to: data, a frozen instant or real time, quotas by vendor."""

    baseline: Connection
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
        self._has_changed = self._has_own
        self._begin_state(object() if self._has_own else self._baseline)

    def state(self, vendor: str) -> Hashable:
        """Says which data of a vendor these are: two that are equal mean that the same would be read."""
        state = self._states.get(vendor, self._state)
        if not self._has_own or not self._stores.are_files:
            return state
        try:
            own = self.reading()
        except StoreError:
            # Whoever reads them is told; that is never the same again.
            return object()
        # What another process writes to the file, SQLite tells by this number, to each connection for itself.
        version = raw_connection(own).execute("PRAGMA data_version").fetchone()[0]
        if own.info.get(_VERSION_KEY) != version:
            own.info[_VERSION_KEY] = version
            own.info[_STATE_KEY] = object()
            forget_derived(own)
        return (state, own.info[_STATE_KEY])

    @property
    def has_changed(self) -> bool:
        """Whether its data may differ from the baseline."""
        return self._has_changed

    def reading(self) -> Connection:
        """The data, for statements that change nothing, until the next request. Raises `StoreError`."""
        if not self._has_own:
            return self._baseline
        own = self._stores.open(self.name)
        if own is None:
            raise StoreError(f"the data of the sandbox {self.name!r} were removed while the server ran; reset it")
        return own

    @contextmanager
    def writing(self, vendor: str | None = None) -> Iterator[Connection]:
        """The data in a transaction: committed at the end of the block, undone whole when it raises.

        `vendor`: the one to whose tables alone the block writes.
        `info[CREATED_KEY]` of the connection counts the ids that are handed out. Raises `StoreError`.
        """
        own = self.reading() if self._has_own else self._stores.create(self.name, self._baseline)
        self._has_own = True
        own.info[CREATED_KEY] = 0
        before = raw_connection(own).total_changes
        with in_transaction(own, vendor) as database:
            yield database
        self._has_changed |= raw_connection(database).total_changes > before
        if vendor is None:
            self._begin_state(object())
        else:
            self._states[vendor] = object()

    def _begin_state(self, state: Hashable) -> None:
        self._state = state
        self._states: dict[str, Hashable] = {}
        """By vendor, of those whose data were written to since."""

    def restore(self, source: Connection | None = None) -> None:
        """Become a copy of another store, or the baseline again, whatever was written or is still to be applied."""
        self.cancel_late()
        self.version += 1
        if source is None:
            self._stores.drop(self.name)
        else:
            self._stores.create(self.name, source)
        self._has_own = self._has_changed = source is not None
        self._begin_state(object() if source else self._baseline)

    def cancel_late(self) -> None:
        """Never apply what is still to be applied."""
        for task in self.late:
            task.cancel()

    def retire(self) -> None:
        """Give the name back: a request that is still under way here ends in a world that nobody sees."""
        self.cancel_late()
        self.version += 1
        self._has_own = False
        self._begin_state(self._baseline)
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
