"""The seeded account of Altegio, and checks of its responses."""

from typing import Any

import httpx

PARTNER = "Bearer altegio-partner-token"
TOKENS = f"{PARTNER}, User altegio-user-token"
LIMITED_TOKENS = f"{PARTNER}, User altegio-limited-user-token"

EXAMPLES = 4564
"""The location of the documented examples."""
UNKNOWN = 999_999_999
"""An id that no location, category or product has."""
ROOT, CHILD, CHILD_PRODUCT, RECORDED_PRODUCT = 123, 456, 789, 23387891
"""Ids in the location of the examples: a category, a child of it, a product in the first, and another product."""
STOCKED_PRODUCT = 30_000_001
"""Id of a product of location 1 that is in a storage."""

SHAMPOO: dict[str, Any] = {"title": "Shampoo", "category_id": 289632, "sale_unit_id": 216762, "service_unit_id": 216762}
"""The required members of a product for the examples' location."""

OPERATIONS = [
    ("GET", "/goods/search/{location}"),
    ("GET", "/goods/{location}/{product}"),
    ("PUT", "/goods/{location}/{product}"),
    ("DELETE", "/goods/{location}/{product}"),
    ("GET", "/goods/{location}"),
    ("POST", "/goods/{location}"),
    ("GET", "/company/{location}/goods_categories"),
    ("GET", "/company/{location}/goods_categories/{category}"),
    ("GET", "/goods/category_node/{location}/{category}"),
    ("GET", "/goods_categories/multiple/{location}"),
    ("POST", "/goods_categories/{location}"),
    ("PUT", "/goods_categories/{location}/{category}"),
    ("DELETE", "/goods_categories/{location}/{category}"),
    ("GET", "/goods_categories/{location}"),
    ("GET", "/goods_categories/{location}/{category}"),
]
"""Method and path of the 13 product operations; two of them have a path with and one without its last segment."""

NEEDED = {
    "401": {"success": False, "data": None, "meta": {"message": "Authentication needed."}},
    "403": {"success": False, "data": None, "meta": {"message": "Access denied."}},
    "404": {"success": False, "data": None, "meta": {}},
}


def path_of(
    template: str, location: object = EXAMPLES, category: object = ROOT, product: object = CHILD_PRODUCT
) -> str:
    """Return the path of an operation with ids, by default those of the documented examples."""
    return template.format(location=location, category=category, product=product)


def assert_refused(response: httpx.Response, status: int) -> None:
    """Assert that the response is the complete 401, 403 or 404 of the vendor."""
    assert response.status_code == status
    assert response.json() == NEEDED[str(status)]
    assert "x-mock-bug" not in response.headers


def assert_unprocessable(response: httpx.Response, *mentioned: str) -> list[dict[str, Any]]:
    """Assert that the response is a 422 whose violations contain these texts in order, and return its `errors`."""
    assert response.status_code == 422
    answer = response.json()
    assert (answer["success"], answer["data"], set(answer["meta"])) == (False, None, {"message", "errors"})
    errors: list[dict[str, Any]] = answer["meta"]["errors"]
    violations = [error["message"] for error in errors if "message" in error]
    assert len(violations) == len(mentioned), violations
    for text, violation in zip(mentioned, violations, strict=True):
        assert text in violation
    return errors


def created_category(client: httpx.Client, title: str, parent: int = 0, location: int = EXAMPLES) -> int:
    """Create a category and return its id."""
    response = client.post(f"/goods_categories/{location}", json={"title": title, "parent_category_id": parent})
    assert response.status_code == 201
    identifier: int = response.json()["data"]["id"]
    return identifier


def created_product(client: httpx.Client, **members: Any) -> int:
    """Create a product in the location of the examples and return its id."""
    response = client.post(f"/goods/{EXAMPLES}", json=SHAMPOO | members)
    assert response.status_code == 201
    identifier: int = response.json()["data"]["good_id"]
    return identifier


def data(response: httpx.Response) -> Any:
    """Return the data of a successful response."""
    assert response.is_success, response.text
    return response.json()["data"]


def product(client: httpx.Client, identifier: int, location: int = EXAMPLES) -> dict[str, Any]:
    """Return a product of a location, as `GET /goods/{location_id}/{product_id}` shows it."""
    found: dict[str, Any] = data(client.get(f"/goods/{location}/{identifier}"))
    return found


def tree(client: httpx.Client) -> dict[int, int | None]:
    """Return the parents of all categories in the location of the examples, by category; None: top level."""
    rows = data(client.get(f"/company/{EXAMPLES}/goods_categories"))
    return {row["id"]: row["parent_category_id"] for row in rows}


def listed_categories(response: httpx.Response) -> list[int]:
    """Return the ids of the categories in a list."""
    return [category["id"] for category in data(response)]
