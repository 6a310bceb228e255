"""Every query of DecoNetwork."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, bindparam, func, select

from mockapi.core.bit_slices import some_places
from mockapi.core.orderings import Ordering, has_changed, ordering_of
from mockapi.core.store import AnyRow, raw_connection, table_of
from mockapi.vendors.deconetwork import tables
from mockapi.vendors.deconetwork.parameters import Comparison, Condition, Search, SearchField, Sorting
from mockapi.vendors.deconetwork.tables import fold

_category = table_of(tables.Category)
_product = table_of(tables.Product)

_COLUMNS: dict[SearchField, Column[Any]] = {
    SearchField.PRODUCT_CODE: _product.c.code_folded,
    SearchField.PRODUCT_NAME: _product.c.name_folded,
    SearchField.SUPPLIER: _product.c.supplier_folded,
    SearchField.PRODUCT_ID: _product.c.id,
    SearchField.DATE_MODIFIED: _product.c.date_modified,
}
_TEXT_FIELDS = (SearchField.PRODUCT_CODE, SearchField.PRODUCT_NAME, SearchField.SUPPLIER)

# docs are silent; chosen because paging by offset needs a total order: rows that are equal otherwise go by id.
_ORDERS: dict[Sorting, tuple[ColumnElement[Any], ...]] = {
    Sorting.PRODUCT_CODE: (_product.c.code_folded, _product.c.id),
    Sorting.PRODUCT_NAME: (_product.c.name_folded, _product.c.id),
    Sorting.SUPPLIER: (_product.c.supplier_folded, _product.c.id),
    Sorting.PRODUCT_ID: (_product.c.id,),
    Sorting.DATE_MODIFIED: (_product.c.date_modified, _product.c.id),
    Sorting.NEWEST_FIRST: (_product.c.date_modified.desc(), _product.c.id),
}

# The same as the table's `Orders` has them.
_RANKS: dict[SearchField, str] = {
    SearchField.PRODUCT_CODE: "code",
    SearchField.PRODUCT_NAME: "name",
    SearchField.SUPPLIER: "supplier",
    SearchField.PRODUCT_ID: "id",
    SearchField.DATE_MODIFIED: "date",
}
_ORDERINGS: dict[Sorting, str] = {Sorting(field): rank for field, rank in _RANKS.items()} | {
    Sorting.NEWEST_FIRST: "newest"
}
_MOST_EXCLUSIONS = 20
"""With more of them, SQLite is faster than as many ranges of ranks."""

_PRODUCT = select(
    *(_product.c[name] for name in ("id", "code", "name", "supplier", "brand", "is_active", "date_modified")),
    _product.c.category_ids,
)
_DETAILED = _PRODUCT.add_columns(_product.c.sizes, _product.c.colors, _product.c.skus).where(
    _product.c.id.in_(bindparam("ids", expanding=True))
)

_PRODUCTS = _PRODUCT.where(_product.c.id.in_(bindparam("ids", expanding=True)))

_lineage = select(_category).where(_category.c.id.in_(bindparam("ids", expanding=True))).cte("lineage", recursive=True)
_LINEAGE = select(_lineage.union(select(_category).join(_lineage, _category.c.id == _lineage.c.parent_id)))


def find(database: Connection, search: Search) -> tuple[list[AnyRow], int]:
    """One page of the products that meet all conditions, and how many meet them."""
    ordering = _ordering(database, _ORDERINGS[search.sorting])
    bounds = list(_bounds(search.conditions))
    if ordering is None or any(len(bound.excluded) > _MOST_EXCLUSIONS for bound in bounds):
        return _find_among_rows(database, search)
    met = ordering.everywhere
    for bound in bounds:
        met &= _places(database, ordering, bound)
    ids = [ordering.id_at(place) for place in some_places(met, search.offset, search.limit)]
    found = {row.id: row for row in database.execute(_PRODUCTS, {"ids": ids})}
    return [found[product_id] for product_id in ids], met.bit_count()


def _find_among_rows(database: Connection, search: Search) -> tuple[list[AnyRow], int]:
    wanted = list(clauses(search.conditions))
    total = database.execute(select(func.count()).select_from(_product).where(*wanted)).scalar_one()
    page = _PRODUCT.where(*wanted).order_by(*_ORDERS[search.sorting]).limit(search.limit).offset(search.offset)
    return list(database.execute(page)), total


def products(database: Connection, ids: list[int]) -> list[AnyRow]:
    """The products that exist, with their options and SKUs, in the order of `ids`."""
    found = {row.id: row for row in database.execute(_DETAILED, {"ids": ids})}
    return [found[product_id] for product_id in ids if product_id in found]


def lineage(database: Connection, rows: Iterable[AnyRow]) -> dict[int, AnyRow]:
    """Id, name and parent_id of the categories of products and of all above those."""
    ids = sorted({category_id for row in rows for category_id in row.category_ids})
    return {row.id: row for row in database.execute(_LINEAGE, {"ids": ids})}


def clauses(conditions: Iterable[Condition]) -> Iterator[ColumnElement[bool]]:
    """The conditions as SQL. Those on one field are joined: an index serves a range, and SQLite's depth suffices."""
    for bounds in _bounds(conditions):
        yield from _range(_COLUMNS[bounds.field], bounds)


