"""One imaginary shop in three dialects: the same things everywhere, and nothing written in one shows in another."""

from typing import Any

import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.nonempty import nonempty

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
DECONETWORK = {"username": "mock-user", "password": "mock-password"}
KEY = {"apiKey": "jjns7519v1v3ns6xU162"}
DOCUMENTED_CODES = {"2000", "2000B"}


def goods(mock: MockServer, location: int) -> list[dict[str, Any]]:
    answer = web.get(f"{mock.url}/goods/{location}?count=300", headers=ALTEGIO)
    products: list[dict[str, Any]] = answer.json()["data"]
    return products


def found(mock: MockServer) -> list[dict[str, Any]]:
    products: list[dict[str, Any]] = []
    for offset in (0, 100, 200):
        query = DECONETWORK | {"field": "4", "condition": "4", "string": "0", "sortby": "4", "offset": str(offset)}
        products += web.get(f"{mock.url}/api/json/manage_products/find", params=query).json()["products"]
    return products


def detailed(mock: MockServer, ids: list[str]) -> list[dict[str, Any]]:
    query = DECONETWORK | {"ids": ",".join(ids)}
    products: list[dict[str, Any]] = web.get(f"{mock.url}/api/json/manage_products/get", params=query).json()[
        "products"
    ]
    return products


def categories(mock: MockServer) -> list[dict[str, Any]]:
    answer = web.post(f"{mock.url}/api/v1/products/categories/get", json={"authentication": KEY})
    rows: list[dict[str, Any]] = answer.json()
    return rows


@pytest.mark.parametrize("location", [1, 2, 3])
def test_codes_and_names_are_the_same_at_altegio_and_deconetwork(mock: MockServer, location: int) -> None:
    at_altegio = {(product["article"], product["title"]) for product in goods(mock, location)}
    at_deconetwork = {
        (product["product_code"], product["product_name"])
        for product in found(mock)
        if product["product_code"] not in DOCUMENTED_CODES
    }
    assert len(at_altegio) == 200
    assert at_altegio == at_deconetwork


def test_a_barcode_at_altegio_is_the_gtin_of_a_sku_at_deconetwork(mock: MockServer) -> None:
    barcodes = {product["article"]: product["barcode"] for product in goods(mock, 1) if product["article"]}
    ids = [product["product_id"] for product in found(mock) if product["product_code"] in barcodes]
    for product in nonempty([*detailed(mock, ids[:100]), *detailed(mock, ids[100:])]):
        gtins = [sku["gtin"] for sku in product["skus"]]
        assert barcodes[product["product_code"]] in gtins


def test_the_category_tree_is_the_same_everywhere(mock: MockServer) -> None:
    at_altegio = web.get(f"{mock.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]
    at_commerscale = categories(mock)
    titles = {category["title"] for category in at_altegio}
    assert titles <= {category["name"] for category in at_commerscale}
    used = {category["name"] for product in found(mock) for category in product["categories"]}
    assert used - {"Shirts"} <= titles


def test_a_products_main_category_has_the_same_title_at_altegio_and_deconetwork(mock: MockServer) -> None:
    main = {p["product_code"]: p["categories"][0]["name"] for p in found(mock) if p["product_code"]}
    for product in nonempty(goods(mock, 2)):
        if product["article"]:
            assert product["category"] == main[product["article"]]


def test_locations_have_ids_of_their_own(mock: MockServer) -> None:
    ids = [product["good_id"] for location in (1, 2, 3) for product in goods(mock, location)]
    assert len(set(ids)) == 600


def test_some_products_have_stock_and_stock_differs_between_locations(mock: MockServer) -> None:
    first, second = goods(mock, 1), goods(mock, 2)
    assert {bool(product["actual_amounts"]) for product in first} == {True, False}
    amounts = [[amount["amount"] for amount in product["actual_amounts"]] for product in first]
    assert amounts != [[amount["amount"] for amount in product["actual_amounts"]] for product in second]


def test_what_is_written_at_one_vendor_does_not_show_at_another(mock: MockServer) -> None:
    before = found(mock), categories(mock)
    created = web.post(f"{mock.url}/goods_categories/1", headers=ALTEGIO, json={"title": "Only at Altegio"})
    assert created.status_code == 201
    assert (found(mock), categories(mock)) == before


def test_two_servers_with_the_same_seed_answer_the_same_bytes(mock: MockServer) -> None:
    requests = [
        ("GET", "/goods/1?count=300", None),
        ("GET", "/company/3/goods_categories", None),
        (
            "GET",
            "/api/json/manage_products/find?username=mock-user&password=mock-password&field=4&condition=4&string=0",
            None,
        ),
        ("POST", "/api/v1/products/categories/get", '{"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}'),
        ("POST", "/goods_categories/1", '{"title": "New"}'),
    ]

    def answers(server: MockServer) -> list[bytes]:
        return [web.request(m, server.url + p, headers=ALTEGIO, content=c).content for m, p, c in requests]

    with MockServer(mock.settings) as other:
        assert answers(other) == answers(mock)
