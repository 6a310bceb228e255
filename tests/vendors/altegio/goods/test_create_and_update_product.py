"""POST /goods/{location_id} and PUT /goods/{location_id}/{product_id}: the body, its validation and its effect."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD,
    CHILD_PRODUCT,
    EXAMPLES,
    RECORDED_PRODUCT,
    ROOT,
    SHAMPOO,
    assert_unprocessable,
    created_product,
    data,
    product,
)

REQUIRED = list(SHAMPOO)
OPTIONAL = {
    "article": "A-1",
    "barcode": "0046",
    "comment": "Remark",
    "cost": 12.5,
    "actual_cost": 7.25,
    "unit_equals": 2,
    "critical_amount": 3,
    "desired_amount": 4.5,
}
DEFAULTS = {
    "article": "",
    "barcode": "",
    "comment": "",
    "cost": 0,
    "actual_cost": 0,
    "unit_equals": 1,
    "critical_amount": 0,
    "desired_amount": 0,
}
HIDDEN = {"netto": 200, "brutto": 250.5, "print_title": "On the receipt", "tax_variant": 1, "vat_id": 3}
TEXTS = ["title", "print_title", "article", "barcode", "comment"]
NUMBERS = ["cost", "actual_cost", "unit_equals", "critical_amount", "desired_amount", "netto", "brutto"]
INTEGERS = ["category_id", "sale_unit_id", "service_unit_id", "tax_variant", "vat_id"]
NO_TEXTS: list[Any] = [5, True, [], {}, 1.5]
NO_NUMBERS: list[Any] = ["5", True, [], {}, "", -1, -0.01, 1.1e12, 1e300]
NO_INTEGERS: list[Any] = ["5", True, 5.5, 5.0, [], {}, 2**63, 10**30]
WRONG_VALUES: list[tuple[str, Any]] = [
    *((name, value) for name in TEXTS for value in NO_TEXTS),
    *((name, value) for name in NUMBERS for value in NO_NUMBERS),
    *((name, value) for name in INTEGERS for value in NO_INTEGERS),
    *((name, None) for name in REQUIRED),
    *(("unit_equals", value) for value in (0, 1e-7)),
    ("title", ""),
    ("category_id", 0),
    ("category_id", -1),
    ("category_id", 10_001),
    ("category_id", 2**63 - 1),
    ("sale_unit_id", 1),
    ("sale_unit_id", 216764),
    ("service_unit_id", 0),
]
PUT_AND_POST = [("POST", f"/goods/{EXAMPLES}"), ("PUT", f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")]
both = pytest.mark.parametrize(("method", "path"), PUT_AND_POST)


class TestCreateAndUpdate:
    @both
    def test_the_response_to_a_write_equals_the_product_read_afterwards(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        response = client.request(method, path, json=SHAMPOO | OPTIONAL | HIDDEN)
        assert response.status_code == (201 if method == "POST" else 200)
        assert response.json()["meta"] == []
        answered = data(response)
        assert product(client, answered["good_id"]) == answered
        assert [shown for shown in data(client.get(f"/goods/{EXAMPLES}")) if shown == answered] == [answered]

    @both
    def test_every_member_of_the_body_is_stored(self, client: httpx.Client, method: str, path: str) -> None:
        body = SHAMPOO | OPTIONAL | {"title": "Other", "sale_unit_id": 216761, "service_unit_id": 216763}
        shown = product(client, data(client.request(method, path, json=body))["good_id"])
        assert {name: shown[name] for name in OPTIONAL} == OPTIONAL
        assert (shown["title"], shown["category_id"]) == ("Other", SHAMPOO["category_id"])
        assert (shown["unit_id"], shown["service_unit_id"]) == (216761, 216763)

    @both
    def test_net_and_gross_weight_receipt_title_and_taxes_are_never_returned(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        plain = client.request(method, path, json=SHAMPOO).json()["data"]
        hidden = client.request(method, path, json=SHAMPOO | HIDDEN).json()["data"]
        assert hidden | {"good_id": 0} == plain | {"good_id": 0}
        assert set(hidden).isdisjoint(HIDDEN)

    @both
    def test_a_missing_or_null_member_gets_its_default(self, client: httpx.Client, method: str, path: str) -> None:
        for body in (SHAMPOO, SHAMPOO | dict.fromkeys([*OPTIONAL, *HIDDEN])):
            shown = data(client.request(method, path, json=body))
            assert {name: shown[name] for name in DEFAULTS} == DEFAULTS

    @both
    @pytest.mark.parametrize("name", REQUIRED)
    def test_a_product_without_a_required_member_is_refused(
        self, client: httpx.Client, method: str, path: str, name: str
    ) -> None:
        body = {member: value for member, value in SHAMPOO.items() if member != name}
        errors = assert_unprocessable(client.request(method, path, json=body))
        assert errors == [{f"[{name}]": ["This field is missing."]}]

    @both
    def test_a_wrong_value_of_a_product_is_refused_by_name_and_changes_nothing(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        before = client.get(f"/goods/{EXAMPLES}").json()
        for name, value in WRONG_VALUES:
            mentioned = "category" if name == "category_id" else name
            errors = assert_unprocessable(client.request(method, path, json=SHAMPOO | {name: value}), mentioned)
            assert len(errors) == 1
            assert "error" not in errors[0]["message"]
        assert client.get(f"/goods/{EXAMPLES}").json() == before

    @both
    @pytest.mark.parametrize("number", ["1e999", "-1e999", "1e400", "9" * 400])
    def test_an_infinite_number_is_refused(self, client: httpx.Client, method: str, path: str, number: str) -> None:
        body = '{"title": "x", "category_id": 123, "sale_unit_id": 216760, "service_unit_id": 216760, "cost": %s}'
        assert_unprocessable(client.request(method, path, content=body % number), "cost")

    @both
    def test_two_products_may_have_the_same_title(self, client: httpx.Client, method: str, path: str) -> None:
        texts = {"title": "test", "article": "321321"}
        shown = data(client.request(method, path, json=SHAMPOO | texts))
        assert shown["label"] == product(client, RECORDED_PRODUCT)["label"]
        assert shown["good_id"] != RECORDED_PRODUCT

    def test_ids_of_created_products_are_consecutive(self, client: httpx.Client) -> None:
        assert [created_product(client) for _ in range(3)] == [2_000_000_001, 2_000_000_002, 2_000_000_003]

    def test_the_id_of_a_deleted_product_is_not_used_again(self, client: httpx.Client) -> None:
        first = created_product(client)
        client.delete(f"/goods/{EXAMPLES}/{first}")
        assert created_product(client) == first + 1

    def test_an_update_replaces_the_whole_product(self, client: httpx.Client) -> None:
        path = f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"
        client.put(path, json=SHAMPOO | OPTIONAL | HIDDEN)
        assert product(client, CHILD_PRODUCT)["comment"] == "Remark"
        client.put(path, json=SHAMPOO)
        shown = product(client, CHILD_PRODUCT)
        assert {name: shown[name] for name in DEFAULTS} == DEFAULTS

    def test_an_update_changes_no_other_product(self, client: httpx.Client) -> None:
        before = product(client, RECORDED_PRODUCT)
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | OPTIONAL)
        assert product(client, RECORDED_PRODUCT) == before

    def test_an_update_moves_a_product_to_its_new_category(self, client: httpx.Client) -> None:
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"category_id": CHILD})
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD}"))
        assert [child["item_id"] for child in node["children"]] == [CHILD_PRODUCT]
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["children_count"] == 1
