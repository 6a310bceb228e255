"""Writing categories: POST /goods_categories/{location_id}, PUT and DELETE …/{category_id}."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    RECORDED_PRODUCT,
    ROOT,
    SHAMPOO,
    UNKNOWN,
    assert_refused,
    assert_unprocessable,
    created_category,
    created_product,
    data,
)

COLLECTION = f"/goods_categories/{EXAMPLES}"
NO_TEXTS: list[Any] = [5, True, [], {}, 1.5]
NO_IDS: list[Any] = ["123", True, 1.5, 123.0, [], {}, 2**63, -(2**63) - 1, 10**30]
WRONG_VALUES: list[tuple[str, Any]] = [
    *((name, value) for name in ("title", "article", "comment") for value in NO_TEXTS),
    *(("parent_category_id", value) for value in NO_IDS),
    ("title", ""),
    ("title", None),
]
both = pytest.mark.parametrize(("method", "path"), [("POST", COLLECTION), ("PUT", f"{COLLECTION}/{CHILD}")])


def tree(client: httpx.Client) -> dict[int, int | None]:
    """Every category of the examples' location with its parent."""
    rows = data(client.get(f"/company/{EXAMPLES}/goods_categories"))
    return {row["id"]: row["parent_category_id"] for row in rows}


class TestCreateAndUpdate:
    @both
    def test_the_answer_is_what_lists_show_afterwards(self, client: httpx.Client, method: str, path: str) -> None:
        body = {"title": "New", "parent_category_id": 961078, "article": "A", "comment": "C"}
        response = client.request(method, path, json=body)
        assert response.status_code == (201 if method == "POST" else 200)
        assert response.json()["meta"] == []
        answered = data(response)
        assert (answered["title"], answered["parent_category_id"]) == ("New", 961078)
        listed = data(client.get(f"/company/{EXAMPLES}/goods_categories/961078"))
        assert listed == [answered | {"is_chain": False}]

    @both
    @pytest.mark.parametrize(
        "parent", [{"parent_category_id": None}, {"parent_category_id": 0}, {}, {"parent_id": ROOT}]
    )
    def test_without_a_parent_it_stands_at_the_top(
        self, client: httpx.Client, method: str, path: str, parent: dict[str, int | None]
    ) -> None:
        answered = data(client.request(method, path, json={"title": "Top"} | parent))
        assert answered["parent_category_id"] is None
        assert tree(client)[answered["id"]] is None

    @both
    def test_parent_id_does_not_stand_in_for_the_parent(self, client: httpx.Client, method: str, path: str) -> None:
        body = {"title": "New", "parent_category_id": ROOT, "parent_id": UNKNOWN}
        assert data(client.request(method, path, json=body))["parent_category_id"] == ROOT

    @both
    def test_an_unknown_parent_is_not_found(self, client: httpx.Client, method: str, path: str) -> None:
        before = tree(client)
        for parent in (UNKNOWN, -1, 2**63 - 1, -(2**63), 10_001, CHILD_PRODUCT):
            response = client.request(method, path, json={"title": "New", "parent_category_id": parent})
            assert_refused(response, 404)
        assert tree(client) == before

    @both
    def test_a_title_is_required(self, client: httpx.Client, method: str, path: str) -> None:
        for body in ({}, {"Title": "x"}, {"parent_category_id": UNKNOWN}, {"article": "A"}):
            errors = assert_unprocessable(client.request(method, path, json=body))
            assert errors == [{"[title]": ["This field is missing."]}]

    @both
    def test_a_wrong_value_is_refused_by_name_and_changes_nothing(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        before = client.get(f"/company/{EXAMPLES}/goods_categories").json()
        for name, value in WRONG_VALUES:
            errors = assert_unprocessable(client.request(method, path, json={"title": "New"} | {name: value}), name)
            assert len(errors) == 1
        assert client.get(f"/company/{EXAMPLES}/goods_categories").json() == before

    @both
    def test_the_same_titles_may_repeat(self, client: httpx.Client, method: str, path: str) -> None:
        body = {"title": "Memberships", "article": None, "comment": None}
        answered = data(client.request(method, path, json=body))
        titles = [row["title"] for row in data(client.get(f"/company/{EXAMPLES}/goods_categories/0"))]
        assert titles.count("Memberships") == 2
        assert answered["id"] != 1035384

    def test_created_ids_rise_and_are_not_used_again(self, client: httpx.Client) -> None:
        first = created_category(client, "First")
        client.delete(f"{COLLECTION}/{first}")
        assert (first, created_category(client, "Second")) == (2_000_001, 2_000_002)

    def test_an_update_replaces_article_and_parent(self, client: httpx.Client) -> None:
        path = f"{COLLECTION}/{CHILD}"
        client.put(path, json={"title": "Child", "parent_category_id": ROOT, "article": "Art-77"})
        assert len(data(client.get(f"/goods/search/{EXAMPLES}?term=art-77"))) == 1
        client.put(path, json={"title": "Child"})
        assert data(client.get(f"/goods/search/{EXAMPLES}?term=art-77")) == []
        assert tree(client)[CHILD] is None

    def test_an_update_keeps_what_is_below_and_whether_it_is_of_the_chain(self, client: httpx.Client) -> None:
        answered = data(client.put(f"{COLLECTION}/{ROOT}", json={"title": "Renamed"}))
        assert answered == {"id": ROOT, "title": "Renamed", "parent_category_id": None}
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["children_count"] == 2
        client.put(f"{COLLECTION}/1035384", json={"title": "Memberships"})
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/1035384"))["is_chain"] is True


class TestMove:
    def test_a_category_moves_with_everything_below_it(self, client: httpx.Client) -> None:
        client.put(f"{COLLECTION}/{ROOT}", json={"title": "Root category 1", "parent_category_id": 961078})
        assert tree(client)[ROOT] == 961078
        assert tree(client)[CHILD] == ROOT
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["category_id"] == ROOT

    def test_it_may_move_to_where_it_is(self, client: httpx.Client) -> None:
        before = tree(client)
        response = client.put(f"{COLLECTION}/{CHILD}", json={"title": "Child", "parent_category_id": ROOT})
        assert (response.status_code, tree(client)) == (200, before)

    def test_it_may_not_move_below_itself_or_what_is_below_it(self, client: httpx.Client) -> None:
        deep = created_category(client, "Deep", created_category(client, "Middle", CHILD))
        before = tree(client)
        for parent in (ROOT, CHILD, deep):
            response = client.put(f"{COLLECTION}/{ROOT}", json={"title": "New", "parent_category_id": parent})
            assert len(assert_unprocessable(response, "cannot be moved")) == 1
        assert tree(client) == before
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["title"] == "Root category 1"

    def test_parent_and_child_may_change_places_in_two_steps(self, client: httpx.Client) -> None:
        client.put(f"{COLLECTION}/{CHILD}", json={"title": "Child"})
        response = client.put(f"{COLLECTION}/{ROOT}", json={"title": "Root", "parent_category_id": CHILD})
        assert response.status_code == 200
        assert (tree(client)[CHILD], tree(client)[ROOT]) == (None, CHILD)


class TestDelete:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/delete_product_category."""

    def test_everything_below_goes_too(self, client: httpx.Client) -> None:
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

    def test_everything_else_stays(self, client: httpx.Client) -> None:
        shop = client.get("/goods/1?count=300").json()
        client.delete(f"{COLLECTION}/{ROOT}")
        assert list(tree(client)) == [123456, 289632, 961078, 1035384]
        assert [row["good_id"] for row in data(client.get(f"/goods/{EXAMPLES}"))] == [RECORDED_PRODUCT]
        assert client.get("/goods/1?count=300").json() == shop

    def test_of_a_leaf_its_parent_and_siblings_stay(self, client: httpx.Client) -> None:
        sibling = created_category(client, "Sibling", ROOT)
        client.delete(f"{COLLECTION}/{CHILD}")
        assert [row["id"] for row in data(client.get(f"/company/{EXAMPLES}/goods_categories/{ROOT}"))] == [sibling]
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["category_id"] == ROOT

    def test_nothing_can_be_put_into_it_any_more(self, client: httpx.Client) -> None:
        client.delete(f"{COLLECTION}/289632")
        assert_unprocessable(client.post(f"/goods/{EXAMPLES}", json=SHAMPOO), "category")
        assert_refused(client.post(COLLECTION, json={"title": "New", "parent_category_id": 289632}), 404)

    def test_a_product_that_moved_away_before_stays(self, client: httpx.Client) -> None:
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO)
        client.delete(f"{COLLECTION}/{ROOT}")
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["category"] == "Hair care"

    def test_0_is_no_category_to_delete(self, client: httpx.Client) -> None:
        assert_refused(client.delete(f"{COLLECTION}/0"), 404)
        assert len(tree(client)) == 6


def test_a_body_without_a_title_is_refused_before_its_unknown_parent(client: httpx.Client) -> None:
    """The parent stands in the body, which has to be good first."""
    assert client.post(f"/goods_categories/{EXAMPLES}", json={"parent_category_id": 1}).status_code == 422
    body = {"title": "x", "parent_category_id": 1}
    assert client.post(f"/goods_categories/{EXAMPLES}", json=body).status_code == 404
