"""Writing products: POST /goods/{location_id}, PUT and DELETE /goods/{location_id}/{product_id}."""

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
    STOCKED_PRODUCT,
    assert_refused,
    assert_unprocessable,
    created_product,
    data,
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


def product(client: httpx.Client, identifier: int, location: int = EXAMPLES) -> dict[str, Any]:
    """A product as it reads."""
    found: dict[str, Any] = data(client.get(f"/goods/{location}/{identifier}"))
    return found


class TestCreateAndUpdate:
    @both
    def test_the_answer_is_what_reads_afterwards(self, client: httpx.Client, method: str, path: str) -> None:
        response = client.request(method, path, json=SHAMPOO | OPTIONAL | HIDDEN)
        assert response.status_code == (201 if method == "POST" else 200)
        assert response.json()["meta"] == []
        answered = data(response)
        assert product(client, answered["good_id"]) == answered
        assert [shown for shown in data(client.get(f"/goods/{EXAMPLES}")) if shown == answered] == [answered]

    @both
    def test_every_member_is_kept(self, client: httpx.Client, method: str, path: str) -> None:
        body = SHAMPOO | OPTIONAL | {"title": "Other", "sale_unit_id": 216761, "service_unit_id": 216763}
        shown = product(client, data(client.request(method, path, json=body))["good_id"])
        assert {name: shown[name] for name in OPTIONAL} == OPTIONAL
        assert (shown["title"], shown["category_id"]) == ("Other", SHAMPOO["category_id"])
        assert (shown["unit_id"], shown["service_unit_id"]) == (216761, 216763)

    @both
    def test_some_members_never_come_back(self, client: httpx.Client, method: str, path: str) -> None:
        plain = client.request(method, path, json=SHAMPOO).json()["data"]
        hidden = client.request(method, path, json=SHAMPOO | HIDDEN).json()["data"]
        assert hidden | {"good_id": 0} == plain | {"good_id": 0}
        assert set(hidden).isdisjoint(HIDDEN)

    @both
    def test_what_is_left_out_or_null_has_its_default(self, client: httpx.Client, method: str, path: str) -> None:
        for body in (SHAMPOO, SHAMPOO | dict.fromkeys([*OPTIONAL, *HIDDEN])):
            shown = data(client.request(method, path, json=body))
            assert {name: shown[name] for name in DEFAULTS} == DEFAULTS

    @both
    @pytest.mark.parametrize("name", REQUIRED)
    def test_each_required_member_is_required(self, client: httpx.Client, method: str, path: str, name: str) -> None:
        body = {member: value for member, value in SHAMPOO.items() if member != name}
        errors = assert_unprocessable(client.request(method, path, json=body))
        assert errors == [{f"[{name}]": ["This field is missing."]}]

    @both
    def test_a_wrong_value_is_refused_by_name_and_changes_nothing(
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
    def test_a_number_without_end_is_refused(self, client: httpx.Client, method: str, path: str, number: str) -> None:
        body = '{"title": "x", "category_id": 123, "sale_unit_id": 216760, "service_unit_id": 216760, "cost": %s}'
        assert_unprocessable(client.request(method, path, content=body % number), "cost")

    @both
    def test_the_same_titles_may_repeat(self, client: httpx.Client, method: str, path: str) -> None:
        texts = {"title": "test", "article": "321321"}
        shown = data(client.request(method, path, json=SHAMPOO | texts))
        assert shown["label"] == product(client, RECORDED_PRODUCT)["label"]
        assert shown["good_id"] != RECORDED_PRODUCT

    def test_created_ids_rise(self, client: httpx.Client) -> None:
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

    def test_an_update_touches_no_other_product(self, client: httpx.Client) -> None:
        before = product(client, RECORDED_PRODUCT)
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | OPTIONAL)
        assert product(client, RECORDED_PRODUCT) == before

    def test_an_update_moves_a_product_to_its_new_category(self, client: httpx.Client) -> None:
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"category_id": CHILD})
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{CHILD}"))
        assert [child["item_id"] for child in node["children"]] == [CHILD_PRODUCT]
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["children_count"] == 1


