"""A path that no operation has: what was probably meant, and what to change."""

import pytest

from mockapi.server.server import MockServer
from tests.support import web

GET_PRODUCTS = "get_products_list of altegio"
FIND = "manage_products/find of deconetwork"
GET = "products/categories/get of commerscale"

MISTAKES = [
    # Altegio
    ("GET", "/api/v1/goodz/1", f"the path /api/v1/goodz/1 to /api/v1/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "/api/v2/goods/1", f"the path /api/v2/goods/1 to /api/v1/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "/v1/goods/1", f"the path /v1/goods/1 to /api/v1/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "/Goods/1", f"the path /Goods/1 to /goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "//api/v1/goods/1", f"the path //api/v1/goods/1 to /api/v1/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "/altego/goods/1", f"the path /altego/goods/1 to /altegio/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("GET", "/altegio/goodz/1", f"the path /altegio/goodz/1 to /altegio/goods/{{location_id}} for {GET_PRODUCTS}"),
    ("PATCH", "/api/v1/goods/1/2", "the method PATCH to PUT for update_product of altegio"),
    ("GET", "/api/v1/auth", "the method GET to POST for auth of altegio"),
    ("POST", "/api/v1/company/1/goods_categories", "the method POST to GET for get_product_category_list of altegio"),
    # DecoNetwork
    ("POST", "/manage_products/find", f"the path /manage_products/find to /api/json/manage_products/find for {FIND}"),
    (
        "GET",
        "/api/json/manage_product/find",
        f"the path /api/json/manage_product/find to /api/json/manage_products/find for {FIND}",
    ),
    (
        "POST",
        "/altegio/api/json/manage_products/find",
        f"the path /altegio/api/json/manage_products/find to /api/json/manage_products/find for {FIND}",
    ),
    (
        "POST",
        "/deconetwork/manage_products/find",
        f"the path /deconetwork/manage_products/find to /deconetwork/api/json/manage_products/find for {FIND}",
    ),
    (
        "GET",
        "/api/json/manage_products/find&limit=1&offset=2",
        f"the path /api/json/manage_products/find&limit=1&offset=2 to /api/json/manage_products/find for {FIND}",
    ),
    ("PUT", "/api/json/manage_products/find", f"the method PUT to POST for {FIND}"),
    # Commerscale
    ("GET", "/api/v1/products/categories/get", f"the method GET to POST for {GET}"),
    (
        "POST",
        "/products/categories/get",
        f"the path /products/categories/get to /api/v1/products/categories/get for {GET}",
    ),
    (
        "POST",
        "/api/v1/products/categories",
        f"the path /api/v1/products/categories to /api/v1/products/categories/get for {GET}",
    ),
    (
        "POST",
        "/deconetwork/api/v1/products/categories/get",
        f"the path /deconetwork/api/v1/products/categories/get to /api/v1/products/categories/get for {GET}",
    ),
    (
        "GET",
        "/commerscale/api/v1/product/categories/get",
        "the method GET to POST and the path /commerscale/api/v1/product/categories/get "
        f"to /commerscale/api/v1/products/categories/get for {GET}",
    ),
]


@pytest.mark.parametrize(("method", "path", "change"), MISTAKES)
def test_a_mistake_gets_the_change_that_mends_it(mock: MockServer, method: str, path: str, change: str) -> None:
    web.request(method, mock.url + path)
    misses = mock.near_misses()
    assert f"Change {change}." in [miss["hint"] for miss in misses if miss["matchResult"] == misses[0]["matchResult"]]
    assert 0 < len(misses) <= 3
    assert [miss["matchResult"]["distance"] for miss in misses] == sorted(
        miss["matchResult"]["distance"] for miss in misses
    )


@pytest.mark.parametrize(
    "path",
    [
        "/favicon.ico",
        "/robots.txt",
        "/apple-touch-icon.png",
        "/health",
        "/index.html",
        "/x",
        "/login",
        "/" + "x" * 9000,
    ],
)
def test_a_path_that_is_like_no_operation_gets_no_advice(mock: MockServer, path: str) -> None:
    web.get(mock.url + path)
    assert mock.near_misses() == []
    assert mock.call("GET", "/__admin/requests/unmatched")["requests"][0]["path"] == path


def test_what_an_operation_has_answered_is_no_near_miss(mock: MockServer) -> None:
    web.get(f"{mock.url}/api/v1/goods/1")
    web.get(f"{mock.url}/api/v1/goods/none")
    assert mock.near_misses() == []


def test_a_near_miss_has_the_shape_that_wiremock_gives_it(mock: MockServer) -> None:
    web.get(f"{mock.url}/api/v1/goodz/1")
    miss = mock.near_misses()[0]
    assert miss["request"]["url"] == "/api/v1/goodz/1"
    assert miss["requestPattern"] == {"method": "GET", "urlPathTemplate": "/api/v1/goods/{location_id}"}
    assert miss["stubMapping"]["name"] == "get_products_list"
    assert miss["stubMapping"]["metadata"] == {"vendor": "altegio"}


def test_many_mistakes_are_told_one_by_one(mock: MockServer) -> None:
    for number in range(300):
        web.get(f"{mock.url}/api/v1/goodz/{number}")
    urls = [miss["request"]["url"] for miss in mock.near_misses()]
    assert list(dict.fromkeys(urls)) == [f"/api/v1/goodz/{number}" for number in range(300)]


class TestOfAPattern:
    def test_are_the_closest_requests_that_do_not_fit_it(self, mock: MockServer) -> None:
        for path in ("/x", "/api/v1/goods/1", "/api/v1/goods/2"):
            web.get(mock.url + path)
        pattern = {"method": "POST", "urlPath": "/api/v1/goods/2"}
        misses = mock.call("POST", "/__admin/near-misses/request-pattern", pattern)["nearMisses"]
        assert [miss["request"]["url"] for miss in misses] == ["/api/v1/goods/2", "/api/v1/goods/1", "/x"]
        assert misses[0]["requestPattern"] == pattern
        assert "<<< does not fit" in misses[0]["difference"]

    def test_are_none_when_all_requests_fit_it(self, mock: MockServer) -> None:
        web.get(f"{mock.url}/x")
        assert mock.call("POST", "/__admin/near-misses/request-pattern", {"method": "GET"})["nearMisses"] == []

    def test_are_those_of_the_sandbox(self, mock: MockServer) -> None:
        web.get(f"{mock.url}/~other/x")
        assert mock.call("POST", "/__admin/near-misses/request-pattern", {"method": "PUT"})["nearMisses"] == []
