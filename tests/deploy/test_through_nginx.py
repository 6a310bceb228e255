"""What nginx changes of requests, responses and faults on their way, and what it does not."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from mockapi import MockClient, MockServer
from tests.support import web
from tests.support.altegio import TOKENS
from tests.support.cluster import SANDBOX, SERVER, Cluster
from tests.support.waiting import SECONDS
from tests.support.web import exchange

ALTEGIO = {"Authorization": TOKENS}
NAME = "through"
GOODS = f"/~{NAME}/goods/1?count=1"
MEGABYTES = 1_000_000


@pytest.fixture
def sandbox(proxied: MockClient) -> MockClient:
    """A new sandbox behind nginx."""
    return proxied.create_sandbox(NAME)


def port_of(server: MockClient) -> int:
    return int(server.url.removesuffix(f"/~{NAME}").rpartition(":")[2])


def received(server: MockClient, target: str, *headers: tuple[str, str], content: bytes = b"") -> dict[str, Any]:
    """Send a request, and return what the journal of a new sandbox says of it."""
    server.create_sandbox(NAME)
    exchange(port_of(server), "POST", f"/~{NAME}{target}", headers, content)
    entry: dict[str, Any] = server.sandbox(NAME).requests()[0]["request"]
    return {name: value for name, value in entry.items() if name not in ("absoluteUrl", "port")} | {
        "loggedDate": None,
        "loggedDateString": None,
        "headers": {name: value for name, value in entry["headers"].items() if name != "host"},
    }


class TestARequest:
    @pytest.mark.parametrize(
        "target",
        [
            "/goods/4564%2F789",
            "//goods///1//",
            "/goods/./1/../2",
            "/goods/%2e%2E/1",
            "/goods/%D0%A1%d0%ba?term=%D0%A1+a%20b&x=%2f;&=&y",
            "/goods/1??a?b",
            "/goods/a;b=c,d:e@f!$&'()*+|[]^`{}\"<>\\",
            "/~another/goods/1",
        ],
    )
    def test_reaches_the_server_byte_for_byte(self, proxied: MockClient, single: MockServer, target: str) -> None:
        headers = [("X-Odd", "a  b;\t\xe4"), ("X-Twice", "1"), ("X-Twice", "2"), ("Cookie", "a=b; c=d")]
        content = bytes(range(256))
        through = received(proxied, target, *headers, content=content)
        assert through == received(single, target, *headers, content=content)
        assert through["url"] == target

    def test_loses_the_headers_of_its_connection_and_those_with_underscores(
        self, proxied: MockClient, single: MockServer
    ) -> None:
        lost = [("Connection", "keep-alive"), ("TE", "trailers"), ("Keep-Alive", "5"), ("Upgrade", "h2c"), ("X_Y", "1")]
        through = received(proxied, "/goods/1", *lost, ("X-Kept", "1"))["headers"]
        direct = received(single, "/goods/1", *lost, ("X-Kept", "1"))["headers"]
        assert direct.keys() - through.keys() == {name.lower() for name, _ in lost}
        assert through == {name: direct[name] for name in through}

    def test_may_have_a_body_of_unknown_length(self, sandbox: MockClient) -> None:
        def pieces() -> Iterator[bytes]:
            yield b'{"title": '
            yield b'"In pieces"}'

        answer = web.post(f"{sandbox.url}/goods_categories/1", headers=ALTEGIO, content=pieces())
        assert answer.status_code == 201
        assert sandbox.requests()[0]["request"]["body"] == '{"title": "In pieces"}'

    def test_that_is_too_large_is_refused_by_the_server_in_the_vendors_words(
        self, sandbox: MockClient, single: MockServer
    ) -> None:
        answers = [web.post(f"{url}/goods/1", content=b" " * 9 * MEGABYTES) for url in (sandbox.url, single.url)]
        assert [answer.status_code for answer in answers] == [413, 413]
        assert answers[0].content == answers[1].content

    def test_that_is_too_large_is_refused_before_it_has_all_come(self, cluster: Cluster, sandbox: MockClient) -> None:
        with socket.create_connection(("127.0.0.1", cluster.port), timeout=SECONDS) as connection:
            head = f"POST /~{NAME}/goods/1 HTTP/1.1\r\nHost: mock\r\nContent-Length: {100 * MEGABYTES}\r\n\r\n"
            connection.sendall(head.encode() + b" " * 9 * MEGABYTES)
            assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


class TestAResponse:
    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_has_the_servers_headers_and_one_more(self, cluster: Cluster, single: MockServer, method: str) -> None:
        headers = [("Origin", "http://page"), ("Access-Control-Request-Method", "GET"), *ALTEGIO.items()]
        through = exchange(cluster.port, method, "/goods/1?count=1", headers)
        direct = exchange(port_of(single), method, "/goods/1?count=1", headers)
        assert (through.status, through.content) == (direct.status, direct.content)
        assert through.headers.keys() - direct.headers.keys() == {"server", "connection", SANDBOX, SERVER}
        assert {name: through.headers[name] for name in direct.headers if name != "date"} == {
            name: value for name, value in direct.headers.items() if name != "date"
        }
        assert through.headers["server"] == "nginx"

    def test_has_urls_that_lead_through_nginx(self, cluster: Cluster, proxied: MockClient) -> None:
        introduction = web.get(f"{cluster.url}/~{NAME}/").json()
        urls = [vendor["baseUrl"] for vendor in introduction["vendors"].values()]
        assert all(url.startswith(f"{cluster.url}/~{NAME}") for url in urls)
        moved = exchange(cluster.port, "GET", "/__admin/sandboxes/")
        assert (moved.status, moved.headers["location"]) == (307, f"{cluster.url}/__admin/sandboxes")

    def test_may_be_large(self, sandbox: MockClient) -> None:
        sandbox.snapshot(f"{NAME}.large")
        snapshot = web.get(f"{sandbox.url}/__admin/snapshots/{NAME}.large").content
        assert len(snapshot) > MEGABYTES / 2
        uploaded = web.request("PUT", f"{sandbox.url}/__admin/snapshots/{NAME}.again", content=snapshot)
        assert uploaded.status_code == 201
        again = web.get(f"{sandbox.url}/__admin/snapshots/{NAME}.again").content
        assert len(again) == len(snapshot)
        sandbox.restore(f"{NAME}.again")


class TestAFault:
    def answer(self, cluster: Cluster, fault: str, method: str = "GET", target: str = GOODS) -> bytes:
        """Send a request that asks for a fault, and return the bytes that come before the connection ends."""
        content = b'{"title": "New"}' if method == "POST" else b""
        head = [
            *(f"{method} {target} HTTP/1.1", "Host: mock", f"X-Mock-Fault: {fault}", f"Authorization: {TOKENS}"),
            *(f"Content-Length: {len(content)}", "", ""),
        ]
        with socket.create_connection(("127.0.0.1", cluster.port), timeout=SECONDS) as connection:
            connection.sendall("\r\n".join(head).encode() + content)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    @pytest.mark.parametrize("fault", ["EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "lost_request", "lost_response"])
    def test_without_an_answer_ends_the_clients_connection_in_order(
        self, cluster: Cluster, sandbox: MockClient, fault: str
    ) -> None:
        assert self.answer(cluster, fault) == b""

    @pytest.mark.parametrize(("fault", "applied"), [("lost_request", 0), ("lost_response", 1), ("late_apply", 1)])
    def test_applies_what_it_applies_once(
        self, cluster: Cluster, sandbox: MockClient, fault: str, applied: int
    ) -> None:
        target = f"/~{NAME}/goods_categories/1"
        if fault == "late_apply":
            reply = exchange(
                cluster.port, "POST", target, [*ALTEGIO.items(), ("X-Mock-Fault", fault)], b'{"title": "New"}'
            )
            assert reply.status == 504
            assert json.loads(reply.content)["success"] is False
        else:
            assert self.answer(cluster, fault, "POST", target) == b""
        rows = web.get(f"{sandbox.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]
        assert [row["title"] for row in rows].count("New") == applied
        assert sandbox.verify(operation="create_product_category", exactly=1)

    def test_that_halves_the_body_halves_it(self, cluster: Cluster, sandbox: MockClient) -> None:
        whole = web.get(cluster.url + GOODS, headers=ALTEGIO).content
        head, _, body = self.answer(cluster, "TRUNCATED_BODY").partition(b"\r\n\r\n")
        assert b"Content-Length: %d\r\n" % len(whole) in head + b"\r\n"
        assert body == whole[: len(whole) // 2]

    def test_that_halves_an_empty_body_ends_the_connection(self, cluster: Cluster, sandbox: MockClient) -> None:
        created = web.post(f"{sandbox.url}/goods_categories/1", headers=ALTEGIO, json={"title": "New"}).json()["data"]
        target = f"/~{NAME}/goods_categories/1/{created['id']}"
        assert self.answer(cluster, "TRUNCATED_BODY", "DELETE", target) == b""

    def test_with_a_malformed_chunk_has_no_end(self, cluster: Cluster, sandbox: MockClient) -> None:
        head, _, body = self.answer(cluster, "MALFORMED_RESPONSE_CHUNK").partition(b"\r\n\r\n")
        assert body == b""
        # The head comes if nginx has read it before it reads the chunk.
        assert head == b"" or (head.startswith(b"HTTP/1.1 200 OK\r\n") and b"Transfer-Encoding: chunked" in head)

    def test_with_random_data_brings_them(self, cluster: Cluster, sandbox: MockClient) -> None:
        with socket.create_connection(("127.0.0.1", cluster.port), timeout=SECONDS) as connection:
            connection.sendall(
                f"GET {GOODS} HTTP/1.1\r\nHost: m\r\nX-Mock-Fault: RANDOM_DATA_THEN_CLOSE\r\n\r\n".encode()
            )
            data = b""
            while not data.endswith(b"\r\n\r\n"):
                data += connection.recv(65536)
        assert len(data) == 68
        assert all(byte >= 128 for byte in data[:64])

    def test_that_dribbles_the_answer_brings_each_piece_as_it_comes(
        self, cluster: Cluster, sandbox: MockClient
    ) -> None:
        whole = web.get(cluster.url + GOODS, headers=ALTEGIO).content
        # A byte in a tenth of a second: the whole answer would take longer than the test waits.
        sandbox.fault(chunked_dribble_delay={"numberOfChunks": len(whole), "totalDuration": len(whole) * 100}, times=1)
        with socket.create_connection(("127.0.0.1", cluster.port), timeout=SECONDS) as connection:
            connection.sendall(f"GET {GOODS} HTTP/1.1\r\nHost: m\r\nAuthorization: {TOKENS}\r\n\r\n".encode())
            body = b""
            data = b""
            while len(body) < 2:
                data += connection.recv(65536)
                body = data.partition(b"\r\n\r\n")[2]
        assert whole.startswith(body)
        assert len(body) < len(whole)

    def test_does_not_disturb_the_next_request(self, cluster: Cluster, sandbox: MockClient) -> None:
        for fault in ("EMPTY_RESPONSE", "TRUNCATED_BODY", "MALFORMED_RESPONSE_CHUNK", "CONNECTION_RESET_BY_PEER") * 3:
            self.answer(cluster, fault)
            assert exchange(cluster.port, "GET", GOODS, [*ALTEGIO.items()]).status == 200
