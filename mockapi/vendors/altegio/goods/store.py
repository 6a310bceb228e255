"""Queries of products. Rows are ordered by id; a product that does not exist raises `NotFound`."""

from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import bindparam, delete, select

from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio.errors import NotFound, UnitConversionNeeded, Unprocessable, existing
from mockapi.vendors.altegio.goods.pages import page_of_products
from mockapi.vendors.altegio.goods.tables import PRODUCT_COUNTER, Product
from mockapi.vendors.altegio.goods_categories.store import PRODUCT_ELEMENT, Rows, categories_by_term, category
from mockapi.vendors.altegio.goods_categories.tables import Category
from mockapi.vendors.altegio.search_text import search_text

_category = table_of(Category)
_product = table_of(Product)

_ALL = select(_product, _category.c.title.label("category")).join_from(
    _product, _category, _product.c.category_id == _category.c.id
)
_SELECT_BY_ID = Statement(
    _ALL.where(_product.c.location_id == bindparam("location_id"), _product.c.id == bindparam("id"))
)
_INSERT = Statement(insertion(_product))
_UPDATE = Statement(replacement(_product, without=("id", "location_id", "is_chain", "actual_amounts")))
_DELETE = Statement(delete(_product).where(_product.c.id == bindparam("id")))


def search(store: Store, location_id: int, term: str, count: int) -> tuple[Rows, Rows]:
    """Return at most `count` categories and products that contain `term`, categories first.

    Products have the columns of `PRODUCT_ELEMENT`.
    """
    categories = categories_by_term(store, location_id, term, count)
    wanted, rest = {"term": search_text(term)}, count - len(categories)
    return categories, page_of_products(store, PRODUCT_ELEMENT, location_id, wanted, rest) if rest else []


def product(store: Store, location_id: int, product_id: int) -> AnyRow:
    """Return a product of a location, with its category's title as `category`. Raises `NotFound`."""
    return existing(_SELECT_BY_ID.first(store, location_id=location_id, id=product_id))


def products(
    store: Store,
    location_id: int,
    *,
    page: int,
    count: int,
    term: str,
    category_id: int | None,
    changed_after: float | None,
    changed_before: float | None,
) -> Rows:
    """Return a page (from 1) of a location's products, with the title of their category as `category`.

    `term`: a text in title, article or barcode, ignoring case; empty: any. `changed_after` (inclusive) and
    `changed_before` (exclusive): seconds since 1970.
    """
    wanted = {
        "term": search_text(term),
        # docs are silent; chosen because 0 stands for the top level only where the page says so.
        "category_id": category_id,
        "changed_after": None if changed_after is None else ceil(changed_after),
        "changed_before": None if changed_before is None else ceil(changed_before),
    }
    return page_of_products(store, _ALL, location_id, wanted, count, (page - 1) * count)


def create_product(store: Store, location_id: int, values: dict[str, Any], now: datetime) -> AnyRow:
    """Insert a product and return it. Raises `Unprocessable` if its category does not exist.

    `values`: the members of `ProductIn`.
    """
    row = _product_row(store, location_id, values, now)
    product_id = store.next_number(PRODUCT_COUNTER)
    _INSERT.run(store, id=product_id, location_id=location_id, is_chain=False, actual_amounts=[], **row)
    return product(store, location_id, product_id)


def update_product(store: Store, location_id: int, product_id: int, values: dict[str, Any], now: datetime) -> AnyRow:
    """Replace the members of a product and return it; `values`: the members of `ProductChange`.

    Raises `Unprocessable` if the category does not exist, `UnitConversionNeeded` if the units of a product in stock
    change without `correction_rules`.
    """
    rules = values.pop("correction_rules")
    row = _product_row(store, location_id, values, now)
    before = product(store, location_id, product_id)
    # docs are silent; chosen because what a product has in stock has come through inventory operations.
    has_operations = bool(before.actual_amounts)
    # docs are silent; chosen because the page speaks of units of measure, and the ratio of two units is not one.
    units = (before.sale_unit_id, before.service_unit_id)
    if has_operations and not rules and units != (row["sale_unit_id"], row["service_unit_id"]):
        raise UnitConversionNeeded
    _UPDATE.run(store, changed=product_id, **row)
    return product(store, location_id, product_id)


def delete_product(store: Store, product_id: int) -> None:
    """Delete a product."""
    # docs are silent; chosen because 204 with nothing to read back can only mean that it is gone.
    _DELETE.run(store, id=product_id)


def _product_row(store: Store, location_id: int, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    try:
        category(store, location_id, values["category_id"])
    except NotFound:
        # docs are silent; chosen because what is wrong stands in the body, and the path names something that exists.
        raise Unprocessable("The specified product category does not exist.") from None
    texts = (values["title"], values["article"], values["barcode"])
    return {**values, "changed_at": int(now.timestamp()), "search_text": search_text(*texts)}
