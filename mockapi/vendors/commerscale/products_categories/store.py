"""Every query of Commerscale. Rows hold a category's members in the vendor's order, in the order of creation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, select

from mockapi.storage.conditions import array, is_in
from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.commerscale.errors import RequestFailed
from mockapi.vendors.commerscale.parameters import Filters, Page
from mockapi.vendors.commerscale.products_categories import tables
from mockapi.vendors.commerscale.products_categories.tables import COUNTER, category_guid

_category = table_of(tables.Category)
_MEMBERS = [column for column in _category.c if column.name != "position"]
_BY_ID = Statement(select(*_MEMBERS).where(_category.c.id == bindparam("id")))
_INSERT = Statement(insertion(_category))
_CHANGE = Statement(replacement(_category, without=("position", "id", "createdon")))
_COUNT = select(func.count()).select_from(_category)
_MAX_SHAPES = 256
"""Sets of filters whose statements are cached."""


def categories(store: Store, filters: Filters, page: Page) -> Sequence[AnyRow]:
    """Return a page of the categories that meet the filters."""
    terms = list(_terms(filters))
    _, found = _statements(tuple(term.shape for term in terms))
    paging = {"limit": page.size, "offset": (page.number - 1) * page.size}
    return found.all(store, **_values(terms), **paging)


def count(store: Store, filters: Filters) -> int:
    """Return the number of categories that meet the filters."""
    terms = list(_terms(filters))
    counting, _ = _statements(tuple(term.shape for term in terms))
    return int(counting.scalar(store, **_values(terms)))


def create(store: Store, objects: list[dict[str, str]], author: str, now: datetime) -> list[AnyRow]:
    """Create categories and return them; each of `objects` has the six texts."""
    rows: list[dict[str, Any]] = []
    for values in objects:
        position, category_id = _next_identity(store)
        created = {"position": position, "id": category_id, "author": author, "createdon": _date(now)}
        rows.append({**values, **created})
    # docs are silent; chosen because no published error forbids a second category of the same slug.
    for row in rows:
        _INSERT.run(store, **row)
    return [_one(store, row["id"]) for row in rows]


def change(store: Store, objects: list[dict[str, str]], author: str) -> list[AnyRow]:
    """Replace the six texts of the categories with the `id`s of `objects`, and return them. An unknown `id` raises."""
    rows = []
    for index, values in enumerate(objects):
        texts = {name: text for name, text in values.items() if name != "id"}
        if _CHANGE.run(store, **texts, author=author, changed=values["id"]) == 0:
            # docs are silent; chosen because a change that found nothing to change must not look like one that did.
            raise RequestFailed(f"'data[{index}].id' names no category")
        rows.append(_one(store, values["id"]))
    return rows


def remove(store: Store, ids: list[str]) -> int:
    """Delete the categories that exist, and return their number."""
    # docs are silent; chosen because whoever wants a category gone has what they wanted.
    term = _in("id", ids)
    return _removal(term.shape).run(store, **_values([term]))


def _next_identity(store: Store) -> tuple[int, str]:
    """Return the position and GUID of a new category. A user's own row may have the next GUID already."""
    while True:
        position = store.next_number(COUNTER)
        category_id = category_guid(position)
        if _BY_ID.first(store, id=category_id) is None:
            return position, category_id


def _one(store: Store, category_id: str) -> AnyRow:
    (row,) = _BY_ID.all(store, id=category_id)
    return row


class _Term(NamedTuple):
    """A condition: its shape and the value of its parameter."""

    shape: tuple[str, str]
    """The key in `_SHAPES`, and the column."""
    value: str


_SHAPES: dict[str, Callable[[ColumnElement[Any], str], ColumnElement[bool]]] = {
    "in": is_in,
    "in hex": lambda column, parameter: is_in(func.hex(column), parameter),
    "from": lambda column, parameter: column >= bindparam(parameter),
    "to": lambda column, parameter: column <= bindparam(parameter),
}


def _terms(filters: Filters) -> Iterator[_Term]:
    for name in ("id", "name", "slug"):
        values = getattr(filters, name)
        if values is not None:
            yield _in(name, values)
    if filters.createdon_min is not None:
        yield _Term(("from", "createdon"), filters.createdon_min)
    if filters.createdon_max is not None:
        yield _Term(("to", "createdon"), filters.createdon_max)


def _in(name: str, values: list[str]) -> _Term:
    if any("\0" in value for value in values):
        # SQLite ends a text from JSON at its first NUL.
        return _Term(("in hex", name), array(value.encode().hex().upper() for value in values))
    return _Term(("in", name), array(values))


def _values(terms: Iterable[_Term]) -> dict[str, str]:
    return {f"value{number}": term.value for number, term in enumerate(terms)}


def _condition(shape: tuple[str, str], number: int) -> ColumnElement[bool]:
    kind, name = shape
    return _SHAPES[kind](_category.c[name], f"value{number}")


@cache
def _removal(shape: tuple[str, str]) -> Statement:
    return Statement(delete(_category).where(_condition(shape, 0)))


@lru_cache(_MAX_SHAPES)
def _statements(shapes: tuple[tuple[str, str], ...]) -> tuple[Statement, Statement]:
    """Return a count of the categories that meet filters of these shapes, and a query for a page of them."""
    wanted = [_condition(shape, number) for number, shape in enumerate(shapes)]
    # docs are silent; chosen because both samples have the older category first, and pages need a fixed order.
    found = select(*_MEMBERS).where(*wanted).order_by(_category.c.position)
    return Statement(_COUNT.where(*wanted)), Statement(found.limit(bindparam("limit")).offset(bindparam("offset")))


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
