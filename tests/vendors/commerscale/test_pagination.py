"""The pagination of get. Docs: "Product categories", and the requests that it prints."""

import json
from typing import Any

import pytest

from tests.support.commerscale import KEY, SEEDED, Api, texts, wrong_value

NO_NUMBER: list[Any] = [
    *(0, -1, 1.0, 1.5, True, False, None, [], [1], {}, "", " ", "0", "00", "-1", "+1", "1.0", "1e3", " 1", "1 "),
    *("one", "0x1", "1_0", "１", "٣", "²", "1\n", "1\0", "1,0", -(2**70)),
]


class TestWorks:
    @pytest.mark.parametrize("as_sent", [int, str])
    @pytest.mark.parametrize("size", [1, 7, 51, 102, 103])
    def test_the_pages_one_after_another_are_everything_in_order(self, seeded: Api, as_sent: type, size: int) -> None:
        pages = [
            seeded.call("get", pagination={"pageNumber": as_sent(number), "pageSize": as_sent(size)})
            for number in range(1, -(-SEEDED // size) + 1)
        ]
        assert all(len(page) == size for page in pages[:-1])
        assert [category for page in pages for category in page] == seeded.all()

    def test_the_first_page_is_the_default(self, seeded: Api) -> None:
        assert seeded.call("get", pagination={"pageSize": 2}) == seeded.all()[:2]

    def test_leading_zeros_are_digits(self, seeded: Api) -> None:
        assert seeded.call("get", pagination={"pageNumber": "0002", "pageSize": "02"}) == seeded.all()[2:4]

    @pytest.mark.parametrize("number", [2, "2", 2**31, 2**40, 2**63, 2**64, 10**400, "9" * 5000])
    def test_past_the_end_there_is_nothing(self, seeded: Api, number: Any) -> None:
        assert seeded.call("get", pagination={"pageNumber": number}) == []
        assert seeded.call("get", pagination={"pageNumber": number, "pageSize": 1000}) == []

    def test_a_number_may_be_hexadecimal_as_json5_has_them(self, seeded: Api) -> None:
        body = "{authentication: {apiKey: 'jjns7519v1v3ns6xU162'}, pagination: {pageNumber: 0x%s, pageSize: 0x2}}"
        assert seeded.send("get", body % "2") == seeded.all()[2:4]
        assert seeded.send("get", body % ("f" * 5000)) == []

    def test_pages_consist_of_the_categories_that_match_the_filters(self, seeded: Api) -> None:
        filters = {"name": ["Tops", "Category 2"]}
        assert seeded.names(filters=filters, pagination={"pageNumber": 1, "pageSize": 2}) == ["Category 2", "Tops"]
        assert seeded.names(filters=filters, pagination={"pageNumber": 2, "pageSize": 2}) == ["Tops"]


class TestSizesAndOrder:
    @pytest.mark.parametrize("pagination", [{}, {"pageNumber": 1}, {"page": 7, "pagesize": 1, "limit": "x"}])
    def test_a_thousand_is_the_default_size(self, api: Api, pagination: dict[str, Any]) -> None:
        api.call("create", data=[texts()] * 1000)
        assert len(api.call("get", pagination=pagination)) == 1000
        assert len(api.call("get", pagination={**pagination, "pageNumber": 2})) == SEEDED

    @pytest.mark.parametrize("size", [1000, 1001, "1001", 2**63, 10**30, "9" * 5000])
    def test_a_thousand_is_the_largest_size(self, api: Api, size: Any) -> None:
        api.call("create", data=[texts()] * 1000)
        assert len(api.call("get", pagination={"pageSize": size})) == 1000
        assert len(api.call("get", pagination={"pageSize": size, "pageNumber": "2"})) == SEEDED

    def test_a_new_category_is_last_and_a_changed_one_keeps_its_place(self, api: Api) -> None:
        before = [category["id"] for category in api.all()]
        api.call("update", data=texts(id=before[1]))
        (created,) = api.call("create", data=texts())
        assert [category["id"] for category in api.all()] == [*before, created["id"]]

    @pytest.mark.parametrize("operation", ["count", "create", "update", "delete"])
    def test_the_other_operations_have_no_pages(self, api: Api, operation: str) -> None:
        category_id = api.all()[5]["id"]
        members = {"data": texts(id=category_id), "filter": {"id": [category_id]}}
        answer = api.call(operation, **members, pagination={"pageNumber": "x", "pageSize": 0})
        assert answer in ({"count": SEEDED}, {"count": 1}) or answer[0]["name"] == "A name"


class TestInvalid:
    @pytest.mark.parametrize("value", NO_NUMBER)
    @pytest.mark.parametrize("name", ["pageNumber", "pageSize"])
    def test_a_value_that_is_no_number_from_one_is_refused(self, untouched: Api, name: str, value: Any) -> None:
        assert untouched.error("get", pagination={name: value}) == wrong_value(f"pagination.{name}", "integer")

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e3", ".5", "-0x1"])
    def test_the_other_numbers_of_json5_are_refused(self, untouched: Api, value: str) -> None:
        body = f"{{authentication: {json.dumps(KEY)}, pagination: {{pageNumber: {value}}}}}"
        assert untouched.send("get", body) == {"error": wrong_value("pagination.pageNumber", "integer")}

    def test_the_number_is_checked_before_the_size(self, untouched: Api) -> None:
        expected = wrong_value("pagination.pageNumber", "integer")
        assert untouched.error("get", pagination={"pageSize": 0, "pageNumber": 0}) == expected
