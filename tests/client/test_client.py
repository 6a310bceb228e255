"""The client: a sandbox of a running server, and everything that its control plane does, as methods."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mockapi import ControlError, MockClient, ServerUnreachable, VerificationError
from mockapi.client.client import VendorAccess
from mockapi.server.server import MockServer
from tests.conftest import NOW
from tests.support import web

PRODUCT = 19658


@pytest.fixture
def box(mock: MockServer) -> MockClient:
    """A fresh sandbox of the test server."""
    return mock.create_sandbox("box")


def create_category(access: VendorAccess, title: str = "New") -> int:
    answer = web.post(f"{access.base_url}/goods_categories/1", headers=access.headers, json={"title": title})
    identifier: int = answer.json()["data"]["id"]
    return identifier


def ask_product(mock: MockClient, path: str = "/api/json/manage_products/get") -> int:
    access = mock.deconetwork
    return web.get(access.base_url + path, params={**access.credentials, "id": PRODUCT}).status_code


class TestAccess:
    @pytest.mark.parametrize("name", ["default", "box", "a.b_c-1"])
    def test_base_urls_and_credentials_lead_to_the_sandbox(self, mock: MockServer, name: str) -> None:
        sandbox = mock.sandbox(name)
        sandbox.reset()
        create_category(sandbox.altegio)
        assert ask_product(sandbox) == 200
        body = {"authentication": {"apiKey": sandbox.commerscale.api_key}}
        count = web.post(f"{sandbox.commerscale.base_url}/api/v1/products/categories/count", json=body)
        assert count.json()["count"] > 0
        assert [event["vendor"] for event in sandbox.requests()] == ["altegio", "deconetwork", "commerscale"]
        assert {event["sandbox"] for event in sandbox.requests()} == {name}

    def test_a_url_may_name_the_sandbox(self, mock: MockServer) -> None:
        mock.create_sandbox("anna")
        with MockClient(f"{mock.url}/~anna/") as anna:
            assert (anna.name, anna.url) == ("anna", f"{mock.url}/~anna")
            create_category(anna.altegio)
            assert anna.count() == 1
            assert anna.sandbox("ben").url == f"{mock.url}/~ben"
        assert mock.count() == 0

    def test_an_api_key_is_only_where_there_is_one(self, mock: MockServer) -> None:
        with pytest.raises(KeyError):
            print(mock.deconetwork.api_key)

    def test_nothing_is_sent_before_it_is_needed(self) -> None:
        nowhere = MockClient("http://127.0.0.1:1", "box")
        assert nowhere.sandbox("other").url == "http://127.0.0.1:1/~other"
        with pytest.raises(ServerUnreachable):
            nowhere.reset()


class TestSandboxes:
    def test_are_made_as_copies_and_dropped(self, mock: MockServer, box: MockClient) -> None:
        first = create_category(box.altegio)
        box.snapshot("one")
        copies = [mock.create_sandbox("a", copy="box"), mock.create_sandbox("b", snapshot="one")]
        assert [create_category(copy.altegio) for copy in copies] == [first + 1, first + 1]
        assert create_category(mock.create_sandbox("box").altegio) == first
        mock.delete_sandbox("box")
        with pytest.raises(ControlError, match=r"There is no sandbox 'box'\."):
            mock.delete_sandbox("box")

    @pytest.mark.parametrize("name", ["", "a b", "ü", "x" * 65, "a?b", "a#b", "a\nb", "%41"])
    def test_that_cannot_have_the_name_are_refused(self, mock: MockServer, name: str) -> None:
        orders: list[Callable[[], object]] = [
            mock.sandbox(name).reset,
            lambda: mock.create_sandbox(name),
            lambda: mock.snapshot(name),
            lambda: mock.restore(name),
        ]
        for order in orders:
            with pytest.raises(ControlError, match="name"):
                order()


class TestReset:
    def test_puts_everything_back(self, box: MockClient) -> None:
        first = create_category(box.altegio)
        box.fault("lost_request")
        box.reset()
        assert (box.count(), box.faults()) == (0, [])
        assert create_category(box.altegio) == first

    def test_keeps_what_it_is_told_to(self, box: MockClient) -> None:
        create_category(box.altegio)
        box.fault("lost_request", operation="get_product")
        box.reset(journal=False, faults=False)
        assert (box.count(), len(box.faults())) == (1, 1)

    def test_knows_its_parts(self, box: MockClient) -> None:
        with pytest.raises(ControlError, match="jurnal"):
            box.reset(jurnal=False)


class TestRequests:
    def test_come_with_their_answers_and_the_oldest_first(self, box: MockClient) -> None:
        create_category(box.altegio, "One")
        create_category(box.altegio, "Two")
        ask_product(box)
        events = box.requests(url_path="/api/v1/goods_categories/1")
        assert [json.loads(event["request"]["body"])["title"] for event in events] == ["One", "Two"]
        assert [event["response"]["status"] for event in events] == [201, 201]
        assert box.requests({"vendor": "deconetwork"}, method="POST") == []

    def test_are_counted_and_verified(self, box: MockClient) -> None:
        ask_product(box)
        ask_product(box)
        assert box.count(vendor="deconetwork") == 2
        assert box.verify(operation="manage_products/get") == 2
        assert box.verify(at_least=1, at_most=2) == 2
        assert box.verify({"vendor": "altegio"}, exactly=0) == 0

    def test_a_wrong_number_is_an_assertion_with_the_closest_requests(self, box: MockClient) -> None:
        ask_product(box)
        with pytest.raises(VerificationError, match="Expected exactly 1 requests that fit, and 0 of 1 did") as caught:
            box.verify(vendor="deconetwork", method="POST", exactly=1)
        assert isinstance(caught.value, AssertionError)
        assert "close: GET /api/json/manage_products/get" in str(caught.value)
        assert caught.value.content["count"] == 0

    def test_a_wrong_pattern_is_no_failed_verification(self, box: MockClient) -> None:
        with pytest.raises(ControlError, match="urlPaht"):
            box.verify(url_paht="/")
        with pytest.raises(ControlError, match="exactly is a whole number"):
            box.verify(exactly=-1)

    def test_that_no_operation_fits_come_with_what_to_change(self, box: MockClient) -> None:
        ask_product(box, "/api/jsn/manage_products/get")
        miss = box.near_misses()[0]
        assert "to /api/json/manage_products/get" in miss["hint"]


class TestFaults:
    def test_are_armed_counted_and_disarmed(self, box: MockClient) -> None:
        armed = box.fault(error=429, vendor="altegio", times=1, retry_after_seconds=0)
        box.fault("lost_request", vendor="commerscale")
        url, headers = f"{box.altegio.base_url}/goods/1", box.altegio.headers
        assert [web.get(url, headers=headers).status_code for _ in "12"] == [429, 200]
        assert [fault["fired"] for fault in box.faults()] == [1, 0]
        [verdict] = box.verdicts()
        assert (verdict["retries"], verdict["recovered"]) == (1, True)
        box.disarm(armed["id"])
        assert len(box.faults()) == 1
        box.disarm()
        assert box.faults() == []

    def test_an_empty_id_does_not_disarm_all(self, box: MockClient) -> None:
        box.fault("lost_request")
        with pytest.raises(ControlError, match="empty"):
            box.disarm("")
        assert len(box.faults()) == 1


class TestData:
    def test_are_another_shop(self, box: MockClient) -> None:
        box.seed(7, 10)
        assert box.call("GET", "/__admin/seed") == {"seed": 7, "products": 10, "seeding": None}

    def test_are_rows_of_ones_own(self, box: MockClient) -> None:
        rows = [{"id": 900001, "name": "Shoes", "parent_id": None}]
        assert box.load("deconetwork", "category", rows)["rows"] == rows
        with pytest.raises(ControlError, match="there is no category 7"):
            box.load("deconetwork", "category", [{"id": 900002, "name": "Hats", "parent_id": 7}])

    def test_are_kept_and_restored_also_through_a_file(self, box: MockClient, tmp_path: Path) -> None:
        first = create_category(box.altegio)
        box.snapshot("kept")
        box.save_snapshot("kept", tmp_path / "kept.sqlite3")
        box.delete_snapshot("kept")
        with pytest.raises(ControlError, match="There is no snapshot 'kept'"):
            box.restore("kept")
        box.reset()
        box.load_snapshot("again", tmp_path / "kept.sqlite3")
        box.restore("again")
        assert create_category(box.altegio) == first + 1

    @pytest.mark.parametrize("content", [b"", b"no SQLite file", b"SQLite format 3\x00" + b"x" * 100])
    def test_are_not_taken_from_a_file_that_holds_none(self, box: MockClient, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "wrong").write_bytes(content)
        with pytest.raises(ControlError) as caught:
            box.load_snapshot("wrong", tmp_path / "wrong")
        assert caught.value.status == 422
        with pytest.raises(ControlError, match="There is no snapshot 'wrong'"):
            box.restore("wrong")


class TestClockAndQuotas:
    def test_the_clock_is_read_frozen_moved_and_put_back(self, box: MockClient) -> None:
        moment = datetime(2031, 2, 3, tzinfo=UTC)
        assert box.clock.now() == NOW
        assert box.clock.freeze(moment) == moment
        assert box.clock.advance(90) == moment + timedelta(seconds=90)
        assert box.clock.advance(timedelta(days=-1)) == moment + timedelta(days=-1, seconds=90)
        assert box.clock.freeze("2032-01-01T00:00:00+02:00") == datetime(2031, 12, 31, 22, tzinfo=UTC)
        assert box.clock.reset() == NOW

    def test_quotas_are_switched_on_and_off(self, box: MockClient) -> None:
        assert not box.quotas()["altegio"]["enabled"]
        limits = [{"requests": 1, "seconds": 60}]
        assert box.quotas(altegio=limits)["altegio"]["limits"] == [{"requests": 1, "seconds": 60.0, "used": 0}]
        url, headers = f"{box.altegio.base_url}/goods/1", box.altegio.headers
        assert [web.get(url, headers=headers).status_code for _ in "12"] == [200, 429]
        assert not box.quotas(altegio=False)["altegio"]["enabled"]
