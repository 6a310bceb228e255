"""Random sequences of writes to categories and products, compared with a model of two dictionaries."""

from dataclasses import dataclass, field

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockapi.server.server import MockServer
from tests.support.altegio import EXAMPLES, SHAMPOO, data

CATEGORIES = f"/goods_categories/{EXAMPLES}"
PRODUCTS = f"/goods/{EXAMPLES}"
PLACES = st.integers(0, 30)
"""Positions among all ids so far, those of deleted categories and products included."""
ACTIONS = st.sampled_from(["create", "create", "move", "move", "delete", "stock", "stock", "transfer", "discard"])
HISTORIES = st.lists(st.tuples(ACTIONS, PLACES, PLACES), min_size=5, max_size=30)


@dataclass
class Model:
    """The expected data: parents of categories (0: top level), categories of products, and all ids so far."""

    parents: dict[int, int]
    shelves: dict[int, int]
    seen_categories: list[int] = field(init=False)
    seen_products: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.seen_categories = [0, *self.parents]
        self.seen_products = [*self.shelves]

    def ancestors(self, category: int) -> list[int]:
        """Return a category and all above it."""
        return [category, *self.ancestors(self.parents[category])] if category else []

    def exists(self, category: int) -> bool:
        return category == 0 or category in self.parents

    def delete(self, category: int) -> None:
        doomed = {each for each in self.parents if category in self.ancestors(each)}
        self.parents = {each: parent for each, parent in self.parents.items() if each not in doomed}
        self.shelves = {each: shelf for each, shelf in self.shelves.items() if shelf not in doomed}


@dataclass
class History:
    """A sequence of writes to the server and to the model, whose responses are those that the model predicts."""

    client: httpx.Client
    model: Model

    def category(self, place: int) -> int:
        return self.model.seen_categories[place % len(self.model.seen_categories)]

    def product(self, place: int) -> int:
        return self.model.seen_products[place % len(self.model.seen_products)]

    def create(self, place: int, _: int) -> None:
        parent = self.category(place)
        response = self.client.post(CATEGORIES, json={"title": "New", "parent_category_id": parent})
        assert response.status_code == (201 if self.model.exists(parent) else 404)
        if response.is_success:
            made = data(response)["id"]
            assert made not in self.model.seen_categories
            self.model.parents[made] = parent
            self.model.seen_categories.append(made)

    def move(self, place: int, target: int) -> None:
        category, parent = self.category(place), self.category(target)
        response = self.client.put(f"{CATEGORIES}/{category}", json={"title": "Moved", "parent_category_id": parent})
        if category not in self.model.parents or not self.model.exists(parent):
            assert response.status_code == 404
        elif category in self.model.ancestors(parent):
            assert response.status_code == 422
        else:
            assert response.status_code == 200
            self.model.parents[category] = parent

    def delete(self, place: int, _: int) -> None:
        category = self.category(place)
        exists = category in self.model.parents
        assert self.client.delete(f"{CATEGORIES}/{category}").status_code == (204 if exists else 404)
        if exists:
            self.model.delete(category)

    def stock(self, place: int, _: int) -> None:
        shelf = self.category(place)
        response = self.client.post(PRODUCTS, json=SHAMPOO | {"category_id": shelf})
        assert response.status_code == (201 if shelf in self.model.parents else 422)
        if response.is_success:
            made = data(response)["good_id"]
            assert made not in self.model.seen_products
            self.model.shelves[made] = shelf
            self.model.seen_products.append(made)

    def transfer(self, place: int, target: int) -> None:
        product, shelf = self.product(place), self.category(target)
        response = self.client.put(f"{PRODUCTS}/{product}", json=SHAMPOO | {"category_id": shelf})
        if product not in self.model.shelves:
            assert response.status_code == 404
        else:
            assert response.status_code == (200 if shelf in self.model.parents else 422)
        if response.is_success:
            self.model.shelves[product] = shelf

    def discard(self, place: int, _: int) -> None:
        product = self.product(place)
        status = 404 if self.model.shelves.pop(product, None) is None else 204
        assert self.client.delete(f"{PRODUCTS}/{product}").status_code == status


def assert_same(client: httpx.Client, model: Model) -> None:
    """Assert that every list and every composition has the rows of the model: none lost, twice or dangling."""
    categories = data(client.get(f"/company/{EXAMPLES}/goods_categories"))
    products = data(client.get(f"{PRODUCTS}?count=1000"))
    assert {row["id"]: row["parent_category_id"] or 0 for row in categories} == model.parents
    assert {row["good_id"]: row["category_id"] for row in products} == model.shelves
    found = data(client.get(f"/goods/search/{EXAMPLES}?term=shampoo&count=100"))
    assert {row["item_id"]: row["parent_id"] for row in found}.items() <= model.shelves.items()
    reached = [row["id"] for row in data(client.get(CATEGORIES))]
    for category in reached:
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{category}"))
        below = sorted(each for each, parent in model.parents.items() if parent == category)
        shelved = sorted(each for each, shelf in model.shelves.items() if shelf == category)
        assert [child["category_id"] or -child["item_id"] for child in node["children"]] == (
            below + [-identifier for identifier in shelved]
        )
        reached += below
    assert sorted(reached) == sorted(model.parents)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES)
def test_no_sequence_of_writes_leaves_a_cycle_or_a_dangling_id(
    mock: MockServer, client: httpx.Client, history: list[tuple[str, int, int]]
) -> None:
    mock.reset()
    rows = data(client.get(f"/company/{EXAMPLES}/goods_categories"))
    products = data(client.get(PRODUCTS))
    model = Model(
        {row["id"]: row["parent_category_id"] or 0 for row in rows},
        {row["good_id"]: row["category_id"] for row in products},
    )
    run = History(client, model)
    for action, place, target in history:
        getattr(run, action)(place, target)
    assert_same(client, model)
