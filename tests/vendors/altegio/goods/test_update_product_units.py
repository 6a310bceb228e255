"""New units of a product with inventory operations, the 409 of https://developer.alteg.io/en/b2b-v1/openapi/products/update_product."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD_PRODUCT,
    EXAMPLES,
    SHAMPOO,
    STOCKED_PRODUCT,
    assert_unprocessable,
    created_product,
    data,
    product,
)


class TestNewUnits:
    """The 409 of https://developer.alteg.io/en/b2b-v1/openapi/products/update_product."""

    RULES = [{"type": 1, "base_unit": "service"}, {"type": 5, "base_unit": "sale"}]

    def body(self, client: httpx.Client, **members: Any) -> dict[str, Any]:
        before = product(client, STOCKED_PRODUCT, 1)
        units = {"sale_unit_id": before["unit_id"], "service_unit_id": before["service_unit_id"]}
        return {"title": "Changed", "category_id": before["category_id"]} | units | members

    @pytest.mark.parametrize("unit", ["sale_unit_id", "service_unit_id"])
    @pytest.mark.parametrize("rules", [{}, {"correction_rules": []}, {"correction_rules": None}])
    def test_new_units_of_a_product_in_stock_need_correction_rules(
        self, client: httpx.Client, unit: str, rules: dict[str, Any]
    ) -> None:
        before = product(client, STOCKED_PRODUCT, 1)
        response = client.put(f"/goods/1/{STOCKED_PRODUCT}", json=self.body(client, **{unit: 216763}, **rules))
        assert response.status_code == 409
        assert response.json()["meta"]["conflict"] is True
        assert list(response.json()["meta"]) == ["message", "conflict"]
        assert product(client, STOCKED_PRODUCT, 1) == before

    def test_correction_rules_allow_new_units_and_keep_the_stock(self, client: httpx.Client) -> None:
        before = product(client, STOCKED_PRODUCT, 1)
        body = self.body(client, sale_unit_id=216763, service_unit_id=216762, correction_rules=self.RULES)
        assert client.put(f"/goods/1/{STOCKED_PRODUCT}", json=body).status_code == 200
        after = product(client, STOCKED_PRODUCT, 1)
        assert (after["unit_id"], after["service_unit_id"]) == (216763, 216762)
        assert after["actual_amounts"] == before["actual_amounts"]

    def test_a_product_in_stock_with_its_old_units_needs_no_correction_rules(self, client: httpx.Client) -> None:
        assert client.put(f"/goods/1/{STOCKED_PRODUCT}", json=self.body(client)).status_code == 200
        assert product(client, STOCKED_PRODUCT, 1)["title"] == "Changed"

    def test_another_ratio_of_the_same_units_needs_no_correction_rules(self, client: httpx.Client) -> None:
        body = self.body(client) | {"unit_equals": 7}
        assert data(client.put(f"/goods/1/{STOCKED_PRODUCT}", json=body))["unit_equals"] == 7

    def test_a_product_without_stock_needs_no_correction_rules(self, client: httpx.Client) -> None:
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
    def test_wrong_correction_rules_are_refused_even_if_none_are_needed(self, client: httpx.Client, rules: Any) -> None:
        body = SHAMPOO | {"correction_rules": rules}
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=body)
        violations = assert_unprocessable(response, *["correction_rules"] * len(response.json()["meta"]["errors"]))
        assert violations != []

    @pytest.mark.parametrize(
        ("rule", "missing"),
        [({}, ["type", "base_unit"]), ({"type": 1}, ["base_unit"]), ({"base_unit": "sale"}, ["type"])],
    )
    def test_missing_members_of_a_correction_rule_are_reported_as_missing_fields(
        self, client: httpx.Client, rule: dict[str, Any], missing: list[str]
    ) -> None:
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"correction_rules": [rule]})
        assert response.status_code == 422
        expected = {f"[correction_rules][0][{name}]": ["This field is missing."] for name in missing}
        assert response.json()["meta"]["errors"] == [expected]

    def test_every_type_and_base_unit_of_a_correction_rule_is_accepted(self, client: httpx.Client) -> None:
        rules = [{"type": number, "base_unit": base} for number in range(1, 6) for base in ("service", "sale")]
        response = client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO | {"correction_rules": rules})
        assert response.status_code == 200

    def test_creating_a_product_ignores_correction_rules(self, client: httpx.Client) -> None:
        assert created_product(client, correction_rules="ignored") == 2_000_000_001
