"""The search of a large shop by its sorted indexes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.sandboxes.sandbox import Sandbox, SandboxDefaults
from mockapi.search.sorted_ids import sorted_ids
from mockapi.storage.store import Store
from mockapi.storage.stores import Stores
from mockapi.vendors.deconetwork.conditions import Comparison, Condition
from mockapi.vendors.deconetwork.manage_products import search
from mockapi.vendors.deconetwork.manage_products.parameters import Search, SearchField, Sorting
from tests.support.application import large_shop
from tests.support.deconetwork import found

DAY = datetime(2015, 12, 31)
QUERY = "SELECT id, code, name, supplier, date_modified FROM deconetwork_product"


@pytest.fixture(scope="module")
def baseline() -> Iterator[Store]:
    with large_shop() as api:
        yield api.server_state.baseline


@lru_cache
def products(database: Store) -> list[dict[str, Any]]:
    """Return all products, as find answers them."""
    names = ("product_id", "product_code", "product_name", "supplier", "date_modified")
    return [dict(zip(names, row, strict=True)) for row in database.execute(QUERY)]


VALUES: dict[SearchField, st.SearchStrategy[Any]] = {
    SearchField.PRODUCT_CODE: st.sampled_from(["", "U4001", "u9", "V4004", "zz", "ß"]) | st.text(max_size=2),
    SearchField.PRODUCT_NAME: st.sampled_from(["dri-power®", "Лён Хлопок", "premium  mesh", "M"]) | st.text(max_size=3),
    SearchField.SUPPLIER: st.sampled_from(["sanmar", "ООО", "B", "Smith"]) | st.text(max_size=1),
    SearchField.PRODUCT_ID: st.integers(29_999_999, 30_010_002) | st.sampled_from([-5, 19658, 2**63 - 1]),
    SearchField.DATE_MODIFIED: st.datetimes(min_value=DAY, max_value=DAY.replace(year=2027)).map(
        lambda moment: moment.replace(microsecond=0).isoformat()
    ),
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition[SearchField]:
    field = draw(st.sampled_from(SearchField))
    among = [one for one in Comparison if one != Comparison.BETWEEN or field == SearchField.DATE_MODIFIED]
    comparison = draw(st.sampled_from(among))
    end = draw(VALUES[field]) if comparison == Comparison.BETWEEN else None
    return Condition(field, comparison, draw(VALUES[field]), end)


def as_sent(condition: Condition[SearchField]) -> dict[str, Any]:
    """Return a condition as the model reads it."""
    values = {"string": condition.value, "date1": condition.value, "date2": condition.end}
    return {"field": int(condition.field), "condition": int(condition.comparison), **values}


@settings(max_examples=60)
@given(st.lists(conditions(), min_size=1, max_size=3), st.sampled_from(Sorting), st.floats(0, 1))
def test_every_page_of_a_large_shop_equals_that_of_the_model(
    baseline: Store, wanted: list[Condition[SearchField]], sorting: Sorting, depth: float
) -> None:
    ids = [product["product_id"] for product in found(products(baseline), [as_sent(one) for one in wanted], sorting)]
    offset = int(depth * len(ids))
    page, total = search.find(baseline, Search(tuple(wanted), 100, offset, sorting))
    assert total == len(ids)
    assert list(page) == ids[offset : offset + 100]


def test_a_large_shop_has_sorted_indexes(baseline: Store) -> None:
    assert sorted_ids(baseline, "deconetwork_product newest")


def test_a_deleted_product_of_a_large_shop_is_not_found(baseline: Store) -> None:
    everything = Search((Condition(SearchField.PRODUCT_ID, Comparison.GREATER, 0),), 100, 0, Sorting.PRODUCT_ID)
    _, before = search.find(baseline, everything)
    with closing(Stores()) as stores:
        sandbox = Sandbox("written", SandboxDefaults(baseline), stores)
        with sandbox.writing() as database:
            database.execute("DELETE FROM deconetwork_product WHERE id = 19658")
        page, total = search.find(sandbox.reading(), everything)
    assert total == before - 1
    assert 19658 not in page
