"""A plain model of the conditions and the sorting on the vendor's docs page, for property tests."""

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Product = dict[str, Any]
Condition = dict[str, Any]

FIELDS: dict[int, Callable[[Product], Any]] = {
    1: lambda product: product["product_code"].casefold(),
    2: lambda product: product["product_name"].casefold(),
    3: lambda product: product["supplier"].casefold(),
    4: lambda product: int(product["product_id"]),
    5: lambda product: product["date_modified"],
}
COMPARISONS: dict[int, Callable[[Any, Any], bool]] = {
    1: operator.eq,
    2: operator.ne,
    3: operator.lt,
    4: operator.gt,
    5: operator.le,
    6: operator.ge,
}
BETWEEN = 7
SORTED_FIELDS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
NEWEST_FIRST = 6


def meets(product: Product, condition: Condition) -> bool:
    """Return True if a product matches a condition."""
    value = FIELDS[condition["field"]](product)
    if condition["condition"] == BETWEEN:
        return bool(condition["date1"] <= value <= condition["date2"])
    return COMPARISONS[condition["condition"]](value, wanted(condition))


def wanted(condition: Condition) -> Any:
    """Return the value that a condition compares with."""
    if condition["field"] == 5:
        return condition["date1"]
    return int(condition["string"]) if condition["field"] == 4 else condition["string"].casefold()


def found(products: Iterable[Product], conditions: Sequence[Condition], sortby: int = NEWEST_FIRST) -> list[Product]:
    """Return the products that match all conditions, sorted."""
    by_id = sorted(products, key=FIELDS[4])
    kept = [product for product in by_id if all(meets(product, condition) for condition in conditions)]
    # Python's sort keeps equal ones in order, reversed or not: by id.
    return sorted(kept, key=FIELDS[SORTED_FIELDS.get(sortby, 5)], reverse=sortby == NEWEST_FIRST)
