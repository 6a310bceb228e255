"""The search of find: the ids of one page of the products that match all conditions, and their number.

SQLite searches small shops; large ones have sorted indexes, see `mockapi.search`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter, eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, bindparam, func, select, text

from mockapi.search.bit_slices import page_of_positions
from mockapi.search.sorted_ids import SortedIds, has_changed, sorted_ids
from mockapi.storage.statements import Statement
from mockapi.storage.store import Store, table_of
from mockapi.vendors.deconetwork.conditions import Comparison, Condition
from mockapi.vendors.deconetwork.manage_products.parameters import Search, SearchField, Sorting
from mockapi.vendors.deconetwork.manage_products.tables import SORT_ORDERS, Product, fold

_product = table_of(Product)
_ID = select(_product.c.id)
_COUNT = select(func.count())

_COLUMNS: dict[SearchField, Column[Any]] = {
    SearchField.PRODUCT_CODE: _product.c.code_folded,
    SearchField.PRODUCT_NAME: _product.c.name_folded,
    SearchField.SUPPLIER: _product.c.supplier_folded,
    SearchField.PRODUCT_ID: _product.c.id,
    SearchField.DATE_MODIFIED: _product.c.date_modified,
}
_FOLDED_FIELDS = (SearchField.PRODUCT_CODE, SearchField.PRODUCT_NAME, SearchField.SUPPLIER)

# Names of `SORT_ORDERS`.
_RANKS: dict[SearchField, str] = {
    SearchField.PRODUCT_CODE: "code",
    SearchField.PRODUCT_NAME: "name",
    SearchField.SUPPLIER: "supplier",
    SearchField.PRODUCT_ID: "id",
    SearchField.DATE_MODIFIED: "date",
}
_ORDERS = {Sorting(field): name for field, name in _RANKS.items()} | {Sorting.NEWEST_FIRST: "newest"}

_MAX_EXCLUSIONS = 20
"""With more exclusions on one field, SQLite is faster than one range of ranks for each."""
_FEW = 200
"""Maximum number of matching products for which SQLite sorts faster than the index pages."""
_MAX_SHAPES = 256
"""Maximum number of sets of comparisons whose statements are cached."""

Operator = Callable[[Any, Any], Any]
Shape = tuple[tuple[SearchField, Operator], ...]
"""The comparisons of a statement, without the values."""


class _Bounds(NamedTuple):
    """All conditions on one field together; None: no bound."""

    field: SearchField
    low: Any
    is_beyond: bool
    """True if `low` itself is out of bounds."""
    high: Any
    is_up_to: bool
    """True if `high` itself is within bounds."""
    excluded: list[Any]


def find(store: Store, search: Search) -> tuple[Sequence[int], int]:
    """Return the ids of one page of the products that match all conditions, and the number of all matches."""
    in_order = _sorted_ids(store, _ORDERS[search.sorting])
    bounds = list(_bounds(search.conditions))
    if any(len(bound.excluded) > _MAX_EXCLUSIONS for bound in bounds):
        return _find_with_many_exclusions(store, search, bounds)
    if in_order is None or _is_narrow(store, bounds):
        return _find_in_table(store, search, bounds)
    found = in_order.all_positions
    for bound in bounds:
        found &= _positions(store, in_order, bound)
    page = page_of_positions(found, search.offset, search.limit)
    return list(map(in_order.id_at, page)), found.bit_count()


def _is_narrow(store: Store, bounds: Sequence[_Bounds]) -> bool:
    """Return True if all conditions are on one field and match few products: SQLite finds them in its own index."""
    if len(bounds) != 1:
        return False
    shape, values = _shape(bounds)
    return int(_counting_few(shape).scalar(store, **values)) <= _FEW


def _find_in_table(store: Store, search: Search, bounds: Sequence[_Bounds]) -> tuple[Sequence[int], int]:
    shape, values = _shape(bounds)
    total = _counting(shape).scalar(store, **values)
    page = _page(search.sorting, shape)
    return page.scalars(store, limit=search.limit, offset=search.offset, **values), total


def _shape(bounds: Sequence[_Bounds]) -> tuple[Shape, dict[str, Any]]:
    """Return the comparisons of a search, and their values by the names of the statement's parameters."""
    terms = [term for bound in bounds for term in _terms(bound)]
    values = {f"value{number}": value for number, (_, _, value) in enumerate(terms)}
    return tuple((field, operator) for field, operator, _ in terms), values


@lru_cache(_MAX_SHAPES)
def _counting(shape: Shape) -> Statement:
    return Statement(_COUNT.select_from(_product).where(*_wanted(shape)))


