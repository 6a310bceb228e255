"""The client of a sandbox, against a real server."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mockapi import ControlError, MockClient, ServerUnreachable, VerificationError
from mockapi.client.models import VendorAccess
from mockapi.server.server import MockServer
from tests.conftest import NOW
from tests.support import web

PRODUCT = 19658


@pytest.fixture
def sandbox(mock: MockServer) -> MockClient:
    """Return a new sandbox of the test server."""
    return mock.create_sandbox("box")


def create_category(access: VendorAccess, title: str = "New") -> int:
    answer = web.post(f"{access.base_url}/goods_categories/1", headers=access.headers, json={"title": title})
    identifier: int = answer.json()["data"]["id"]
    return identifier


def get_product_status(mock: MockClient, path: str = "/api/json/manage_products/get") -> int:
    access = mock.deconetwork
    return web.get(access.base_url + path, params={**access.credentials, "id": PRODUCT}).status_code


class TestAccess:
    @pytest.mark.parametrize("name", ["default", "box", "a.b_c-1"])
    def test_base_urls_and_credentials_reach_the_sandbox(self, mock: MockServer, name: str) -> None:
        sandbox = mock.sandbox(name)
        sandbox.reset()
        create_category(sandbox.altegio)
        assert get_product_status(sandbox) == 200
        body = {"authentication": {"apiKey": sandbox.commerscale.api_key}}
        count = web.post(f"{sandbox.commerscale.base_url}/api/v1/products/categories/count", json=body)
        assert count.json()["count"] > 0
        assert [event["vendor"] for event in sandbox.requests()] == ["altegio", "deconetwork", "commerscale"]
        assert {event["sandbox"] for event in sandbox.requests()} == {name}

    def test_the_url_of_a_client_may_name_the_sandbox(self, mock: MockServer) -> None:
        mock.create_sandbox("anna")
        with MockClient(f"{mock.url}/~anna/") as anna:
            assert (anna.name, anna.url) == ("anna", f"{mock.url}/~anna")
            create_category(anna.altegio)
            assert anna.count() == 1
            assert anna.sandbox("ben").url == f"{mock.url}/~ben"
        assert mock.count() == 0

    def test_the_api_key_of_a_vendor_without_one_raises_key_error(self, mock: MockServer) -> None:
        with pytest.raises(KeyError):
            print(mock.deconetwork.api_key)

    def test_a_client_sends_nothing_before_the_first_call(self) -> None:
        client = MockClient("http://127.0.0.1:1", "box")
        assert client.sandbox("other").url == "http://127.0.0.1:1/~other"
        with pytest.raises(ServerUnreachable):
            client.reset()


class TestSandboxes:
    def test_a_sandbox_is_created_as_a_copy_replaced_and_deleted(self, mock: MockServer, sandbox: MockClient) -> None:
        first = create_category(sandbox.altegio)
        sandbox.snapshot("one")
        copies = [mock.create_sandbox("a", copy="box"), mock.create_sandbox("b", snapshot="one")]
        assert [create_category(copy.altegio) for copy in copies] == [first + 1, first + 1]
        assert create_category(mock.create_sandbox("box").altegio) == first
        mock.delete_sandbox("box")
        with pytest.raises(ControlError, match=r"There is no sandbox 'box'\."):
            mock.delete_sandbox("box")

    @pytest.mark.parametrize("name", ["", "a b", "ü", "x" * 65, "a?b", "a#b", "a\nb", "%41"])
    def test_an_invalid_name_of_a_sandbox_or_snapshot_is_refused(self, mock: MockServer, name: str) -> None:
        calls: list[Callable[[], object]] = [
            mock.sandbox(name).reset,
            lambda: mock.create_sandbox(name),
            lambda: mock.snapshot(name),
            lambda: mock.restore(name),
        ]
        for call in calls:
            with pytest.raises(ControlError, match="name"):
                call()


class TestReset:
    def test_reset_restores_data_journal_and_faults(self, sandbox: MockClient) -> None:
        first = create_category(sandbox.altegio)
        sandbox.fault("lost_request")
        sandbox.reset()
        assert (sandbox.count(), sandbox.faults()) == (0, [])
        assert create_category(sandbox.altegio) == first

    def test_reset_keeps_the_parts_that_are_false(self, sandbox: MockClient) -> None:
        create_category(sandbox.altegio)
        sandbox.fault("lost_request", operation="get_product")
        sandbox.reset(journal=False, faults=False)
        assert (sandbox.count(), len(sandbox.faults())) == (1, 1)

    def test_reset_refuses_an_unknown_part(self, sandbox: MockClient) -> None:
        with pytest.raises(ControlError, match="jurnal"):
            sandbox.reset(jurnal=False)


class TestRequests:
    def test_requests_returns_requests_with_responses_and_the_oldest_first(self, sandbox: MockClient) -> None:
        create_category(sandbox.altegio, "One")
        create_category(sandbox.altegio, "Two")
        get_product_status(sandbox)
        events = sandbox.requests(url_path="/api/v1/goods_categories/1")
        assert [json.loads(event["request"]["body"])["title"] for event in events] == ["One", "Two"]
        assert [event["response"]["status"] for event in events] == [201, 201]
        assert sandbox.requests({"vendor": "deconetwork"}, method="POST") == []

    def test_count_and_verify_return_the_number_of_matching_requests(self, sandbox: MockClient) -> None:
        get_product_status(sandbox)
        get_product_status(sandbox)
        assert sandbox.count(vendor="deconetwork") == 2
        assert sandbox.verify(operation="manage_products/get") == 2
        assert sandbox.verify(at_least=1, at_most=2) == 2
        assert sandbox.verify({"vendor": "altegio"}, exactly=0) == 0

    def test_verify_raises_an_assertion_error_that_shows_the_closest_requests(self, sandbox: MockClient) -> None:
        get_product_status(sandbox)
        with pytest.raises(VerificationError, match="Expected exactly 1 requests that fit, and 0 of 1 did") as caught:
            sandbox.verify(vendor="deconetwork", method="POST", exactly=1)
        assert isinstance(caught.value, AssertionError)
        assert "close: GET /api/json/manage_products/get" in str(caught.value)
        assert caught.value.content["count"] == 0

    def test_verify_raises_control_error_for_an_invalid_pattern(self, sandbox: MockClient) -> None:
        with pytest.raises(ControlError, match="urlPaht"):
            sandbox.verify(url_paht="/")
        with pytest.raises(ControlError, match="exactly is a whole number"):
            sandbox.verify(exactly=-1)

    def test_near_misses_returns_hints_for_a_path_that_no_operation_has(self, sandbox: MockClient) -> None:
        get_product_status(sandbox, "/api/jsn/manage_products/get")
        miss = sandbox.near_misses()[0]
        assert "to /api/json/manage_products/get" in miss["hint"]


class TestFaults:
    def test_a_fault_is_armed_fires_and_is_disarmed(self, sandbox: MockClient) -> None:
        armed = sandbox.fault(error=429, vendor="altegio", times=1, retry_after_seconds=0)
        sandbox.fault("lost_request", vendor="commerscale")
        url, headers = f"{sandbox.altegio.base_url}/goods/1", sandbox.altegio.headers
        assert [web.get(url, headers=headers).status_code for _ in "12"] == [429, 200]
        assert [fault["fired"] for fault in sandbox.faults()] == [1, 0]
        [outcome] = sandbox.verdicts()
        assert (outcome["retries"], outcome["recovered"]) == (1, True)
        sandbox.disarm(armed["id"])
        assert len(sandbox.faults()) == 1
        sandbox.disarm()
        assert sandbox.faults() == []

    def test_disarm_refuses_an_empty_id(self, sandbox: MockClient) -> None:
        sandbox.fault("lost_request")
        with pytest.raises(ControlError, match="empty"):
            sandbox.disarm("")
        assert len(sandbox.faults()) == 1


class TestData:
    def test_seed_replaces_the_data_with_another_shop(self, sandbox: MockClient) -> None:
        sandbox.seed(7, 10)
        assert sandbox.call("GET", "/__admin/seed") == {"seed": 7, "products": 10, "seeding": None}

    def test_load_adds_rows_and_refuses_an_invalid_one(self, sandbox: MockClient) -> None:
        rows = [{"id": 900001, "name": "Shoes", "parent_id": None}]
        assert sandbox.load("deconetwork", "category", rows)["rows"] == rows
        with pytest.raises(ControlError, match="there is no category 7"):
            sandbox.load("deconetwork", "category", [{"id": 900002, "name": "Hats", "parent_id": 7}])

    def test_a_snapshot_is_saved_deleted_and_restored_from_a_file(self, sandbox: MockClient, tmp_path: Path) -> None:
        first = create_category(sandbox.altegio)
        sandbox.snapshot("kept")
        sandbox.save_snapshot("kept", tmp_path / "kept.sqlite3")
        sandbox.delete_snapshot("kept")
        with pytest.raises(ControlError, match="There is no snapshot 'kept'"):
            sandbox.restore("kept")
        sandbox.reset()
        sandbox.load_snapshot("again", tmp_path / "kept.sqlite3")
        sandbox.restore("again")
        assert create_category(sandbox.altegio) == first + 1

    @pytest.mark.parametrize("content", [b"", b"no SQLite file", b"SQLite format 3\x00" + b"x" * 100])
    def test_load_snapshot_refuses_a_file_that_is_not_a_snapshot(
        self, sandbox: MockClient, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "wrong").write_bytes(content)
        with pytest.raises(ControlError) as caught:
            sandbox.load_snapshot("wrong", tmp_path / "wrong")
        assert caught.value.status == 422
        with pytest.raises(ControlError, match="There is no snapshot 'wrong'"):
            sandbox.restore("wrong")


class TestClockAndQuotas:
    def test_the_clock_is_read_frozen_advanced_and_reset(self, sandbox: MockClient) -> None:
        moment = datetime(2031, 2, 3, tzinfo=UTC)
        assert sandbox.clock.now() == NOW
        assert sandbox.clock.freeze(moment) == moment
        assert sandbox.clock.advance(90) == moment + timedelta(seconds=90)
        assert sandbox.clock.advance(timedelta(days=-1)) == moment + timedelta(days=-1, seconds=90)
        assert sandbox.clock.freeze("2032-01-01T00:00:00+02:00") == datetime(2031, 12, 31, 22, tzinfo=UTC)
        assert sandbox.clock.reset() == NOW

    def test_quotas_are_switched_on_and_off_for_a_sandbox(self, sandbox: MockClient) -> None:
        assert not sandbox.quotas()["altegio"]["enabled"]
        limits = [{"requests": 1, "seconds": 60}]
        assert sandbox.quotas(altegio=limits)["altegio"]["limits"] == [{"requests": 1, "seconds": 60.0, "used": 0}]
        url, headers = f"{sandbox.altegio.base_url}/goods/1", sandbox.altegio.headers
        assert [web.get(url, headers=headers).status_code for _ in "12"] == [200, 429]
        assert not sandbox.quotas(altegio=False)["altegio"]["enabled"]
