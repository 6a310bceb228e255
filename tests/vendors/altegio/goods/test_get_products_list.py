"""GET /goods/{location_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/get_products_list."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import CHILD_PRODUCT, EXAMPLES, RECORDED_PRODUCT, created_product, data

SHOP = range(30_000_001, 30_000_201)
"""The products of location 1."""


def listed(client: httpx.Client, query: str, location: int = EXAMPLES) -> list[int]:
    """Return the ids of the products on a page of the list."""
    response = client.get(f"/goods/{location}?{query}")
    assert (response.status_code, response.json()["meta"]) == (200, [])
    return [product["good_id"] for product in data(response)]


class TestPaging:
    def test_a_page_has_25_products_by_default(self, client: httpx.Client) -> None:
        assert listed(client, "", 1) == list(SHOP[:25])

    @pytest.mark.parametrize("count", [1, 24, 100, 199, 200, 300, 1000])
    def test_a_page_has_count_products(self, client: httpx.Client, count: int) -> None:
        assert listed(client, f"count={count}", 1) == list(SHOP[:count])
        assert listed(client, f"count={count}&page=2", 1) == list(SHOP[count : 2 * count])

    def test_a_page_after_the_last_product_is_empty(self, client: httpx.Client) -> None:
        for page in ("9", "1000", str(2**63), "9" * 5000):
            assert listed(client, f"page={page}", 1) == []
            assert listed(client, f"page={page}&count=1000", 1) == []

    @pytest.mark.parametrize(
        "wrong", ["0", "-1", "", "one", "1.5", "%2B2", "+2", "0x2", "٢", "null", "%00", "%FF", "NaN"]
    )
    def test_a_wrong_page_or_count_means_the_default(self, client: httpx.Client, wrong: str) -> None:
        assert listed(client, f"page={wrong}", 1) == list(SHOP[:25])
        assert listed(client, f"page=2&count={wrong}", 1) == list(SHOP[25:50])
        assert listed(client, f"page={wrong}&count={wrong}", 1) == list(SHOP[:25])

    def test_the_page_after_a_full_last_page_is_empty(self, client: httpx.Client) -> None:
        assert listed(client, "count=100&page=2", 1) == list(SHOP[100:])
        assert listed(client, "count=100&page=3", 1) == []

    def test_a_count_above_1000_means_1000(self, client: httpx.Client, crowd: list[int]) -> None:
        whole = [CHILD_PRODUCT, RECORDED_PRODUCT, *crowd]
        assert listed(client, "count=1001") == listed(client, f"count={'9' * 30}") == whole[:1000]
        assert listed(client, "count=5000&page=2") == whole[1000:]


class TestFilters:
    def test_a_term_matches_title_article_or_barcode(self, client: httpx.Client) -> None:
        made = [created_product(client, **{name: "Xyz-1"}) for name in ("title", "article", "barcode", "comment")]
        assert listed(client, "term=XYZ-") == made[:3]
        assert listed(client, "term=xyz-1&count=1&page=2") == made[1:2]
        assert listed(client, "term=") == [CHILD_PRODUCT, RECORDED_PRODUCT, *made]

    def test_a_category_matches_its_own_products_and_none_of_its_subcategories(self, client: httpx.Client) -> None:
        made = created_product(client, category_id=456)
        assert listed(client, "category_id=123") == [CHILD_PRODUCT]
        assert listed(client, "category_id=456") == [made]
        assert listed(client, "category_id=961078&term=test") == [RECORDED_PRODUCT]
        assert listed(client, "category_id=961078&term=child") == []

    def test_an_unknown_category_matches_no_product(self, client: httpx.Client) -> None:
        for category in ("999999999", "9" * 40, "10001"):
            assert listed(client, f"category_id={category}") == []

    def test_a_product_has_to_match_all_filters(self, client: httpx.Client) -> None:
        shop = data(client.get("/goods/1?count=300"))
        chosen = [
            product["good_id"]
            for product in shop
            if "e" in product["title"].lower() and "2023-03" <= product["last_change_date"] < "2024-09"
        ]
        assert 10 < len(chosen) < 190
        query = "changed_after=2023-03-01T00:00:00&changed_before=2024-09-01T00:00:00&count=300"
        assert [identifier for identifier in chosen if identifier in listed(client, f"{query}&term=e", 1)] == chosen


class TestDateFilters:
    """The two documented products changed at 2022-11-02T08:34:22Z, which is 12:34:22 in their location's zone."""

    BOTH = [CHILD_PRODUCT, RECORDED_PRODUCT]

    @pytest.mark.parametrize(
        "instant",
        [
            "2022-11-02T08:34:22",
            "2022-11-02T08:34:22Z",
            "2022-11-02T08:34:22%2B0000",
            "2022-11-02T12:34:22%2B0400",
            "2022-11-02T12:34:22%2B04:00",
            "2022-11-02T03:34:22-0500",
            "2022-11-02T03:34:22.000-05:00",
        ],
    )
    def test_changed_after_includes_its_instant_and_changed_before_excludes_it(
        self, client: httpx.Client, instant: str
    ) -> None:
        assert listed(client, f"changed_after={instant}") == self.BOTH
        assert listed(client, f"changed_before={instant}") == []
        later = instant.replace(":22", ":23")
        assert listed(client, f"changed_after={later}") == []
        assert listed(client, f"changed_before={later}") == self.BOTH

    def test_date_filters_respect_milliseconds(self, client: httpx.Client) -> None:
        assert listed(client, "changed_after=2022-11-02T08:34:22.001") == []
        assert listed(client, "changed_before=2022-11-02T08:34:22.001") == self.BOTH

    def test_both_date_filters_together_select_a_period(self, client: httpx.Client) -> None:
        made = created_product(client)
        assert listed(client, "changed_after=2023-01-01T12:00:00") == [made]
        assert listed(client, "changed_after=2022-01-01T12:00:00&changed_before=2023-01-01T12:00:00") == self.BOTH
        assert listed(client, "changed_after=2031-01-01T12:00:00&changed_before=2023-01-01T12:00:00") == []

    @pytest.mark.parametrize(
        "text", ["", "yesterday", "2022", "2022-13-01T00:00:00", "1667378062", "02.11.2099", "%ED%A0%80", "9" * 400]
    )
    def test_an_unreadable_date_filters_nothing(self, client: httpx.Client, text: str) -> None:
        assert listed(client, f"changed_after={text}&changed_before={text}") == self.BOTH

    @pytest.mark.parametrize("instant", ["0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59"])
    def test_the_first_and_the_last_possible_dates_are_read(self, client: httpx.Client, instant: str) -> None:
        is_early = instant.startswith("0001")
        assert listed(client, f"changed_after={instant}") == (self.BOTH if is_early else [])
        assert listed(client, f"changed_before={instant}") == ([] if is_early else self.BOTH)

    def test_an_updated_product_matches_a_later_date_filter(self, client: httpx.Client) -> None:
        body: dict[str, Any] = {"title": "x", "category_id": 123, "sale_unit_id": 216760, "service_unit_id": 216760}
        client.put(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=body)
        assert listed(client, "changed_after=2030-01-02T03:04:05") == [CHILD_PRODUCT]
        assert listed(client, "changed_before=2030-01-02T03:04:05") == [RECORDED_PRODUCT]


@pytest.mark.parametrize(
    "text",
    ["2099-01-01", "2099-01-01x00:00:00", "20990101T000000", "2099-W01-1", "2099-01-01T00:00", "2099-01-01T24:00:00"],
)
def test_a_date_in_an_undocumented_form_is_ignored(client: httpx.Client, text: str) -> None:
    """Docs: "Get Products", `changed_after`."""
    everything = data(client.get("/goods/1"))
    assert everything != []
    assert data(client.get("/goods/1", params={"changed_after": text})) == everything
    assert data(client.get("/goods/1", params={"changed_after": "2099-01-01T00:00:00"})) == []


def test_category_0_matches_no_product(client: httpx.Client) -> None:
    """Docs: "Get Products", `category_id`."""
    assert data(client.get("/goods/1?category_id=0")) == []
