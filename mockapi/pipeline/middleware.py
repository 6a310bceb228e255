"""The base of all middlewares, and the shortcut past those that have nothing to do."""

from typing import Any, ClassVar

from starlette.types import ASGIApp

from mockapi.http.response import Headers, Response
from mockapi.http.response_cache import ResponseCache
from mockapi.journal.journal import ENTRY_BYTES, JournalEntry
from mockapi.pipeline.exchange import CacheKey
from mockapi.sandboxes.sandbox import Sandbox


class Middleware:
    """The base of the pipeline's middlewares: a pure ASGI application around another one."""

    trigger_headers: ClassVar[frozenset[bytes]] = frozenset()
    """Lower-case names of request headers that make the middleware act, whatever `is_idle` says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True if the middleware has nothing to do for any request to `vendor` in `sandbox`.

        Then a response from the cache need not pass it.
        """
        return False


class Shortcut:
    """The way of cached responses past the middlewares: open while all of them are idle.

    It is derived from the middlewares of the application. One that does not say when it is idle is never passed by.
    """

    def __init__(self, responses: ResponseCache) -> None:
        self._responses = responses
        self._middlewares: list[type[Middleware]] = []
        self._is_closed = False
        self._trigger_headers: frozenset[bytes] = frozenset()

    def add(self, middleware: Any) -> None:
        """Take a middleware class of the application into account."""
        if isinstance(middleware, type) and issubclass(middleware, Middleware):
            self._middlewares.append(middleware)
            self._trigger_headers |= middleware.trigger_headers
        else:
            self._is_closed = True

    def is_open_for(self, headers: Headers) -> bool:
        """Return True if no header of a request makes a middleware act."""
        return not self._is_closed and self._trigger_headers.isdisjoint([name for name, _ in headers])

    def find(self, sandbox: Sandbox, vendor: str | None, key: CacheKey) -> Response | None:
        """Return the cached response to a request; None: it must pass all middlewares. Ask `is_open_for` first."""
        name = vendor or ""
        for middleware in self._middlewares:
            if not middleware.is_idle(sandbox, name):
                return None
        return self._responses.get((sandbox.revision(name), key))

    def record(self, sandbox: Sandbox, entry: JournalEntry, response: Response) -> None:
        """Add a request and the response found for it to the sandbox's journal."""
        entry.record(response)
        sandbox.journal.add(entry, ENTRY_BYTES + entry.request.kept_bytes + response.kept_bytes)
