"""DELETE /goods_categories/{location_id}/{category_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/delete_product_category."""

import httpx

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    RECORDED_PRODUCT,
    ROOT,
    SHAMPOO,
    assert_refused,
    assert_unprocessable,
    created_category,
    created_product,
    data,
    tree,
)

COLLECTION = f"/goods_categories/{EXAMPLES}"


class TestDelete:
    def test_deleting_a_category_deletes_everything_below_it(self, client: httpx.Client) -> None:
        deep = created_category(client, "Deep", CHILD)
        product = created_product(client, category_id=deep)
        assert client.delete(f"{COLLECTION}/{ROOT}").status_code == 204
        for category in (ROOT, CHILD, deep):
            assert_refused(client.get(f"/goods/category_node/{EXAMPLES}/{category}"), 404)
            assert_refused(client.get(f"/company/{EXAMPLES}/goods_categories/{category}"), 404)
            assert_refused(client.delete(f"{COLLECTION}/{category}"), 404)
        for gone in (product, CHILD_PRODUCT):
            assert_refused(client.get(f"/goods/{EXAMPLES}/{gone}"), 404)
        assert data(client.get(f"/goods/search/{EXAMPLES}?term=child")) == []
        assert data(client.get(f"/goods_categories/multiple/{EXAMPLES}?ids=123,456,{deep}")) == []

    def test_deleting_a_category_keeps_everything_else(self, client: httpx.Client) -> None:
        shop = client.get("/goods/1?count=300").json()
        client.delete(f"{COLLECTION}/{ROOT}")
        assert list(tree(client)) == [123456, 289632, 961078, 1035384]
        assert [row["good_id"] for row in data(client.get(f"/goods/{EXAMPLES}"))] == [RECORDED_PRODUCT]
        assert client.get("/goods/1?count=300").json() == shop

    def test_deleting_a_leaf_keeps_its_parent_and_siblings(self, client: httpx.Client) -> None:
        sibling = created_category(client, "Sibling", ROOT)
        client.delete(f"{COLLECTION}/{CHILD}")
        assert [row["id"] for row in data(client.get(f"/company/{EXAMPLES}/goods_categories/{ROOT}"))] == [sibling]
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["category_id"] == ROOT

    def test_a_deleted_category_accepts_no_products_or_categories(self, client: httpx.Client) -> None:
        client.delete(f"{COLLECTION}/289632")
        assert_unprocessable(client.post(f"/goods/{EXAMPLES}", json=SHAMPOO), "category")
        assert_refused(client.post(COLLECTION, json={"title": "New", "parent_category_id": 289632}), 404)

    def test_deleting_a_category_keeps_a_product_that_has_left_it(self, client: httpx.Client) -> None:
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO)
        client.delete(f"{COLLECTION}/{ROOT}")
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["category"] == "Hair care"

    def test_deleting_category_0_is_refused(self, client: httpx.Client) -> None:
        assert_refused(client.delete(f"{COLLECTION}/0"), 404)
        assert len(tree(client)) == 6
