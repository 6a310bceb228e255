"""A request that came before, byte for byte, gets what it would get if uvicorn had parsed it."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import pairwise
from threading import Thread
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from mockapi.app import MockApi
from mockapi.server.server import MockServer
from mockapi.server.wire_cache import MAX_REQUESTS, WireCache, WireCacheProtocol
from mockapi.settings import Settings
from tests.conftest import NOW
from tests.support.altegio import TOKENS
from tests.support.waiting import SECONDS, connect, join

CATEGORIES = "/api/v1/company/1/goods_categories"
FIND = "/api/json/manage_products/find?username=mock-user&password=mock-password&limit=2"


def sent(path: str, *headers: str, method: str = "GET", body: bytes = b"", version: str = "1.1") -> bytes:
    """The bytes of a request."""
    length = [f"Content-Length: {len(body)}"] if body else []
    lines = [f"{method} {path} HTTP/{version}", "Host: localhost", f"Authorization: {TOKENS}", *length, *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


READ = sent(CATEGORIES)
READS = [
    READ,
    sent(FIND),
    sent(CATEGORIES, "X-Mock-Sandbox: a"),
    sent(f"/~a{CATEGORIES}"),
    sent(f"{CATEGORIES}/404"),
    sent("/api/v1/auth", "Content-Type: application/json", method="POST", body=b'{"login": "nobody"}'),
]
OTHERS = [
    sent("/api/v1/goods_categories/1", method="POST", body=b'{"title": "New"}'),
    sent("/api/v1/goods_categories/1", "X-Mock-Sandbox: a", method="POST", body=b'{"title": "New"}'),
    sent("/api/v1/auth", method="POST", body=READ),
    sent(CATEGORIES, "Connection: close"),
    sent(CATEGORIES, version="1.0"),
    sent(CATEGORIES, "Connection: keep-alive", version="1.0"),
    sent(CATEGORIES, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"),
    sent(CATEGORIES, "Origin: http://localhost:3000"),
    sent(CATEGORIES, "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https"),
    sent(CATEGORIES, "X-Mock-Fault: error=429"),
    sent("/api/v1/auth", "Expect: 100-continue", method="POST", body=b"login=nobody"),
    sent("/api/v1/auth", "Transfer-Encoding: chunked", method="POST") + b"5\r\nlogin\r\n0\r\n\r\n",
    sent(CATEGORIES, method="HEAD"),
    sent("/__admin/requests", method="DELETE"),
    sent("/__admin/reset", method="POST"),
    sent("/__admin/faults", method="POST", body=b'{"vendor": "altegio", "error": 429, "times": 1}'),
    sent("/__admin/faults", method="DELETE"),
    sent("/__admin/quotas/altegio", method="PUT", body=b'{"limits": [{"requests": 2, "seconds": 60}]}'),
    sent("/__admin/clock", method="POST", body=b'{"advance": 86400}'),
    b"\r\n",
]
NONSENSE = b"nonsense\r\n\r\n"
"""Refused at once, before the answers that are still to be worked out."""


class Wire(asyncio.Transport):
    """The client's end of a connection, without a network: what is sent here stands in `received`."""

    def __init__(self) -> None:
        super().__init__({"sockname": ("127.0.0.1", 8000), "peername": ("127.0.0.1", 50000)})
        self.received = b""
        self.is_paused = False
        self._is_closed = False

    def write(self, data: Any) -> None:
        """What comes after the end never arrives."""
        if not self._is_closed:
            self.received += data

    def is_closing(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        self._is_closed = True

    def abort(self) -> None:
        self._is_closed = True

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False


class Piece(NamedTuple):
    """What arrives at once, and whether the server has time before the next."""

    data: bytes
    has_time: bool


class Side(NamedTuple):
    """One server, and how it speaks HTTP."""

    api: MockApi
    protocol: Callable[..., HttpToolsProtocol]
    cache: WireCache | None = None

    def connect(self) -> tuple[Wire, HttpToolsProtocol]:
        """A new connection, both ends."""
        wire = Wire()
        config = Config(self.api, log_config=None, lifespan="off", ws="none", access_log=False)
        protocol = self.protocol(config=config, server_state=ServerState(), app_state={})
        protocol.connection_made(wire)
        return wire, protocol

    async def converse(self, pieces: Sequence[Piece]) -> tuple[bytes, bool]:
        """What a client gets that sends the pieces over one connection, and whether that is closed at the end."""
        wire, protocol = self.connect()
        for data, has_time in pieces:
            async with asyncio.timeout(SECONDS):
                while wire.is_paused and not wire.is_closing():
                    await _work()
            if wire.is_closing():
                break
            protocol.data_received(data)
            if has_time:
                await _work()
        await _work()
        is_closed = wire.is_closing()
        protocol.connection_lost(None)
        await _work()
        return wire.received, is_closed

    def forget(self) -> None:
        """Make both sandboxes new."""
        for name in ("default", "a"):
            self.api.server_state.sandboxes.create(name)

    def journal(self, name: str) -> list[tuple[object, ...]]:
        """All of the entries but the time."""
        return [
            (entry.number, entry.request, entry.origin, entry.status, entry.headers, entry.body, entry.charged)
            for entry in self.api.server_state.sandboxes.peek(name).journal
        ]


async def _work() -> None:
    """Let the server do all that it can do without waiting."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def used_sides() -> Iterator[tuple[Side, Side]]:
    """As it is served, and as uvicorn alone would serve it."""
    with ExitStack() as stack:
        ours, plain = (stack.enter_context(closing(MockApi(Settings(clock=NOW)))) for _ in range(2))
        cache = WireCache(ours.server_state.sandboxes, ours.shortcut)
        yield (Side(ours, lambda **given: WireCacheProtocol(cache, **given), cache), Side(plain, HttpToolsProtocol))


@pytest.fixture
def sides(used_sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """Both, whatever an earlier test has left in their sandboxes."""
    for side in used_sides:
        side.forget()
    return used_sides


@st.composite
def conversations(draw: st.DrawFn) -> list[Piece]:
    """Requests in a row, cut into pieces anywhere; most of them whole."""
    pieces: list[Piece] = []
    for request in draw(st.lists(st.sampled_from(READS * 3 + OTHERS), min_size=3, max_size=25)):
        cuts = draw(st.just([]) | st.lists(st.integers(1, len(request) - 1), max_size=2))
        places = [0, *sorted(set(cuts)), len(request)]
        pieces += [Piece(request[a:b], draw(st.booleans())) for a, b in pairwise(places)]
    joined: list[Piece] = []
    for piece in pieces:
        if joined and draw(st.integers(0, 5)) == 0:
            joined[-1] = Piece(joined[-1].data + piece.data, piece.has_time)
        else:
            joined.append(piece)
    return joined


THRICE = [Piece(READ, True)] * 3
HEAD = sent("/api/v1/auth", method="POST", body=READ)[: -len(READ)]


@settings(max_examples=150)
@example(THRICE)
@example([*THRICE, Piece(READ, False), Piece(READ, False)])
@example([*THRICE, Piece(HEAD, True), Piece(READ, True), Piece(READ, True)])
@example([*THRICE, Piece(HEAD, False), Piece(READ, False), Piece(READ, True)])
@example([*THRICE, Piece(READ[:1], True), Piece(READ[1:], True), Piece(READ + READ, True)])
@example([*THRICE, Piece(OTHERS[6], True), Piece(READ, True)])
@example([*THRICE, Piece(OTHERS[0], False), Piece(READ, True)])
@example([*THRICE, Piece(OTHERS[15], True), *THRICE])
@example([*THRICE, Piece(OTHERS[17], True), *THRICE])
@example([*[Piece(OTHERS[8], True)] * 3, *[Piece(OTHERS[7], True)] * 3, *[Piece(OTHERS[10], True)] * 3])
@example([*THRICE, Piece(NONSENSE, True), Piece(READ, True)])
@given(pieces=conversations())
def test_every_conversation_and_every_journal_is_as_without_the_short_way(
    used_sides: tuple[Side, Side], pieces: list[Piece]
) -> None:
    for side in used_sides:
        side.forget()
    ours, plain = (asyncio.run(side.converse(pieces)) for side in used_sides)
    assert ours == plain
    for name in ("default", "a"):
        assert used_sides[0].journal(name) == used_sides[1].journal(name)


def test_the_third_of_the_same_requests_is_answered_at_once(sides: tuple[Side, Side]) -> None:
    request = sent(f"{CATEGORIES}?third=1")

    async def ask() -> list[int]:
        at_once = []
        for _ in range(4):
            wire, protocol = sides[0].connect()
            protocol.data_received(request)
            at_once.append(wire.received.count(b"200 OK"))
            await _work()
            assert wire.received.count(b"200 OK") == 1
            protocol.connection_lost(None)
        return at_once

    assert asyncio.run(ask()) == [0, 0, 1, 1]


def test_nothing_is_sent_to_a_client_that_takes_nothing(sides: tuple[Side, Side]) -> None:
    async def ask() -> None:
        await sides[0].converse(THRICE)
        wire, protocol = sides[0].connect()
        protocol.pause_writing()
        protocol.data_received(READ)
        await _work()
        assert wire.received == b""
        protocol.resume_writing()
        await _work()
        assert wire.received.count(b"200 OK") == 1
        protocol.connection_lost(None)

    asyncio.run(ask())


def test_no_more_than_so_many_are_known(sides: tuple[Side, Side]) -> None:
    side, _ = sides
    asyncio.run(
        side.converse([Piece(sent(CATEGORIES, f"X-Number: {number}"), True) for number in range(MAX_REQUESTS + 5)])
    )
    assert side.cache is not None
    assert len(side.cache) == MAX_REQUESTS


def test_a_client_that_does_not_wait_gets_every_answer_in_order(mock: MockServer) -> None:
    numbers = [1, 2_000_001]
    requests = [sent(f"/api/v1/goods/category_node/1/{number}") for number in numbers]
    answers = []
    for request in requests * 3:
        with connect(mock.url) as connection:
            connection.sendall(request)
            answers.append(_read(connection, 1)[0])
    with connect(mock.url) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def ask() -> None:
            for request in requests * 1000:
                connection.sendall(request)

        asking = Thread(target=ask, daemon=True)
        asking.start()
        got = _read(connection, 2000)
        join(asking)
    assert got == answers[:2] * 1000


def _read(connection: socket.socket, count: int) -> list[bytes]:
    """So many answers' bodies."""
    bodies = []
    with connection.makefile("rb") as file:
        for _ in range(count):
            length = 0
            while (line := file.readline()) != b"\r\n":
                assert line
                name, _, value = line.partition(b":")
                length = int(value) if name == b"content-length" else length
            bodies.append(file.read(length))
    return bodies
