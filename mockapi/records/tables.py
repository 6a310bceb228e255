"""Users' own rows: the vendors' tables are read, filled and emptied as JSON.

A table is addressed by its vendor and its short name: `category` is `altegio_category` without the vendor's prefix.
Callers that write have opened a transaction (`Sandbox.writing`), and roll it back on `RowError`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import JSON, Table, delete, func, or_, select

from mockapi.records.errors import Report, TableInUse, UnknownTable, WrongRow, shown, suggestion
from mockapi.records.references import assign_ids, broken_references, make, taken_values
from mockapi.records.validation import Complaint, Member, check_shape, key_of, members
from mockapi.storage.statements import Statement, insertion
from mockapi.storage.store import Store, table_of
from mockapi.vendor_api.table_rules import Reference, Values, VendorTable
from mockapi.vendor_api.vendor import Vendor


def find_vendor(vendors: Sequence[Vendor], name: str) -> Vendor:
    """Return the vendor of that name. Raises `UnknownTable`."""
    by_name = {vendor.name: vendor for vendor in vendors}
    if name not in by_name:
        raise _unknown(f"there is no vendor {name!r}", name, by_name)
    return by_name[name]


def table_names(vendor: Vendor) -> list[str]:
    """Return the short names of a vendor's tables; a table follows those that it refers to."""
    return [_short_name(vendor, table) for table in vendor.tables]


def table_members(vendor: Vendor, table: str) -> list[Member]:
    """Return the members that a row of a table may have. Raises `UnknownTable`."""
    return members(_table(vendor, table))


def count_rows(store: Store, vendor: Vendor, table: str) -> int:
    """Return the number of rows of a table. Raises `UnknownTable`."""
    definition = table_of(_table(vendor, table))
    return int(store.read().execute(select(func.count()).select_from(definition)).scalar_one())


def table_rows(store: Store, vendor: Vendor, table: str, limit: int, offset: int = 0) -> list[Values]:
    """Return a page of rows by primary key, in the form in which they can be loaded. Raises `UnknownTable`."""
    model = _table(vendor, table)
    definition = table_of(model)
    names = [column.name for column in definition.c if column.name not in model.row_rules.derived]
    found = select(*(definition.c[name] for name in names)).order_by(definition.c[key_of(model)])
    rows = store.read().execute(found.limit(limit).offset(offset))
    return [dict(zip(names, row, strict=True)) for row in rows]


def load_rows(store: Store, vendor: Vendor, table: str, rows: Any, source: str | None = None) -> list[Values]:
    """Add `rows`, an array of objects, to a table, and return them as they are stored, with their ids.

    `source`: the name of the file with the rows. Raises `UnknownTable` and `RowError`.
    """
    batch = Batch(vendor, table, rows, source)
    load_batches(store, [batch])
    return batch.stored()


def clear_table(store: Store, vendor: Vendor, table: str) -> int:
    """Remove all rows of a table and return their number. Its sequence goes on: no id is assigned twice.

    Raises `UnknownTable`, and `TableInUse` if rows of another table refer to it.
    """
    model = _table(vendor, table)
    for other in vendor.tables:
        number = _referring(store, other, model) if other is not model else 0
        if number:
            name = _short_name(vendor, other)
            reason = f"cannot be cleared while {number} rows of {vendor.name}/{name} refer to it: clear {name} first"
            raise TableInUse([WrongRow(reason, table=f"{vendor.name}/{table}")])
    return Statement(delete(table_of(model))).run(store)


@dataclass
class Batch:
    """Rows to be loaded into a table. Raises `UnknownTable`."""

    vendor: Vendor
    table: str
    rows: Any
    source: str | None = None
    model: type[VendorTable] = field(init=False)

    def __post_init__(self) -> None:
        self.model = _table(self.vendor, self.table)

    def stored(self) -> list[Values]:
        """Return the rows without the members that users do not see."""
        derived = self.model.row_rules.derived
        return [{name: value for name, value in row.items() if name not in derived} for row in self.rows]

    def wrong(self, reason: str, row: int | None = None, member: str | None = None) -> WrongRow:
        """Return an error in the rows."""
        return WrongRow(reason, self.source, f"{self.vendor.name}/{self.table}", row, member)


def load_batches(store: Store, batches: Sequence[Batch]) -> None:
    """Store all batches, of different tables each. Rows may refer to rows of any batch. Raises `RowError`."""
    report = Report()
    for batch in batches:
        _read(batch, report)
    report.refuse_if_any()
    for batch in batches:
        for index, member, reason in taken_values(store, batch.model, batch.rows):
            report.add(batch.wrong(reason, index, member))
    report.refuse_if_any()
    for batch in batches:
        _store(store, batch)
    for batch in batches:
        for index, member, reason in broken_references(store, batch.model, batch.rows):
            report.add(batch.wrong(reason, index, member))
    report.refuse_if_any()


def _read(batch: Batch, report: Report) -> None:
    """Check each row by itself, and add the members that need no query."""
    if not isinstance(batch.rows, list):
        report.add(batch.wrong(f"an array of rows is needed, got {shown(batch.rows)}"))
        return
    complete = []
    for index, row in enumerate(batch.rows):
        complaints: list[Complaint] = []
        values = check_shape(batch.model, row, complaints)
        for member, reason in complaints:
            report.add(batch.wrong(reason, index, member))
        if key_of(batch.model) in values:
            make(batch.model, values, batch.model.row_rules.made.keys() - values.keys())
        complete.append(values)
    batch.rows = complete


def _store(store: Store, batch: Batch) -> None:
    assign_ids(store, batch.model, batch.rows)
    order = list(batch.model.model_fields)
    derived = batch.model.row_rules.derived
    batch.rows = [{name: derived[name](row) if name in derived else row[name] for name in order} for row in batch.rows]
    statement = _insertion(batch.model)
    for row in batch.rows:
        statement.run(store, **row)


@cache
def _insertion(table: type[VendorTable]) -> Statement:
    return Statement(insertion(table_of(table)))


def _referring(store: Store, table: type[VendorTable], target: type[VendorTable]) -> int:
    """Return the number of rows of `table` that refer to rows of `target`."""
    definition = table_of(table)
    clauses = [
        _refers(definition, reference)
        for reference in table.row_rules.references
        if reference.table == target.__tablename__
    ]
    if not clauses:
        return 0
    return int(store.read().execute(select(func.count()).select_from(definition).where(or_(*clauses))).scalar_one())


def _refers(definition: Table, reference: Reference) -> Any:
    column = definition.c[reference.column]
    if isinstance(column.type, JSON):
        return func.json_array_length(column) > 0
    return column.is_not(reference.nothing)


def _table(vendor: Vendor, name: str) -> type[VendorTable]:
    by_name = {_short_name(vendor, table): table for table in vendor.tables}
    if name not in by_name:
        raise _unknown(f"{vendor.name} has no table {name!r}", name, by_name)
    return by_name[name]


def _short_name(vendor: Vendor, table: type[VendorTable]) -> str:
    return str(table.__tablename__).removeprefix(f"{vendor.name}_")


def _unknown(what: str, name: str, known: dict[str, Any]) -> UnknownTable:
    return UnknownTable([WrongRow(f"{what} (there are: {', '.join(known)}){suggestion(name, known)}")])
