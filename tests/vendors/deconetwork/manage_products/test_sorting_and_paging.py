"""Sorting and paging of find: `sortby`, `limit`, `offset` and `total`."""

from typing import Any

import pytest

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import deconetwork as model
from tests.support import web
from tests.support.deconetwork import (
    ALL_PRODUCTS,
    CREDENTIALS,
    INVALID_LIMIT_OR_OFFSET,
    INVALID_PARAMETERS,
    SUCCESS,
    Site,
    response_of,
)

SORTINGS = [1, 2, 3, 4, 5, 6]
NO_NUMBERS = ["x", "-1", "1.0", "1e1", "1,0", "0x1", "+1", "1 0", "NaN", "true", "[]", "١", "５", "\0"]


class TestSorting:
    @pytest.mark.parametrize("sortby", SORTINGS)
    def test_every_sortby_gives_the_order_of_the_model(self, site: Site, sortby: int) -> None:
        everything = site.every_product(sortby=4)
        assert site.every_product(sortby=sortby) == model.found(everything, [], sortby)

    def test_every_sortby_gives_another_order(self, site: Site) -> None:
        orders = {tuple(site.ids(ALL_PRODUCTS, sortby=sortby)) for sortby in SORTINGS}
        assert len(orders) == len(SORTINGS)

    @pytest.mark.parametrize("default", [{}, {"sortby": ""}, {"sortby": "  "}, {"sortby": 6}])
    def test_the_default_sorting_is_newest_first(self, site: Site, default: dict[str, Any]) -> None:
        dates = [product["date_modified"] for product in site.products(ALL_PRODUCTS, **default)]
        assert dates == sorted(dates, reverse=True)
        assert dates[0] > dates[-1]

    @pytest.mark.parametrize("sortby", [5, 6])
    def test_products_with_equal_dates_are_sorted_by_id(self, site: Site, sortby: int) -> None:
        same = {"field": 5, "condition": 1, "date1": "2018-12-05T00:00:00"}
        assert site.ids(same, sortby=sortby) == ["19658", "456456"]

    def test_sorting_by_code_ignores_case_and_puts_empty_codes_first(self, site: Site) -> None:
        codes = [product["product_code"] for product in site.every_product(sortby=1)]
        assert codes[0] == ""
        assert codes == sorted(codes, key=str.casefold)

    @pytest.mark.parametrize("sortby", ["0", "7", "9" * 5000, *NO_NUMBERS])
    def test_a_sortby_outside_its_list_gets_code_50005(self, site: Site, sortby: str) -> None:
        assert site.find(ALL_PRODUCTS, sortby=sortby) == INVALID_PARAMETERS


class TestPaging:
    @pytest.mark.parametrize("size", [7, 100])
    @pytest.mark.parametrize("sortby", SORTINGS)
    def test_pages_contain_each_product_once(self, site: Site, sortby: int, size: int) -> None:
        paged: list[str] = []
        for offset in range(0, 210, size):
            page = site.ids(ALL_PRODUCTS, sortby=sortby, limit=size, offset=offset)
            assert len(page) == min(size, max(0, 202 - offset))
            paged += page
        assert paged == [product["product_id"] for product in site.every_product(sortby=sortby)]
        assert len(set(paged)) == 202

    @pytest.mark.parametrize("parameters", [{}, {"limit": ""}, {"limit": " "}, {"limit": 100}, {"limit": "0100"}])
    def test_the_default_limit_is_100(self, site: Site, parameters: dict[str, Any]) -> None:
        answer = site.find(ALL_PRODUCTS, **parameters)
        assert (len(answer["products"]), answer["total"]) == (100, 202)

    @pytest.mark.parametrize("limit", [1, 2, 99])
    def test_a_limit_cuts_the_products(self, site: Site, limit: int) -> None:
        assert site.products(ALL_PRODUCTS, limit=limit) == site.products(ALL_PRODUCTS)[:limit]

    @pytest.mark.parametrize("offset", ["", " ", "0", "000"])
    def test_the_default_offset_is_0(self, site: Site, offset: str) -> None:
        assert site.find(ALL_PRODUCTS, offset=offset) == site.find(ALL_PRODUCTS)

    @pytest.mark.parametrize("offset", ["202", "203", str(2**63 - 1), str(2**63), str(2**64), "9" * 5000])
    def test_an_offset_past_the_end_succeeds_with_no_products(self, site: Site, offset: str) -> None:
        assert site.find(ALL_PRODUCTS, offset=offset) == nothing(202)

    @pytest.mark.parametrize("offset", [0, 1, 500])
    def test_a_limit_of_0_succeeds_with_no_products(self, site: Site, offset: int) -> None:
        assert site.find(ALL_PRODUCTS, limit=0, offset=offset) == nothing(202)

    def test_total_counts_all_matches_of_the_conditions(self, site: Site) -> None:
        answer = site.find(field=3, condition=1, string="Sanmar", limit=1, offset=1)
        assert [product["product_id"] for product in answer["products"]] == ["456456"]
        assert answer["total"] == 2
        assert type(answer["total"]) is int

    def test_limit_offset_and_sortby_inside_a_condition_are_ignored(self, site: Site) -> None:
        condition = {f"conditions[1][{name}]": value for name, value in ALL_PRODUCTS.items()}
        inner = {"conditions[1][limit]": 1, "conditions[1][offset]": 5, "conditions[1][sortby]": 4}
        assert site.find({**condition, **inner}) == site.find(ALL_PRODUCTS)


