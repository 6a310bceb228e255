"""An answer that is remembered is the one that would come out anew, byte for byte, whatever has happened."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockapi.http.response import Response
from mockapi.http.response_cache import MAX_BYTES, MAX_BYTES_OF_ONE, MAX_RESPONSES, ResponseCache
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.conftest import NOW
from tests.support import web
from tests.support.isolation import ALTEGIO, CALLS, Call, begin, send

NAMES = ["default", "a", "b"]
CATEGORIES = "/api/v1/company/1/goods_categories"
SMALL = Response(200, body=b"small")
FIND = "/api/json/manage_products/find?username=mock-user&password=mock-password"

READS = [
    Call("GET", CATEGORIES, headers=ALTEGIO),
    Call("GET", CATEGORIES),
    Call("GET", CATEGORIES, headers={"Authorization": "Bearer wrong, User wrong"}),
    Call("GET", f"{CATEGORIES}/2000001", headers=ALTEGIO),
    Call("GET", "/api/v1/goods/category_node/4564/123", headers=ALTEGIO),
    Call("GET", "/api/v1/goods/4564/789", headers={**ALTEGIO, "Origin": "http://localhost:3000"}),
    Call("GET", "/api/v1/goods/4564?page=2&count=1", headers=ALTEGIO),
    Call("GET", "/api/v1/nothing", headers=ALTEGIO),
    Call("POST", "/api/v1/auth", b"login=testuser@alteg.io&password=testpass", ALTEGIO),
    Call(
        "POST",
        "/api/v1/auth",
        b"login=testuser@alteg.io&password=testpass",
        {**ALTEGIO, "Content-Type": "application/x-www-form-urlencoded"},
    ),
    Call("GET", FIND),
    Call("GET", f"{FIND}&conditions[1][field]=1&conditions[1][condition]=4&conditions[1][string]=0&limit=3"),
    Call("GET", "/api/json/manage_products/get?username=mock-user&password=mock-password&ids=19658,7"),
    Call("GET", f"{FIND}&limit=2", headers={"X-Mock-Fault": "error=50001"}),
]
HISTORIES = st.lists(st.tuples(st.sampled_from(NAMES), CALLS | st.sampled_from(READS)), min_size=10, max_size=30)


@pytest.fixture(scope="module", params=["memory", "directory"])
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[MockServer]]:
    """One as it is, and one that is made to forget."""
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp(name) if request.param == "directory" else None for name in ("one", "two")]
        yield [stack.enter_context(MockServer(Settings(port=0, clock=NOW, data=folder))) for folder in folders]


def forget(server: MockServer) -> None:
    """Let nothing be remembered that could be found out again."""
    sandboxes = server.api.server_state.sandboxes
    sandboxes.responses.clear()
    for sandbox in sandboxes:
        sandbox.reading().forget()


def told(server: MockServer, name: str) -> list[tuple[Any, ...]]:
    """What the journal has of each request, but for the hour of the day, and what became of the faults."""
    events = server.sandbox(name).call("GET", "/__admin/requests")["requests"]
    faults = server.sandbox(name).call("GET", "/__admin/faults")["faults"]
    return [
        *((e["request"]["method"], e["request"]["url"], e["wasMatched"], e.get("response")) for e in events),
        *((fault["matched"], fault["fired"]) for fault in faults),
    ]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=HISTORIES)
def test_every_answer_and_every_journal_is_as_without_memory(
    servers: list[MockServer], history: list[tuple[str, Call]]
) -> None:
    remembering, forgetting = servers
    for server in servers:
        begin(server, *NAMES)
    for name, call in history:
        header = {"X-Mock-Sandbox": name}
        # Twice, so that the second may be remembered.
        for _ in range(2):
            forget(forgetting)
            assert send(remembering, "", name, call, **header) == send(forgetting, "", name, call, **header)
    for name in NAMES:
        assert told(remembering, name) == told(forgetting, name)


@pytest.fixture
def ask(mock: MockServer) -> Callable[..., httpx.Response]:
    """Send a request to the server, the categories of a location unless something else is said."""

    def send_one(path: str = CATEGORIES, **headers: str) -> httpx.Response:
        return web.get(mock.url + path, headers={**ALTEGIO, **headers})

    return send_one


def test_an_answer_is_remembered_for_all_sandboxes_that_have_the_same_data(
    mock: MockServer, ask: Callable[..., httpx.Response]
) -> None:
    answers = mock.api.server_state.sandboxes.responses
    answers.clear()
    contents = {ask(**{"X-Mock-Sandbox": name}).content for name in ("m1", "m2", "m3")}
    assert (len(contents), len(answers)) == (1, 1)
    web.post(f"{mock.url}/~m1/api/v1/goods_categories/1", headers=ALTEGIO, json={"title": "New"})
    contents = {ask(**{"X-Mock-Sandbox": name}).content for name in ("m1", "m2", "m3")}
    assert (len(contents), len(answers)) == (2, 2)


def test_what_was_remembered_is_counted_and_verified_like_all_else(
    mock: MockServer, ask: Callable[..., httpx.Response]
) -> None:
    for _ in range(5):
        ask()
    mock.verify(url_path=CATEGORIES, exactly=5)
    [entry, *_] = mock.requests()
    assert entry["response"]["status"] == 200
    assert entry["response"]["body"] == ask().text


def test_a_fault_hits_a_request_whose_answer_is_remembered(
    mock: MockServer, ask: Callable[..., httpx.Response]
) -> None:
    assert [ask().status_code, ask().status_code] == [200, 200]
    mock.fault(vendor="altegio", error=429, times=1)
    assert [ask().status_code, ask().status_code, ask().status_code] == [429, 200, 200]
    [verdict] = mock.faults()
    assert verdict["fired"] == 1


def test_another_program_may_write_to_the_file(tmp_path: Path) -> None:
    with MockServer(data=tmp_path) as server:
        url = f"{server.url}/api/v1/goods_categories/1"
        web.post(url, headers=ALTEGIO, json={"title": "New"})
        before = web.get(f"{url}/0", headers=ALTEGIO)
        assert before.content == web.get(f"{url}/0", headers=ALTEGIO).content
        with sqlite3.connect(tmp_path / "sandboxes" / "default.sqlite3") as file:
            file.execute("UPDATE altegio_category SET title = 'Newer' WHERE title = 'New'")
        file.close()
        assert "Newer" in web.get(f"{url}/0", headers=ALTEGIO).text


def test_memory_is_bounded_in_answers_and_in_bytes() -> None:
    answers = ResponseCache()
    for number in range(MAX_RESPONSES + 10):
        answers.keep(number, SMALL, 0)
    assert len(answers) == MAX_RESPONSES
    assert answers.get(0) is None
    large = Response(200, body=b"x" * (MAX_BYTES_OF_ONE - 100))
    for number in range(2 * MAX_BYTES // MAX_BYTES_OF_ONE):
        answers.keep(("large", number), large, 0)
    assert MAX_BYTES - 2 * MAX_BYTES_OF_ONE < answers.size <= MAX_BYTES
    answers.keep("too large", large, 200)
    assert answers.get("too large") is None


def test_what_was_asked_for_last_is_kept_longest() -> None:
    answers = ResponseCache()
    for number in range(MAX_RESPONSES):
        answers.keep(number, SMALL, 0)
    answers.get(0)
    answers.keep("new", SMALL, 0)
    assert answers.get(0) is not None
    assert answers.get(1) is None
