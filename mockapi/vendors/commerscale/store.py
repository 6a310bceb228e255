"""Every query of Commerscale. Rows hold a category's members in the vendor's order, and come as they were created."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from mockapi.core.identifiers import next_number
from mockapi.core.store import AnyRow, table_of
from mockapi.vendors.commerscale import tables
from mockapi.vendors.commerscale.errors import RequestFailed
from mockapi.vendors.commerscale.parameters import Filters, Page
from mockapi.vendors.commerscale.tables import COUNTER, category_guid

_category = table_of(tables.Category)
_MEMBERS = [column for column in _category.c if column.name != "position"]
_BY_ID = select(*_MEMBERS).where(_category.c.id == bindparam("id"))
_CHANGE = update(_category).where(_category.c.id == bindparam("changed"))
_COUNT = select(func.count()).select_from(_category)


def categories(database: Connection, filters: Filters, page: Page) -> list[AnyRow]:
    """One page of the categories that meet the filters."""
    # docs are silent; chosen because both samples have the older category first, and pages need a fixed order.
    found = select(*_MEMBERS).where(*_clauses(filters)).order_by(_category.c.position)
    return list(database.execute(found.limit(page.size).offset((page.number - 1) * page.size)))


def count(database: Connection, filters: Filters) -> int:
    """How many categories meet the filters."""
    return int(database.execute(_COUNT.where(*_clauses(filters))).scalar_one())


def create(database: Connection, objects: list[dict[str, str]], author: str, now: datetime) -> list[AnyRow]:
    """New categories, in the order of `objects`, each with the six texts."""
    rows: list[dict[str, Any]] = []
    for values in objects:
        position, category_id = _next_identity(database)
        created = {"position": position, "id": category_id, "author": author, "createdon": _date(now)}
        rows.append({**values, **created})
    # docs are silent; chosen because no published error forbids a second category of the same slug.
    database.execute(insert(_category), rows)
    return [_one(database, row["id"]) for row in rows]


def change(database: Connection, objects: list[dict[str, str]], author: str) -> list[AnyRow]:
    """Replace the six texts of the categories that `objects` name by their `id`; one that is unknown is refused."""
    rows = []
    for index, values in enumerate(objects):
        if database.execute(_CHANGE, {**values, "author": author, "changed": values["id"]}).rowcount == 0:
            # docs are silent; chosen because a change that found nothing to change must not look like one that did.
            raise RequestFailed(f"'data[{index}].id' names no category")
        rows.append(_one(database, values["id"]))
    return rows


def remove(database: Connection, ids: list[str]) -> int:
    """Delete the categories that exist, and say how many they were."""
    # docs are silent; chosen because whoever wants a category gone has what they wanted.
    return int(database.execute(delete(_category).where(_among(_category.c.id, ids))).rowcount)


def _next_identity(database: Connection) -> tuple[int, str]:
    """Position and GUID of a new category. A row that a user has brought may have that GUID already."""
    while True:
        position = next_number(database, COUNTER)
        category_id = category_guid(position)
        if database.execute(_BY_ID, {"id": category_id}).first() is None:
            return position, category_id


def _one(database: Connection, category_id: str) -> AnyRow:
    return database.execute(_BY_ID, {"id": category_id}).one()


def _clauses(filters: Filters) -> Iterator[ColumnElement[bool]]:
    for name in ("id", "name", "slug"):
        values = getattr(filters, name)
        if values is not None:
            yield _among(_category.c[name], values)
    if filters.createdon_min is not None:
        yield _category.c.createdon >= filters.createdon_min
    if filters.createdon_max is not None:
        yield _category.c.createdon <= filters.createdon_max


def _among(column: ColumnElement[Any], values: list[str]) -> ColumnElement[bool]:
    """`values` go in as one JSON array: SQLite takes only so many parameters."""
    if any("\0" in value for value in values):
        # SQLite ends a text from JSON at its first NUL.
        column, values = func.hex(column), [value.encode().hex().upper() for value in values]
    return column.in_(select(func.json_each(to_json(values).decode()).table_valued("value").c.value))


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
