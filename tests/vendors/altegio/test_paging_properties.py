"""For every page size, all pages together have each row once."""

from itertools import count as counting

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.altegio import EXAMPLES, created_category, created_product, data

repeatable = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""Settings for tests that may share data between examples: they only read, or create a category of their own."""


def pages(client: httpx.Client, path: str, query: str, size: int) -> list[list[int]]:
    """Return the ids on each page before the first empty one: those of products in a composition are negative."""
    found: list[list[int]] = []
    for number in counting(1):
        shown = data(client.get(f"{path}?{query}&count={size}&page={number}"))
        rows = shown if isinstance(shown, list) else shown["children"]
        if not rows:
            return found
        found.append([row.get("good_id") or row["category_id"] or -row["item_id"] for row in rows])
    raise AssertionError


def assert_whole(found: list[list[int]], whole: list[int], size: int) -> None:
    """Assert that the pages have exactly the ids of `whole` in its order, and that all but the last are full."""
    assert [identifier for page in found for identifier in page] == whole
    assert {len(page) for page in found[:-1]} <= {size}


@repeatable
@given(size=st.integers(5, 260))
@example(size=1)
@example(size=200)
def test_all_pages_of_a_product_list_together_are_the_list(client: httpx.Client, size: int) -> None:
    assert_whole(pages(client, "/goods/1", "", size), list(range(30_000_001, 30_000_201)), size)


@repeatable
@given(size=st.integers(4, 90), term=st.sampled_from(["cotton", "ea", "™"]), later=st.booleans())
def test_all_pages_of_a_filtered_list_together_are_the_filtered_list(
    client: httpx.Client, size: int, term: str, later: bool
) -> None:
    query = f"term={term}" + "&changed_after=2023-09-01T00:00:00" * later
    whole = [product["good_id"] for product in data(client.get(f"/goods/1?{query}&count=1000"))]
    assert 0 < len(whole) < 200
    assert_whole(pages(client, "/goods/1", query, size), whole, size)


@repeatable
@given(categories=st.integers(0, 6), products=st.integers(0, 6), size=st.integers(1, 14))
@example(categories=3, products=3, size=3)
@example(categories=3, products=3, size=2)
@example(categories=0, products=4, size=1)
@example(categories=4, products=0, size=4)
def test_all_pages_of_a_composition_together_are_its_children(
    client: httpx.Client, categories: int, products: int, size: int
) -> None:
    parent = created_category(client, "Parent")
    made = [-created_product(client, category_id=parent) for _ in range(products)]
    whole = [*(created_category(client, "Child", parent) for _ in range(categories)), *made]
    path = f"/goods/category_node/{EXAMPLES}/{parent}"
    assert_whole(pages(client, path, "", size), whole, size)
    assert data(client.get(f"{path}?count={size}&page=9"))["children_count"] == len(whole)
