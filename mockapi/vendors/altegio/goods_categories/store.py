"""Queries of goods categories. Rows are ordered by id; a category that does not exist raises `NotFound`."""

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
"""The parent of the root categories."""

Rows = Sequence[AnyRow]

_category = table_of(Category)
_product = table_of(Product)

# docs are silent; chosen because the documented composition shows it so, and paging needs an order that stays.
_ALL = (
    select(_category.c.id, _category.c.parent_id, _category.c.title, _category.c.is_chain)
    .where(_category.c.location_id == bindparam("location_id"))
    .order_by(_category.c.id)
)
_SELECT_ALL = Statement(_ALL)
_SELECT_BY_ID = Statement(_ALL.where(_category.c.id == bindparam("id")))
_SELECT_BY_IDS = Statement(_ALL.where(is_in(_category.c.id, "ids")))
_SELECT_BY_PARENT = Statement(_ALL.where(_category.c.parent_id == bindparam("parent_id")))
_SELECT_BY_TERM = Statement(_ALL.where(contains(_category.c.search_text, "term")).limit(bindparam("count")))

PRODUCT_ELEMENT = select(_product.c.id, _product.c.category_id, _product.c.title, _product.c.is_chain)
"""The columns of products as elements of the tree, without conditions."""

_IN_CATEGORY = and_(
    _product.c.location_id == bindparam("location_id"), _product.c.category_id == bindparam("category_id")
)
_SELECT_PRODUCTS = Statement(
    PRODUCT_ELEMENT.where(_IN_CATEGORY).order_by(_product.c.id).limit(bindparam("count")).offset(bindparam("first"))
)
_COUNT_PRODUCTS = Statement(select(func.count()).select_from(_product).where(_IN_CATEGORY))

_root = select(bindparam("id").label("id")).cte("subtree", recursive=True)
_is_child = and_(_category.c.location_id == bindparam("location_id"), _category.c.parent_id == _root.c.id)
_subtree = _root.union(select(_category.c.id).join(_root, _is_child))
_SELECT_SUBTREE = Statement(select(_subtree.c.id))

_INSERT = Statement(insertion(_category))
_UPDATE = Statement(replacement(_category, without=("id", "location_id", "is_chain")))
_DELETE = Statement(delete(_category).where(is_in(_category.c.id, "ids")))
_DELETE_PRODUCTS = Statement(delete(_product).where(is_in(_product.c.category_id, "ids")))


def category(store: Store, location_id: int, category_id: int) -> AnyRow:
    """Return a category of a location: id, parent_id, title, is_chain. Raises `NotFound`."""
    return existing(_SELECT_BY_ID.first(store, location_id=location_id, id=category_id))


def child_categories(store: Store, location_id: int, parent_id: int) -> Rows:
    """Return the direct children of a category, or of `TOP_LEVEL`. Raises `NotFound` for an unknown category."""
    # docs are silent; chosen because an empty list would hide a wrong id, and the page documents 404.
    if parent_id != TOP_LEVEL:
        category(store, location_id, parent_id)
    return _SELECT_BY_PARENT.all(store, location_id=location_id, parent_id=parent_id)


def all_categories(store: Store, location_id: int) -> Rows:
    """Return all categories of a location."""
    return _SELECT_ALL.all(store, location_id=location_id)


def categories_by_ids(store: Store, location_id: int, ids: list[int]) -> Rows:
    """Return those of the categories that exist, in the order of `ids`, each once."""
    rows = {row.id: row for row in _SELECT_BY_IDS.all(store, location_id=location_id, ids=array(ids))}
    return [rows[category_id] for category_id in dict.fromkeys(ids) if category_id in rows]


def categories_by_term(store: Store, location_id: int, term: str, count: int) -> Rows:
    """Return at most `count` categories with `term` in their title or article, ignoring case."""
    return _SELECT_BY_TERM.all(store, location_id=location_id, term=search_text(term), count=count)


def children(store: Store, location_id: int, category_id: int, page: int, count: int) -> tuple[Rows, Rows, int]:
    """Return one page of a category's direct children, and the number of all of them.

    The page has `count` children: first the categories, then the products (the columns of `PRODUCT_ELEMENT`). It is
    returned as the categories and the products on it. Raises `NotFound`.
    """
    # docs are silent; chosen because the page says that paging is over the children, and lists both kinds in one array.
    categories = child_categories(store, location_id, category_id)
    products = _COUNT_PRODUCTS.scalar(store, location_id=location_id, category_id=category_id)
    first = (page - 1) * count
    shown = categories[first : first + count]
    rest = {"count": count - len(shown), "first": max(0, first - len(categories))}
    found = _SELECT_PRODUCTS.all(store, location_id=location_id, category_id=category_id, **rest)
    return shown, found, len(categories) + products


def create_category(store: Store, location_id: int, values: dict[str, Any]) -> AnyRow:
    """Insert a category and return it. Raises `NotFound` if its parent does not exist.

    `values`: title, parent_category_id, article, comment.
    """
    row = _category_row(store, location_id, values)
    category_id = store.next_number(CATEGORY_COUNTER)
    _INSERT.run(store, id=category_id, location_id=location_id, is_chain=False, **row)
    return category(store, location_id, category_id)


def update_category(store: Store, location_id: int, category_id: int, values: dict[str, Any]) -> AnyRow:
    """Replace the members of a category and return it; `values` as of `create_category`.

    Raises `NotFound` if the new parent does not exist, `Unprocessable` if it is the category or below it.
    """
    row = _category_row(store, location_id, values)
    # docs are silent; chosen because a cycle would cut the subtree off from every list.
    if row["parent_id"] in _subtree_ids(store, location_id, category_id):
        raise Unprocessable("A category cannot be moved into itself or one of its descendants.")
    _UPDATE.run(store, changed=category_id, **row)
    return category(store, location_id, category_id)


def delete_category(store: Store, location_id: int, category_id: int) -> None:
    """Delete a category with all categories and products below it."""
    # docs are silent; chosen because the page documents 204 alone, and nothing may be left without its category.
    ids = array(_subtree_ids(store, location_id, category_id))
    _DELETE_PRODUCTS.run(store, ids=ids)
    _DELETE.run(store, ids=ids)


def _category_row(store: Store, location_id: int, values: dict[str, Any]) -> dict[str, Any]:
    # docs are silent; chosen because the parent is named in the body, which has to be read first.
    parent_id = values.pop("parent_category_id")
    if parent_id != TOP_LEVEL:
        category(store, location_id, parent_id)
    return {**values, "parent_id": parent_id, "search_text": search_text(values["title"], values["article"])}


def _subtree_ids(store: Store, location_id: int, category_id: int) -> set[int]:
    return set(_SELECT_SUBTREE.scalars(store, location_id=location_id, id=category_id))
