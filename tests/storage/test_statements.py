"""A kept statement gives what SQLAlchemy gives."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Column, Connection, Float, Integer, MetaData, String, Table, bindparam, select
from sqlalchemy.schema import CreateTable

from mockapi.storage.derived import derived
from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import connect, in_transaction

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("weight", Float),
    Column("parts", JSON, nullable=False),
)
INSERT = Statement(insertion(TABLE))
CHANGE = Statement(replacement(TABLE, without=("id",)))
ALL = select(TABLE).where(TABLE.c.id >= bindparam("first"), TABLE.c.name != "never").order_by(TABLE.c.id)

TEXTS = st.text(max_size=5).filter(lambda text: "\0" not in text and text.isprintable())
ROWS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "is_new": st.booleans(),
        "weight": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "parts": st.lists(st.integers(-5, 5) | TEXTS | st.none(), max_size=3),
    }
)


@pytest.fixture
def database() -> Iterator[Connection]:
    with connect(":memory:") as connection:
        connection.execute(CreateTable(TABLE))
        yield connection


@given(rows=st.lists(ROWS, min_size=1, max_size=4), other=ROWS)
def test_rows_come_back_as_they_went_in(rows: list[dict[str, Any]], other: dict[str, Any]) -> None:
    with connect(":memory:") as database:
        database.execute(CreateTable(TABLE))
        for number, row in enumerate(rows):
            INSERT.run(database, id=number, **row)
        assert CHANGE.run(database, changed=0, **other) == 1
        assert CHANGE.run(database, changed=99, **other) == 0
        kept = Statement(ALL)
        for first in (0, len(rows) - 1, len(rows)):
            expected = database.execute(ALL, {"first": first}).all()
            assert [row._asdict() for row in kept.all(database, first=first)] == [
                dict(row._mapping) for row in expected
            ]
            one = kept.first(database, first=first)
            assert (one and tuple(one)) == (tuple(expected[0]) if expected else None)


def test_what_is_derived_holds_until_something_is_written(database: Connection) -> None:
    made = iter(range(9))
    assert [derived(database, "a", "one", made.__next__) for _ in range(3)] == [0, 0, 0]
    assert derived(database, "a", "two", made.__next__) == 1
    with in_transaction(database):
        INSERT.run(database, id=1, name="x", is_new=True, weight=None, parts=[])
    assert [derived(database, "a", "one", made.__next__) for _ in range(2)] == [2, 2]
    with in_transaction(database, "b"):
        INSERT.run(database, id=2, name="x", is_new=True, weight=None, parts=[])
    assert [derived(database, name, "one", made.__next__) for name in ("a", "b")] == [2, 3]
    with in_transaction(database, "a"):
        INSERT.run(database, id=3, name="x", is_new=True, weight=None, parts=[])
    assert [derived(database, name, "one", made.__next__) for name in ("a", "b")] == [4, 3]
    with suppress(ZeroDivisionError), in_transaction(database, "a"):
        assert derived(database, "a", "two", made.__next__) == 5
        raise ZeroDivisionError
    assert derived(database, "a", "two", made.__next__) == 6
