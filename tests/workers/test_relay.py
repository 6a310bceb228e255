"""One request that another worker answers: what goes there and comes back, and what does not."""

import asyncio
import logging
import socket
from collections.abc import Iterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from mockapi.client import Mock
from tests.application import SECONDS, Running, read_body, serving_application
from tests.control.calls import ALTEGIO
from tests.workers.calls import ONE, ZERO, accepted_by

CHUNK = b"x" * 1_000_000
CHUNKS = 30


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the request's body, in many large pieces, or with a bug before or after the answer has begun."""
    if scope["path"] == "/early":
        raise KeyError("a bug before the answer")
    start = {"type": "http.response.start", "status": 200, "headers": [(b"x-client", repr(scope["client"]).encode())]}
    if scope["path"] == "/unread":
        await send(start)
        await send({"type": "http.response.body", "body": b"unread"})
        return
    body = await read_body(receive)
    await send(start)
    if scope["path"] == "/late":
        raise KeyError("a bug in the answer")
    if scope["path"] == "/large":
        for _ in range(CHUNKS - 1):
            await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
        body = CHUNK
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with serving_application(application, is_relayed=True) as running:
        yield running


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.url, verify=False, trust_env=False, timeout=SECONDS) as client:
        yield client


class TestARequest:
    @pytest.mark.parametrize("size", [0, 1, 100_000, 20_000_000])
    def test_goes_there_and_back_whole(self, client: httpx.Client, size: int) -> None:
        for _ in range(2):
            assert client.post("/", content=b"b" * size).content == b"b" * size

    def test_comes_from_its_client(self, client: httpx.Client) -> None:
        assert client.get("/").headers["x-client"].startswith("('127.0.0.1', ")

    def test_whose_body_nobody_reads_leaves_nothing_for_the_next(self, client: httpx.Client) -> None:
        for number in range(5):
            assert client.post("/unread", content=b"u" * 1_000_000).content == b"unread"
            assert client.post("/", content=b"%d" % number).content == b"%d" % number

    def test_that_waits_to_be_invited_is(self, running: Running) -> None:
        with socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: mock\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(b"abc")
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")

    def test_of_many_at_once_each_gets_its_own_answer(self, running: Running) -> None:
        async def ask() -> None:
            limits = httpx.Limits(max_connections=50)
            async with httpx.AsyncClient(
                base_url=running.url, verify=False, trust_env=False, timeout=SECONDS, limits=limits
            ) as client:
                answers = await asyncio.gather(*(client.post("/", content=b"%d" % number) for number in range(300)))
            assert [answer.content for answer in answers] == [b"%d" % number for number in range(300)]

        asyncio.run(ask())


class TestAnAnswer:
    def test_may_be_large_and_its_client_slow(self, running: Running) -> None:
        with socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) as connection:
            connection.sendall(b"GET /large HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n")
            with httpx.Client(base_url=running.url, verify=False, trust_env=False) as other:
                assert other.post("/", content=b"meanwhile").content == b"meanwhile"
            size = 0
            while data := connection.recv(65536):
                size += data.count(b"x")
        assert size >= CHUNKS * len(CHUNK)

    def test_that_a_bug_prevents_is_a_500_with_the_owners_traceback_in_the_log(
        self, client: httpx.Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert client.get("/early").status_code == 500
        assert client.get("/").status_code == 200
        [record] = caplog.records
        assert (record.name, record.levelno) == ("uvicorn.error", logging.ERROR)
        assert 'raise KeyError("a bug before the answer")' in caplog.text

    def test_in_which_a_bug_comes_breaks_off(self, client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/late")
        assert client.get("/").status_code == 200
        assert "KeyError: 'a bug in the answer'" in caplog.text


@pytest.mark.parametrize("name", [ZERO, ONE])
class TestAClientThatLeaves:
    def test_in_the_middle_of_a_body_has_sent_no_request(self, workers: Mock, name: str) -> None:
        workers.sandbox(name).reset()
        with accepted_by(0, workers) as client:
            network = client.get("/__admin/health").extensions["network_stream"]
            network.write(b"POST /~%s/goods/1 HTTP/1.1\r\nHost: m\r\nContent-Length: 9\r\n\r\nhalf" % name.encode())
        assert workers.sandbox(name).requests() == []

    def test_while_its_answer_waits_is_not_waited_for(self, workers: Mock, name: str) -> None:
        sandbox = workers.sandbox(name)
        sandbox.reset()
        sandbox.fault(fixed_delay_milliseconds=3_600_000)
        with accepted_by(0, workers) as client:
            network = client.get("/__admin/health").extensions["network_stream"]
            network.write(
                b"GET /~%s/goods/1 HTTP/1.1\r\nHost: m\r\nAuthorization: %s\r\n\r\n"
                % (name.encode(), ALTEGIO["Authorization"].encode())
            )
            while not sandbox.faults()[0]["fired"]:
                pass
            assert sandbox.requests()[0]["milliseconds"] is None
        while sandbox.requests()[0]["milliseconds"] is None:
            pass
