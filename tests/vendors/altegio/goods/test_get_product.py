"""GET /goods/{location_id}/{product_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/get_product."""

import httpx
import pytest

from tests.support.altegio import EXAMPLES, RECORDED_PRODUCT, data
from tests.support.nonempty import nonempty


class TestGet:
    @pytest.mark.parametrize("query", ["", "page=2", "page=0&count=1", "count=-1&page=x", "term=nothing&category_id=5"])
    def test_getting_a_product_ignores_paging_and_filters(self, client: httpx.Client, query: str) -> None:
        response = client.get(f"/goods/{EXAMPLES}/{RECORDED_PRODUCT}?{query}")
        assert data(response)["good_id"] == RECORDED_PRODUCT
        assert response.json()["meta"] == []

    def test_a_product_alone_equals_the_product_in_the_list(self, client: httpx.Client) -> None:
        for product in nonempty(data(client.get("/goods/1?count=10"))):
            assert data(client.get(f"/goods/1/{product['good_id']}")) == product
