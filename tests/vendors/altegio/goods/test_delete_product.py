"""DELETE /goods/{location_id}/{product_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/delete_product."""

import httpx

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    RECORDED_PRODUCT,
    ROOT,
    SHAMPOO,
    STOCKED_PRODUCT,
    assert_refused,
    data,
)


class TestDelete:
    def test_a_deleted_product_is_gone_from_every_operation(self, client: httpx.Client) -> None:
        assert client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}").status_code == 204
        path = f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"
        assert_refused(client.get(path), 404)
        assert_refused(client.put(path, json=SHAMPOO), 404)
        assert_refused(client.delete(path), 404)
        assert [shown["good_id"] for shown in data(client.get(f"/goods/{EXAMPLES}"))] == [RECORDED_PRODUCT]
        assert [found["category_id"] for found in data(client.get(f"/goods/search/{EXAMPLES}?term=child"))] == [CHILD]
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))
        assert ([child["category_id"] for child in node["children"]], node["children_count"]) == ([CHILD], 1)

    def test_deleting_a_product_keeps_its_category(self, client: httpx.Client) -> None:
        before = client.get(f"/company/{EXAMPLES}/goods_categories").json()
        client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")
        assert client.get(f"/company/{EXAMPLES}/goods_categories").json() == before

    def test_deleting_a_product_changes_no_other_branch(self, client: httpx.Client) -> None:
        other = data(client.get("/goods/2?count=300"))
        client.delete(f"/goods/1/{STOCKED_PRODUCT}")
        assert data(client.get("/goods/2?count=300")) == other
        assert len(data(client.get("/goods/1?count=300"))) == 199
