"""The transport of the client: kept connections, other servers, and requests that are never sent twice."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockapi.client.transport import ControlTransport
from mockapi.errors import ControlError, ServerUnreachable
from mockapi.server.server import MockServer
from tests.support.command import serving
from tests.support.scripted_server import HEALTHY, NOTHING, SILENCE, ScriptedServer, response
from tests.support.waiting import SECONDS, run

DONE = response({"done": True})
HEALTH = "GET /__admin/health"


class TestUrl:
    @pytest.mark.parametrize(
        "url",
        [
            "",
            "nonsense",
            "ftp://x",
            "http://",
            "http://[",
            "http://x:y",
            "http://x:99999",
            "http://x/?a=1",
            "//x",
            "http://x y",
        ],
    )
    def test_a_url_that_is_not_of_a_server_is_refused_without_a_call(self, url: str) -> None:
        with pytest.raises(ServerUnreachable, match="is not the URL of a server"):
            ControlTransport(url)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1", "http://a..b", f"http://{'x' * 64}.invalid", "http://127.0.0.1:1/ü"]
    )
    def test_the_first_call_to_a_url_without_a_server_raises_server_unreachable(self, url: str) -> None:
        transport = ControlTransport(url)
        with pytest.raises(ServerUnreachable, match="Cannot reach a mockapi server at http://"):
            transport.call("GET", "/")

    def test_a_url_may_end_with_a_slash_or_a_sandbox(self, mock: MockServer) -> None:
        for url in (f"{mock.url}/", f"{mock.url}/~anna"):
            transport = ControlTransport(url)
            assert transport.call("GET", "/__admin/faults") == {"faults": []}
            transport.close()


class TestConnection:
    def test_the_connection_is_kept_between_calls(self) -> None:
        with ScriptedServer([HEALTHY, DONE, DONE]) as scripted:
            transport = ControlTransport(scripted.url)
            assert transport.call("GET", "/one") == {"done": True}
            assert transport.call("POST", "/two", {}) == {"done": True}
            transport.close()
        assert scripted.received == [HEALTH, "GET /one", "POST /two"]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_connection_that_the_server_has_closed_is_opened_again(self, method: str) -> None:
        with ScriptedServer([HEALTHY, DONE], [DONE]) as scripted:
            transport = ControlTransport(scripted.url)
            transport.call("GET", "/one")
            assert scripted.closed.acquire(timeout=SECONDS)
            assert transport.call(method, "/two") == {"done": True}
            transport.close()
        assert scripted.received == [HEALTH, "GET /one", f"{method} /two"]

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_a_request_that_changes_data_is_never_sent_twice(self, method: str) -> None:
        with ScriptedServer([HEALTHY, NOTHING], [DONE]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ServerUnreachable, match="the response was incomplete"):
                transport.call(method, "/change")
            assert transport.call("GET", "/next") == {"done": True}
            transport.close()
        assert scripted.received == [HEALTH, f"{method} /change", "GET /next"]

    def test_a_get_request_is_sent_again_if_the_server_closes_the_connection(self) -> None:
        with ScriptedServer([HEALTHY, NOTHING], [DONE]) as scripted:
            transport = ControlTransport(scripted.url)
            assert transport.call("GET", "/read") == {"done": True}
            transport.close()
        assert scripted.received == [HEALTH, "GET /read", "GET /read"]

    def test_a_call_without_a_response_in_time_raises_server_unreachable(self) -> None:
        with ScriptedServer([HEALTHY, SILENCE]) as scripted:
            transport = ControlTransport(scripted.url)
            transport.health()
            with pytest.raises(
                ServerUnreachable, match=r"The server at http://127\S+ did not respond within 0.05 seconds"
            ):
                transport.call("GET", "/one", seconds=0.05)
            transport.close()
        assert scripted.received == [HEALTH, "GET /one"]

    def test_an_incomplete_response_raises_and_does_not_disturb_the_next_call(self) -> None:
        with ScriptedServer([HEALTHY, response(b"x" * 10)[:-4]], [DONE]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ServerUnreachable, match="the response was incomplete"):
                transport.call("GET", "/one")
            assert transport.call("GET", "/two") == {"done": True}
            transport.close()

    def test_threads_that_share_a_transport_receive_their_own_responses(self, mock: MockServer) -> None:
        transport = ControlTransport(mock.url)
        names = [f"box-{number}" for number in range(8)]

        def call(name: str) -> set[str]:
            transport.call("PUT", f"/__admin/sandboxes/{name}")
            return {transport.call("GET", f"/__admin/sandboxes/{name}")["name"] for _ in range(10)}

        with ThreadPoolExecutor(len(names)) as pool:
            assert list(pool.map(call, names)) == [{name} for name in names]
        transport.close()

    def test_a_call_to_a_server_that_was_killed_raises_server_unreachable(self) -> None:
        with serving() as served:
            transport = ControlTransport(served.url)
            transport.health()
            served.process.kill()
            served.process.wait(SECONDS)
            with pytest.raises(ServerUnreachable, match="Connection refused"):
                transport.call("POST", "/__admin/reset")
        transport.close()


OTHER_RESPONSES = {
    "another page": response(b"<html>", media_type="text/html"),
    "another 404": response(b"not found", "404 Not Found", "text/plain"),
    "other JSON": response({"status": "healthy"}),
    "WireMock": response({"status": "healthy", "message": "Wiremock is ok", "version": "3.9.1"}),
    "an unhealthy server": response({"status": "unhealthy", "message": "mockapi is ok"}),
    "a list": response([1, 2]),
    "a number": response(1),
    "broken JSON": response(b'{"status": "healthy"'),
    "deep JSON": response(b"[" * 100_000),
    "a redirect": response(b"", "302 Found", "text/html", "Location: http://127.0.0.1:1/"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2p1\r\n" + b"\x00" * 200,
    "a long line": b"HTTP/1.1 200 " + b"x" * 100_000,
    "nothing": NOTHING,
    "half an answer": response(b"x" * 10)[:-4],
}


class TestOtherServers:
    @pytest.mark.parametrize("health", OTHER_RESPONSES.values(), ids=OTHER_RESPONSES)
    def test_a_server_that_is_not_mockapi_receives_a_health_check_and_no_other_request(self, health: bytes) -> None:
        with ScriptedServer([health], [health]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ServerUnreachable) as caught:
                transport.call("POST", "/__admin/reset")
            transport.close()
        assert scripted.received == [HEALTH]
        assert scripted.url in str(caught.value)
        assert len(str(caught.value)) < 300


class TestErrorResponses:
    def test_a_control_error_joins_the_titles_of_all_errors(self) -> None:
        content = {"errors": [{"code": 422, "title": "One."}, {"code": 422, "title": "Two."}]}
        with ScriptedServer([HEALTHY, response(content, "422 Unprocessable")]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ControlError, match=r"^One\.; Two\.$") as caught:
                transport.call("POST", "/")
            transport.close()
        assert caught.value.status == 422
        assert caught.value.content == content

    @pytest.mark.parametrize("content", [{}, [], {"errors": None}, {"errors": ["x"]}, {"errors": [{}]}, b"", b"x"])
    def test_a_control_error_without_titles_names_the_status(self, content: object) -> None:
        with ScriptedServer([HEALTHY, response(content, "503 Service Unavailable")]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ControlError, match=r"^The server returned status 503 without a message\.$"):
                transport.call("GET", "/")
            transport.close()

    def test_a_redirect_raises_a_control_error_and_is_not_followed(self) -> None:
        moved = response(b"", "307 Temporary Redirect", "text/html", "Location: http://127.0.0.1:1/")
        with ScriptedServer([HEALTHY, moved]) as scripted:
            transport = ControlTransport(scripted.url)
            with pytest.raises(ControlError, match="status 307"):
                transport.call("DELETE", "/")
            transport.close()


def test_an_interrupted_call_closes_the_connection() -> None:
    # In a separate process: the signal would end the test run.
    code = """
import os, signal
from threading import Thread
from mockapi.client.transport import ControlTransport
from tests.support.scripted_server import HEALTHY, SILENCE, ScriptedServer
from tests.support.waiting import wait_until

def interrupt():
    wait_until(lambda: len(scripted.received) == 2)
    os.kill(os.getpid(), signal.SIGINT)

with ScriptedServer([HEALTHY, SILENCE]) as scripted:
    transport = ControlTransport(scripted.url)
    transport.health()
    Thread(target=interrupt).start()
    try:
        transport.call("GET", "/late")
    except KeyboardInterrupt:
        print(transport._connection.sock)
    transport.close()
"""
    ended = run([sys.executable, "-c", code], check=False)
    assert (ended.stdout, ended.stderr) == ("None\n", "")