_LOWER_BOUNDS = {
    Comparison.EQUAL: False,
    Comparison.GREATER: True,
    Comparison.GREATER_OR_EQUAL: False,
    Comparison.BETWEEN: False,
}
"""Comparisons that bound from below, and whether the bound itself is out."""

_UPPER_BOUNDS = {
    Comparison.EQUAL: True,
    Comparison.LESS: False,
    Comparison.LESS_OR_EQUAL: True,
    Comparison.BETWEEN: True,
}
"""Comparisons that bound from above, and whether the bound itself is in."""


class _Bounds(NamedTuple):
    """What all conditions on one field come to; None: no bound."""

    field: SearchField
    low: Any
    is_beyond: bool
    """Whether `low` itself is out."""
    high: Any
    is_up_to: bool
    """Whether `high` itself is in."""
    excluded: list[Any]


def _bounds(conditions: Iterable[Condition]) -> Iterator[_Bounds]:
    by_field = attrgetter("field")
    for field, group in groupby(sorted(conditions, key=by_field), key=by_field):
        joined = [_comparable(condition) for condition in group]
        lowest = [(c.value, _LOWER_BOUNDS[c.comparison]) for c in joined if c.comparison in _LOWER_BOUNDS]
        highest = [
            (c.value if c.end is None else c.end, _UPPER_BOUNDS[c.comparison])
            for c in joined
            if c.comparison in _UPPER_BOUNDS
        ]
        excluded = [c.value for c in joined if c.comparison == Comparison.NOT_EQUAL]
        low, is_beyond = max(lowest, default=(None, False))
        high, is_up_to = min(highest, default=(None, False))
        yield _Bounds(field, low, is_beyond, high, is_up_to, excluded)


def _comparable(condition: Condition) -> Condition:
    if condition.field in _TEXT_FIELDS:
        return Condition(condition.field, condition.comparison, fold(str(condition.value)))
    return condition


def _range(column: Column[Any], bounds: _Bounds) -> Iterator[ColumnElement[bool]]:
    _, low, is_beyond, high, is_up_to, excluded = bounds
    if low is not None and low == high and is_up_to and not is_beyond:
        yield column == low
    else:
        if low is not None:
            yield column > low if is_beyond else column >= low
        if high is not None:
            yield column <= high if is_up_to else column < high
    if excluded:
        yield column.not_in(excluded)


def _ordering(database: Connection, name: str) -> Ordering | None:
    """An ordering of all products as they are; None: there is none."""
    ordering = ordering_of(database, f"{_product.name} {name}")
    return None if ordering is None or has_changed(database, _product.name) else ordering


def _places(database: Connection, ordering: Ordering, bounds: _Bounds) -> int:
    """Where the products within the bounds are in an ordering."""
    field, low, is_beyond, high, is_up_to, excluded = bounds
    rank = _RANKS[field]
    by_rank = _ordering(database, rank) or ordering
    find = f"SELECT {_COLUMNS[field].name} FROM {_product.name} WHERE id = ?"  # noqa: S608
    raw = raw_connection(database)

    def value(product_id: int) -> Any:
        return raw.execute(find, (product_id,)).fetchone()[0]

    first = None if low is None else by_rank.rank(low, value, after=is_beyond)
    end = None if high is None else by_rank.rank(high, value, after=is_up_to)
    places = ordering.between(rank, first, end)
    for other in excluded:
        places &= ~ordering.between(rank, by_rank.rank(other, value), by_rank.rank(other, value, after=True))
    return places
