"""Pages of a location's products, by id: of a large shop without looking at all of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Select, bindparam, func, select

from mockapi.search.orderings import changed_rows, ordering_of
from mockapi.search.pages import Range, Search, ids_of_page
from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio import tables

_product = table_of(tables.Product)
_IN_LOCATION = _product.c.location_id == bindparam("location_id")

_CONDITIONS = {
    "term": func.instr(_product.c.search_text, bindparam("term")) > 0,
    "category_id": _product.c.category_id == bindparam("category_id"),
    "changed_after": _product.c.changed_at >= bindparam("changed_after"),
    "changed_before": _product.c.changed_at < bindparam("changed_before"),
}
_MAX_SHAPES = 64
"""More than there are sets of conditions for every kind of page."""


class _Statements(NamedTuple):
    """For one set of conditions."""

    page: Statement
    changed: Statement
    """The ids of those that meet them, out of the rows that the index does not know."""
    listed: Statement
    """The products with some ids."""


def page_of_products(
    store: Store, columns: Select[Any], location_id: int, wanted: Mapping[str, Any], count: int, first: int = 0
) -> Sequence[AnyRow]:
    """`count` of a location's products that meet all conditions, without the `first` ones.

    `columns`: what is shown of each. `wanted`: `term` as `search_text` writes it, `category_id`, `changed_after` and
    `changed_before` in whole seconds since 1970, inclusive and exclusive; None or empty: anything.
    """
    values = {name: value for name, value in wanted.items() if value not in (None, "")}
    statements = _statements(columns, tuple(values))
    part = ordering_of(store, f"{_product.name} {location_id}")
    if part is None:
        return statements.page.all(store, location_id=location_id, count=count, first=first, **values)
    changed = statements.changed.scalars(store, location_id=location_id, **values)
    search = Search(_product.name, _product.c.search_text.name, values.get("term", ""), list(_ranges(values)))
    ids = ids_of_page(store, part, search, changed, first, count)
    return statements.listed.all(store, ids=to_json(ids).decode())


@lru_cache(_MAX_SHAPES)
def _statements(columns: Select[Any], names: Sequence[str]) -> _Statements:
    conditions = [_IN_LOCATION, *(_CONDITIONS[name] for name in names)]
    ordered = columns.order_by(_product.c.id)
    page = ordered.where(*conditions).limit(bindparam("count")).offset(bindparam("first"))
    changed = select(_product.c.id).where(_product.c.id.in_(changed_rows(_product.name)), *conditions)
    listed = ordered.where(among(_product.c.id))
    return _Statements(Statement(page), Statement(changed.order_by(_product.c.id)), Statement(listed))


def among(column: Any) -> Any:
    """The condition that a column is one of the parameter `ids`: a JSON array, as SQLite takes only so many values."""
    return column.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))


def _ranges(values: Mapping[str, Any]) -> Iterator[Range]:
    if "category_id" in values:
        yield "category_id", values["category_id"], values["category_id"] + 1
    if "changed_after" in values or "changed_before" in values:
        yield "changed_at", values.get("changed_after"), values.get("changed_before")
