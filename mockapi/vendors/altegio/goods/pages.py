"""Pages of a location's products, ordered by id. In a large shop an index finds them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from mockapi.search.pages import Range, Search, ids_of_page
from mockapi.search.sorted_ids import select_changed_ids, sorted_ids
from mockapi.storage.conditions import array, contains, is_in
from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio.goods.tables import Product

_product = table_of(Product)

_IN_LOCATION = _product.c.location_id == bindparam("location_id")
_CONDITIONS = {
    "term": contains(_product.c.search_text, "term"),
    "category_id": _product.c.category_id == bindparam("category_id"),
    "changed_after": _product.c.changed_at >= bindparam("changed_after"),
    "changed_before": _product.c.changed_at < bindparam("changed_before"),
}
_MAX_SHAPES = 64
"""Maximum number of sets of conditions to remember; there are fewer."""


class _Statements(NamedTuple):
    """The statements for one set of conditions."""

    page: Statement
    changed: Statement
    """Selects the ids of matching rows that have changed since they were indexed."""
    listed: Statement
    """Selects the products with the ids of a list."""


def page_of_products(
    store: Store, columns: Select[Any], location_id: int, wanted: Mapping[str, Any], count: int, first: int = 0
) -> Sequence[AnyRow]:
    """Return up to `count` of the location's products that meet all conditions, after skipping `first` of them.

    `columns`: the query without conditions. `wanted`: the conditions `term` (a text made by `search_text`),
    `category_id`, `changed_after` (inclusive) and `changed_before` (exclusive), both in whole seconds since 1970;
    None or empty: no condition.
    """
    values = {name: value for name, value in wanted.items() if value not in (None, "")}
    statements = _statements(columns, tuple(values))
    partition = sorted_ids(store, f"{_product.name} {location_id}")
    if partition is None:
        return statements.page.all(store, location_id=location_id, count=count, first=first, **values)
    changed = statements.changed.scalars(store, location_id=location_id, **values)
    search = Search(_product.name, _product.c.search_text.name, values.get("term", ""), list(_ranges(values)))
    ids = ids_of_page(store, partition, search, changed, first, count)
    return statements.listed.all(store, ids=array(ids))


@lru_cache(_MAX_SHAPES)
def _statements(columns: Select[Any], names: Sequence[str]) -> _Statements:
    conditions = [_IN_LOCATION, *(_CONDITIONS[name] for name in names)]
    ordered = columns.order_by(_product.c.id)
    page = ordered.where(*conditions).limit(bindparam("count")).offset(bindparam("first"))
    changed = select(_product.c.id).where(_product.c.id.in_(select_changed_ids(_product.name)), *conditions)
    listed = ordered.where(is_in(_product.c.id, "ids"))
    return _Statements(Statement(page), Statement(changed.order_by(_product.c.id)), Statement(listed))


def _ranges(values: Mapping[str, Any]) -> Iterator[Range]:
    if "category_id" in values:
        yield "category_id", values["category_id"], values["category_id"] + 1
    if "changed_after" in values or "changed_before" in values:
        yield "changed_at", values.get("changed_after"), values.get("changed_before")
