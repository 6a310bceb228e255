"""GET /goods_categories/multiple/{location_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_list_by_ids."""

import httpx
import pytest

from tests.support.altegio import EXAMPLES, listed_categories


class TestByIds:
    PATH = f"/goods_categories/multiple/{EXAMPLES}"

    @pytest.mark.parametrize(
        "query",
        [
            "ids[]=961078&ids[]=123",
            "ids%5B%5D=961078&ids%5B%5D=123",
            "ids[0]=961078&ids[1]=123",
            "ids[7]=961078&ids[3]=123",
            "ids=961078,123",
            "ids=961078&ids=123",
            "ids[]=961078,123",
            "ids=961078%2C123",
            "id=961078&id=123",
            "id[]=961078&id[]=123",
            "ids[]=961078&id=123",
            "ids[]=961078&location_id=5&ids[]=123&page=2&count=1",
            "ids[]=961078&ids[]=123&ids[]=961078",
            "ids=0961078,,x,123,-1,0,5,1.5,99999999999999999999",
            "ids[]=961078&ids[]=&ids[]=%00&ids[]=%ED%A0%80&ids[]=١&ids[]=123",
        ],
    )
    def test_every_spelling_of_ids_is_read_in_its_order(self, client: httpx.Client, query: str) -> None:
        response = client.get(f"{self.PATH}?{query}")
        assert (listed_categories(response), response.json()["meta"]) == ([961078, 123], [])

    @pytest.mark.parametrize(
        "query",
        ["", "location_id=123", "ids", "ids[]=", "ids=,", "ids[]=5", "ids=x", "ids[x]=123", "xids=123", "IDS=123"],
    )
    def test_a_query_without_readable_ids_finds_nothing(self, client: httpx.Client, query: str) -> None:
        assert client.get(f"{self.PATH}?{query}").json() == {"success": True, "data": [], "meta": []}

    def test_categories_of_other_locations_are_not_found(self, client: httpx.Client) -> None:
        assert listed_categories(client.get("/goods_categories/multiple/1?ids=10001,123,10100")) == [10_001]

    def test_ten_thousand_ids_can_be_queried_at_once(self, client: httpx.Client) -> None:
        query = ",".join(str(number) for number in range(10_001, 20_001))
        assert listed_categories(client.get(f"/goods_categories/multiple/1?ids={query}")) == list(range(10_001, 10_100))
        assert listed_categories(client.get(f"/goods_categories/multiple/1?ids={'10001,' * 9000}")) == [10_001]
