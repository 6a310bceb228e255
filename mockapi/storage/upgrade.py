"""Upgrades of older stores: every row is copied into a new store of the current format."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel

from mockapi.storage.schema import (
    FORMAT,
    INDEX_PREFIX,
    Compute,
    Schema,
    StoreOrigin,
    create_store,
    read_origin,
    table_names,
)
from mockapi.storage.statements import stored_value
from mockapi.storage.store import Store, StoreError, table_of

_COLUMNS = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?)'
_EXPORT = (
    "export its rows with the version of mockapi that made it (GET /__admin/data/VENDOR/TABLE) "
    "and load them with --fixtures"
)


def upgrade_store(old: Store, new: Store, schema: Schema, name: object) -> None:
    """Fill the empty database `new` with the rows of `old`, in tables and indexes of the current format.

    Raises `StoreError`, which calls the older store `name`, unless its tables only lack tables, or columns that are
    computed or have a default.
    """
    origin = read_origin(old, name)

    def fill(store: Store) -> None:
        for table in sorted(table_names(old) - table_names(store)):
            if not table.startswith(("sqlite_", INDEX_PREFIX)):
                raise _UpgradeError(f"the table {table} is unknown")
        for model in schema.tables:
            _copy_rows(old, store, model, schema.computed.get(str(model.__tablename__), {}))

    try:
        create_store(new, StoreOrigin(**{**origin.model_dump(), "format": FORMAT}), schema, fill)
        with new.transaction():
            for _ in schema.index(new):
                pass
    except (_UpgradeError, sqlite3.IntegrityError) as error:
        raise StoreError(f"{name} has format {origin.format} and cannot be upgraded: {error}; {_EXPORT}") from error


class _UpgradeError(Exception):
    """A difference between the tables that no upgrade can bridge."""


def _copy_rows(old: Store, new: Store, model: type[SQLModel], computed: Mapping[str, Compute]) -> None:
    table = str(model.__tablename__)
    before, now = (store.execute(_COLUMNS, (table,)).fetchall() for store in (old, new))
    if not before:
        return
    for column in before:
        if column not in now:
            raise _UpgradeError(f"the column {column[0]} of {table} is unknown or has changed")
    kept = [column[0] for column in before]
    lacking = [column[0] for column in now if column[0] not in kept]
    # Defaults first: what is computed may depend on them.
    added = {name: _default(model, name) for name in lacking if name not in computed}
    added |= {name: computed[name] for name in lacking if name in computed}
    rows = old.execute(f"SELECT {', '.join(kept)} FROM {table}")  # noqa: S608
    new.insert_rows(model, [*kept, *added], _completed(rows, kept, added))


def _completed(
    rows: Iterable[tuple[Any, ...]], names: Sequence[str], added: Mapping[str, Compute]
) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = dict(zip(names, row, strict=True))
        for name, compute in added.items():
            values[name] = compute(values)
        yield tuple(values.values())


def _default(model: type[SQLModel], name: str) -> Compute:
    member = model.model_fields[name]
    if member.is_required():
        raise _UpgradeError(f"the column {name} of {model.__tablename__} is missing and has no default")
    default = stored_value(table_of(model).c[name], member.get_default(call_default_factory=True))
    return lambda row: default
