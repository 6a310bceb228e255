"""Ids and references of users' own rows: taken ids are errors, missing ids are assigned, references must hold."""

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any

from sqlalchemy import Column, select
from sqlmodel import SQLModel

from mockapi.records.errors import shown
from mockapi.records.validation import key_of
from mockapi.storage.conditions import array, is_in
from mockapi.storage.sequences import raise_sequence
from mockapi.storage.store import Store, table_of
from mockapi.vendor_api.table_rules import Reference, Values, VendorTable

Complaint = tuple[int, str, str]
"""The number of the row, the place in it, and the error there."""


def taken_values(store: Store, table: type[VendorTable], rows: Sequence[Values]) -> Iterator[Complaint]:
    """Yield values of unique columns that two of the rows have, or a row in the store."""
    for column in _unique_columns(table):
        first: dict[Any, int] = {}
        for index, row in enumerate(rows):
            value = row.get(column.name)
            if value is not None and first.setdefault(value, index) != index:
                yield index, column.name, f"{shown(value)} stands in row {first[value]} already"
        stored = store.read().execute(select(column).where(is_in(column, "values")), {"values": array(first)})
        for value in sorted(stored.scalars()):
            yield first[value], column.name, f"{shown(value)} is taken by a row that is stored already"


def assign_ids(store: Store, table: type[VendorTable], rows: Sequence[Values]) -> None:
    """Raise the table's sequence above the ids of the rows, and assign ids to rows that have none."""
    counter, key = table.row_rules.counter, key_of(table)
    if counter is None:
        return
    raise_sequence(store, counter, max((row[key] for row in rows if key in row), default=0))
    waiting = [row for row in rows if key not in row]
    taken = _taken(store, table, rows) if waiting else {}
    numbers = _numbers(store, counter, len(waiting))
    for row in waiting:
        lacking = [name for name in table.row_rules.made if name not in row]
        while True:
            row[key] = next(numbers)
            make(table, row, lacking)
            # A row of a user may have brought the value that is made for this number.
            if not any(row[name] in taken[name] for name in lacking):
                break


def make(table: type[VendorTable], row: Values, names: Iterable[str]) -> None:
    """Add members that are made from the row's primary key."""
    for name in names:
        row[name] = table.row_rules.made[name](row)


def _taken(store: Store, table: type[VendorTable], rows: Sequence[Values]) -> dict[str, set[Any]]:
    columns = table_of(table).c
    return {
        name: {*store.read().execute(select(columns[name])).scalars(), *(row[name] for row in rows if name in row)}
        for name in table.row_rules.made
    }


def _numbers(store: Store, counter: str, count: int) -> Iterator[int]:
    """Yield `count` numbers that are taken at once, then single ones."""
    yield from store.reserve_numbers(counter, count)
    while True:
        yield store.next_number(counter)


def broken_references(store: Store, table: type[VendorTable], rows: Sequence[Values]) -> Iterator[Complaint]:
    """Yield references of stored rows to rows that do not exist or do not fit."""
    for reference in table.row_rules.references:
        yield from _dangling(store, reference, rows)
        if reference.table == table.__tablename__:
            yield from _badly_nested(store, table, reference, rows)


def _dangling(store: Store, reference: Reference, rows: Sequence[Values]) -> Iterator[Complaint]:
    target = SQLModel.metadata.tables[reference.table]
    (key,) = target.primary_key
    kind = reference.table.partition("_")[2]
    wanted = {number for row in rows for _, number in _ids(reference, row)}
    columns = [key, target.c[reference.same]] if reference.same else [key, key]
    query = select(*columns).where(is_in(key, "wanted"))
    known: dict[int, Any] = dict(store.read().execute(query, {"wanted": array(wanted)}).all())
    for index, row in enumerate(rows):
        for place, number in _ids(reference, row):
            if number not in known:
                yield index, place, f"there is no {kind} {number}"
            elif reference.same and known[number] != row[reference.same]:
                yield index, place, f"{kind} {number} has another {reference.same}: {known[number]}"


def _ids(reference: Reference, row: Values) -> Iterator[tuple[str, int]]:
    """Yield each id that a row refers to, with its place in the row."""
    value = row[reference.column]
    if isinstance(value, list):
        yield from ((f"{reference.column}/{position}", number) for position, number in enumerate(value))
    elif value is not None and value != reference.nothing:
        yield reference.column, value


def _badly_nested(
    store: Store, table: type[VendorTable], reference: Reference, rows: Sequence[Values]
) -> Iterator[Complaint]:
    """Yield rows of a tree that are below themselves, or too deep."""
    key, columns = key_of(table), table_of(table).c
    parents = dict(store.read().execute(select(columns[key], columns[reference.column])).all())
    depths: dict[Any, float] = {}
    for index, row in enumerate(rows):
        depth = _depth(row[key], parents, depths)
        if depth == inf:
            yield index, reference.column, "the way up leads back to where it came from"
        elif reference.deepest and depth > reference.deepest:
            yield index, reference.column, f"this is level {depth} of the tree; {reference.deepest} are the most"


def _depth(node: Any, parents: dict[Any, Any], depths: dict[Any, float]) -> float:
    """Return the number of levels from a node of a tree to the top; store those of the nodes above in `depths`."""
    path: dict[Any, None] = {}
    while node in parents and node not in depths and node not in path:
        path[node] = None
        node = parents[node]
    depth = inf if node in path else depths.get(node, 0)
    for each in reversed(path):
        depth += 1
        depths[each] = depth
    return depth


def _unique_columns(table: type[VendorTable]) -> list[Column[Any]]:
    definition = table_of(table)
    indexed = [column for index in definition.indexes if index.unique for column in index.columns]
    return [*definition.primary_key, *indexed]
