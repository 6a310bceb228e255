"""GET /goods/category_node/{location_id}/{category_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/get_product_category_composition."""

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


class TestComposition:
    def children(self, client: httpx.Client, query: str, category: int = ROOT) -> list[int]:
        """Return the ids of the children on a page: those of products are negative."""
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{category}?{query}"))
        return [child["category_id"] or -child["item_id"] for child in node["children"]]

    @pytest.fixture
    def family(self, client: httpx.Client) -> list[int]:
        """Create two categories and two products below `ROOT`, and return all its children in order."""
        pairs = [
            (created_category(client, f"C{number}", ROOT), created_product(client, category_id=ROOT))
            for number in range(2)
        ]
        return [CHILD, *(pair[0] for pair in pairs), -CHILD_PRODUCT, *(-pair[1] for pair in pairs)]

    def test_children_are_categories_and_then_products_by_id(self, client: httpx.Client, family: list[int]) -> None:
        assert self.children(client, "") == family

    def test_pages_of_children_cover_categories_and_products(self, client: httpx.Client, family: list[int]) -> None:
        assert self.children(client, "count=2") == family[:2]
        assert self.children(client, "count=2&page=2") == family[2:4]
        assert self.children(client, "count=2&page=3") == family[4:]
        assert self.children(client, "count=2&page=4") == []
        assert self.children(client, f"count=1000&page={'9' * 5000}") == []

    def test_every_page_counts_all_children(self, client: httpx.Client, family: list[int]) -> None:
        for query in ("", "count=1", "count=1&page=5", "page=99"):
            assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}?{query}"))["children_count"] == len(family)

    @pytest.mark.parametrize("wrong", ["0", "-1", "", "one", "1.5", "٢", "%00"])
    def test_a_wrong_page_or_count_means_the_default(self, client: httpx.Client, family: list[int], wrong: str) -> None:
        assert self.children(client, f"page={wrong}&count={wrong}") == family
        assert self.children(client, f"page={wrong}&count=2") == family[:2]

    def test_a_page_of_children_has_1000_by_default_and_at_most(self, client: httpx.Client, crowd: list[int]) -> None:
        products = [-identifier for identifier in crowd]
        for query in ("", "count=1000", "count=1001", f"count={2**63}"):
            assert self.children(client, query, CHILD) == products[:1000]
            assert self.children(client, f"{query}&page=2", CHILD) == products[1000:]

    def test_grandchildren_are_not_children(self, client: httpx.Client) -> None:
        created_category(client, "Grandchild", CHILD)
        created_product(client, category_id=CHILD)
        assert self.children(client, "") == [CHILD, -CHILD_PRODUCT]
        assert len(self.children(client, "", CHILD)) == 2

    def test_a_child_has_the_id_of_its_parent(self, client: httpx.Client) -> None:
        node = data(client.get("/goods/category_node/1/10010"))
        assert node["children"] != []
        assert {child["parent_id"] for child in node["children"]} == {10_010}
        assert data(client.get("/goods/category_node/1/10001"))["parent_id"] == 0

    def test_the_composition_of_an_empty_category_has_no_children(self, client: httpx.Client) -> None:
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD}"))
        assert (node["parent_id"], node["children"], node["children_count"]) == (ROOT, [], 0)

    def test_a_product_has_no_composition(self, client: httpx.Client) -> None:
        assert_refused(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD_PRODUCT}"), 404)
