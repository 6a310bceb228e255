"""Quotas over HTTP: off, switched on, used up in the vendor's own words, refilled by the clock."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.app import MockApi
from mockapi.errors import SettingError
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.admin import ALTEGIO, JSON, admin, refused
from tests.support.commerscale import KEY, ROOT
from tests.support.deconetwork import ALL_PRODUCTS, CREDENTIALS
from tests.support.shapes import shape_of

NAMES = [vendor.name for vendor in VENDORS]


def call(mock: MockServer, vendor: str, prefix: str = "") -> httpx.Response:
    """A request that the vendor answers with success while it takes requests."""
    if vendor == "altegio":
        return web.get(f"{mock.url}{prefix}/goods/1?count=1", headers=ALTEGIO)
    if vendor == "deconetwork":
        return web.post(f"{mock.url}{prefix}/api/json/manage_products/find", data=CREDENTIALS | ALL_PRODUCTS)
    return web.post(f"{mock.url}{prefix}{ROOT}/count", json={"authentication": KEY})


def statuses(mock: MockServer, vendor: str, count: int) -> list[int]:
    return [call(mock, vendor).status_code for _ in range(count)]


@pytest.mark.parametrize("vendor", NAMES)
class TestEveryVendor:
    def test_takes_every_request_while_its_quota_is_off(self, mock: MockServer, vendor: str) -> None:
        assert statuses(mock, vendor, 8) == [200] * 8

    def test_takes_five_a_second_and_two_hundred_a_minute(self, mock: MockServer, vendor: str) -> None:
        told = admin(mock, "PUT", "/quotas", {vendor: True}).json()
        assert told[vendor]["enabled"]
        assert told[vendor]["profile"] == [{"requests": 200, "seconds": 60}, {"requests": 5, "seconds": 1}]
        for _ in range(40):
            assert statuses(mock, vendor, 5) == [200] * 5
            assert call(mock, vendor).headers["Retry-After"] == "1" or mock.clock.now().second == 44
            mock.clock.advance(1)
        refusal = call(mock, vendor)
        assert (refusal.status_code, refusal.headers["Retry-After"]) == (429, "20")
        assert shape_of(refusal) == vendor
        assert "x-mock-bug" not in refusal.headers
        mock.clock.advance(19)
        assert call(mock, vendor).headers["Retry-After"] == "1"
        mock.clock.advance(1)
        assert statuses(mock, vendor, 6) == [200] * 5 + [429]

    def test_a_refused_request_changes_nothing_for_the_others(self, mock: MockServer, vendor: str) -> None:
        mock.quotas(**{vendor: [{"requests": 1, "seconds": 10}]})
        assert statuses(mock, vendor, 4) == [200, 429, 429, 429]
        for other in NAMES:
            assert call(mock, other).status_code == (429 if other == vendor else 200)
        assert call(mock, vendor, "/~quotas.other").status_code == 200

    def test_can_be_on_from_the_start_and_is_on_again_after_a_reset(self, vendor: str) -> None:
        frozen = datetime(2030, 1, 1, tzinfo=UTC)
        with MockServer(Settings(port=0, products=0, quotas=[vendor], clock=frozen)) as server:
            assert statuses(server, vendor, 6) == [200] * 5 + [429]
            server.quotas(**{vendor: False})
            assert statuses(server, vendor, 6) == [200] * 6
            server.reset()
            assert statuses(server, vendor, 6) == [200] * 5 + [429]
            server.reset(quotas=False)
            assert call(server, vendor).status_code == 429


def test_a_quota_of_no_vendor_keeps_the_server_from_starting() -> None:
    with pytest.raises(SettingError, match="there is no vendor 'nobody'"):
        MockApi(Settings(quotas=["altegio", "nobody"]))


def test_the_whole_wait_is_asked_for_and_is_enough(mock: MockServer) -> None:
    mock.quotas(altegio=[{"requests": 2, "seconds": 10.5}, {"requests": 1, "seconds": 0.3}])
    assert statuses(mock, "altegio", 1) == [200]
    assert call(mock, "altegio").headers["Retry-After"] == "1"
    mock.clock.advance(1)
    assert statuses(mock, "altegio", 1) == [200]
    assert call(mock, "altegio").headers["Retry-After"] == "10"
    mock.clock.advance(10)
    assert statuses(mock, "altegio", 1) == [200]


def test_a_clock_that_is_set_back_locks_nobody_out(mock: MockServer) -> None:
    mock.quotas(altegio=True)
    assert statuses(mock, "altegio", 6)[-1] == 429
    mock.clock.advance(-3600)
    assert statuses(mock, "altegio", 6) == [200] * 5 + [429]


def test_what_is_used_is_told(mock: MockServer) -> None:
    mock.quotas(altegio=[{"requests": 3, "seconds": 10}])
    statuses(mock, "altegio", 2)
    limit = {"requests": 3, "seconds": 10, "used": 2}
    assert mock.quotas()["altegio"]["limits"] == [limit]
    mock.clock.advance(10)
    assert mock.quotas()["altegio"]["limits"] == [{**limit, "used": 0}]


def test_one_that_is_set_again_begins_anew(mock: MockServer) -> None:
    mock.quotas(altegio=True)
    statuses(mock, "altegio", 5)
    mock.quotas(altegio=True)
    assert statuses(mock, "altegio", 6) == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"nobody": True}, "/nobody"),
        ({"a/b~": True}, "/a~1b~0"),
        ({"\ud800": True}, "/?"),
        ({"altegio": 1}, "/altegio"),
        ({"altegio": None}, "/altegio"),
        ({"altegio": "true"}, "/altegio"),
        ({"altegio": [{"requests": 0, "seconds": 1}]}, "/altegio/0/requests"),
        ({"altegio": [{"requests": 10**30, "seconds": 1}]}, "/altegio/0/requests"),
        ({"altegio": [{"requests": 1, "seconds": 0}]}, "/altegio/0/seconds"),
        ({"altegio": [{"requests": 1, "seconds": float("nan")}]}, "/altegio/0/seconds"),
        ({"altegio": [{"requests": 1, "seconds": 10**400}]}, "/altegio/0/seconds"),
        ({"altegio": [{"requests": 1}]}, "/altegio/0/seconds"),
        ({"altegio": [{"requests": 1, "seconds": 1}] * 11}, "/altegio"),
        ([], ""),
        (None, ""),
    ],
)
def test_a_wrong_change_is_refused_and_changes_nothing(mock: MockServer, body: Any, pointer: str) -> None:
    mixed = {"commerscale": True, **body} if isinstance(body, dict) else body
    assert [place for place, _ in refused(mock, 422, "PUT", "/quotas", mixed)] == [pointer]
    assert not any(quota["enabled"] for quota in mock.quotas().values())


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    JSON
    | st.dictionaries(
        st.sampled_from(NAMES), JSON | st.lists(st.fixed_dictionaries({"requests": JSON, "seconds": JSON}))
    )
)
def test_whatever_is_sent_is_done_or_refused(server: MockServer, body: Any) -> None:
    assert admin(server, "PUT", "/quotas", body).status_code in (200, 422)
