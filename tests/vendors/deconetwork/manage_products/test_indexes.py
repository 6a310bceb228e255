"""Every search goes through an index: read from SQLite's own plan of the statements that a request runs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from mockapi.server.server import MockServer
from mockapi.storage.store import Store
from tests.support.deconetwork import SUCCESS, Site, numbered
from tests.support.nonempty import nonempty

TEXT = {"string": "u"}
CONDITIONS: list[Any] = [
    *(pytest.param(numbered(1, field=field, condition=1, **TEXT), id=f"{field} ==") for field in (1, 2, 3)),
    *(pytest.param(numbered(1, field=field, condition=3, **TEXT), id=f"{field} <") for field in (1, 2, 3)),
    *(pytest.param(numbered(1, field=field, condition=4, **TEXT), id=f"{field} >") for field in (1, 2, 3)),
    *(
        pytest.param(
            {**numbered(1, field=field, condition=6, **TEXT), **numbered(2, field=field, condition=5, string="v")},
            id=f"{field} range",
        )
        for field in (1, 2, 3)
    ),
    *(pytest.param({"field": 4, "condition": c, "string": 30_000_100}, id=f"4 {c}") for c in (1, 3, 4, 5, 6)),
    pytest.param(
        {
            **numbered(1, field=4, condition=4, string=30_000_010),
            **numbered(2, field=4, condition=3, string=30_000_020),
        },
        id="4 range",
    ),
    *(pytest.param({"field": 5, "condition": c, "date1": "2020-01-01"}, id=f"5 {c}") for c in (1, 3, 4, 5, 6)),
    pytest.param({"field": 5, "condition": 7, "date1": "2020-01-01", "date2": "2021-01-01"}, id="5 Between"),
]


_numbers = count()


@contextmanager
def captured(database: Store) -> Iterator[list[str]]:
    """The statements that run on a connection meanwhile, their parameters in them."""
    statements: list[str] = []
    raw: Any = database.read().connection.driver_connection
    raw.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        raw.set_trace_callback(None)


def asked_once() -> dict[str, int]:
    """A parameter that makes a request different from all others, so that its answer is not remembered."""
    return {"once": next(_numbers)}


def plan(database: Store, statement: str) -> list[str]:
    """How SQLite runs a statement, one step a line."""
    return [str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {statement}")]


def product_steps(mock: MockServer, site: Site, parameters: dict[str, Any]) -> list[list[str]]:
    """For each statement about products that a find runs, the steps of its plan that read the products.

    Asked for a second time: what is shown of the products has been written by then.
    """
    site.find({**parameters, **asked_once()})
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        assert site.find({**parameters, **asked_once()})["response_status"] == SUCCESS
    plans = [plan(database, statement) for statement in statements]
    steps = [[step for step in one if "deconetwork_product" in step] for one in plans]
    return [reading for reading in steps if reading]


@pytest.mark.parametrize("parameters", CONDITIONS)
def test_a_condition_is_a_search_in_an_index(mock: MockServer, site: Site, parameters: dict[str, Any]) -> None:
    counting, page = product_steps(mock, site, parameters)
    searched = r"SEARCH \w+ USING (COVERING )?(INDEX \w+|INTEGER PRIMARY KEY) \((rowid|\w+_folded|date_modified)[<>=]"
    # Most rows meet a range: the page of them ends sooner in the answer's own order.
    in_order = r"SCAN \w+ USING (COVERING )?INDEX deconetwork_product_by_newest$"
    assert len(counting) == len(page) == 1
    assert re.match(searched, counting[0])
    assert re.match(searched, page[0]) or re.match(in_order, page[0])


@pytest.mark.parametrize("sortby", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("parameters", CONDITIONS)
def test_no_sorting_makes_it_read_the_bare_table(
    mock: MockServer, site: Site, parameters: dict[str, Any], sortby: int
) -> None:
    for steps in nonempty(product_steps(mock, site, {**parameters, "sortby": sortby})):
        assert all(" USING " in step for step in steps)


@pytest.mark.parametrize("parameters", CONDITIONS)
def test_sorting_by_id_needs_no_sorting_where_it_reads_the_table(
    mock: MockServer, site: Site, parameters: dict[str, Any]
) -> None:
    """The table lies in the order of the ids: reading it stops at the limit."""
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        site.find({**parameters, "sortby": 4, **asked_once()})
    for statement in nonempty(statements):
        steps = plan(database, statement)
        assert "SCAN deconetwork_product" not in steps or "USE TEMP B-TREE FOR ORDER BY" not in steps


def test_get_searches_by_id(mock: MockServer, site: Site) -> None:
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        site.get(ids="19658,456456", **asked_once())
    steps = [step for statement in statements for step in plan(database, statement) if "deconetwork_product" in step]
    assert [re.sub(" USING .* ", " ", step) for step in steps] == ["SEARCH deconetwork_product (rowid=?)"]


def test_a_plan_without_an_index_would_be_noticed(mock: MockServer) -> None:
    unindexed = "SELECT id FROM deconetwork_product WHERE brand = 'x'"
    assert plan(mock.api.server_state.sandboxes["default"].reading(), unindexed) == ["SCAN deconetwork_product"]
