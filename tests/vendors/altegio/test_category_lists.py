"""Reading categories: the list, the list by ids, the composition, and the deprecated list."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    ROOT,
    assert_refused,
    created_category,
    created_product,
    data,
)

TOP = [123, 123456, 289632, 961078, 1035384]
"""The examples' top level."""
LISTS = [f"/company/{EXAMPLES}/goods_categories", f"/goods_categories/{EXAMPLES}"]


def ids(response: httpx.Response) -> list[int]:
    """Ids of the categories in a list."""
    return [category["id"] for category in data(response)]


class TestList:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_list."""

    def test_the_direct_children_come_back_and_are_counted(self, client: httpx.Client) -> None:
        below = created_category(client, "Grandchild", CHILD)
        second = created_category(client, "Second child", ROOT)
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{ROOT}")
        assert ids(response) == [CHILD, second]
        assert response.json()["meta"] == {"count": 2}
        assert ids(client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")) == [below]

    def test_below_a_leaf_there_is_nothing(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories/{CHILD}")
        assert response.json() == {"success": True, "data": [], "meta": {"count": 0}}

    def test_below_0_stands_the_top_level(self, client: httpx.Client) -> None:
        for zero in ("0", "000"):
            response = client.get(f"/company/{EXAMPLES}/goods_categories/{zero}")
            assert (ids(response), response.json()["meta"]) == (TOP, {"count": 5})

    def test_without_a_parent_every_category_comes_back_flat(self, client: httpx.Client) -> None:
        response = client.get(f"/company/{EXAMPLES}/goods_categories")
        assert (ids(response), response.json()["meta"]) == (sorted([*TOP, CHILD]), {"count": 6})
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


class TestByIds:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_list_by_ids."""

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
    def test_every_spelling_is_read_in_its_order(self, client: httpx.Client, query: str) -> None:
        response = client.get(f"{self.PATH}?{query}")
        assert (ids(response), response.json()["meta"]) == ([961078, 123], [])

    @pytest.mark.parametrize(
        "query",
        ["", "location_id=123", "ids", "ids[]=", "ids=,", "ids[]=5", "ids=x", "ids[x]=123", "xids=123", "IDS=123"],
    )
    def test_where_nothing_is_asked_for_nothing_is_found(self, client: httpx.Client, query: str) -> None:
        assert client.get(f"{self.PATH}?{query}").json() == {"success": True, "data": [], "meta": []}

    def test_categories_of_other_locations_are_not_found(self, client: httpx.Client) -> None:
        assert ids(client.get("/goods_categories/multiple/1?ids=10001,123,10100")) == [10_001]

    def test_as_many_as_a_url_holds_can_be_asked_for(self, client: httpx.Client) -> None:
        query = ",".join(str(number) for number in range(10_001, 20_001))
        assert ids(client.get(f"/goods_categories/multiple/1?ids={query}")) == list(range(10_001, 10_100))
        assert ids(client.get(f"/goods_categories/multiple/1?ids={'10001,' * 9000}")) == [10_001]


class TestDeprecatedList:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/deprecated_get_product_category_list."""

    def test_the_segment_is_the_parent(self, client: httpx.Client) -> None:
        response = client.get(f"/goods_categories/{EXAMPLES}/{ROOT}")
        assert (ids(response), response.json()["meta"]) == ([CHILD], [])
        assert client.get(f"/goods_categories/{EXAMPLES}/{CHILD}").json()["data"] == []

    def test_0_or_none_is_the_top_level(self, client: httpx.Client) -> None:
        for path in (f"/goods_categories/{EXAMPLES}", f"/goods_categories/{EXAMPLES}/0"):
            response = client.get(path)
            assert (ids(response), response.json()["meta"]) == (TOP, [])

    def test_it_shows_what_the_list_shows(self, client: httpx.Client) -> None:
        for parent in (0, 10_001, 10_005):
            old, new = LISTS[1].replace(str(EXAMPLES), "1"), LISTS[0].replace(str(EXAMPLES), "1")
            assert data(client.get(f"{old}/{parent}")) == data(client.get(f"{new}/{parent}"))


class TestComposition:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_composition."""

    def children(self, client: httpx.Client, query: str, category: int = ROOT) -> list[int]:
        """Ids of the children on a page: categories as they are, products negative."""
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{category}?{query}"))
        return [child["category_id"] or -child["item_id"] for child in node["children"]]

    @pytest.fixture
    def family(self, client: httpx.Client) -> list[int]:
        """Three categories and three products below `ROOT`, made in turns; in the order of the composition."""
        pairs = [
            (created_category(client, f"C{number}", ROOT), created_product(client, category_id=ROOT))
            for number in range(2)
        ]
        return [CHILD, *(pair[0] for pair in pairs), -CHILD_PRODUCT, *(-pair[1] for pair in pairs)]

    def test_categories_come_before_products_each_by_id(self, client: httpx.Client, family: list[int]) -> None:
        assert self.children(client, "") == family

    def test_pages_run_over_both_kinds(self, client: httpx.Client, family: list[int]) -> None:
        assert self.children(client, "count=2") == family[:2]
        assert self.children(client, "count=2&page=2") == family[2:4]
        assert self.children(client, "count=2&page=3") == family[4:]
        assert self.children(client, "count=2&page=4") == []
        assert self.children(client, f"count=1000&page={'9' * 5000}") == []

    def test_all_children_are_counted_on_every_page(self, client: httpx.Client, family: list[int]) -> None:
        for query in ("", "count=1", "count=1&page=5", "page=99"):
            assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}?{query}"))["children_count"] == len(family)

    @pytest.mark.parametrize("wrong", ["0", "-1", "", "one", "1.5", "٢", "%00"])
    def test_a_wrong_page_or_count_means_the_default(self, client: httpx.Client, family: list[int], wrong: str) -> None:
        assert self.children(client, f"page={wrong}&count={wrong}") == family
        assert self.children(client, f"page={wrong}&count=2") == family[:2]

    def test_1000_is_the_default_and_the_maximum(self, client: httpx.Client, crowd: list[int]) -> None:
        products = [-identifier for identifier in crowd]
        for query in ("", "count=1000", "count=1001", f"count={2**63}"):
            assert self.children(client, query, CHILD) == products[:1000]
            assert self.children(client, f"{query}&page=2", CHILD) == products[1000:]

    def test_what_is_deeper_is_no_child(self, client: httpx.Client) -> None:
        created_category(client, "Grandchild", CHILD)
        created_product(client, category_id=CHILD)
        assert self.children(client, "") == [CHILD, -CHILD_PRODUCT]
        assert len(self.children(client, "", CHILD)) == 2

    def test_a_child_names_its_parent(self, client: httpx.Client) -> None:
        node = data(client.get("/goods/category_node/1/10010"))
        assert node["children"] != []
        assert {child["parent_id"] for child in node["children"]} == {10_010}
        assert data(client.get("/goods/category_node/1/10001"))["parent_id"] == 0

    def test_an_empty_category_has_no_children(self, client: httpx.Client) -> None:
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD}"))
        assert (node["parent_id"], node["children"], node["children_count"]) == (ROOT, [], 0)

    def test_it_exists_for_no_product(self, client: httpx.Client) -> None:
        assert_refused(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD_PRODUCT}"), 404)
