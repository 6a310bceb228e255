"""Every query of Altegio. Rows are ordered by id; a missing row raises `NotFound`."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select

from mockapi.storage.conditions import array, contains, is_in
from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio import tables
from mockapi.vendors.altegio.errors import NotFound, UnitConversionNeeded, Unprocessable
from mockapi.vendors.altegio.pages import page_of_products
from mockapi.vendors.altegio.tables import CATEGORY_COUNTER, PRODUCT_COUNTER, search_text

TOP_LEVEL = 0

Rows = Sequence[AnyRow]

_location = table_of(tables.Location)
_category = table_of(tables.Category)
_product = table_of(tables.Product)

# docs are silent; chosen because the documented composition shows it so, and paging needs an order that stays.
_LOCATION_BY_ID = Statement(select(_location).where(_location.c.id == bindparam("id")))
_CATEGORY = (
    select(_category.c.id, _category.c.parent_id, _category.c.title, _category.c.is_chain)
    .where(_category.c.location_id == bindparam("location_id"))
    .order_by(_category.c.id)
)
_CATEGORIES = Statement(_CATEGORY)
_CATEGORY_BY_ID = Statement(_CATEGORY.where(_category.c.id == bindparam("id")))
_CATEGORIES_BY_IDS = Statement(_CATEGORY.where(is_in(_category.c.id, "ids")))
_CATEGORIES_BY_PARENT = Statement(_CATEGORY.where(_category.c.parent_id == bindparam("parent_id")))
_CATEGORIES_BY_TERM = Statement(_CATEGORY.where(contains(_category.c.search_text, "term")).limit(bindparam("count")))

_IN_LOCATION = _product.c.location_id == bindparam("location_id")
_PRODUCT_ELEMENT = select(_product.c.id, _product.c.category_id, _product.c.title, _product.c.is_chain)
_IN_CATEGORY = _product.c.category_id == bindparam("category_id")
_PRODUCTS_OF_CATEGORY = Statement(
    _PRODUCT_ELEMENT.where(_IN_LOCATION, _IN_CATEGORY)
    .order_by(_product.c.id)
    .limit(bindparam("count"))
    .offset(bindparam("first"))
)
_COUNT_OF_CATEGORY = Statement(select(func.count()).select_from(_product).where(_IN_LOCATION, _IN_CATEGORY))
_PRODUCT = select(_product, _category.c.title.label("category")).join_from(
    _product, _category, _product.c.category_id == _category.c.id
)
_PRODUCT_BY_ID = Statement(_PRODUCT.where(_IN_LOCATION, _product.c.id == bindparam("id")))

_subtree = select(bindparam("id").label("id")).cte("subtree", recursive=True)
_is_child = and_(_category.c.location_id == bindparam("location_id"), _category.c.parent_id == _subtree.c.id)
_subtree = _subtree.union(select(_category.c.id).join(_subtree, _is_child))
_SUBTREE = Statement(select(_subtree.c.id))

_CREATED = ("id", "location_id", "is_chain")
_INSERT_CATEGORY = Statement(insertion(_category))
_UPDATE_CATEGORY = Statement(replacement(_category, without=_CREATED))
_DELETE_CATEGORIES = Statement(delete(_category).where(is_in(_category.c.id, "ids")))
_INSERT_PRODUCT = Statement(insertion(_product))
_UPDATE_PRODUCT = Statement(replacement(_product, without=(*_CREATED, "actual_amounts")))
_DELETE_PRODUCT = Statement(delete(_product).where(_product.c.id == bindparam("id")))
_DELETE_PRODUCTS_OF_CATEGORIES = Statement(delete(_product).where(is_in(_product.c.category_id, "ids")))


def location(store: Store, location_id: int) -> AnyRow:
    """Return a location: its id, title, currency and UTC offset."""
    return _found(_LOCATION_BY_ID.first(store, id=location_id))


def category(store: Store, location_id: int, category_id: int) -> AnyRow:
    """Return a category of a location."""
    return _found(_CATEGORY_BY_ID.first(store, location_id=location_id, id=category_id))


def child_categories(store: Store, location_id: int, parent_id: int) -> Rows:
    """Return the direct children of a category, or the top level."""
    # docs are silent; chosen because an empty list would hide a wrong id, and the page documents 404.
    if parent_id != TOP_LEVEL:
        category(store, location_id, parent_id)
    return _CATEGORIES_BY_PARENT.all(store, location_id=location_id, parent_id=parent_id)


def all_categories(store: Store, location_id: int) -> Rows:
    """Return all categories of a location, flat."""
    return _CATEGORIES.all(store, location_id=location_id)


def categories_by_ids(store: Store, location_id: int, ids: list[int]) -> Rows:
    """Return the categories that exist, in the order of `ids`."""
    asked = list(dict.fromkeys(ids))
    rows = _CATEGORIES_BY_IDS.all(store, location_id=location_id, ids=array(asked))
    found = {row.id: row for row in rows}
    return [found[category_id] for category_id in asked if category_id in found]


def children(store: Store, location_id: int, category_id: int, page: int, count: int) -> tuple[Rows, Rows, int]:
    """Return a page of a category's direct children, categories before products, and the number of all of them."""
    # docs are silent; chosen because the page says that paging is over the children, and lists both kinds in one array.
    categories = child_categories(store, location_id, category_id)
    products = _COUNT_OF_CATEGORY.scalar(store, location_id=location_id, category_id=category_id)
    first = (page - 1) * count
    shown = categories[first : first + count]
    rest = {"count": count - len(shown), "first": max(0, first - len(categories))}
    found = _PRODUCTS_OF_CATEGORY.all(store, location_id=location_id, category_id=category_id, **rest)
    return shown, found, len(categories) + products


