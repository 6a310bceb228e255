"""The sandboxes of a server, by name. One is created at its first use; beyond a bound the oldest is dropped."""

import re
import time
from collections.abc import Iterator

from mockapi.bounded_dict import BoundedDict
from mockapi.http.response_cache import ResponseCache
from mockapi.sandboxes.sandbox import Sandbox, SandboxDefaults
from mockapi.storage.store import Store
from mockapi.storage.stores import Stores

DEFAULT = "default"
MAX_SANDBOXES = 256
MAX_EVICTED_NAMES = 10_000
"""Evicted names to remember, so that a sandbox that is created again can report its lost journal."""
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
NAME_RULE = "1 to 64 letters, digits, dots, underscores and hyphens"


class Sandboxes:
    """The sandboxes, the last used at the end."""

    def __init__(self, defaults: SandboxDefaults, stores: Stores) -> None:
        """`stores`: the sandboxes' own data; sandboxes are created for those that it already has."""
        self.defaults = defaults
        self.responses = ResponseCache()
        """The cached responses of all sandboxes."""
        self._stores = stores
        self._by_name: dict[str, Sandbox] = {}
        self._evicted = BoundedDict[str, int](MAX_EVICTED_NAMES)
        """Name of an evicted sandbox → the requests that its journal recorded."""
        for name in [*stores.names(), DEFAULT]:
            self.use(name)

    def __iter__(self) -> Iterator[Sandbox]:
        """Iterate over the sandboxes, the last used at the end."""
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Sandbox:
        """Return the sandbox of that name, without using it. Raises `KeyError`."""
        return self._by_name[name]

    def peek(self, name: str) -> Sandbox:
        """Return the sandbox of that name, without using it, or one as it would be created."""
        return self._by_name.get(name) or Sandbox(name, self.defaults, Stores())

    def use(self, name: str) -> Sandbox:
        """Return the sandbox of that name (see `NAME`); create it if there is none."""
        sandbox = self._by_name.pop(name, None) or self._new(name)
        self._by_name[name] = sandbox
        sandbox.last_used_at = time.time()
        if len(self._by_name) > MAX_SANDBOXES:
            self._evict(next(other for other in self._by_name if other not in (DEFAULT, name)))
        return sandbox

    def create(self, name: str, source: Store | None = None) -> Sandbox:
        """Return a new sandbox, in place of any of that name: a copy of `source`, or of the baseline."""
        if source is None:
            self.drop(name)
        else:
            self._evicted.pop(name, None)
            # First: the source may be the data of the sandbox that is replaced.
            self._stores.create(name, source.copy_to)
            self._retire(name)
        return self.use(name)

    def drop(self, name: str) -> None:
        """Delete a sandbox, if there is one, and its data."""
        self._evicted.pop(name, None)
        self._retire(name)
        self._stores.drop(name)

    def _new(self, name: str) -> Sandbox:
        sandbox = Sandbox(name, self.defaults, self._stores)
        lost = self._evicted.pop(name, None)
        if lost is not None:
            # Its user must not take the new journal for a complete one.
            sandbox.journal.lose(lost)
        return sandbox

    def _evict(self, name: str) -> None:
        journal = self._by_name[name].journal
        self.drop(name)
        self._evicted[name] = len(journal) + journal.dropped

    def _retire(self, name: str) -> None:
        sandbox = self._by_name.pop(name, None)
        if sandbox is not None:
            sandbox.retire()

    def close(self) -> None:
        """Close all sandboxes; data in memory are gone."""
        for sandbox in self:
            sandbox.cancel_late()
        self._stores.close()
        for sandbox in self:
            self._stores.mark_used(sandbox.name, sandbox.last_used_at)
