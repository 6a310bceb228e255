"""Examples of the vendor's docs page, sent word for word."""

from typing import Any

import pytest

from mockapi.server.server import MockServer
from tests.support.deconetwork import FORM, SUCCESS, Site, response_of
from tests.support.replay import assert_answered_as_documented, documented_examples, replay

VENDOR = "deconetwork"


@pytest.mark.parametrize("example", documented_examples(VENDOR))
def test_a_documented_request_gets_its_documented_answer(mock: MockServer, example: dict[str, Any]) -> None:
    response = replay(mock.url, example)
    response_of(response)
    assert_answered_as_documented(response, example)


def test_the_documented_find_returns_both_documented_products_among_others(site: Site) -> None:
    body = "username=mock-user&password=mock-password&field=5&condition=4&date1=2018-02-01T00%3A00%3A00"
    answer = response_of(site.client.post("/manage_products/find", content=body, headers={"Content-Type": FORM}))
    assert answer["response_status"] == SUCCESS
    assert len(answer["products"]) == 100 < answer["total"]
    rest = response_of(
        site.client.post("/manage_products/find", content=f"{body}&offset=100", headers={"Content-Type": FORM})
    )
    by_id = {product["product_id"]: product for product in [*answer["products"], *rest["products"]]}
    shirts = {"id": 234453, "name": "Shirts", "ancestors": {"id": 234234, "name": "Apparel", "ancestors": {}}}
    shared = {
        "supplier": "Sanmar",
        "brand": "Gildan",
        "is_active": True,
        "categories": [shirts],
        "date_modified": "2018-12-05T00:00:00",
    }
    ultra = {"product_id": "19658", "product_code": "2000", "product_name": "Ultra Cotton 100% Cotton T Shirt"}
    heavy = {"product_id": "456456", "product_code": "2000B", "product_name": "Heavy Ultra Cotton 100% Cotton T Shirt"}
    assert by_id["19658"] == {**ultra, **shared}
    assert by_id["456456"] == {**heavy, **shared}
