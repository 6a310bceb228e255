"""WireMock's own client for Python, from PyPI, drives the control plane."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from wiremock.base.base_resource import RestClient
from wiremock.client import GlobalSetting, GlobalSettings, NearMisses, NearMissMatchPatternRequest, Requests
from wiremock.constants import Config
from wiremock.exceptions import ClientException, InvalidInputException, NotFoundException

from mockapi.server.server import MockServer
from tests.support import web

KEY = "jjns7519v1v3ns6xU162"
COUNT = "/api/v1/products/categories/count"


@pytest.fixture(autouse=True)
def client(mock: MockServer) -> Iterator[RestClient]:
    """The client, told where the server is; for what it has no word for, its own way to call."""
    before = Config.base_url
    Config.base_url = f"{mock.url}/__admin"
    yield Requests.REST_CLIENT
    Config.base_url = before


def call(mock: MockServer, *paths: str) -> None:
    for path in paths:
        web.post(mock.url + path, json={"authentication": {"apiKey": KEY}})


class TestRequests:
    def test_are_listed_the_newest_first(self, mock: MockServer) -> None:
        call(mock, COUNT, "/nowhere")
        answer = Requests.get_all_received_requests(parameters={})
        assert [event.request.url for event in answer.requests] == ["/nowhere", COUNT]
        assert (answer.meta.total, answer.request_journal_disabled) == (2, False)
        listed = answer.requests[1]
        assert listed.request.method == "POST"
        assert listed.request.absolute_url == mock.url + COUNT
        assert listed.request.client_ip == "127.0.0.1"
        assert listed.request.headers["content-type"] == "application/json"
        assert listed.response_definition.status == 200
        assert [event.response_definition.from_configured_stub for event in answer.requests] == [False, True]

    def test_are_listed_up_to_a_limit_and_from_an_instant(self, mock: MockServer) -> None:
        call(mock, COUNT, "/nowhere")
        [newest] = Requests.get_all_received_requests(limit=1, parameters={}).requests
        assert newest.request.url == "/nowhere"
        later = datetime.fromtimestamp(newest.request.logged_date / 1000 + 60, UTC).isoformat()
        assert Requests.get_all_received_requests(since=later, parameters={}).requests == []

    def test_are_found_by_their_id(self, mock: MockServer) -> None:
        call(mock, COUNT)
        [listed] = Requests.get_all_received_requests(parameters={}).requests
        assert Requests.get_request(listed.id, parameters={}).request.url == COUNT
        with pytest.raises(NotFoundException):
            Requests.get_request("none", parameters={})

    def test_are_counted_and_found_by_a_pattern(self, mock: MockServer) -> None:
        call(mock, COUNT, COUNT, "/nowhere")
        pattern = NearMissMatchPatternRequest(
            url_path=COUNT, method="POST", headers={"content-type": {"contains": "json"}}
        )
        assert Requests.get_matching_request_count(pattern, parameters={}).count == 2
        found = Requests.get_matching_requests(pattern, parameters={}).requests
        assert [request.url for request in found] == [COUNT, COUNT]

    @pytest.mark.parametrize(
        "body_patterns", [{"contains": KEY}, [{"contains": KEY}], {"matchesJsonPath": "$.authentication.apiKey"}]
    )
    def test_are_counted_by_their_body_as_the_client_writes_it(self, mock: MockServer, body_patterns: object) -> None:
        call(mock, COUNT)
        web.post(mock.url + COUNT, json={})
        pattern = NearMissMatchPatternRequest(body_patterns=body_patterns)
        assert Requests.get_matching_request_count(pattern, parameters={}).count == 1

    def test_a_wrong_pattern_is_refused(self) -> None:
        with pytest.raises(InvalidInputException, match="cannot stand beside"):
            Requests.get_matching_request_count(NearMissMatchPatternRequest(url="/", url_path="/"), parameters={})

    def test_are_forgotten(self, mock: MockServer, client: RestClient) -> None:
        call(mock, COUNT)
        Requests.reset_request_journal(parameters={})
        assert Requests.get_all_received_requests(parameters={}).requests == []
        call(mock, COUNT)
        client.handle_response(client.delete("/requests"))
        assert Requests.get_all_received_requests(parameters={}).requests == []

    def test_are_removed_one_by_one_or_by_a_pattern(self, mock: MockServer, client: RestClient) -> None:
        call(mock, COUNT, "/nowhere", "/elsewhere")
        newest = Requests.get_all_received_requests(parameters={}).requests[0]
        client.handle_response(client.delete(f"/requests/{newest.id}"))
        answer = client.handle_response(client.post("/requests/remove", json={"urlPath": "/nowhere"}))
        assert [event["request"]["url"] for event in answer.json()["serveEvents"]] == ["/nowhere"]
        assert [event.request.url for event in Requests.get_all_received_requests(parameters={}).requests] == [COUNT]


class TestUnmatched:
    def test_are_listed(self, mock: MockServer) -> None:
        call(mock, COUNT, "/nowhere")
        assert [request.url for request in Requests.get_unmatched_requests(parameters={}).requests] == ["/nowhere"]

    def test_come_with_what_is_near(self, mock: MockServer) -> None:
        call(mock, "/api/v1/products/categories/cont")
        near = Requests.get_unmatched_requests_near_misses(parameters={}).near_misses[0]
        assert near.request.url == "/api/v1/products/categories/cont"
        assert near.request_pattern.method == "POST"
        assert 0 < near.match_result.distance < 0.1


def test_near_misses_of_a_pattern_are_told(mock: MockServer) -> None:
    call(mock, COUNT)
    pattern = NearMissMatchPatternRequest(url=COUNT, method="GET")
    [near] = NearMisses.find_nearest_misses_by_request_pattern(pattern, parameters={}).near_misses
    assert (near.request.method, near.request_pattern.method) == ("POST", "GET")
    assert 0 < near.match_result.distance < 1


def test_settings_are_read_and_written(client: RestClient) -> None:
    told = GlobalSettings.update_global_settings(GlobalSetting(fixed_delay=5), parameters={})
    assert told.fixed_delay == 5
    assert client.handle_response(client.get("/settings")).json()["settings"]["fixedDelay"] == 5


def test_health_is_told(client: RestClient) -> None:
    assert client.handle_response(client.get("/health")).json()["status"] == "healthy"


def test_everything_is_reset(mock: MockServer, client: RestClient) -> None:
    call(mock, COUNT)
    GlobalSettings.update_global_settings(GlobalSetting(fixed_delay=5), parameters={})
    client.handle_response(client.post("/reset"))
    assert Requests.get_all_received_requests(parameters={}).requests == []
    assert client.get("/settings").json()["settings"]["fixedDelay"] is None


def test_a_count_that_would_be_wrong_is_an_error_for_the_client(mock: MockServer) -> None:
    web.post(mock.url + COUNT, content=b"{" + b" " * 20_000 + b"}")
    with pytest.raises(ClientException, match="whole body"):
        Requests.get_matching_request_count(
            NearMissMatchPatternRequest(body_patterns={"equalToJson": {}}), parameters={}
        )
