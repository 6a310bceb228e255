"""Requests that come again byte for byte: what they are is known, and need not be found out again."""

from typing import NamedTuple

from starlette.types import Scope

from mockapi.http.request import RecordedRequest
from mockapi.http.response import Response
from mockapi.journal.journal import ENTRY_BYTES, Entry, RequestOrigin
from mockapi.pipeline.exchange import CacheKey, Exchange
from mockapi.pipeline.journal_middleware import record
from mockapi.sandboxes.registry import Sandboxes

BYTES_KEY = "mockapi.bytes"
"""In the scope: the whole request as it was sent, when it came alone and in one piece."""

MAX_REPEATS = 1024
MAX_BYTES = 4096
"""Of one request."""

_IN_FRONT = (b"origin", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto")
"""Headers that mean something to what stands in front of the gateway: who sends one has to pass there."""


class Repeat(NamedTuple):
    """What the bytes of a request say."""

    sandbox: str
    vendor: str
    request: RecordedRequest
    """Shared by all entries of the journal."""
    cache_key: CacheKey


class Repeats:
    """The requests of one server that are answered from memory, known by their bytes.

    Nothing is skipped that depends on anything else: the sandbox is looked up, is asked whether anything is armed in
    it, and gets the request into its journal; and the answer is the one that is remembered for the data as they are.
    """

    def __init__(self, sandboxes: Sandboxes) -> None:
        self._sandboxes = sandboxes
        self._by_bytes: dict[bytes, Repeat] = {}

    def __len__(self) -> int:
        return len(self._by_bytes)

    def keep(self, scope: Scope, exchange: Exchange) -> None:
        """Know a request again that was answered from memory the short way, if its bytes are all there is to it."""
        sent: bytes | None = scope.get(BYTES_KEY)
        request = exchange.request
        if sent is None or request.vendor is None or any(name in _IN_FRONT for name, _ in request.headers):
            return
        if len(self._by_bytes) >= MAX_REPEATS:
            del self._by_bytes[next(iter(self._by_bytes))]
        self._by_bytes[sent] = Repeat(exchange.sandbox.name, request.vendor, request, exchange.cache_key)

    def answer(self, sent: bytes, origin: RequestOrigin) -> Response | None:
        """The answer to a request, which is in the journal then; None: it has to go the whole way."""
        repeat = self._by_bytes.get(sent)
        if repeat is None:
            return None
        sandbox = self._sandboxes.use(repeat.sandbox)
        if not sandbox.is_undisturbed(repeat.vendor):
            return None
        answer = self._sandboxes.answers.get((sandbox.state(repeat.vendor), repeat.cache_key))
        if answer is not None:
            entry = Entry(sandbox.journal.next_number(), repeat.sandbox, repeat.request, origin)
            record(entry, sandbox, answer, ENTRY_BYTES + repeat.request.kept_bytes + answer.kept_bytes)
        return answer