class TestNewUnits:
    """The 409 of https://developer.alteg.io/en/b2b-v1/openapi/products/update_product."""

    RULES = [{"type": 1, "base_unit": "service"}, {"type": 5, "base_unit": "sale"}]

    def body(self, client: httpx.Client, **members: Any) -> dict[str, Any]:
        before = product(client, STOCKED_PRODUCT, 1)
        units = {"sale_unit_id": before["unit_id"], "service_unit_id": before["service_unit_id"]}
        return {"title": "Changed", "category_id": before["category_id"]} | units | members

    @pytest.mark.parametrize("unit", ["sale_unit_id", "service_unit_id"])
    @pytest.mark.parametrize("rules", [{}, {"correction_rules": []}, {"correction_rules": None}])
    def test_a_stocked_product_needs_rules(self, client: httpx.Client, unit: str, rules: dict[str, Any]) -> None:
        before = product(client, STOCKED_PRODUCT, 1)
        response = client.put(f"/goods/1/{STOCKED_PRODUCT}", json=self.body(client, **{unit: 216763}, **rules))
        assert response.status_code == 409
        assert response.json()["meta"]["conflict"] is True
        assert list(response.json()["meta"]) == ["message", "conflict"]
        assert product(client, STOCKED_PRODUCT, 1) == before

    def test_with_rules_its_units_change_and_its_stock_stays(self, client: httpx.Client) -> None:
        before = product(client, STOCKED_PRODUCT, 1)
        body = self.body(client, sale_unit_id=216763, service_unit_id=216762, correction_rules=self.RULES)
        assert client.put(f"/goods/1/{STOCKED_PRODUCT}", json=body).status_code == 200
        after = product(client, STOCKED_PRODUCT, 1)
        assert (after["unit_id"], after["service_unit_id"]) == (216763, 216762)
        assert after["actual_amounts"] == before["actual_amounts"]

    def test_with_its_old_units_it_needs_none(self, client: httpx.Client) -> None:
        assert client.put(f"/goods/1/{STOCKED_PRODUCT}", json=self.body(client)).status_code == 200
        assert product(client, STOCKED_PRODUCT, 1)["title"] == "Changed"

    def test_with_another_ratio_of_the_same_units_it_needs_none(self, client: httpx.Client) -> None:
        body = self.body(client) | {"unit_equals": 7}
        assert data(client.put(f"/goods/1/{STOCKED_PRODUCT}", json=body))["unit_equals"] == 7

    def test_a_product_without_stock_needs_none(self, client: httpx.Client) -> None:
        empty = next(shown for shown in data(client.get("/goods/2?count=300")) if not shown["actual_amounts"])
        body = {"title": "x", "category_id": empty["category_id"], "sale_unit_id": 216763, "service_unit_id": 216763}
        assert data(client.put(f"/goods/2/{empty['good_id']}", json=body))["unit_id"] == 216763

    @pytest.mark.parametrize(
        "rules",
        [
            {},
            "service",
            5,
            [5],
            [{"type": 0, "base_unit": "sale"}],
            [{"type": 6, "base_unit": "sale"}],
            [{"type": "1", "base_unit": "sale"}],
            [{"type": 1, "base_unit": "Sale"}],
            [{"type": 1, "base_unit": "sale"}, {"type": 2, "base_unit": "pc"}],
        ],
    )
    def test_wrong_rules_are_refused_even_if_none_are_needed(self, client: httpx.Client, rules: Any) -> None:
        body = SHAMPOO | {"correction_rules": rules}
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=body)
        violations = assert_unprocessable(response, *["correction_rules"] * len(response.json()["meta"]["errors"]))
        assert violations != []

    @pytest.mark.parametrize(
        ("rule", "missing"),
        [({}, ["type", "base_unit"]), ({"type": 1}, ["base_unit"]), ({"base_unit": "sale"}, ["type"])],
    )
    def test_what_a_rule_lacks_is_missing_like_any_field(
        self, client: httpx.Client, rule: dict[str, Any], missing: list[str]
    ) -> None:
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"correction_rules": [rule]})
        assert response.status_code == 422
        expected = {f"[correction_rules][0][{name}]": ["This field is missing."] for name in missing}
        assert response.json()["meta"]["errors"] == [expected]

    def test_every_type_and_base_unit_is_known(self, client: httpx.Client) -> None:
        rules = [{"type": number, "base_unit": base} for number in range(1, 6) for base in ("service", "sale")]
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"correction_rules": rules})
        assert response.status_code == 200

    def test_a_new_product_has_no_rules_to_follow(self, client: httpx.Client) -> None:
        assert created_product(client, correction_rules="ignored") == 2_000_000_001


class TestDelete:
    """https://developer.alteg.io/en/b2b-v1/openapi/products/delete_product."""

    def test_the_product_is_gone_everywhere(self, client: httpx.Client) -> None:
        assert client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}").status_code == 204
        path = f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"
        assert_refused(client.get(path), 404)
        assert_refused(client.put(path, json=SHAMPOO), 404)
        assert_refused(client.delete(path), 404)
        assert [shown["good_id"] for shown in data(client.get(f"/goods/{EXAMPLES}"))] == [RECORDED_PRODUCT]
        assert [found["category_id"] for found in data(client.get(f"/goods/search/{EXAMPLES}?term=child"))] == [CHILD]
        node = data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))
        assert ([child["category_id"] for child in node["children"]], node["children_count"]) == ([CHILD], 1)

    def test_its_category_stays(self, client: httpx.Client) -> None:
        before = client.get(f"/company/{EXAMPLES}/goods_categories").json()
        client.delete(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")
        assert client.get(f"/company/{EXAMPLES}/goods_categories").json() == before

    def test_the_other_branches_keep_theirs(self, client: httpx.Client) -> None:
        other = data(client.get("/goods/2?count=300"))
        client.delete(f"/goods/1/{STOCKED_PRODUCT}")
        assert data(client.get("/goods/2?count=300")) == other
        assert len(data(client.get("/goods/1?count=300"))) == 199