def search(store: Store, location_id: int, term: str, count: int) -> tuple[Rows, Rows]:
    """Return `count` or fewer categories that contain `term`, followed by products up to the same `count`."""
    wanted = {"term": search_text(term)}
    categories = _CATEGORIES_BY_TERM.all(store, location_id=location_id, count=count, **wanted)
    room = count - len(categories)
    return categories, page_of_products(store, _PRODUCT_ELEMENT, location_id, wanted, room) if room else []


def product(store: Store, location_id: int, product_id: int) -> AnyRow:
    """Return a product of a location, with its category's title as `category`."""
    return _found(_PRODUCT_BY_ID.first(store, location_id=location_id, id=product_id))


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
    """Return a page of a location's products. Times are in seconds since 1970: after is inclusive, before exclusive."""
    wanted = {
        "term": search_text(term),
        # docs are silent; chosen because 0 stands for the top level only where the page says so.
        "category_id": category_id,
        "changed_after": None if changed_after is None else ceil(changed_after),
        "changed_before": None if changed_before is None else ceil(changed_before),
    }
    return page_of_products(store, _PRODUCT, location_id, wanted, count, (page - 1) * count)


def create_category(store: Store, location_id: int, values: dict[str, Any]) -> AnyRow:
    """Create a category and return it; `values`: title, parent_category_id, article, comment."""
    row = _category_row(store, location_id, values)
    row |= {"id": store.next_number(CATEGORY_COUNTER), "location_id": location_id, "is_chain": False}
    _INSERT_CATEGORY.run(store, **row)
    return category(store, location_id, row["id"])


def update_category(store: Store, location_id: int, category_id: int, values: dict[str, Any]) -> AnyRow:
    """Replace a category's members and return it; it cannot move below itself."""
    row = _category_row(store, location_id, values)
    # docs are silent; chosen because a cycle would cut the subtree off from every list.
    if row["parent_id"] in _subtree_ids(store, location_id, category_id):
        raise Unprocessable("A category cannot be moved into itself or one of its descendants.")
    _UPDATE_CATEGORY.run(store, changed=category_id, **row)
    return category(store, location_id, category_id)


def delete_category(store: Store, location_id: int, category_id: int) -> None:
    """Remove a location's category with everything below it."""
    # docs are silent; chosen because the page documents 204 alone, and nothing may be left without its category.
    ids = array(_subtree_ids(store, location_id, category_id))
    _DELETE_PRODUCTS_OF_CATEGORIES.run(store, ids=ids)
    _DELETE_CATEGORIES.run(store, ids=ids)


def create_product(store: Store, location_id: int, values: dict[str, Any], now: datetime) -> AnyRow:
    """Create a product and return it; `values`: the members of the request."""
    row = _product_row(store, location_id, values, now)
    row |= {"id": store.next_number(PRODUCT_COUNTER), "location_id": location_id}
    row |= {"is_chain": False, "actual_amounts": []}
    _INSERT_PRODUCT.run(store, **row)
    return product(store, location_id, row["id"])


def update_product(store: Store, location_id: int, product_id: int, values: dict[str, Any], now: datetime) -> AnyRow:
    """Replace a product's members and return it. New units of a stocked product need `correction_rules` in `values`."""
    rules = values.pop("correction_rules")
    row = _product_row(store, location_id, values, now)
    before = product(store, location_id, product_id)
    # docs are silent; chosen because what a product has in stock has come through inventory operations.
    has_operations = bool(before.actual_amounts)
    # docs are silent; chosen because the page speaks of units of measure, and the ratio of two units is not one.
    units = (before.sale_unit_id, before.service_unit_id)
    if has_operations and not rules and units != (row["sale_unit_id"], row["service_unit_id"]):
        raise UnitConversionNeeded
    _UPDATE_PRODUCT.run(store, changed=product_id, **row)
    return product(store, location_id, product_id)


def delete_product(store: Store, product_id: int) -> None:
    """Remove a product."""
    # docs are silent; chosen because 204 with nothing to read back can only mean that it is gone.
    _DELETE_PRODUCT.run(store, id=product_id)


def _category_row(store: Store, location_id: int, values: dict[str, Any]) -> dict[str, Any]:
    # docs are silent; chosen because the parent is named in the body, which has to be read first.
    parent_id = values.pop("parent_category_id")
    if parent_id != TOP_LEVEL:
        category(store, location_id, parent_id)
    return {**values, "parent_id": parent_id, "search_text": search_text(values["title"], values["article"])}


def _product_row(store: Store, location_id: int, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    try:
        category(store, location_id, values["category_id"])
    except NotFound:
        # docs are silent; chosen because what is wrong stands in the body, and the path names something that exists.
        raise Unprocessable("The specified product category does not exist.") from None
    texts = (values["title"], values["article"], values["barcode"])
    return {**values, "changed_at": int(now.timestamp()), "search_text": search_text(*texts)}


def _subtree_ids(store: Store, location_id: int, category_id: int) -> set[int]:
    return set(_SUBTREE.scalars(store, location_id=location_id, id=category_id))


def _found(row: AnyRow | None) -> AnyRow:
    if row is None:
        raise NotFound
    return row