def nothing(total: int) -> dict[str, Any]:
    """Return the response of a success without products."""
    return {"response_status": SUCCESS, "products": [], "total": total}


class TestInvalidLimitOrOffset:
    @pytest.mark.parametrize("name", ["limit", "offset"])
    @pytest.mark.parametrize("value", NO_NUMBERS)
    def test_a_limit_or_offset_that_is_no_whole_number_gets_code_50004(self, site: Site, name: str, value: str) -> None:
        assert site.find({**ALL_PRODUCTS, name: value}) == INVALID_LIMIT_OR_OFFSET

    @pytest.mark.parametrize("name", ["limit", "offset"])
    @pytest.mark.parametrize("value", ["%FF", "%ED%A0%80", "1%FF"])
    def test_a_limit_or_offset_that_is_not_utf_8_gets_code_50004(self, site: Site, name: str, value: str) -> None:
        query = f"username=mock-user&password=mock-password&field=4&condition=4&string=0&{name}={value}"
        answer = response_of(site.client.get(f"/manage_products/find?{query}"))
        assert answer == INVALID_LIMIT_OR_OFFSET

    @pytest.mark.parametrize("limit", ["101", "1000", str(2**63), "9" * 5000])
    def test_a_limit_above_100_gets_code_50004(self, site: Site, limit: str) -> None:
        assert site.find(ALL_PRODUCTS, limit=limit) == INVALID_LIMIT_OR_OFFSET


class TestLimitAboveMaximumIsClamp:
    """A server that reads a limit above 100 as 100."""

    def test_a_limit_above_100_is_read_as_100_and_other_errors_remain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MOCKAPI_DECONETWORK_LIMIT_ABOVE_MAXIMUM", "clamp")
        with MockServer(Settings(port=0)) as mock, web.client(f"{mock.url}/api/json") as client:
            site = Site(client)
            default = site.find(ALL_PRODUCTS)
            for limit in ("101", "1000", str(2**63), "9" * 5000):
                assert site.find(ALL_PRODUCTS, limit=limit) == default
            by_query = client.get("/manage_products/find", params={**CREDENTIALS, **ALL_PRODUCTS, "limit": 500})
            assert response_of(by_query) == default
            assert len(default["products"]) == 100
            assert len(site.products(ALL_PRODUCTS, limit=3)) == 3
            assert site.find(ALL_PRODUCTS, limit=0) == nothing(202)
            assert site.ids(ALL_PRODUCTS, limit=101, offset=200) == site.ids(ALL_PRODUCTS, offset=200)
            for name, value in (("limit", "-1"), ("limit", "x"), ("limit", "101.0"), ("offset", "x")):
                assert site.find({**ALL_PRODUCTS, name: value}) == INVALID_LIMIT_OR_OFFSET
            many = ",".join(map(str, range(1, 102)))
            assert site.get(ids=many) == INVALID_PARAMETERS
