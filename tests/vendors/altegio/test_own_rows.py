"""Locations, categories and products that a user has loaded through the control plane."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from mockapi.records.errors import RowError
from mockapi.server.server import MockServer
from mockapi.vendors.altegio.goods.schemas import ProductOut
from mockapi.vendors.altegio.goods_categories.schemas import CategoryOut, TreeElement
from mockapi.vendors.altegio.schemas import CountMeta, Nothing, Success
from tests.support.altegio import created_category, data
from tests.support.own_rows import content, load, refused, stored, wild

LOCATION = {"id": 77, "title": "Harbour", "currency": "EUR", "utc_offset": -12600}
CATEGORY = {"id": 600, "location_id": 77, "title": "Nails", "parent_id": 0, "article": "N-1", "comment": "mine"}
PRODUCT: dict[str, Any] = {
    "id": 7000,
    "location_id": 77,
    "category_id": 600,
    "title": "Ногтевой лак",
    "article": "NL",
    "barcode": "460",
    "cost": 12.5,
    "actual_cost": 4,
    "unit_equals": 8,
    "sale_unit_id": 216760,
    "service_unit_id": 216761,
    "actual_amounts": [{"storage_id": 5, "amount": 3.0}, {"storage_id": 6, "amount": -1.5}],
    "changed_at": 1_700_000_000,
    "is_chain": True,
    "vat_id": 3,
}
SEEDED = {"location_id": 1, "category_id": 10_001, "title": "a", "sale_unit_id": 216760, "service_unit_id": 216760}


@pytest.fixture
def loaded(mock: MockServer) -> MockServer:
    load(mock, "altegio/location", [LOCATION])
    load(mock, "altegio/category", [CATEGORY])
    load(mock, "altegio/product", [PRODUCT])
    return mock


class TestLoaded:
    def test_loaded_rows_are_stored_unchanged(self, loaded: MockServer) -> None:
        assert LOCATION in stored(loaded, "altegio/location")
        assert CATEGORY | {"is_chain": False} in stored(loaded, "altegio/category")
        [product] = [row for row in stored(loaded, "altegio/product") if row["id"] == 7000]
        assert product.items() >= PRODUCT.items()

    def test_the_api_returns_loaded_rows(self, loaded: MockServer, client: httpx.Client) -> None:
        product = data(client.get("/goods/77/7000"))
        shown = ("title", "category", "cost", "unit_short_title", "unit_actual_cost_format", "last_change_date")
        assert [product[name] for name in shown] == [
            *("Ногтевой лак", "Nails", 12.5, "pc", "0.50 EUR", "2023-11-14T18:43:20-0330")
        ]
        assert data(client.get("/goods/77")) == [product]
        categories = data(client.get("/company/77/goods_categories"))
        assert categories == [{"id": 600, "title": "Nails", "parent_category_id": None, "is_chain": False}]
        assert data(client.get("/goods/category_node/77/600"))["children_count"] == 1

    def test_amounts_of_loaded_rows_are_written_as_the_vendor_writes_numbers(
        self, loaded: MockServer, client: httpx.Client
    ) -> None:
        assert '[{"storage_id":5,"amount":3},{"storage_id":6,"amount":-1.5}]' in client.get("/goods/77/7000").text

    @pytest.mark.parametrize(
        ("term", "found"),
        [
            ("n-1", ["Nails"]),
            ("ЛАК", ["Ногтевой лак"]),
            ("460", ["Ногтевой лак"]),
            ("n", ["Nails", "Ногтевой лак"]),
            ("mine", []),
        ],
    )
    def test_the_search_finds_loaded_rows(
        self, loaded: MockServer, client: httpx.Client, term: str, found: list[str]
    ) -> None:
        elements = data(client.get("/goods/search/77", params={"term": term}))
        assert [element["title"] for element in elements] == found

    def test_loaded_rows_can_be_changed_moved_and_deleted(self, loaded: MockServer, client: httpx.Client) -> None:
        top = created_category(client, "Top", location=77)
        assert top == 2_000_001
        moved = client.put("/goods_categories/77/600", json={"title": "Moved", "parent_category_id": top})
        assert data(moved)["parent_category_id"] == top
        values = {"title": "New", "category_id": top, "sale_unit_id": 216760, "service_unit_id": 216761}
        assert data(client.put("/goods/77/7000", json=values))["category"] == "Top"
        assert client.delete(f"/goods_categories/77/{top}").status_code == 204
        assert data(client.get("/company/77/goods_categories")) == data(client.get("/goods/77")) == []

    def test_a_category_created_after_loaded_rows_has_a_higher_id(self, mock: MockServer, client: httpx.Client) -> None:
        load(mock, "altegio/category", [{"id": 2_000_001, "location_id": 4564, "title": "Mine"}])
        assert created_category(client, "Theirs") == 2_000_002


REFUSED = [
    ("location", {"utc_offset": 30}, "/0/utc_offset: should be a multiple of 60"),
    ("location", {"utc_offset": 86400}, "/0/utc_offset: should be less than or equal to 50400"),
    ("location", {"id": 1}, "/0/id: 1 is taken"),
    ("location", {"id": 0}, "/0/id: should be greater"),
    *((table, {"id": 2**53}, "/0/id: should be less") for table in ("location", "category", "product")),
    ("category", {"id": "600"}, "/0/id: should be a valid integer"),
    ("category", {"id": True}, "/0/id: should be a valid integer"),
    ("category", {"id": None}, "/0/id: should be a valid integer"),
    ("category", {"title": ""}, "/0/title: String should have at least 1 character"),
    ("category", {"is_chain": 1}, "/0/is_chain: should be a valid boolean"),
    ("category", {"location_id": 78}, "/0/location_id: there is no location 78"),
    ("category", {"location_id": 10**4200}, "/0/location_id: should be less"),
    ("category", {"parent_id": 601}, "/0/parent_id: there is no category 601"),
    ("category", {"parent_id": -1}, "/0/parent_id: there is no category -1"),
    ("category", {"parent_id": 123}, "/0/parent_id: category 123 has another location_id: 4564"),
    ("category", {"parent_id": 600}, "/0/parent_id: the way up leads back"),
    ("product", {"category_id": 123}, "/0/category_id: category 123 has another location_id: 4564"),
    ("product", {"category_id": 0}, "/0/category_id: there is no category 0"),
    ("product", {"cost": "1"}, "/0/cost: should be a valid number"),
    ("product", {"cost": True}, "/0/cost: should be a valid number"),
    ("product", {"cost": -1}, "/0/cost: should be greater"),
    ("product", {"cost": float("inf")}, "/0/cost: should be less"),
    ("product", {"netto": float("nan")}, "/0/netto: should be"),
    ("product", {"unit_equals": 0}, "/0/unit_equals: should be greater"),
    ("product", {"sale_unit_id": 1}, "/0/sale_unit_id: there is no unit of measure 1"),
    ("product", {"service_unit_id": 1}, "/0/service_unit_id: there is no unit of measure 1"),
    ("product", {"vat_id": 2**63}, "/0/vat_id: should be less"),
    ("product", {"changed_at": 2**40}, "/0/changed_at: should be less"),
    ("product", {"changed_at": -1}, "/0/changed_at: should be greater"),
    ("product", {"actual_amounts": [5]}, "/0/actual_amounts/0: should be"),
    ("product", {"actual_amounts": [{"storage_id": 1}]}, "/0/actual_amounts/0/amount: is missing"),
    ("product", {"actual_amounts": [{"storage_id": 1, "amount": "1"}]}, "/0/actual_amounts/0/amount: should be"),
    (
        "product",
        {"actual_amounts": [{"storage_id": 1, "amount": 1, "amuont": 1}]},
        "/0/actual_amounts/0/amuont: is unknown; did you mean 'amount'?",
    ),
    (
        "product",
        {"actual_amounts": [{"storage_id": 1, "amount": 1}] * 2},
        "/0/actual_amounts/1/storage_id: this storage has an amount already",
    ),
]


@pytest.mark.parametrize(("table", "change", "reason"), REFUSED)
def test_rows_that_altegio_could_not_return_are_refused(
    mock: MockServer, table: str, change: dict[str, Any], reason: str
) -> None:
    rows = {"location": LOCATION, "category": CATEGORY, "product": PRODUCT}
    if table != "location":
        load(mock, "altegio/location", [LOCATION])
    if table == "product":
        load(mock, "altegio/category", [CATEGORY])
    [complaint] = refused(mock, f"altegio/{table}", [rows[table] | change])
    assert complaint.startswith(f"altegio/{table} {reason}")


def assert_all_answered(mock: MockServer, client: httpx.Client) -> None:
    """Assert that every operation returns its rows in the form of its model."""
    for location in [row["id"] for row in stored(mock, "altegio/location")]:
        answers: dict[str, type[BaseModel]] = {
            f"/goods/{location}?count=1000": Success[list[ProductOut], Nothing],
            f"/goods/search/{location}?term=a&count=100": Success[list[TreeElement], CountMeta],
            f"/goods/search/{location}": Success[list[TreeElement], CountMeta],
            f"/company/{location}/goods_categories": Success[list[CategoryOut], CountMeta],
        }
        for path, model in answers.items():
            model.model_validate(client.get(path).raise_for_status().json())
    for row in stored(mock, "altegio/category")[:3] + stored(mock, "altegio/category")[-3:]:
        place = f"{row['location_id']}/{row['id']}"
        assert client.get(f"/goods/category_node/{place}").is_success
        assert client.get(f"/company/{row['location_id']}/goods_categories/{row['id']}").is_success
        assert data(client.get(f"/goods_categories/multiple/{row['location_id']}?ids={row['id']}"))
        values = {"title": "Below", "parent_category_id": row["id"]}
        assert data(client.post(f"/goods_categories/{row['location_id']}", json=values))
        made = {**SEEDED, "category_id": row["id"]}
        assert data(client.post(f"/goods/{row['location_id']}", json=made))
    for row in stored(mock, "altegio/product")[-3:]:
        ProductOut.model_validate(data(client.get(f"/goods/{row['location_id']}/{row['id']}")))


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.tuples(
        wild(LOCATION, 1, 78, 50400, -43200),
        wild({**CATEGORY, "location_id": 1}, 1, 600, 601, 10_001, 123),
        wild({**PRODUCT, **SEEDED}, 216761, 253_402_128_000, [], [{"storage_id": 1, "amount": 1}]),
    )
)
def test_any_row_is_either_refused_completely_or_returned_by_the_api(
    mock: MockServer, client: httpx.Client, rows: tuple[Any, Any, Any]
) -> None:
    mock.reset()
    for table, row in zip(("location", "category", "product"), rows, strict=True):
        before = content(mock)
        try:
            [made] = load(mock, f"altegio/{table}", [row])
        except RowError:
            assert content(mock) == before
        else:
            assert made in stored(mock, f"altegio/{table}")
            assert made.items() >= row.items()
    assert_all_answered(mock, client)
