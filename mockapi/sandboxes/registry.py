"""All sandboxes of a server, by name. An unknown one is made on first use; beyond a bound the oldest goes."""

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
"""Names of which it is remembered that their journals are gone."""
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
NAME_RULE = "1 to 64 letters, digits, dots, underscores and hyphens"


class Sandboxes:
    """The sandboxes in order of use, those used last at the end."""

    def __init__(self, defaults: SandboxDefaults, stores: Stores) -> None:
        """`stores`: the sandboxes' own data; those that are there already come first."""
        self.defaults = defaults
        self.responses = ResponseCache()
        """Responses of any of them that may be sent again."""
        self._stores = stores
        self._by_name: dict[str, Sandbox] = {}
        self._evicted = BoundedDict[str, int](MAX_EVICTED_NAMES)
        """How many requests those had in their journals that went for want of room."""
        for name in [*stores.names(), DEFAULT]:
            self.use(name)

    def __iter__(self) -> Iterator[Sandbox]:
        """Those used last at the end."""
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Sandbox:
        """The sandbox of that name, without using it. Raises `KeyError`."""
        return self._by_name[name]

    def peek(self, name: str) -> Sandbox:
        """The sandbox of that name, without using it; when there is none, what it would be."""
        return self._by_name.get(name) or Sandbox(name, self.defaults, Stores())

    def use(self, name: str) -> Sandbox:
        """The sandbox of that name (see `NAME`), made when there is none."""
        sandbox = self._by_name.pop(name, None) or self._new(name)
        self._by_name[name] = sandbox
        sandbox.last_used_at = time.time()
        if len(self._by_name) > MAX_SANDBOXES:
            self._evict(next(other for other in self._by_name if other not in (DEFAULT, name)))
        return sandbox

    def create(self, name: str, source: Store | None = None) -> Sandbox:
        """A new sandbox in place of any that has the name: a copy of `source`, or the baseline."""
        if source is None:
            self.drop(name)
        else:
            self._evicted.pop(name, None)
            # First of all: the source may be the data of the sandbox that goes.
            self._stores.create(name, source.copy_to)
            self._retire(name)
        return self.use(name)

    def drop(self, name: str) -> None:
        """Forget a sandbox, if there is one, and all that it holds."""
        self._evicted.pop(name, None)
        self._retire(name)
        self._stores.drop(name)

    def _new(self, name: str) -> Sandbox:
        sandbox = Sandbox(name, self.defaults, self._stores)
        lost = self._evicted.pop(name, None)
        if lost is not None:
            # Whoever comes back must not take the new journal for the whole story.
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
        """Close all; what is in memory is gone."""
        for sandbox in self:
            sandbox.cancel_late()
        self._stores.close()
        for sandbox in self:
            self._stores.mark_used(sandbox.name, sandbox.last_used_at)
