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
    """https://developer.alteg.io/en/b2b-v1/openapi/products/delete_product."""

    def test_the_product_is_gone_everywhere(self, client: httpx.Client) -> None:
        assert client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}").status_code == 204
        path = f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"
        assert_refused(client.get(path), 404)
        assert_refused(client.put(path, json=SHAMPOO), 404)
        assert_refused(client.delete(path), 404)
        assert [shown["good_id"] for shown in data(client.get(f"/goods/{EXAMPLES}"))] == [RECORDED_PRODUCT]
        assert [found["category_id"] for found in data(client.get(f"/goods/search/{EXAMPLES}?term=child"))] == [CHILD]
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))
        assert ([child["category_id"] for child in node["children"]], node["children_count"]) == ([CHILD], 1)

    def test_its_category_stays(self, client: httpx.Client) -> None:
        before = client.get(f"/company/{EXAMPLES}/goods_categories").json()
        client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")
        assert client.get(f"/company/{EXAMPLES}/goods_categories").json() == before

    def test_the_other_branches_keep_theirs(self, client: httpx.Client) -> None:
        other = data(client.get("/goods/2?count=300"))
        client.delete(f"/goods/1/{STOCKED_PRODUCT}")
        assert data(client.get("/goods/2?count=300")) == other
        assert len(data(client.get("/goods/1?count=300"))) == 199
