"""Broken connections: the bytes and exceptions that a client receives, and a server without log messages."""

import os
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockapi.settings import Settings
from tests.faults.breaking import BODY, EXCEPTIONS, application, left
from tests.support import web
from tests.support.application import Running, serving_application
from tests.support.programs import needs
from tests.support.waiting import SECONDS, run

TLS_REPORTS_RESETS = sys.version_info >= ((3, 11, 9) if sys.version_info < (3, 12) else (3, 12, 3))
"""Earlier versions of Python report the reset of a TLS connection as its end (python/cpython#115627)."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    directory = tmp_path_factory.mktemp("certificate")
    key, certificate = directory / "key.pem", directory / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    run([*command.split(), "-keyout", key, "-out", certificate])
    return {"ssl_certfile": certificate, "ssl_keyfile": key}


@pytest.fixture(
    scope="module",
    params=[
        ("uvloop", "httptools", "http"),
        ("asyncio", "httptools", "http"),
        ("asyncio", "h11", "http"),
        pytest.param(("uvloop", "httptools", "https"), marks=needs("openssl")),
        pytest.param(("asyncio", "httptools", "https"), marks=needs("openssl")),
    ],
    ids="-".join,
)
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    loop, parser, scheme = request.param
    settings = Settings(port=0)
    if scheme == "https":
        settings = settings.model_copy(update=request.getfixturevalue("certificate"))
    with serving_application(application, settings, loop, parser) as running:
        yield running


@pytest.fixture(scope="module")
def plain() -> Iterator[Running]:
    with serving_application(application) as running:
        yield running


def connect(running: Running) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS)
    if running.url.startswith("https"):
        context = ssl._create_unverified_context()
        connection = context.wrap_socket(connection)
    return connection


def request(path: str, method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: mock\r\n\r\n".encode()


def read_to_end(connection: socket.socket) -> bytes:
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


def exchange(running: Running, *requests: bytes) -> bytes:
    """Return all bytes that the server sends on one connection until its orderly end."""
    with connect(running) as connection:
        connection.sendall(b"".join(requests))
        return read_to_end(connection)


def client(running: Running) -> httpx.Client:
    return web.client(running.url)


class TestOverARealConnection:
    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_a_broken_connection_raises_httpxs_exception_and_logs_nothing(
        self, running: Running, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with client(running) as requests:
            for _ in range(2):
                assert requests.post("/before", content=b"x" * 100_000).content == BODY
                with pytest.raises(httpx.TransportError) as raised:
                    requests.post(f"/{kind}", content=b"x" * 100_000)
                if running.url.startswith("http:") or TLS_REPORTS_RESETS:
                    assert type(raised.value) is EXCEPTIONS[kind]
            assert requests.get("/after").content == BODY
        running.wait_until_idle()
        assert caplog.records == []

    def test_connection_reset_by_peer_resets_the_connection(self, running: Running) -> None:
        with connect(running) as connection:
            connection.sendall(request("/CONNECTION_RESET_BY_PEER"))
            # The socket below TLS: TLS may still have to read a part of its handshake.
            with socket.socket(fileno=os.dup(connection.fileno())) as below:
                below.settimeout(SECONDS)
                with pytest.raises(ConnectionResetError):
                    read_to_end(below)

    def test_empty_response_closes_the_connection_without_a_byte(self, running: Running) -> None:
        assert exchange(running, request("/EMPTY_RESPONSE")) == b""

    def test_malformed_response_chunk_sends_garbage_after_valid_headers(self, running: Running) -> None:
        head, _, garbage = exchange(running, request("/MALFORMED_RESPONSE_CHUNK")).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\ndate: ")
        assert head.lower().endswith(b"transfer-encoding: chunked")
        assert min(garbage.removesuffix(b"\r\n\r\n")) >= 128

    def test_random_data_then_close_sends_equal_bytes_for_equal_seeds(self, running: Running, plain: Running) -> None:
        garbage = exchange(running, request("/RANDOM_DATA_THEN_CLOSE"))
        assert len(garbage) > 50
        assert garbage == exchange(plain, request("/RANDOM_DATA_THEN_CLOSE"))

    def test_truncated_body_sends_half_a_body_with_the_full_content_length(self, running: Running) -> None:
        head, _, body = exchange(running, request("/TRUNCATED_BODY")).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\ndate: ")
        assert b"x-mine: yes" in head
        assert head.endswith(b"content-length: %d" % len(BODY))
        assert body == BODY[: len(BODY) // 2]

    def test_truncated_body_sends_all_of_the_half_of_a_large_body(self, running: Running) -> None:
        _, _, body = exchange(running, request("/TRUNCATED_BODY?large")).partition(b"\r\n\r\n")
        assert len(body) == 10_000_000

    @pytest.mark.parametrize("kind", [kind for kind in EXCEPTIONS if kind != "CONNECTION_RESET_BY_PEER"])
    def test_requests_before_a_broken_connection_receive_responses(self, running: Running, kind: str) -> None:
        with connect(running) as connection:
            connection.sendall(request("/one") + request("/two") + request(f"/{kind}"))
            received = b""
            while received.count(BODY) < 2:
                data = connection.recv(65536)
                assert data, received
                received += data

    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_a_request_after_a_broken_connection_receives_no_response(
        self, running: Running, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with connect(running) as connection:
            connection.sendall(request(f"/{kind}") + request("/next"))
            try:
                assert BODY not in read_to_end(connection)
            except ConnectionResetError:
                assert kind == "CONNECTION_RESET_BY_PEER"
        running.wait_until_idle()
        assert caplog.records == []

    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_a_fault_for_a_disconnected_client_logs_nothing(
        self, running: Running, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with connect(running) as connection:
            connection.sendall(request(f"/gone/{kind}"))
        assert left.get(timeout=SECONDS) == kind
        running.wait_until_idle()
        assert caplog.records == []


class TestBodiesThatCannotBeHalved:
    def test_truncated_body_of_one_byte_sends_no_body(self, plain: Running) -> None:
        sent = exchange(plain, request("/TRUNCATED_BODY?one-byte"))
        assert sent.endswith(b"\r\ncontent-length: 1\r\n\r\n")

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/TRUNCATED_BODY?empty"),
            ("GET", "/TRUNCATED_BODY?no-content"),
            ("HEAD", "/TRUNCATED_BODY"),
            ("HEAD", "/MALFORMED_RESPONSE_CHUNK"),
        ],
    )
    def test_a_response_without_a_body_breaks_off_in_its_status_line(
        self, plain: Running, method: str, path: str
    ) -> None:
        assert exchange(plain, request(path, method)) == b"HTTP/1.1"
        with client(plain) as requests, pytest.raises(httpx.RemoteProtocolError):
            requests.request(method, path)

    def test_truncated_body_corrects_a_wrong_content_length(self, plain: Running) -> None:
        head, _, body = exchange(plain, request("/TRUNCATED_BODY?wrong-length")).partition(b"\r\n\r\n")
        assert head.endswith(b"\r\ncontent-length: %d" % len(BODY))
        assert head.count(b"\r\n") == 2
        assert body == BODY[:10]
