"""Every query of DecoNetwork, but for the search."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import String, bindparam, func, select, type_coerce

from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.deconetwork import tables

_category = table_of(tables.Category)
_product = table_of(tables.Product)

# As text: most products of a page have the same categories.
_CATEGORY_IDS = type_coerce(_product.c.category_ids, String).label("category_ids")
_PRODUCT = select(
    *(_product.c[name] for name in ("id", "code", "name", "supplier", "brand", "is_active", "date_modified")),
    _CATEGORY_IDS,
)
# Many ids go in as one JSON array: a statement's text does not depend on how many they are.
_AMONG = _product.c.id.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))
_PRODUCTS = Statement(_PRODUCT.where(_AMONG))
_DETAILED = Statement(_PRODUCT.add_columns(_product.c.sizes, _product.c.colors, _product.c.skus).where(_AMONG))
_CATEGORY = Statement(select(_category).where(_category.c.id == bindparam("id")))
_MAX_CATEGORIES = 10_000
"""That are kept with their ancestors."""


def rows(store: Store, ids: Sequence[int]) -> Sequence[AnyRow]:
    """The products with these ids, without their options and SKUs, in any order."""
    return _PRODUCTS.all(store, ids=to_json(ids).decode())


def products(store: Store, ids: list[int]) -> list[AnyRow]:
    """The products that exist, with their options and SKUs, in the order of `ids`."""
    found = {row.id: row for row in _DETAILED.all(store, ids=to_json(ids).decode())}
    return [found[product_id] for product_id in ids if product_id in found]


class Categories(dict[str, list[dict[str, Any]]]):
    """A product's `category_ids` → those categories: id, name, and `ancestors`: the parent alike, {} above the top."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._known: dict[int | None, dict[str, Any]] = {None: {}}

    def __missing__(self, category_ids: str) -> list[dict[str, Any]]:
        if max(len(self), len(self._known)) > _MAX_CATEGORIES:
            self.clear()
            self._known = {None: {}}
        found = map(self._with_ancestors, from_json(category_ids))
        self[category_ids] = categories = [category for category in found if category]
        return categories

    def _with_ancestors(self, category_id: int | None) -> dict[str, Any]:
        if category_id not in self._known:
            row = _CATEGORY.first(self._store, id=category_id)
            self._known[category_id] = (
                {"id": row.id, "name": row.name, "ancestors": self._with_ancestors(row.parent_id)} if row else {}
            )
        return self._known[category_id]


def categories(store: Store) -> Categories:
    """All categories, as products show them."""
    return store.cached("deconetwork", "categories", partial(Categories, store))
