"""Indexes: SQLite's own plans of the statements that a request runs."""

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
    """Yield a list that receives the statements of a store, with their parameters filled in."""
    statements: list[str] = []
    raw: Any = database.read().connection.driver_connection
    raw.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        raw.set_trace_callback(None)


def unique_parameter() -> dict[str, int]:
    """Return a parameter that makes a request different from all others, so that its response is not cached."""
    return {"once": next(_numbers)}


def plan(database: Store, statement: str) -> list[str]:
    """Return the steps in which SQLite runs a statement."""
    return [str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {statement}")]


def product_steps(mock: MockServer, site: Site, parameters: dict[str, Any]) -> list[list[str]]:
    """Return, for each statement of a find that reads products, the steps of its plan that read them.

    The find runs twice: after the first one the JSON of the products is cached.
    """
    site.find({**parameters, **unique_parameter()})
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        assert site.find({**parameters, **unique_parameter()})["response_status"] == SUCCESS
    plans = [plan(database, statement) for statement in statements]
    steps = [[step for step in one if "deconetwork_product" in step] for one in plans]
    return [reading for reading in steps if reading]


@pytest.mark.parametrize("parameters", CONDITIONS)
def test_a_condition_searches_an_index(mock: MockServer, site: Site, parameters: dict[str, Any]) -> None:
    counting, page = product_steps(mock, site, parameters)
    searched = r"SEARCH \w+ USING (COVERING )?(INDEX \w+|INTEGER PRIMARY KEY) \((rowid|\w+_folded|date_modified)[<>=]"
    # Most rows match a range: a scan in the order of the response reaches the limit sooner.
    in_order = r"SCAN \w+ USING (COVERING )?INDEX deconetwork_product_by_newest$"
    assert len(counting) == len(page) == 1
    assert re.match(searched, counting[0])
    assert re.match(searched, page[0]) or re.match(in_order, page[0])


@pytest.mark.parametrize("sortby", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("parameters", CONDITIONS)
def test_no_sorting_scans_the_table_without_an_index(
    mock: MockServer, site: Site, parameters: dict[str, Any], sortby: int
) -> None:
    for steps in nonempty(product_steps(mock, site, {**parameters, "sortby": sortby})):
        assert all(" USING " in step for step in steps)


@pytest.mark.parametrize("parameters", CONDITIONS)
def test_a_scan_of_the_table_for_sorting_by_id_needs_no_sorting_step(
    mock: MockServer, site: Site, parameters: dict[str, Any]
) -> None:
    """The table is stored in the order of the ids, so a scan stops at the limit."""
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        site.find({**parameters, "sortby": 4, **unique_parameter()})
    for statement in statements:
        steps = plan(database, statement)
        assert "SCAN deconetwork_product" not in steps or "USE TEMP B-TREE FOR ORDER BY" not in steps


def test_get_searches_the_products_by_id(mock: MockServer, site: Site) -> None:
    database = mock.api.server_state.sandboxes["default"].reading()
    with captured(database) as statements:
        site.get(ids="19658,456456", **unique_parameter())
    steps = [step for statement in statements for step in plan(database, statement) if "deconetwork_product" in step]
    assert [re.sub(" USING .* ", " ", step) for step in steps] == ["SEARCH deconetwork_product (rowid=?)"]


def test_the_plan_of_a_query_without_an_index_is_a_scan(mock: MockServer) -> None:
    unindexed = "SELECT id FROM deconetwork_product WHERE brand = 'x'"
    assert plan(mock.api.server_state.sandboxes["default"].reading(), unindexed) == ["SCAN deconetwork_product"]
