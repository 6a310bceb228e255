"""Every query of DecoNetwork."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter, eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json
from sqlalchemy import Column, ColumnElement, Connection, String, bindparam, func, select, type_coerce

from mockapi.core.bit_slices import some_places
from mockapi.core.derived import derived
from mockapi.core.orderings import Ordering, has_changed, ordering_of
from mockapi.core.statements import Statement
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
_MOST_SHAPES = 256
"""Of searches whose statements are kept."""

Operator = Callable[[Any, Any], Any]

_ID = select(_product.c.id)
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
_MOST_CATEGORIES = 10_000
"""That are kept with their ancestors."""


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


def find(database: Connection, search: Search) -> tuple[Sequence[int], int]:
    """The ids of one page of the products that meet all conditions, and how many meet them."""
    ordering = _ordering(database, _ORDERINGS[search.sorting])
    bounds = list(_bounds(search.conditions))
    if any(len(bound.excluded) > _MOST_EXCLUSIONS for bound in bounds):
        return _find_without_many(database, search, bounds)
    if ordering is None:
        return _find_among_rows(database, search, bounds)
    met = ordering.everywhere
    for bound in bounds:
        met &= _places(database, ordering, bound)
    return [ordering.id_at(place) for place in some_places(met, search.offset, search.limit)], met.bit_count()


def _find_among_rows(database: Connection, search: Search, bounds: Sequence[_Bounds]) -> tuple[Sequence[int], int]:
    terms = [term for bound in bounds for term in _terms(bound)]
    counting, page = _statements(search.sorting, tuple((field, operator) for field, operator, _ in terms))
    values = {f"value{place}": value for place, (_, _, value) in enumerate(terms)}
    total = counting.scalar(database, **values)
    return page.scalars(database, limit=search.limit, offset=search.offset, **values), total


@lru_cache(_MOST_SHAPES)
def _statements(sorting: Sorting, shape: tuple[tuple[SearchField, Operator], ...]) -> tuple[Statement, Statement]:
    """What counts the products that meet conditions of this shape, and what gives a page of them."""
    wanted = [operator(_COLUMNS[field], bindparam(f"value{place}")) for place, (field, operator) in enumerate(shape)]
    page = _ID.where(*wanted).order_by(*_ORDERS[sorting]).limit(bindparam("limit")).offset(bindparam("offset"))
    return Statement(select(func.count()).select_from(_product).where(*wanted)), Statement(page)


def _find_without_many(database: Connection, search: Search, bounds: Iterable[_Bounds]) -> tuple[Sequence[int], int]:
    """With many exclusions: SQLite takes them as a list, but not as that many terms."""
    wanted: list[ColumnElement[bool]] = []
    for bound in bounds:
        column = _COLUMNS[bound.field]
        wanted += (operator(column, value) for _, operator, value in _terms(bound._replace(excluded=[])))
        wanted.append(column.not_in(bound.excluded))
    total = database.execute(select(func.count()).select_from(_product).where(*wanted)).scalar_one()
    page = _ID.where(*wanted).order_by(*_ORDERS[search.sorting]).limit(search.limit).offset(search.offset)
    return database.execute(page).scalars().all(), total


def rows(database: Connection, ids: Sequence[int]) -> Sequence[AnyRow]:
    """The products with these ids, without their options and SKUs, in any order."""
    return _PRODUCTS.all(database, ids=to_json(ids).decode())


def products(database: Connection, ids: list[int]) -> list[AnyRow]:
    """The products that exist, with their options and SKUs, in the order of `ids`."""
    found = {row.id: row for row in _DETAILED.all(database, ids=to_json(ids).decode())}
    return [found[product_id] for product_id in ids if product_id in found]


class Categories(dict[str, list[dict[str, Any]]]):
    """A product's `category_ids` → those categories: id, name, and `ancestors`: the parent alike, {} above the top."""

    def __init__(self, database: Connection) -> None:
        super().__init__()
        self._database = database
        self._known: dict[int | None, dict[str, Any]] = {None: {}}

    def __missing__(self, category_ids: str) -> list[dict[str, Any]]:
        if max(len(self), len(self._known)) > _MOST_CATEGORIES:
            self.clear()
            self._known = {None: {}}
        found = map(self._with_ancestors, from_json(category_ids))
        self[category_ids] = categories = [category for category in found if category]
        return categories

    def _with_ancestors(self, category_id: int | None) -> dict[str, Any]:
        if category_id not in self._known:
            row = _CATEGORY.first(self._database, id=category_id)
            self._known[category_id] = (
                {"id": row.id, "name": row.name, "ancestors": self._with_ancestors(row.parent_id)} if row else {}
            )
        return self._known[category_id]


def categories(database: Connection) -> Categories:
    """All categories, as products show them."""
    return derived(database, "deconetwork", "categories", partial(Categories, database))


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


def _terms(bounds: _Bounds) -> Iterator[tuple[SearchField, Operator, Any]]:
    """The bounds as comparisons of the field with values."""
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


def _ordering(database: Connection, name: str) -> Ordering | None:
    """An ordering of all products as they are; None: there is none."""
    ordering = ordering_of(database, f"{_product.name} {name}")
    if ordering is None:
        return None
    is_other = derived(database, "deconetwork", "has_changed", partial(has_changed, database, _product.name))
    return None if is_other else ordering


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
