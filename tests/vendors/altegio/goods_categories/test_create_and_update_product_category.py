"""POST /goods_categories/{location_id} and PUT /goods_categories/{location_id}/{category_id}."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    ROOT,
    UNKNOWN,
    assert_refused,
    assert_unprocessable,
    created_category,
    data,
    tree,
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


class TestCreateAndUpdate:
    @both
    def test_the_response_to_a_write_equals_the_category_listed_afterwards(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
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
    def test_a_category_without_a_parent_is_at_the_top_level(
        self, client: httpx.Client, method: str, path: str, parent: dict[str, int | None]
    ) -> None:
        answered = data(client.request(method, path, json={"title": "Top"} | parent))
        assert answered["parent_category_id"] is None
        assert tree(client)[answered["id"]] is None

    @both
    def test_the_member_parent_id_is_ignored(self, client: httpx.Client, method: str, path: str) -> None:
        body = {"title": "New", "parent_category_id": ROOT, "parent_id": UNKNOWN}
        assert data(client.request(method, path, json=body))["parent_category_id"] == ROOT

    @both
    def test_an_unknown_parent_is_a_404(self, client: httpx.Client, method: str, path: str) -> None:
        before = tree(client)
        for parent in (UNKNOWN, -1, 2**63 - 1, -(2**63), 10_001, CHILD_PRODUCT):
            response = client.request(method, path, json={"title": "New", "parent_category_id": parent})
            assert_refused(response, 404)
        assert tree(client) == before

    @both
    def test_a_category_without_a_title_is_refused(self, client: httpx.Client, method: str, path: str) -> None:
        for body in ({}, {"Title": "x"}, {"parent_category_id": UNKNOWN}, {"article": "A"}):
            errors = assert_unprocessable(client.request(method, path, json=body))
            assert errors == [{"[title]": ["This field is missing."]}]

    @both
    def test_a_wrong_value_of_a_category_is_refused_by_name_and_changes_nothing(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        before = client.get(f"/company/{EXAMPLES}/goods_categories").json()
        for name, value in WRONG_VALUES:
            errors = assert_unprocessable(client.request(method, path, json={"title": "New"} | {name: value}), name)
            assert len(errors) == 1
        assert client.get(f"/company/{EXAMPLES}/goods_categories").json() == before

    @both
    def test_two_categories_may_have_the_same_title(self, client: httpx.Client, method: str, path: str) -> None:
        body = {"title": "Memberships", "article": None, "comment": None}
        answered = data(client.request(method, path, json=body))
        titles = [row["title"] for row in data(client.get(f"/company/{EXAMPLES}/goods_categories/0"))]
        assert titles.count("Memberships") == 2
        assert answered["id"] != 1035384

    def test_ids_of_created_categories_rise_and_are_not_used_again(self, client: httpx.Client) -> None:
        first = created_category(client, "First")
        client.delete(f"{COLLECTION}/{first}")
        assert (first, created_category(client, "Second")) == (2_000_001, 2_000_002)

    def test_an_update_replaces_the_article_and_the_parent_of_a_category(self, client: httpx.Client) -> None:
        path = f"{COLLECTION}/{CHILD}"
        client.put(path, json={"title": "Child", "parent_category_id": ROOT, "article": "Art-77"})
        assert len(data(client.get(f"/goods/search/{EXAMPLES}?term=art-77"))) == 1
        client.put(path, json={"title": "Child"})
        assert data(client.get(f"/goods/search/{EXAMPLES}?term=art-77")) == []
        assert tree(client)[CHILD] is None

    def test_an_update_keeps_the_children_and_the_chain_flag_of_a_category(self, client: httpx.Client) -> None:
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

    def test_a_category_may_move_to_its_own_parent(self, client: httpx.Client) -> None:
        before = tree(client)
        response = client.put(f"{COLLECTION}/{CHILD}", json={"title": "Child", "parent_category_id": ROOT})
        assert (response.status_code, tree(client)) == (200, before)

    def test_a_category_may_not_move_below_itself_or_a_descendant(self, client: httpx.Client) -> None:
        deep = created_category(client, "Deep", created_category(client, "Middle", CHILD))
        before = tree(client)
        for parent in (ROOT, CHILD, deep):
            response = client.put(f"{COLLECTION}/{ROOT}", json={"title": "New", "parent_category_id": parent})
            assert len(assert_unprocessable(response, "cannot be moved")) == 1
        assert tree(client) == before
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["title"] == "Root category 1"

    def test_a_parent_and_its_child_may_change_places_in_two_steps(self, client: httpx.Client) -> None:
        client.put(f"{COLLECTION}/{CHILD}", json={"title": "Child"})
        response = client.put(f"{COLLECTION}/{ROOT}", json={"title": "Root", "parent_category_id": CHILD})
        assert response.status_code == 200
        assert (tree(client)[CHILD], tree(client)[ROOT]) == (None, CHILD)


def test_a_body_without_a_title_is_refused_before_its_unknown_parent(client: httpx.Client) -> None:
    """The body is validated before its parent is looked up."""
    assert client.post(f"/goods_categories/{EXAMPLES}", json={"parent_category_id": 1}).status_code == 422
    body = {"title": "x", "parent_category_id": 1}
    assert client.post(f"/goods_categories/{EXAMPLES}", json=body).status_code == 404
