"""GET /company/{location_id}/goods_categories/{parent_category_id}, and its deprecated form."""

from typing import Any

import httpx

from tests.support.altegio import CHILD, EXAMPLES, ROOT, created_category, data, listed_categories

TOP = [123, 123456, 289632, 961078, 1035384]
"""The ids of the top level in the location of the examples."""
LISTS = [f"/company/{EXAMPLES}/goods_categories", f"/goods_categories/{EXAMPLES}"]


class TestList:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_list."""

    def test_a_list_has_the_direct_children_and_their_number(self, client: httpx.Client) -> None:
        below = created_category(client, "Grandchild", CHILD)
        second = created_category(client, "Second child", ROOT)
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{ROOT}")
        assert listed_categories(response) == [CHILD, second]
        assert response.json()["meta"] == {"count": 2}
        assert listed_categories(client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")) == [below]

    def test_the_list_below_a_leaf_is_empty(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")
        assert response.json() == {"success": True, "data": [], "meta": {"count": 0}}

    def test_the_list_below_0_is_the_top_level(self, client: httpx.Client) -> None:
        for zero in ("0", "000"):
            response = client.get(f"/company/{EXAMPLES}/goods_categories/{zero}")
            assert (listed_categories(response), response.json()["meta"]) == (TOP, {"count": 5})

    def test_the_list_without_a_parent_has_every_category(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories")
        assert (listed_categories(response), response.json()["meta"]) == (sorted([*TOP, CHILD]), {"count": 6})
        shop = data(client.get("/company/1/goods_categories"))
        assert [category["id"] for category in shop] == list(range(10_001, 10_100))

    def test_lists_of_categories_ignore_paging(self, client: httpx.Client) -> None:
        for path in ("/company/1/goods_categories", "/company/1/goods_categories/0", "/goods_categories/1"):
            assert client.get(f"{path}?page=2&count=1&max_count=1").json() == client.get(path).json()

    def test_the_lists_from_the_top_level_down_have_every_category_once(self, client: httpx.Client) -> None:
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

    def test_the_last_segment_of_the_deprecated_list_is_the_parent(self, client: httpx.Client) -> None:
        response = client.get(f"/goods_categories/{EXAMPLES}/{ROOT}")
        assert (listed_categories(response), response.json()["meta"]) == ([CHILD], [])
        assert client.get(f"/goods_categories/{EXAMPLES}/{CHILD}").json()["data"] == []

    def test_the_deprecated_list_of_0_or_without_a_parent_is_the_top_level(self, client: httpx.Client) -> None:
        for path in (f"/goods_categories/{EXAMPLES}", f"/goods_categories/{EXAMPLES}/0"):
            response = client.get(path)
            assert (listed_categories(response), response.json()["meta"]) == (TOP, [])

    def test_the_deprecated_list_has_the_same_categories_as_the_list(self, client: httpx.Client) -> None:
        for parent in (0, 10_001, 10_005):
            old, new = LISTS[1].replace(str(EXAMPLES), "1"), LISTS[0].replace(str(EXAMPLES), "1")
            assert data(client.get(f"{old}/{parent}")) == data(client.get(f"{new}/{parent}"))
