"""Refused requests: their status and body, and the order of the checks."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import (
    CHILD_PRODUCT,
    EXAMPLES,
    LIMITED_TOKENS,
    OPERATIONS,
    PARTNER,
    ROOT,
    SHAMPOO,
    STOCKED_PRODUCT,
    UNKNOWN,
    assert_refused,
    assert_unprocessable,
    data,
    path_of,
)

NO_IDS = [
    "-1",
    "abc",
    "1.0",
    "1e3",
    "+123",
    "%20123",
    "123%0A",
    "123%00",
    "0x7b",
    "1_000",
    "١٢٣",
    "１２３",
    "%ED%A0%80",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551739",
    "9" * 5000,
    "None",
    "null",
]
WRITES = [(method, path) for method, path in OPERATIONS if method in ("POST", "PUT")]
NO_JSON = [
    b"",
    b" ",
    b"{",
    b"title=Form",
    b"{'title': 'x'}",
    b'{"title": "x",}',
    b'{"title": "x"} {}',
    b'{"title": "x", "other": NaN}',
    b'{"title": "x", "other": -Infinity}',
    b'{"title": "x", "other": 01}',
    b'{"title": "\\ud800"}',
    b'{"title": "\xed\xa0\x80"}',
    b'{"title": "\xff"}',
    b'{"title": "\t"}',
    b'\xef\xbb\xbf{"title": "x"}',
    '{"title": "x"}'.encode("utf-16"),
    b"[" * 10_000 + b"]" * 10_000,
    b'{"title": "x", "other": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001,
    b'{"title": "x", "other": ' + b"9" * 5000 + b"}",
]
NO_OBJECT = [b"[]", b'[{"title": "x"}]', b"null", b"true", b'"title"', b"1", b"1e999"]


class TestUnknownIds:
    @pytest.mark.parametrize("identifier", NO_IDS)
    def test_an_id_that_is_not_a_positive_64_bit_integer_is_unknown(
        self, client: httpx.Client, identifier: str
    ) -> None:
        for method, path in OPERATIONS:
            for place in ("location", "category", "product"):
                if f"{{{place}}}" in path:
                    broken = path_of(path.replace(f"{{{place}}}", identifier))
                    assert_refused(client.request(method, broken, json=SHAMPOO), 404)

    def test_zero_and_unknown_ids_are_unknown(self, client: httpx.Client) -> None:
        for number in (0, UNKNOWN):
            assert_refused(client.get(f"/goods/{number}"), 404)
            assert_refused(client.get(f"/goods/{EXAMPLES}/{number}"), 404)
            assert_refused(client.put(f"/goods/{EXAMPLES}/{number}", json=SHAMPOO), 404)
            assert_refused(client.delete(f"/goods/{EXAMPLES}/{number}"), 404)
            assert_refused(client.get(f"/goods/category_node/{EXAMPLES}/{number}"), 404)
            assert_refused(client.put(f"/goods_categories/{EXAMPLES}/{number}", json={"title": "x"}), 404)
            assert_refused(client.delete(f"/goods_categories/{EXAMPLES}/{number}"), 404)
        assert_refused(client.get(f"/company/{EXAMPLES}/goods_categories/{UNKNOWN}"), 404)
        assert_refused(client.get(f"/goods_categories/{EXAMPLES}/{UNKNOWN}"), 404)

    def test_leading_zeros_of_an_id_are_ignored(self, client: httpx.Client) -> None:
        assert data(client.get(f"/goods/0{EXAMPLES}/{CHILD_PRODUCT:040}"))["good_id"] == CHILD_PRODUCT

    def test_categories_and_products_of_another_location_are_unknown(self, client: httpx.Client) -> None:
        for method, path in OPERATIONS:
            if "{category}" in path or "{product}" in path:
                response = client.request(method, path_of(path, location=1), json=SHAMPOO | {"category_id": 10_001})
                assert_refused(response, 404)
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["title"] == "Child product"
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{ROOT}"))["title"] == "Root category 1"


class TestBodies:
    @pytest.mark.parametrize("body", NO_JSON)
    def test_a_body_that_is_not_json_is_invalid(self, client: httpx.Client, body: bytes) -> None:
        for method, path in WRITES:
            errors = assert_unprocessable(client.request(method, path_of(path), content=body), "not valid JSON")
            assert len(errors) == 1

    def test_a_json_body_that_is_not_an_object_is_invalid(self, client: httpx.Client) -> None:
        for body in NO_OBJECT:
            for method, path in WRITES:
                errors = assert_unprocessable(client.request(method, path_of(path), content=body), "JSON object")
                assert len(errors) == 1

    def test_a_form_is_not_read_as_the_body_of_a_product_operation(self, client: httpx.Client) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        for method, path in WRITES:
            assert_unprocessable(client.request(method, path_of(path), content=b"title=Form", headers=headers), "JSON")
        assert "Form" not in client.get(f"/company/{EXAMPLES}/goods_categories").text

    def test_missing_fields_share_one_object_of_the_errors(self, client: httpx.Client) -> None:
        for method, path in WRITES:
            names = (
                ["title", "category_id", "sale_unit_id", "service_unit_id"] if path.startswith("/goods/") else ["title"]
            )
            errors = assert_unprocessable(client.request(method, path_of(path), json={}))
            assert errors == [{f"[{name}]": ["This field is missing."] for name in names}]

    def test_each_violation_is_an_object_of_its_own_in_the_errors(self, client: httpx.Client) -> None:
        body = {"title": "", "category_id": "289632", "cost": -1}
        for method, path in [("POST", f"/goods/{EXAMPLES}"), ("PUT", f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")]:
            response = client.request(method, path, json=body)
            errors = assert_unprocessable(response, "title", "category_id", "cost")
            missing = [error for error in errors if "message" not in error]
            assert missing == [
                {f"[{name}]": ["This field is missing."] for name in ("sale_unit_id", "service_unit_id")}
            ]

    def test_unknown_members_of_a_body_are_ignored(self, client: httpx.Client) -> None:
        body = (
            b'{"title": "Known", "id": 5, "is_chain": true, "other": 1e999, "deep": ' + b"[" * 100 + b"]" * 100 + b"}"
        )
        created = data(client.post(f"/goods_categories/{EXAMPLES}", content=body))
        assert created == {"id": 2_000_001, "title": "Known", "parent_category_id": None}
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/2000001"))["is_chain"] is False

    def test_the_body_of_a_read_or_a_delete_is_ignored(self, client: httpx.Client) -> None:
        for method, path in OPERATIONS:
            if method == "GET":
                assert client.request(method, path_of(path), content=b"{").status_code == 200
        assert client.request("DELETE", f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", content=b"{").status_code == 204

    def test_a_body_above_the_limit_is_refused_in_the_envelope(self, client: httpx.Client) -> None:
        response = client.post(f"/goods_categories/{EXAMPLES}", content=b" " * (10 * 2**20 + 1))
        assert response.status_code == 413
        assert response.json() == {
            "success": False,
            "data": None,
            "meta": {"message": "The request body is too large."},
        }

    def test_a_refused_write_uses_no_id(self, client: httpx.Client) -> None:
        assert_refused(client.post(f"/goods_categories/{EXAMPLES}", json={"title": "x", "parent_category_id": 5}), 404)
        assert_unprocessable(client.post(f"/goods/{EXAMPLES}", json=SHAMPOO | {"category_id": 5}), "category")
        assert data(client.post(f"/goods_categories/{EXAMPLES}", json={"title": "x"}))["id"] == 2_000_001
        assert data(client.post(f"/goods/{EXAMPLES}", json=SHAMPOO))["good_id"] == 2_000_000_001


class TestOrderOfChecks:
    """The order in which an operation checks a request; the first check that fails gives the response."""

    NEW_UNITS = SHAMPOO | {"category_id": 10_001}

    @pytest.mark.parametrize(
        ("header", "location", "product", "body", "status"),
        [
            (PARTNER, UNKNOWN, UNKNOWN, b"{", 401),
            (PARTNER, 1, STOCKED_PRODUCT, b"{", 401),
            (LIMITED_TOKENS, UNKNOWN, UNKNOWN, b"{", 404),
            (LIMITED_TOKENS, 2, UNKNOWN, b"{", 403),
            (LIMITED_TOKENS, 1, UNKNOWN, b"{", 404),
            (LIMITED_TOKENS, 1, STOCKED_PRODUCT, b"{", 422),
            (LIMITED_TOKENS, 1, STOCKED_PRODUCT, NEW_UNITS | {"category_id": 5}, 422),
            (LIMITED_TOKENS, 1, STOCKED_PRODUCT, NEW_UNITS | {"cost": "1"}, 422),
            (LIMITED_TOKENS, 1, STOCKED_PRODUCT, NEW_UNITS, 409),
        ],
    )
    def test_updating_a_product_checks_tokens_location_product_body_and_conflict_in_this_order(
        self, client: httpx.Client, header: str, location: int, product: int, body: Any, status: int
    ) -> None:
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        response = client.put(f"/goods/{location}/{product}", headers={"Authorization": header}, **content)
        assert response.status_code == status
        assert response.json()["success"] is False

    @pytest.mark.parametrize(
        ("header", "location", "category", "status"),
        [
            (PARTNER, UNKNOWN, UNKNOWN, 401),
            (LIMITED_TOKENS, UNKNOWN, UNKNOWN, 404),
            (LIMITED_TOKENS, 2, UNKNOWN, 403),
            (LIMITED_TOKENS, 1, UNKNOWN, 404),
            (LIMITED_TOKENS, 1, 10_001, 422),
        ],
    )
    def test_updating_a_category_checks_tokens_location_category_and_body_in_this_order(
        self, client: httpx.Client, header: str, location: int, category: int, status: int
    ) -> None:
        headers = {"Authorization": header}
        for body in (b"{", b"{}", b'{"title": ""}'):
            response = client.put(f"/goods_categories/{location}/{category}", headers=headers, content=body)
            assert response.status_code == status
