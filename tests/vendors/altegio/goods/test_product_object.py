"""The members of a product and the form of their values. Source: a recorded response."""

import json

import httpx
import pytest

from tests.support.altegio import (
    CHILD_PRODUCT,
    EXAMPLES,
    RECORDED_PRODUCT,
    ROOT,
    SHAMPOO,
    STOCKED_PRODUCT,
    created_product,
    data,
    product,
)
from tests.support.nonempty import nonempty

PRODUCT_MEMBERS = [
    "title",
    "value",
    "label",
    "article",
    "category",
    "category_id",
    "salon_id",
    "good_id",
    "cost",
    "unit_id",
    "unit_short_title",
    "service_unit_id",
    "service_unit_short_title",
    "actual_cost",
    "unit_actual_cost",
    "unit_actual_cost_format",
    "unit_equals",
    "barcode",
    "is_chain",
    "comment",
    "loyalty_abonement_type_id",
    "loyalty_certificate_type_id",
    "loyalty_allow_empty_code",
    "actual_amounts",
    "critical_amount",
    "desired_amount",
    "last_change_date",
    "is_goods_mark_enabled",
]


class TestProduct:
    def test_every_operation_returns_all_members_of_a_product_in_the_recorded_order(self, client: httpx.Client) -> None:
        path = f"/goods/{EXAMPLES}"
        shown = [
            data(client.post(path, json=SHAMPOO)),
            data(client.put(f"{path}/{CHILD_PRODUCT}", json=SHAMPOO)),
            data(client.get(f"{path}/{CHILD_PRODUCT}")),
            *data(client.get(path)),
        ]
        assert [list(each) for each in shown] == [PRODUCT_MEMBERS] * 6

    def test_the_value_of_a_product_is_its_title(self, client: httpx.Client) -> None:
        assert product(client, created_product(client, title=" A  title "))["value"] == " A  title "

    @pytest.mark.parametrize(("article", "label"), [("321", "Shampoo (321)"), ("", "Shampoo"), ("0", "Shampoo (0)")])
    def test_the_label_of_a_product_is_its_title_and_a_non_empty_article(
        self, client: httpx.Client, article: str, label: str
    ) -> None:
        shown = product(client, created_product(client, article=article))
        assert (shown["label"], shown["article"]) == (label, article)

    def test_a_product_has_the_current_title_of_its_category(self, client: httpx.Client) -> None:
        client.put(f"/goods_categories/{EXAMPLES}/{ROOT}", json={"title": "Renamed"})
        shown = product(client, CHILD_PRODUCT)
        assert (shown["category"], shown["category_id"]) == ("Renamed", ROOT)

    def test_the_salon_id_of_a_product_is_its_location(self, client: httpx.Client) -> None:
        assert product(client, CHILD_PRODUCT)["salon_id"] == EXAMPLES
        assert product(client, STOCKED_PRODUCT, 1)["salon_id"] == 1

    def test_both_units_of_a_product_have_their_short_titles(self, client: httpx.Client) -> None:
        titles = {216760: "pc", 216761: "ml", 216762: "g", 216763: "pack"}
        for location, category in ((EXAMPLES, ROOT), (1, 10_001)):
            for sale, service in ((216760, 216761), (216762, 216763)):
                body = SHAMPOO | {"category_id": category, "sale_unit_id": sale, "service_unit_id": service}
                shown = data(client.post(f"/goods/{location}", json=body))
                assert (shown["unit_id"], shown["unit_short_title"]) == (sale, titles[sale])
                assert (shown["service_unit_id"], shown["service_unit_short_title"]) == (service, titles[service])

    @pytest.mark.parametrize(
        ("actual_cost", "unit_equals", "unit_cost", "shown"),
        [
            (3510, 1, 3510, "3 510 USD"),
            (1_234_567, 1, 1_234_567, "1 234 567 USD"),
            (500, 100, 5, "5 USD"),
            (999, 1, 999, "999 USD"),
            (41.5, 2, 20.75, "20.75 USD"),
            (1000.5, 1, 1000.5, "1 000.50 USD"),
            (0, 250, 0, "0 USD"),
            (1e12, 1, 1_000_000_000_000, "1 000 000 000 000 USD"),
        ],
    )
    def test_the_unit_cost_is_the_cost_divided_by_the_ratio_of_units(
        self, client: httpx.Client, actual_cost: float, unit_equals: float, unit_cost: float, shown: str
    ) -> None:
        made = product(client, created_product(client, actual_cost=actual_cost, unit_equals=unit_equals))
        assert (made["unit_actual_cost"], made["unit_actual_cost_format"]) == (unit_cost, shown)

    @pytest.mark.parametrize("amount", [0, 1, 99.95, 0.001, 1e12, 123456.789])
    def test_costs_and_amounts_are_json_numbers(self, client: httpx.Client, amount: float) -> None:
        names = ["cost", "actual_cost", "critical_amount", "desired_amount"]
        shown = product(client, created_product(client, **dict.fromkeys(names, amount)))
        assert [shown[name] for name in names] == [amount] * 4

    def test_a_whole_number_has_no_decimal_point(self, client: httpx.Client) -> None:
        body = json.dumps(SHAMPOO | {"cost": 666.0, "actual_cost": 5e2, "unit_equals": 1.0})
        answer = client.post(f"/goods/{EXAMPLES}", content=body).text
        assert '"cost":666,' in answer
        assert '"actual_cost":500,"unit_actual_cost":500,' in answer
        assert '"unit_equals":1,' in answer

    def test_ids_are_integers_and_amounts_numbers_and_flags_booleans(self, client: httpx.Client) -> None:
        for shown in nonempty(data(client.get("/goods/1?count=300"))):
            for name, value in shown.items():
                if name.endswith("_id") or name == "loyalty_allow_empty_code":
                    assert type(value) is int
                elif name.startswith("is_"):
                    assert type(value) is bool
                elif name in ("cost", "actual_cost", "unit_actual_cost", "unit_equals") or name.endswith("_amount"):
                    assert type(value) in (int, float)
                elif name != "actual_amounts":
                    assert type(value) is str

    def test_loyalty_members_are_0_and_marking_is_disabled(self, client: httpx.Client) -> None:
        shown = product(client, created_product(client))
        assert [value for name, value in shown.items() if name.startswith("loyalty")] == [0, 0, 0]
        assert shown["is_goods_mark_enabled"] is False

    def test_a_product_lists_its_amounts_by_storage(self, client: httpx.Client) -> None:
        assert product(client, STOCKED_PRODUCT, 1)["actual_amounts"] == [{"storage_id": 1001, "amount": 198}]
        assert product(client, RECORDED_PRODUCT)["actual_amounts"] == []
        assert product(client, created_product(client))["actual_amounts"] == []

    @pytest.mark.parametrize(("location", "offset"), [(EXAMPLES, "07:04:05+0400"), (1, "03:04:05+0000")])
    def test_an_update_sets_the_date_of_change_in_the_time_zone_of_the_location(
        self, client: httpx.Client, location: int, offset: str
    ) -> None:
        identifier = CHILD_PRODUCT if location == EXAMPLES else STOCKED_PRODUCT
        before = product(client, identifier, location)
        assert before["last_change_date"] < "2030"
        body = SHAMPOO | {"category_id": before["category_id"]}
        body |= {"sale_unit_id": before["unit_id"], "service_unit_id": before["service_unit_id"]}
        client.put(f"/goods/{location}/{identifier}", json=body)
        assert product(client, identifier, location)["last_change_date"] == f"2030-01-02T{offset}"
