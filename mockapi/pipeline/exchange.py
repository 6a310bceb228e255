"""One request on its way through the house: what the gateway found out, for everybody behind it."""

from collections.abc import Hashable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.faults.connection import send_answer
from mockapi.http.request import RecordedRequest
from mockapi.http.response import Headers, Response, response_of
from mockapi.http.response_cache import ResponseCache
from mockapi.journal.journal import Entry
from mockapi.pipeline.router import Target
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.vendor_api.endpoint import Endpoint
from mockapi.vendor_api.vendor import MountedVendor

CacheKey = tuple[Endpoint | None, str, bytes, Headers, bytes]
"""The operation, path, query string, the headers that the vendor knows, and the body."""

EXCHANGE_KEY = "mockapi.visit"
SANDBOX_KEY = "mockapi.sandbox"
"""In the scope of a request to the control application: the name of the sandbox."""


@dataclass(slots=True)
class Exchange:
    """A request that was read whole."""

    sandbox: Sandbox
    target: Target
    request: RecordedRequest
    """With all of its body."""
    entry: Entry
    """What the journal keeps of it."""
    answers: ResponseCache
    """Where repeatable answers are remembered."""
    refusal: ASGIApp | None = None
    """What answers in place of an operation, unless a fault or a quota does."""
    is_repeatable: bool = True
    """Whether the same request on the same data gets the same answer: it has not asked for more than that."""
    _cache_key: CacheKey | None = None

    @property
    def mounted(self) -> MountedVendor | None:
        """The vendor; None for a path that no vendor has."""
        return self.target.mounted

    @property
    def cache_key(self) -> CacheKey:
        """All of the request that a repeatable answer depends on."""
        if self._cache_key is None:
            request, target = self.request, self.target
            # No other header gets in, so no other can make a difference.
            known = target.mounted.vendor.headers if target.mounted else ()
            headers = tuple([header for header in request.headers if header[0] in known])
            self._cache_key = (target.endpoint, target.path, request.query_string, headers, request.body)
        return self._cache_key

    def remembered(self) -> Response | None:
        """The answer to the same question on the same data, when it is remembered."""
        return self.answers.get((self._state(), self.cache_key))

    async def new_answer(self, scope: Scope, receive: Receive) -> Response:
        """The answer of the operation, which is remembered if it can be."""
        target = self.target
        if target.mounted is None or target.endpoint is None:
            raise ValueError("nobody has this operation")
        state, headers = self._state(), self.cache_key[3]
        seen = {"headers": headers, "path": target.path, "root_path": "", "path_params": target.parameters}
        response, is_bug = await target.mounted.respond(target.endpoint, {**scope, **seen, EXCHANGE_KEY: self}, receive)
        answer = response_of(response)
        self.entry.bug |= is_bug
        if self.is_repeatable and not is_bug and self._state() == state:
            self.answers.keep((state, self.cache_key), answer, len(self.request.body) + len(self.request.query_string))
        return answer

    def _state(self) -> Hashable:
        return self.sandbox.state(self.request.vendor or "")


def exchange_of(scope: Scope) -> Exchange:
    """The visit that a request of the inner rooms belongs to."""
    exchange: Exchange = scope[EXCHANGE_KEY]
    return exchange


async def respond(scope: Scope, receive: Receive, send: Send) -> None:
    """The innermost room: the vendor's operation, or whatever else the gateway has chosen."""
    exchange = exchange_of(scope)
    if exchange.refusal is not None:
        await exchange.refusal(scope, receive, send)
    else:
        await send_answer(send, exchange.remembered() or await exchange.new_answer(scope, receive))
