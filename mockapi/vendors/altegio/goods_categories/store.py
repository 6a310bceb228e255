"""Queries of goods categories. Rows come back ordered by id; what is not there raises `NotFound`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select

from mockapi.storage.conditions import array, contains, is_in
from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio.errors import Unprocessable, existing
from mockapi.vendors.altegio.goods.tables import Product
from mockapi.vendors.altegio.goods_categories.tables import CATEGORY_COUNTER, Category
from mockapi.vendors.altegio.search_text import search_text

TOP_LEVEL = 0


Rows = Sequence[AnyRow]


_category = table_of(Category)


_product = table_of(Product)


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


_PRODUCT_ELEMENT = select(_product.c.id, _product.c.category_id, _product.c.title, _product.c.is_chain)


_IN_LOCATION = _product.c.location_id == bindparam("location_id")


_IN_CATEGORY = _product.c.category_id == bindparam("category_id")


_PRODUCTS_OF_CATEGORY = Statement(
    _PRODUCT_ELEMENT.where(_IN_LOCATION, _IN_CATEGORY)
    .order_by(_product.c.id)
    .limit(bindparam("count"))
    .offset(bindparam("first"))
)


_COUNT_OF_CATEGORY = Statement(select(func.count()).select_from(_product).where(_IN_LOCATION, _IN_CATEGORY))


_subtree = select(bindparam("id").label("id")).cte("subtree", recursive=True)


_is_child = and_(_category.c.location_id == bindparam("location_id"), _category.c.parent_id == _subtree.c.id)


_subtree = _subtree.union(select(_category.c.id).join(_subtree, _is_child))


_SUBTREE = Statement(select(_subtree.c.id))


_CREATED = ("id", "location_id", "is_chain")


_INSERT_CATEGORY = Statement(insertion(_category))


_UPDATE_CATEGORY = Statement(replacement(_category, without=_CREATED))


_DELETE_CATEGORIES = Statement(delete(_category).where(is_in(_category.c.id, "ids")))


_DELETE_PRODUCTS_OF_CATEGORIES = Statement(delete(_product).where(is_in(_product.c.category_id, "ids")))


def category(store: Store, location_id: int, category_id: int) -> AnyRow:
    """Return a category of a location."""
    return existing(_CATEGORY_BY_ID.first(store, location_id=location_id, id=category_id))


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


def categories_by_term(store: Store, location_id: int, term: str, count: int) -> Rows:
    """At most `count` categories that contain `term`."""
    return _CATEGORIES_BY_TERM.all(store, location_id=location_id, term=search_text(term), count=count)


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


def _category_row(store: Store, location_id: int, values: dict[str, Any]) -> dict[str, Any]:
    # docs are silent; chosen because the parent is named in the body, which has to be read first.
    parent_id = values.pop("parent_category_id")
    if parent_id != TOP_LEVEL:
        category(store, location_id, parent_id)
    return {**values, "parent_id": parent_id, "search_text": search_text(values["title"], values["article"])}


def _subtree_ids(store: Store, location_id: int, category_id: int) -> set[int]:
    return set(_SUBTREE.scalars(store, location_id=location_id, id=category_id))
