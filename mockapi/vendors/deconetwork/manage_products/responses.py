"""Products as find and get answer them. Source: the response tables of the Product Management API."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from orjson import Fragment

from mockapi.bounded_dict import BoundedDict
from mockapi.http.json import written
from mockapi.storage.store import AnyRow, Store
from mockapi.vendors.deconetwork.manage_products import store as queries

_MAX_CACHED = 50_000
"""Products of some 400 bytes each: a tenth of the size of a store with that many."""


def found_products(store: Store, ids: Sequence[int]) -> list[Fragment]:
    """Return products as find answers them, in the order of `ids`. Their JSON is cached until the data change."""
    cached = store.cached("deconetwork", "products", partial(BoundedDict[int, Fragment], _MAX_CACHED))
    missing = [product_id for product_id in ids if product_id not in cached]
    if missing:
        categories = queries.categories(store)
        for row in queries.rows(store, missing):
            cached[row.id] = written(_product(categories, row))
    return [cached[product_id] for product_id in ids]


def detailed_products(store: Store, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the products that exist as get answers them, in the order of `ids`."""
    categories = queries.categories(store)
    return [
        {**_product(categories, row), "sizes": row.sizes, "colors": row.colors, "skus": row.skus}
        for row in queries.detailed_rows(store, ids)
    ]


def _product(categories: Callable[[str], queries.Categories], row: AnyRow) -> dict[str, Any]:
    return {
        "product_id": str(row.id),
        "product_code": row.code,
        "product_name": row.name,
        "supplier": row.supplier,
        "brand": row.brand,
        "is_active": row.is_active,
        "categories": categories(row.category_ids),
        "date_modified": row.date_modified,
    }
