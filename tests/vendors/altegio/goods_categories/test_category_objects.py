"""The members of categories and of tree elements."""

import httpx

from tests.support.altegio import EXAMPLES, ROOT, data, product
from tests.support.nonempty import nonempty

ELEMENT_MEMBERS = ["parent_id", "item_id", "category_id", "title", "is_chain", "is_category", "is_item"]


class TestCategory:
    def test_a_category_in_a_list_has_four_members(self, client: httpx.Client) -> None:
        for path in (f"/company/{EXAMPLES}/goods_categories", f"/goods_categories/{EXAMPLES}"):
            for category in nonempty(data(client.get(path))):
                assert list(category) == ["id", "title", "parent_category_id", "is_chain"]

    def test_a_created_or_updated_category_has_three_members(self, client: httpx.Client) -> None:
        created = data(client.post(f"/goods_categories/{EXAMPLES}", json={"title": "New"}))
        changed = data(client.put(f"/goods_categories/{EXAMPLES}/{ROOT}", json={"title": "Other"}))
        assert list(created) == list(changed) == ["id", "title", "parent_category_id"]

    def test_the_parent_of_a_top_level_category_is_null(self, client: httpx.Client) -> None:
        top = data(client.get(f"/company/{EXAMPLES}/goods_categories/0"))
        assert {category["parent_category_id"] for category in top} == {None}

    def test_the_shop_has_chain_and_local_categories(self, client: httpx.Client) -> None:
        chained = {category["is_chain"] for category in data(client.get("/company/1/goods_categories"))}
        assert chained == {True, False}


class TestTreeElement:
    def test_search_and_composition_return_the_same_elements_with_seven_members(self, client: httpx.Client) -> None:
        found = data(client.get(f"/goods/search/{EXAMPLES}?term=child"))
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))
        assert found == node["children"]
        assert [list(element) for element in found] == [ELEMENT_MEMBERS, ELEMENT_MEMBERS]
        assert list(node) == [*ELEMENT_MEMBERS, "children", "children_count"]

    def test_the_parent_of_a_root_element_is_0(self, client: httpx.Client) -> None:
        assert {element["parent_id"] for element in data(client.get("/goods/search/1"))} == {0}

    def test_a_tree_element_is_either_a_category_or_an_item(self, client: httpx.Client) -> None:
        found = data(client.get("/goods/search/1?term=s&count=100"))
        assert {element["is_category"] for element in found} == {True, False}
        for element in found:
            assert element["is_item"] is not element["is_category"]
            assert (element["item_id"] == 0) is element["is_category"]
            assert (element["category_id"] == 0) is element["is_item"]

    def test_the_parent_of_a_product_element_is_its_category(self, client: httpx.Client) -> None:
        for element in nonempty(data(client.get("/goods/search/1?term=shampoo&count=100"))):
            if element["is_item"]:
                assert element["parent_id"] == product(client, element["item_id"], 1)["category_id"]
                assert element["is_chain"] is product(client, element["item_id"], 1)["is_chain"]
