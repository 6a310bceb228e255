"""The line to a server: kept connections, strangers, and what is never sent twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockapi.client.transport import ControlError, ControlTransport, ServerUnreachable
from mockapi.server.server import MockServer
from tests.support.command import SECONDS, serving
from tests.support.stranger import HEALTHY, NOTHING, SILENCE, Stranger, answer

DONE = answer({"done": True})
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
    def test_of_no_server_is_refused_at_once(self, url: str) -> None:
        with pytest.raises(ServerUnreachable, match=" is no URL: "):
            ControlTransport(url)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1", "http://a..b", f"http://{'x' * 64}.invalid", "http://127.0.0.1:1/ü"]
    )
    def test_that_leads_nowhere_is_told_when_it_is_called(self, url: str) -> None:
        line = ControlTransport(url)
        with pytest.raises(ServerUnreachable, match="no mockapi server at http://"):
            line.call("GET", "/")

    def test_may_end_with_a_slash_or_lead_to_a_sandbox(self, mock: MockServer) -> None:
        for url in (f"{mock.url}/", f"{mock.url}/~anna"):
            line = ControlTransport(url)
            assert line.call("GET", "/__admin/faults") == {"faults": []}
            line.close()


class TestConnection:
    def test_is_kept_from_one_call_to_the_next(self) -> None:
        with Stranger([HEALTHY, DONE, DONE]) as stranger:
            line = ControlTransport(stranger.url)
            assert line.call("GET", "/one") == {"done": True}
            assert line.call("POST", "/two", {}) == {"done": True}
            line.close()
        assert stranger.received == [HEALTH, "GET /one", "POST /two"]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_that_the_server_has_closed_meanwhile_is_opened_again(self, method: str) -> None:
        with Stranger([HEALTHY, DONE], [DONE]) as stranger:
            line = ControlTransport(stranger.url)
            line.call("GET", "/one")
            assert stranger.closed.acquire(timeout=SECONDS)
            assert line.call(method, "/two") == {"done": True}
            line.close()
        assert stranger.received == [HEALTH, "GET /one", f"{method} /two"]

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_a_change_is_never_sent_again_once_the_server_may_have_read_it(self, method: str) -> None:
        with Stranger([HEALTHY, NOTHING], [DONE]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ServerUnreachable, match="closed connection without response"):
                line.call(method, "/change")
            assert line.call("GET", "/next") == {"done": True}
            line.close()
        assert stranger.received == [HEALTH, f"{method} /change", "GET /next"]

    def test_a_question_is_asked_again(self) -> None:
        with Stranger([HEALTHY, NOTHING], [DONE]) as stranger:
            line = ControlTransport(stranger.url)
            assert line.call("GET", "/question") == {"done": True}
            line.close()
        assert stranger.received == [HEALTH, "GET /question", "GET /question"]

    def test_is_given_up_when_no_answer_comes_in_time(self) -> None:
        with Stranger([HEALTHY, SILENCE]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ServerUnreachable, match=r"no answer from http://127\S+ within 0.05 seconds"):
                line.call("GET", "/one", seconds=0.05)
            line.close()
        assert stranger.received == [HEALTH, "GET /one"]

    def test_half_an_answer_is_none_and_spoils_nothing_that_follows(self) -> None:
        with Stranger([HEALTHY, answer(b"x" * 10)[:-4]], [DONE]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ServerUnreachable, match="IncompleteRead"):
                line.call("GET", "/one")
            assert line.call("GET", "/two") == {"done": True}
            line.close()

    def test_is_shared_by_threads_and_each_gets_its_own_answer(self, mock: MockServer) -> None:
        line = ControlTransport(mock.url)
        names = [f"box-{number}" for number in range(8)]

        def ask(name: str) -> set[str]:
            line.call("PUT", f"/__admin/sandboxes/{name}")
            return {line.call("GET", f"/__admin/sandboxes/{name}")["name"] for _ in range(10)}

        with ThreadPoolExecutor(len(names)) as pool:
            assert list(pool.map(ask, names)) == [{name} for name in names]
        line.close()

    def test_to_a_server_that_has_died_says_so(self) -> None:
        with serving() as served:
            line = ControlTransport(served.url)
            line.health()
            served.process.kill()
            served.process.wait(SECONDS)
            with pytest.raises(ServerUnreachable, match="Connection refused"):
                line.call("POST", "/__admin/reset")
        line.close()


STRANGERS = {
    "another page": answer(b"<html>", media_type="text/html"),
    "another 404": answer(b"not found", "404 Not Found", "text/plain"),
    "other JSON": answer({"status": "healthy"}),
    "WireMock": answer({"status": "healthy", "message": "Wiremock is ok", "version": "3.9.1"}),
    "a sick server": answer({"status": "unhealthy", "message": "mockapi is ok"}),
    "a list": answer([1, 2]),
    "a number": answer(1),
    "broken JSON": answer(b'{"status": "healthy"'),
    "deep JSON": answer(b"[" * 100_000),
    "a redirect": answer(b"", "302 Found", "text/html", "Location: http://127.0.0.1:1/"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2p1\r\n" + b"\x00" * 200,
    "a long line": b"HTTP/1.1 200 " + b"x" * 100_000,
    "nothing": NOTHING,
    "half an answer": answer(b"x" * 10)[:-4],
}


class TestStranger:
    @pytest.mark.parametrize("said", STRANGERS.values(), ids=STRANGERS)
    def test_gets_one_question_and_no_order(self, said: bytes) -> None:
        with Stranger([said], [said]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ServerUnreachable) as caught:
                line.call("POST", "/__admin/reset")
            line.close()
        assert stranger.received == [HEALTH]
        assert stranger.url in str(caught.value)
        assert len(str(caught.value)) < 300


class TestRefusal:
    def test_tells_in_one_text_all_that_is_wrong(self) -> None:
        content = {"errors": [{"code": 422, "title": "One."}, {"code": 422, "title": "Two."}]}
        with Stranger([HEALTHY, answer(content, "422 Unprocessable")]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ControlError, match=r"^One\.; Two\.$") as caught:
                line.call("POST", "/")
            line.close()
        assert caught.value.status == 422
        assert caught.value.content == content

    @pytest.mark.parametrize("content", [{}, [], {"errors": None}, {"errors": ["x"]}, {"errors": [{}]}, b"", b"x"])
    def test_without_a_text_tells_its_status(self, content: object) -> None:
        with Stranger([HEALTHY, answer(content, "503 Service Unavailable")]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ControlError, match=r"^the server answers 503$"):
                line.call("GET", "/")
            line.close()

    def test_a_redirect_is_not_followed(self) -> None:
        moved = answer(b"", "307 Temporary Redirect", "text/html", "Location: http://127.0.0.1:1/")
        with Stranger([HEALTHY, moved]) as stranger:
            line = ControlTransport(stranger.url)
            with pytest.raises(ControlError, match="the server answers 307"):
                line.call("DELETE", "/")
            line.close()


def test_an_interrupted_call_leaves_no_answer_for_the_next() -> None:
    """In a process of its own: the signal must not end the test run."""
    code = """
import os, signal
from threading import Thread
from mockapi.client.transport import ControlTransport
from tests.support.stranger import HEALTHY, SILENCE, Stranger

def interrupt():
    while len(stranger.received) < 2:
        pass
    os.kill(os.getpid(), signal.SIGINT)

with Stranger([HEALTHY, SILENCE]) as stranger:
    line = ControlTransport(stranger.url)
    line.health()
    Thread(target=interrupt).start()
    try:
        line.call("GET", "/late")
    except KeyboardInterrupt:
        print(line._connection.sock)
    line.close()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (run.stdout, run.stderr) == ("None\n", "")
