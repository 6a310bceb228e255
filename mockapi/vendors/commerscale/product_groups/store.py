"""Every query on a table of product groups. Rows hold a group's members in the vendor's order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, select

from mockapi.storage.conditions import array, is_in
from mockapi.storage.sequences import guid
from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.commerscale.errors import RequestFailed
from mockapi.vendors.commerscale.product_groups.schemas import ChangedGroup, Filters, NewGroup
from mockapi.vendors.commerscale.product_groups.tables import ProductGroup
from mockapi.vendors.commerscale.schemas import Pagination

_MAX_SHAPES = 256
"""Maximum number of combinations of filters whose statements are kept."""

_Shape = tuple[str, str]
"""A key of `_SHAPES` and a column."""
_SHAPES: dict[str, Callable[[ColumnElement[Any], str], ColumnElement[bool]]] = {
    "in": is_in,
    "in hex": lambda column, parameter: is_in(func.hex(column), parameter),
    "from": lambda column, parameter: column >= bindparam(parameter),
    "to": lambda column, parameter: column <= bindparam(parameter),
}


class _Term(NamedTuple):
    """A condition: its shape, and the value that it compares with."""

    shape: _Shape
    value: str


class GroupStore:
    """The queries on one table."""

    def __init__(self, model: type[ProductGroup], noun: str) -> None:
        """Build the statements. `noun`: the word for one group, in error messages."""
        self._noun = noun
        self._name = str(model.__tablename__)
        self._table = table = table_of(model)
        self._members = [column for column in table.c if column.name != "position"]
        self._by_id = Statement(select(*self._members).where(table.c.id == bindparam("id")))
        self._insert = Statement(insertion(table))
        self._change = Statement(replacement(table, without=("position", "id", "createdon")))
        self._reading = lru_cache(_MAX_SHAPES)(self._make_reading)
        self._removal = lru_cache(self._make_removal)

    def page(self, store: Store, filters: Filters, page: Pagination) -> Sequence[AnyRow]:
        """Return one page of the groups that match the filters, in the order of their creation."""
        terms = list(_terms(filters))
        _, found = self._reading(tuple(term.shape for term in terms))
        return found.all(store, **_values(terms), limit=page.size, offset=(page.number - 1) * page.size)

    def count(self, store: Store, filters: Filters) -> int:
        """Return the number of groups that match the filters."""
        terms = list(_terms(filters))
        counted, _ = self._reading(tuple(term.shape for term in terms))
        return int(counted.scalar(store, **_values(terms)))

    def create(self, store: Store, objects: list[NewGroup], author: str, now: datetime) -> list[AnyRow]:
        """Add groups and return them in the order of `objects`."""
        rows = []
        for texts in objects:
            # docs are silent; chosen because no published error forbids a second category of the same slug.
            position, group_id = self._next_identity(store)
            made = {"position": position, "id": group_id, "author": author, "createdon": f"{now:%Y-%m-%d %H:%M:%S}"}
            self._insert.run(store, **dict(texts), **made)
            rows.append(self._one(store, group_id))
        return rows

    def change(self, store: Store, objects: list[ChangedGroup], author: str) -> list[AnyRow]:
        """Replace the texts of groups and return them in the order of `objects`. Raises `RequestFailed`."""
        rows = []
        for index, changed in enumerate(objects):
            texts = changed.model_dump(exclude={"id"})
            if self._change.run(store, **texts, author=author, changed=changed.id) == 0:
                # docs are silent; chosen because a change that found nothing to change must not look like one that did.
                raise RequestFailed(f"'data[{index}].id' names no {self._noun}")
            rows.append(self._one(store, changed.id))
        return rows

    def remove(self, store: Store, ids: list[str]) -> int:
        """Delete the groups with these ids, and return how many there were."""
        # docs are silent; chosen because whoever wants a category gone has what they wanted.
        term = _in("id", ids)
        return self._removal(term.shape).run(store, **_values([term]))

    def _next_identity(self, store: Store) -> tuple[int, str]:
        """Return position and GUID of a new group. A row that a user has brought may have that GUID already."""
        while True:
            position = store.next_number(self._name)
            group_id = guid(self._name, position)
            if self._by_id.first(store, id=group_id) is None:
                return position, group_id

    def _one(self, store: Store, group_id: str) -> AnyRow:
        (row,) = self._by_id.all(store, id=group_id)
        return row

    def _make_reading(self, shapes: tuple[_Shape, ...]) -> tuple[Statement, Statement]:
        """Build the statements that count and return the groups that match filters of these shapes."""
        matches = [self._condition(shape, number) for number, shape in enumerate(shapes)]
        counted = select(func.count()).select_from(self._table).where(*matches)
        # docs are silent; chosen because both samples have the older category first, and pages need a fixed order.
        found = select(*self._members).where(*matches).order_by(self._table.c.position)
        return Statement(counted), Statement(found.limit(bindparam("limit")).offset(bindparam("offset")))

    def _make_removal(self, shape: _Shape) -> Statement:
        return Statement(delete(self._table).where(self._condition(shape, 0)))

    def _condition(self, shape: _Shape, number: int) -> ColumnElement[bool]:
        kind, name = shape
        return _SHAPES[kind](self._table.c[name], f"value{number}")


def _terms(filters: Filters) -> Iterator[_Term]:
    for name in ("id", "name", "slug"):
        if values := getattr(filters, name):
            yield _in(name, values)
    if filters.createdon_min:
        yield _Term(("from", "createdon"), filters.createdon_min)
    if filters.createdon_max:
        yield _Term(("to", "createdon"), filters.createdon_max)


def _in(name: str, values: list[str]) -> _Term:
    if any("\0" in value for value in values):
        # SQLite ends a text from JSON at its first NUL.
        return _Term(("in hex", name), array(value.encode().hex().upper() for value in values))
    return _Term(("in", name), array(values))


def _values(terms: Iterable[_Term]) -> dict[str, str]:
    return {f"value{number}": term.value for number, term in enumerate(terms)}