@lru_cache(_MAX_SHAPES)
def _counting_few(shape: Shape) -> Statement:
    """Build a count that stops as soon as there are more than `_FEW` products."""
    return Statement(_COUNT.select_from(_ID.where(*_wanted(shape)).limit(_FEW + 1).subquery()))


@lru_cache(_MAX_SHAPES)
def _page(sorting: Sorting, shape: Shape) -> Statement:
    ordered = _ID.where(*_wanted(shape)).order_by(_terms_of_order(sorting))
    return Statement(ordered.limit(bindparam("limit")).offset(bindparam("offset")))


def _terms_of_order(sorting: Sorting) -> Any:
    return text(SORT_ORDERS[_ORDERS[sorting]])


def _wanted(shape: Shape) -> list[ColumnElement[bool]]:
    return [operator(_COLUMNS[field], bindparam(f"value{number}")) for number, (field, operator) in enumerate(shape)]


def _find_with_many_exclusions(store: Store, search: Search, bounds: Iterable[_Bounds]) -> tuple[Sequence[int], int]:
    """Search with exclusions as lists: SQLite limits the number of terms, but not the length of a list."""
    wanted: list[ColumnElement[bool]] = []
    for bound in bounds:
        column = _COLUMNS[bound.field]
        wanted += (operator(column, value) for _, operator, value in _terms(bound._replace(excluded=[])))
        wanted.append(column.not_in(bound.excluded))
    total = store.read().execute(_COUNT.select_from(_product).where(*wanted)).scalar_one()
    page = _ID.where(*wanted).order_by(_terms_of_order(search.sorting)).limit(search.limit).offset(search.offset)
    return store.read().execute(page).scalars().all(), total


_LOWER_BOUNDS = {
    Comparison.EQUAL: False,
    Comparison.GREATER: True,
    Comparison.GREATER_OR_EQUAL: False,
    Comparison.BETWEEN: False,
}
"""Comparisons with a lower bound: True if the bound itself is out of bounds."""

_UPPER_BOUNDS = {
    Comparison.EQUAL: True,
    Comparison.LESS: False,
    Comparison.LESS_OR_EQUAL: True,
    Comparison.BETWEEN: True,
}
"""Comparisons with an upper bound: True if the bound itself is within bounds."""


def _bounds(conditions: Iterable[Condition[SearchField]]) -> Iterator[_Bounds]:
    by_field = attrgetter("field")
    for field, group in groupby(sorted(conditions, key=by_field), key=by_field):
        joined = [(each.comparison, *_values(each)) for each in group]
        lowest = [(low, _LOWER_BOUNDS[kind]) for kind, low, _ in joined if kind in _LOWER_BOUNDS]
        highest = [(high, _UPPER_BOUNDS[kind]) for kind, _, high in joined if kind in _UPPER_BOUNDS]
        excluded = [value for kind, value, _ in joined if kind == Comparison.NOT_EQUAL]
        low, is_beyond = max(lowest, default=(None, False))
        high, is_up_to = min(highest, default=(None, False))
        yield _Bounds(field, low, is_beyond, high, is_up_to, excluded)


def _values(condition: Condition[SearchField]) -> tuple[Any, Any]:
    """Return a condition's value, folded if its column is, and the end of its range."""
    value = fold(str(condition.value)) if condition.field in _FOLDED_FIELDS else condition.value
    return value, value if condition.end is None else condition.end


def _terms(bounds: _Bounds) -> Iterator[tuple[SearchField, Operator, Any]]:
    """Yield the bounds as comparisons of the field with values."""
    field, low, is_beyond, high, is_up_to, excluded = bounds
    if low is not None and low == high and is_up_to and not is_beyond:
        yield field, eq, low
    else:
        if low is not None:
            yield field, gt if is_beyond else ge, low
        if high is not None:
            yield field, le if is_up_to else lt, high
    for value in excluded:
        yield field, ne, value


def _sorted_ids(store: Store, name: str) -> SortedIds | None:
    """Return all products in a sort order; None if there is no index, or a product has changed since it was made."""
    found = sorted_ids(store, f"{_product.name} {name}")
    if found is None or store.cached("deconetwork", "has_changed", partial(has_changed, store, _product.name)):
        return None
    return found


def _positions(store: Store, in_order: SortedIds, bounds: _Bounds) -> int:
    """Return the positions of the products within the bounds in a sort order."""
    field, low, is_beyond, high, is_up_to, excluded = bounds
    name = _RANKS[field]
    rank = partial((_sorted_ids(store, name) or in_order).rank, _COLUMNS[field].name)
    first = None if low is None else rank(low, after=is_beyond)
    end = None if high is None else rank(high, after=is_up_to)
    positions = in_order.positions_between(name, first, end)
    for other in excluded:
        positions &= ~in_order.positions_between(name, rank(other), rank(other, after=True))
    return positions
