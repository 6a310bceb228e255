"""The journal over HTTP: what is kept of each request, found again, counted and forgotten."""

import json
import socket
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.errors import ControlError
from mockapi.http.response import MAX_BODY_BYTES
from mockapi.journal.journal import MAX_ENTRIES
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.waiting import connect, wait_until

TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
GOODS = "/api/v1/goods/1"
COUNT = "/api/v1/products/categories/count"
NOWHERE = "/nowhere"


def last(mock: MockServer) -> Any:
    """The newest event."""
    return mock.call("GET", "/__admin/requests?limit=1")["requests"][0]


def urls(mock: MockServer, query: str = "") -> list[str]:
    """Of all events, the newest first."""
    return [event["request"]["url"] for event in mock.call("GET", f"/__admin/requests{query}")["requests"]]


def asking(mock: MockServer) -> socket.socket:
    """A connection over which the goods were asked for."""
    connection = connect(mock.url)
    connection.sendall(f"GET {GOODS} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


class TestWhatIsKept:
    def test_is_all_of_a_request_and_its_answer(self, mock: MockServer) -> None:
        answer = web.post(f"{mock.url}{GOODS}?a=1&a=%20x", headers=TOKENS, json={"title": "Shampoo"})
        request, response = (event := last(mock))["request"], event["response"]
        assert (event["sandbox"], event["vendor"], event["operation"]) == ("default", "altegio", "create_product")
        assert (request["method"], request["path"], request["url"]) == ("POST", GOODS, f"{GOODS}?a=1&a=%20x")
        assert request["queryParams"] == {"a": {"key": "a", "values": ["1", " x"]}}
        assert request["headers"]["content-type"] == "application/json"
        assert json.loads(request["body"]) == {"title": "Shampoo"}
        assert (response["status"], response["body"]) == (answer.status_code, answer.text)
        assert response["headers"]["content-type"] == answer.headers["content-type"]
        assert event["milliseconds"] > 0
        assert (event["fault"], event["bug"], event["wasMatched"]) == (None, False, True)
        assert request["loggedDateString"].endswith("Z")

    def test_is_the_address_as_the_client_called_it(self, mock: MockServer) -> None:
        web.get(mock.url + GOODS, headers={"Host": "[::1]:8080"})
        request = last(mock)["request"]
        assert (request["scheme"], request["host"], request["port"]) == ("http", "[::1]", 8080)
        assert request["absoluteUrl"] == f"http://[::1]:8080{GOODS}"

    def test_is_the_fault_that_was_fired(self, mock: MockServer) -> None:
        mock.fault(error=429, vendor="altegio")
        web.get(mock.url + GOODS, headers=TOKENS)
        event = last(mock)
        assert (event["response"]["status"], event["operation"]) == (429, "get_products_list")
        assert "429" in event["fault"]

    def test_is_that_the_emulator_itself_failed(self, mock: MockServer) -> None:
        with mock.api.server_state.sandboxes["default"].writing() as database:
            database.execute("DROP TABLE altegio_product")
        web.get(mock.url + GOODS, headers=TOKENS)
        assert (last(mock)["bug"], last(mock)["response"]["status"]) == (True, 500)

    @pytest.mark.parametrize("path", [NOWHERE, "/api/v1/goodz/1", "/commerscale/x"])
    def test_is_a_request_that_nobody_answers(self, mock: MockServer, path: str) -> None:
        web.request("PURGE", mock.url + path, content=b"x")
        event = last(mock)
        assert (event["request"]["method"], event["request"]["path"], event["request"]["body"]) == ("PURGE", path, "x")
        assert (event["operation"], event["wasMatched"]) == (None, False)

    def test_is_a_request_that_was_too_large(self) -> None:
        with MockServer(Settings(port=0, max_body_bytes=100)) as small:
            web.post(small.url + GOODS, headers=TOKENS, content=b"x" * 101)
            assert (last(small)["response"]["status"], last(small)["operation"]) == (413, "create_product")

    def test_is_of_a_large_body_and_a_large_answer_the_beginning(self, mock: MockServer) -> None:
        body = b"x" * (MAX_BODY_BYTES + 1)
        web.post(mock.url + NOWHERE, content=body)
        web.get(f"{mock.url}{GOODS}?count=1000", headers=TOKENS)
        answered, asked = mock.call("GET", "/__admin/requests")["requests"]
        for shown, size in [(asked["request"], len(body)), (answered["response"], answered["response"]["bodySize"])]:
            assert (len(shown["body"].encode()), shown["bodyIsCut"]) == (MAX_BODY_BYTES, True)
            assert shown["bodySize"] == size > MAX_BODY_BYTES

    def test_is_nothing_that_the_control_plane_was_asked(self, mock: MockServer) -> None:
        assert [web.get(mock.url + path).status_code for path in ("/__admin/x", "/altegio/docs")] == [404, 200]
        assert urls(mock) == []


class TestAnAnswerThatHasArrived:
    def test_is_in_the_journal(self, mock: MockServer) -> None:
        for number in range(100):
            web.get(f"{mock.url}{GOODS}/{number}", headers=TOKENS)
            event = last(mock)
            assert event["request"]["path"] == f"{GOODS}/{number}"
            assert event["milliseconds"] is not None
            assert event["response"]["body"]

    def test_is_told_apart_from_one_that_is_on_its_way(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", fixedDelayMilliseconds=60_000)
        with asking(mock):
            wait_until(lambda: urls(mock))
            assert (last(mock)["response"]["status"], last(mock)["milliseconds"]) == (None, None)
        wait_until(lambda: last(mock)["milliseconds"] is not None)
        assert last(mock)["response"]["status"] is None


class TestLists:
    def test_begin_with_the_newest_and_end_at_a_limit(self, mock: MockServer) -> None:
        for path in ("/a", "/b", "/c"):
            web.get(mock.url + path)
        assert urls(mock) == ["/c", "/b", "/a"]
        assert urls(mock, "?limit=2") == ["/c", "/b"]
        assert urls(mock, "?limit=0") == []
        assert len({event["id"] for event in mock.requests()}) == 3

    def test_begin_at_an_instant(self, mock: MockServer) -> None:
        web.get(mock.url + NOWHERE)
        logged = last(mock)["request"]["loggedDateString"]
        assert urls(mock, f"?since={logged}") == [NOWHERE]
        answer = web.get(f"{mock.url}/__admin/requests?since=2999-01-01")
        assert answer.status_code == 400
        assert "The journal's times are real" in answer.json()["errors"][0]["title"]

    def test_may_be_of_those_alone_that_nobody_answers(self, mock: MockServer) -> None:
        web.get(mock.url + NOWHERE)
        web.get(mock.url + GOODS)
        assert urls(mock, "?unmatched=true") == [NOWHERE]
        unmatched = mock.call("GET", "/__admin/requests/unmatched")["requests"]
        assert [request["url"] for request in unmatched] == [NOWHERE]

    @pytest.mark.parametrize("query", ["since=yesterday", "since=", "limit=-1", "limit=x", "unmatched=x"])
    def test_refuse_what_they_cannot_read(self, mock: MockServer, query: str) -> None:
        answer = web.get(f"{mock.url}/__admin/requests?{query}")
        assert answer.status_code in (400, 422)
        assert answer.json()["errors"][0]["code"] == answer.status_code


class TestOneRequest:
    def test_has_the_same_id_everywhere(self, mock: MockServer) -> None:
        web.get(mock.url + NOWHERE)
        event = last(mock)
        assert event["request"]["id"] == event["id"]
        assert mock.call("POST", "/__admin/requests/find", {})["requests"][0]["id"] == event["id"]
        assert mock.call("GET", f"/__admin/requests/{event['id']}") == event

    def test_can_be_forgotten_once(self, mock: MockServer) -> None:
        web.get(mock.url + NOWHERE)
        path = f"/__admin/requests/{last(mock)['id']}"
        mock.call("DELETE", path)
        assert urls(mock) == []
        for method in ("GET", "DELETE"):
            answer = web.request(method, mock.url + path)
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, 404)


def test_some_are_removed_and_told(mock: MockServer) -> None:
    for path in ("/a", "/b", "/a"):
        web.get(mock.url + path)
    removed = mock.call("POST", "/__admin/requests/remove", {"urlPath": "/a"})["serveEvents"]
    assert [event["request"]["url"] for event in removed] == ["/a", "/a"]
    assert urls(mock) == ["/b"]
    assert mock.count() == 1


def test_each_sandbox_has_a_journal_of_its_own(mock: MockServer) -> None:
    one, other = mock.create_sandbox("one"), mock.create_sandbox("other")
    web.get(f"{one.url}{GOODS}")
    web.get(f"{mock.url}{GOODS}", headers={"X-Mock-Sandbox": "other"})
    web.get(f"{mock.url}{GOODS}", headers={"X-Mock-Sandbox": "other"})
    assert [one.count(), other.count(), mock.count()] == [1, 2, 0]
    assert one.requests()[0]["request"]["url"] == GOODS
    assert one.requests()[0]["id"] not in {event["id"] for event in other.requests()}
    other.reset()
    assert [one.count(), other.count()] == [1, 0]


class TestACountThatWouldBeWrong:
    def test_is_refused_when_requests_were_dropped(self, mock: MockServer) -> None:
        for number in range(MAX_ENTRIES + 1):
            web.get(f"{mock.url}/{number}")
        for ask in ("count", "find", "verify"):
            with pytest.raises(ControlError, match="1 requests of this time") as refused:
                mock.call("POST", f"/__admin/requests/{ask}", {})
            assert refused.value.status == 409
        listed = mock.call("GET", "/__admin/requests")
        assert listed["meta"] == {"total": MAX_ENTRIES, "dropped": 1}
        middle = listed["requests"][MAX_ENTRIES // 2]["request"]["loggedDateString"]
        since = mock.call("POST", f"/__admin/requests/count?since={middle}", {})["count"]
        assert since == len(urls(mock, f"?since={middle}")) >= MAX_ENTRIES // 2
        mock.reset()
        assert mock.count() == 0

    def test_is_refused_when_it_depends_on_a_part_of_a_body_that_was_not_kept(self, mock: MockServer) -> None:
        web.post(mock.url + NOWHERE, content=b"a" + b"x" * MAX_BODY_BYTES)
        for ask in ("count", "find", "verify", "remove"):
            with pytest.raises(ControlError, match="whole body") as refused:
                mock.call("POST", f"/__admin/requests/{ask}", {"bodyPatterns": [{"contains": "y"}]})
            assert refused.value.status == 409
        assert mock.count(bodyPatterns=[{"contains": "ax"}]) == 1
        assert mock.count(method="GET", bodyPatterns=[{"contains": "y"}]) == 0


MEMBERS = st.sampled_from(["url", "urlPath", "method", "headers", "bodyPatterns", "exactly", "atMost", "equalTo", "x"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS | st.text(), inner, max_size=4),
    max_leaves=10,
)
ASKS = ["requests/count", "requests/find", "requests/remove", "requests/verify", "near-misses/request-pattern"]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(ASKS), VALUES | st.dictionaries(MEMBERS, VALUES, max_size=4))
def test_whatever_is_asked_is_answered_or_refused(server: MockServer, ask: str, content: Any) -> None:
    web.post(server.url + NOWHERE, content=b"{}")
    answer = web.post(f"{server.url}/__admin/{ask}", content=json.dumps(content))
    assert answer.status_code in (200, 400, 409, 422)
    if answer.status_code != 200 and "verified" not in answer.json():
        assert all(error["code"] == answer.status_code and error["title"] for error in answer.json()["errors"])
        assert answer.json()["errors"]


NO_JSON = [b'{"headers": {"\\ud800": 3}}', b'{"url": "\\ud800"}', b'{"bodyPatterns": [{"equalToJson": NaN}]}']
"""What Python reads as JSON, and nobody else."""


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b"1", b'{"a":' * 5000, b'{"atLeast":' + b"9" * 5000 + b"}", *NO_JSON]
)
def test_what_is_no_pattern_at_all_is_refused(mock: MockServer, body: bytes) -> None:
    for ask in ASKS:
        answer = web.post(f"{mock.url}/__admin/{ask}", content=body)
        assert answer.status_code in (400, 422)
        assert answer.json()["errors"][0]["title"]
