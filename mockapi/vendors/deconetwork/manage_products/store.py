"""Queries for products by id, and for their categories."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from pydantic_core import from_json
from sqlalchemy import String, bindparam, select, type_coerce

from mockapi.bounded_dict import BoundedDict
from mockapi.storage.conditions import array, is_in
from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.deconetwork.manage_products import tables

_category = table_of(tables.Category)
_product = table_of(tables.Product)

# Text, not a list: it is the key of the cache of categories.
_CATEGORY_IDS = type_coerce(_product.c.category_ids, String).label("category_ids")
_PRODUCT = select(
    *(_product.c[name] for name in ("id", "code", "name", "supplier", "brand", "is_active", "date_modified")),
    _CATEGORY_IDS,
)
_IN_IDS = is_in(_product.c.id, "ids")
_PRODUCTS = Statement(_PRODUCT.where(_IN_IDS))
_DETAILED = Statement(_PRODUCT.add_columns(_product.c.sizes, _product.c.colors, _product.c.skus).where(_IN_IDS))
_CATEGORY = Statement(select(_category).where(_category.c.id == bindparam("id")))
Category = dict[str, Any]
Categories = list[Category]

_MAX_CATEGORIES = 10_000
"""Maximum number of categories that are cached with their ancestors."""


def rows(store: Store, ids: Sequence[int]) -> Sequence[AnyRow]:
    """Return the products that exist, without their sizes, colours and SKUs, in any order."""
    return _PRODUCTS.all(store, ids=array(ids))


def detailed_rows(store: Store, ids: Sequence[int]) -> list[AnyRow]:
    """Return the products that exist, with their sizes, colours and SKUs, in the order of `ids`."""
    found = {row.id: row for row in _DETAILED.all(store, ids=array(ids))}
    return [found[product_id] for product_id in ids if product_id in found]


def categories(store: Store) -> Callable[[str], Categories]:
    """Return a cached function from a product's `category_ids` to its categories.

    Each is `{"id": int, "name": str, "ancestors": {…}}`; `ancestors` is the parent in this shape, {} at the top.
    """
    return store.cached("deconetwork", "categories", partial(_categories, store))


def _categories(store: Store) -> Callable[[str], Categories]:
    return lru_cache(_MAX_CATEGORIES)(partial(_categories_of, store))


def _categories_of(store: Store, category_ids: str) -> Categories:
    found = (_with_ancestors(store, category_id) for category_id in from_json(category_ids))
    return [category for category in found if category]


def _with_ancestors(store: Store, category_id: int) -> Category:
    """Return a category, or {} if there is none."""
    known = store.cached("deconetwork", "ancestors", partial(BoundedDict[int, Category], _MAX_CATEGORIES))
    category = known.get(category_id)
    if category is None:
        row = _CATEGORY.first(store, id=category_id)
        parent = _with_ancestors(store, row.parent_id) if row and row.parent_id is not None else {}
        category = {"id": row.id, "name": row.name, "ancestors": parent} if row else {}
        known[category_id] = category
    return category
