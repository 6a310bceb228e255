"""Everything that builds on the inside of uvicorn: known requests answered by their bytes, and broken connections.

uvicorn documents neither its protocol class nor its request cycle. So the cache is used with tested versions alone;
with others requests are parsed by uvicorn and answered by the application, which gives the same responses.
"""

import logging
import os
import socket
import struct
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, cast

import uvicorn
from starlette.types import Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from mockapi.faults.connection import Connection
from mockapi.http.request import RecordedRequest
from mockapi.http.response import Response
from mockapi.journal.journal import JournalEntry, RequestOrigin, origin_of
from mockapi.pipeline.exchange import CacheKey, Exchange
from mockapi.pipeline.gateway import WIRE_EXTENSION
from mockapi.pipeline.middleware import Shortcut
from mockapi.sandboxes.registry import Sandboxes

logger = logging.getLogger("mockapi")

TESTED_UVICORN = ((0, 54), (0, 55))
"""The first version that was tested, and the first that was not."""

MAX_REQUESTS = 1024
MAX_REQUEST_BYTES = 4096

_HEAD_END = b"\r\n\r\n"
_SERVER_HEADERS = (b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto")
"""Request headers that uvicorn itself acts on."""

_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""The socket option that turns closing into a reset: unsent bytes are discarded."""


def is_tested(version: str) -> bool:
    """Return True if the wire cache was tested with this version of uvicorn."""
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return TESTED_UVICORN[0] <= numbers < TESTED_UVICORN[1]


def wire_cache_for(sandboxes: Sandboxes, shortcut: Shortcut) -> "WireCache | None":
    """Return a new wire cache; None, and a line in the log, if the installed uvicorn was not tested with it."""
    if is_tested(uvicorn.__version__):
        return WireCache(sandboxes, shortcut)
    logger.warning("The wire cache is off: uvicorn %s was not tested with it.", uvicorn.__version__)
    return None


def protocol_of(cache: "WireCache | None") -> Any:
    """Return uvicorn's setting `http`: the protocol with the wire cache, or uvicorn's own."""
    return partial(WireCacheProtocol, cache) if cache is not None else "auto"


class KnownRequest(NamedTuple):
    """All that the bytes of a request say."""

    sandbox: str
    request: RecordedRequest
    """Shared by all entries of the journal."""
    cache_key: CacheKey


class WireCache:
    """The requests of one server that were answered from the response cache, by their bytes.

    It skips parsing alone: the sandbox is looked up, the shortcut says whether any middleware has something to do and
    has the response for the data as they are, and the journal gets its entry.
    """

    def __init__(self, sandboxes: Sandboxes, shortcut: Shortcut) -> None:
        self._sandboxes = sandboxes
        self._shortcut = shortcut
        self._requests: OrderedDict[bytes, KnownRequest] = OrderedDict()
        self._heads: Counter[bytes] = Counter()
        """The heads of known requests with a body, and how many there are of each."""
        self.responses = 0
        """The number of requests that were answered."""

    def __len__(self) -> int:
        return len(self._requests)

    def keep(self, data: bytes, exchange: Exchange) -> None:
        """Remember a request that was answered from the response cache."""
        if data in self._requests or any(name in _SERVER_HEADERS for name, _ in exchange.request.headers):
            return
        if len(self._requests) >= MAX_REQUESTS:
            oldest, _ = self._requests.popitem(last=False)
            self._count_head(oldest, -1)
        self._requests[data] = KnownRequest(exchange.sandbox.name, exchange.entry.request, exchange.cache_key)
        self._count_head(data, 1)

    def is_head(self, data: bytes) -> bool:
        """Return True if `data` is the head of a known request whose body is still to come."""
        return data in self._heads

    def respond(self, data: bytes, origin: RequestOrigin) -> Response | None:
        """Return the response to a request, which is in the journal then; None: uvicorn must parse it."""
        known = self._requests.get(data)
        if known is None:
            return None
        sandbox = self._sandboxes.use(known.sandbox)
        response = self._shortcut.find(sandbox, known.request.vendor, known.cache_key)
        if response is not None:
            entry = JournalEntry(sandbox.journal.next_number(), known.sandbox, known.request, origin)
            self._shortcut.record(sandbox, entry, response)
            self.responses += 1
        return response

    def _count_head(self, data: bytes, change: int) -> None:
        head, end, body = data.partition(_HEAD_END)
        if body:
            self._heads[head + end] += change
            if not self._heads[head + end]:
                del self._heads[head + end]


class WireRequest:
    """The bytes of the request that the application is about to answer."""

    def __init__(self, cache: WireCache, data: bytes) -> None:
        self._cache = cache
        self._data = data

    def keep(self, exchange: Exchange) -> None:
        """Remember the request, which was answered from the response cache."""
        self._cache.keep(self._data, exchange)


class WireCacheProtocol(HttpToolsProtocol):
    """One connection. Between two requests, the bytes of a whole known request are answered without parsing them.

    A known request may come in one segment, or in two: head, then body.
    """

    def __init__(self, cache: WireCache, *arguments: Any, **named: Any) -> None:
        """`arguments`, `named`: uvicorn's own."""
        super().__init__(*arguments, **named)
        self._cache = cache
        self._is_between = True
        """True if all bytes so far were whole requests, so that the next byte begins one."""
        self._begun = 0
        """The number of requests that the parser has begun."""
        self._held = b""
        """A known head that the parser has not seen yet."""
        self._request = b""
        """The bytes of the request that the parser reads; empty if they are too many."""
        self._first = 0
        """The number of requests before it."""

    def connection_made(self, transport: Any) -> None:
        """Note what every entry of the journal says of the connection."""
        super().connection_made(transport)
        self._origin = origin_of({"client": self.client, "server": self.server, "scheme": self.scheme})

    def data_received(self, data: bytes) -> None:
        """Answer a known request, wait for the body of a known head, or let uvicorn parse what came."""
        data, self._held = self._held + data, b""
        if self._is_between:
            if len(data) <= MAX_REQUEST_BYTES and self._is_free() and self._answer(data):
                return
            self._request, self._first = data, self._begun
        elif self._request:
            self._request += data
        if len(self._request) > MAX_REQUEST_BYTES:
            self._request = b""
        super().data_received(data)
        is_one = self._is_between and self._begun == self._first + 1
        if self._request and is_one and self.cycle.keep_alive and not self.expect_100_continue:
            scope = cast(dict[str, Any], self.cycle.scope)
            scope.setdefault("extensions", {})[WIRE_EXTENSION] = WireRequest(self._cache, self._request)

    def _is_free(self) -> bool:
        """Return True if no response is under way, and the client receives what it is sent."""
        is_done = self.cycle is None or self.cycle.response_complete
        return is_done and not self.flow.write_paused and not self.transport.is_closing()

    def _answer(self, data: bytes) -> bool:
        if response := self._cache.respond(data, self._origin):
            self._send(response)
            return True
        if self._cache.is_head(data):
            self._held = data
            self._unset_keepalive_if_required()
            return True
        return False

    def _send(self, response: Response) -> None:
        """Send the bytes that uvicorn would send."""
        head = [STATUS_LINE[response.status]]
        for name, value in (*self.server_state.default_headers, *response.headers):
            head += (name, b": ", value, b"\r\n")
        head.append(b"\r\n")
        self._unset_keepalive_if_required()
        self.transport.write(b"".join(head))
        self.transport.write(response.body)
        self.on_response_complete()

    def on_message_begin(self) -> None:
        """Count the request."""
        self._begun += 1
        self._is_between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Note the end of the request."""
        self._is_between = True
        super().on_message_complete()


class UvicornConnection:
    """The connection of a request that uvicorn handles, for faults to break."""

    __slots__ = ("_cycle",)

    def __init__(self, cycle: Any) -> None:
        """`cycle`: uvicorn's `RequestResponseCycle`, which its two HTTP parsers both have."""
        self._cycle = cycle

    def write(self, data: bytes) -> None:
        """Send bytes past HTTP's framing."""
        # uvloop raises for a transport that is closed.
        if not self._cycle.transport.is_closing():
            self._cycle.transport.write(data)

    def close(self) -> None:
        """End the connection in order."""
        # uvicorn reports a lost connection only to the last of several pipelined requests.
        self._cycle.disconnected = True
        self._cycle.transport.close()

    def reset(self) -> None:
        """End the connection with a TCP reset: unsent bytes are discarded."""
        transport = self._cycle.transport
        if not transport.is_closing():
            # macOS refuses the option once the client has reset the connection itself.
            with suppress(OSError):
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
            transport.abort()
        self.close()


ConnectionOf = Callable[[Send], Connection | None]


def connection_of(send: Send) -> Connection | None:
    """Return the connection behind uvicorn's `send`, a method of the request's cycle; None for any other server."""
    cycle = getattr(send, "__self__", None)
    return UvicornConnection(cycle) if hasattr(cycle, "transport") and hasattr(cycle, "disconnected") else None
