"""A kept statement gives what SQLAlchemy gives."""

from contextlib import closing
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Column, Float, Integer, MetaData, String, Table, bindparam, select
from sqlalchemy.schema import CreateTable

from mockapi.storage.statements import Statement, insertion, replacement
from mockapi.storage.store import Store

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


@given(rows=st.lists(ROWS, min_size=1, max_size=4), other=ROWS)
def test_rows_come_back_as_they_went_in(rows: list[dict[str, Any]], other: dict[str, Any]) -> None:
    with closing(Store()) as store:
        store.read().execute(CreateTable(TABLE))
        for number, row in enumerate(rows):
            INSERT.run(store, id=number, **row)
        assert CHANGE.run(store, changed=0, **other) == 1
        assert CHANGE.run(store, changed=99, **other) == 0
        kept = Statement(ALL)
        for first in (0, len(rows) - 1, len(rows)):
            expected = store.read().execute(ALL, {"first": first}).all()
            assert [row._asdict() for row in kept.all(store, first=first)] == [dict(row._mapping) for row in expected]
            one = kept.first(store, first=first)
            assert (one and tuple(one)) == (tuple(expected[0]) if expected else None)
