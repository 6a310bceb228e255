"""GET /company/{location_id}/goods_categories/{parent_category_id}, and its deprecated form."""

from typing import Any

import httpx

from tests.support.altegio import CHILD, EXAMPLES, ROOT, created_category, data, listed_categories

TOP = [123, 123456, 289632, 961078, 1035384]
"""The examples' top level."""
LISTS = [f"/company/{EXAMPLES}/goods_categories", f"/goods_categories/{EXAMPLES}"]


class TestList:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_list."""

    def test_the_direct_children_come_back_and_are_counted(self, client: httpx.Client) -> None:
        below = created_category(client, "Grandchild", CHILD)
        second = created_category(client, "Second child", ROOT)
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{ROOT}")
        assert listed_categories(response) == [CHILD, second]
        assert response.json()["meta"] == {"count": 2}
        assert listed_categories(client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")) == [below]

    def test_below_a_leaf_there_is_nothing(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")
        assert response.json() == {"success": True, "data": [], "meta": {"count": 0}}

    def test_below_0_stands_the_top_level(self, client: httpx.Client) -> None:
        for zero in ("0", "000"):
            response = client.get(f"/company/{EXAMPLES}/goods_categories/{zero}")
            assert (listed_categories(response), response.json()["meta"]) == (TOP, {"count": 5})

    def test_without_a_parent_every_category_comes_back_flat(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories")
        assert (listed_categories(response), response.json()["meta"]) == (sorted([*TOP, CHILD]), {"count": 6})
        shop = data(client.get("/company/1/goods_categories"))
        assert [category["id"] for category in shop] == list(range(10_001, 10_100))

    def test_there_is_no_paging(self, client: httpx.Client) -> None:
        for path in ("/company/1/goods_categories", "/company/1/goods_categories/0", "/goods_categories/1"):
            assert client.get(f"{path}?page=2&count=1&max_count=1").json() == client.get(path).json()

    def test_walking_down_from_the_top_finds_every_category_once(self, client: httpx.Client) -> None:
        found: list[dict[str, Any]] = []
        waiting = [0]
        while waiting:
            children = data(client.get(f"/company/1/goods_categories/{waiting.pop()}"))
            found += children
            assert len(found) < 1000, "the tree has a circle"
            waiting += [category["id"] for category in children]
        whole = data(client.get("/company/1/goods_categories"))
        assert sorted(found, key=lambda category: category["id"]) == whole


class TestDeprecatedList:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/deprecated_get_product_category_list."""

    def test_the_segment_is_the_parent(self, client: httpx.Client) -> None:
        response = client.get(f"/goods_categories/{EXAMPLES}/{ROOT}")
        assert (listed_categories(response), response.json()["meta"]) == ([CHILD], [])
        assert client.get(f"/goods_categories/{EXAMPLES}/{CHILD}").json()["data"] == []

    def test_0_or_none_is_the_top_level(self, client: httpx.Client) -> None:
        for path in (f"/goods_categories/{EXAMPLES}", f"/goods_categories/{EXAMPLES}/0"):
            response = client.get(path)
            assert (listed_categories(response), response.json()["meta"]) == (TOP, [])

    def test_it_shows_what_the_list_shows(self, client: httpx.Client) -> None:
        for parent in (0, 10_001, 10_005):
            old, new = LISTS[1].replace(str(EXAMPLES), "1"), LISTS[0].replace(str(EXAMPLES), "1")
            assert data(client.get(f"{old}/{parent}")) == data(client.get(f"{new}/{parent}"))
