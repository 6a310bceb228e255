"""Transport: methods, paths, where parameters stand, and what every answer has in common."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support.deconetwork import (
    ALL_PRODUCTS,
    AUTHENTICATION_FAILED,
    CREDENTIALS,
    FORM,
    INVALID_LIMIT_OR_OFFSET,
    INVALID_PARAMETERS,
    NO_CONDITIONS,
    SUCCESS,
    Site,
    response_of,
)
from tests.support.waiting import connect

FIND: dict[str, str | int] = {**CREDENTIALS, "field": 1, "condition": 1, "string": "2000B"}
GET: dict[str, str | int] = {**CREDENTIALS, "id": 456456}
OPERATIONS = [pytest.param("find", FIND, id="find"), pytest.param("get", GET, id="get")]

STRAY = (
    *("skip_login_token", "commit", "per_page", "page", "include_variants", "include_options", "utf8", "format"),
    *(
        "Field",
        "LIMIT",
        "date3",
        "string2",
        "conditional",
        "conditions2",
        "condition[]",
        "fields[1]",
        "[",
        "]",
        "%",
        "",
    ),
)


def found_id(answer: dict[str, Any]) -> str:
    """The id of the one product of an answer of find or get."""
    assert answer["response_status"] == SUCCESS
    product = answer["product"] if "product" in answer else answer["products"][0]
    return str(product["product_id"])


class TestPaths:
    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize("slash", ["", "/"])
    @pytest.mark.parametrize("prefix", ["/api/json", "/deconetwork/api/json"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_both_operations_take_both_methods_with_and_without_a_slash_at_the_end(
        self,
        mock: MockServer,
        site: Site,
        operation: str,
        parameters: dict[str, Any],
        slash: str,
        prefix: str,
        method: str,
    ) -> None:
        url = f"{mock.url}{prefix}/manage_products/{operation}{slash}"
        assert found_id(response_of(site.client.request(method, url, params=parameters))) == "456456"

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "",
                "/",
                "/manage_products",
                "/manage_products/",
                "/manage_products/finds",
                "/manage_products/find/19658",
            ),
            *("/manage_products/Find", "/Manage_products/find", "//manage_products/find", "/manage_products//find"),
            *("/manage_inventory/find", "/manage_orders/find", "/openapi.json", "/docs", "/manage_products/find%00"),
        ],
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_path_that_is_no_endpoint_answers_404_with_a_web_page(self, site: Site, path: str, method: str) -> None:
        assert_not_found(site.client.request(method, f"{site.client.base_url}".rstrip("/") + path, params=FIND))

    @pytest.mark.parametrize("operation", ["find", "get"])
    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_a_method_that_no_endpoint_has_answers_404_with_a_web_page(
        self, site: Site, method: str, operation: str
    ) -> None:
        assert_not_found(site.client.request(method, f"/manage_products/{operation}", params=CREDENTIALS))

    def test_head_is_no_method_of_the_api(self, site: Site) -> None:
        response = site.client.head("/manage_products/find", params=FIND)
        assert (response.status_code, response.content) == (404, b"")
        assert response.headers["content-type"].startswith("text/html")


def assert_not_found(response: httpx.Response) -> None:
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<!DOCTYPE html>")
    assert "x-mock-bug" not in response.headers


class TestWhereParametersStand:
    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    def test_they_may_stand_in_the_query_string_of_a_post(
        self, site: Site, operation: str, parameters: dict[str, Any]
    ) -> None:
        assert found_id(response_of(site.client.post(f"/manage_products/{operation}", params=parameters))) == "456456"

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", "Application/X-WWW-Form-URLEncoded"])
    def test_they_may_stand_in_an_urlencoded_body(
        self, site: Site, operation: str, parameters: dict[str, Any], content_type: str
    ) -> None:
        response = site.client.post(
            f"/manage_products/{operation}", content=urlencode(parameters), headers={"Content-Type": content_type}
        )
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    def test_they_may_stand_in_a_multipart_body(self, site: Site, operation: str, parameters: dict[str, Any]) -> None:
        parts = {name: (None, str(value)) for name, value in parameters.items()}
        assert found_id(response_of(site.client.post(f"/manage_products/{operation}", files=parts))) == "456456"

    def test_query_string_and_body_are_merged(self, site: Site) -> None:
        body = {"field": 1, "condition": 1, "string": "2000B"}
        response = site.client.post("/manage_products/find", params=CREDENTIALS, data=body)
        assert found_id(response_of(response)) == "456456"

    def test_members_of_one_condition_may_stand_apart(self, site: Site) -> None:
        response = site.client.post(
            "/manage_products/find",
            params={**CREDENTIALS, "conditions[1][field]": 1, "conditions[1][string]": "2000B"},
            data={"conditions[1][condition]": 1},
        )
        assert found_id(response_of(response)) == "456456"

    def test_of_one_name_the_query_string_wins(self, site: Site) -> None:
        body = {**FIND, "string": "2000"}
        assert found_id(response_of(site.client.post("/manage_products/find", data=body))) == "19658"
        response = site.client.post("/manage_products/find", params={"string": "2000B"}, data=body)
        assert found_id(response_of(response)) == "456456"

    def test_the_query_string_wins_with_a_blank_value_too(self, site: Site) -> None:
        response = site.client.post("/manage_products/find", params={"limit": ""}, data={**FIND, "limit": "none"})
        assert found_id(response_of(response)) == "456456"

    def test_of_a_repeated_name_the_last_counts(self, site: Site) -> None:
        response = site.client.get(f"/manage_products/find?{urlencode(FIND)}&string=2000&string=2000B")
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml", None])
    def test_a_body_of_another_type_is_not_read(self, site: Site, content_type: str | None) -> None:
        headers = {"Content-Type": content_type} if content_type else {}
        response = site.client.post("/manage_products/find", content=urlencode(FIND), headers=headers)
        assert response_of(response) == AUTHENTICATION_FAILED

    def test_a_json_body_is_not_read(self, site: Site) -> None:
        assert response_of(site.client.post("/manage_products/find", json=FIND)) == AUTHENTICATION_FAILED
        assert found_id(response_of(site.client.post("/manage_products/find", params=FIND, json={"limit": "x"})))

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize(
        "content_type", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", FORM, "nonsense"]
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_any_content_type_without_a_body_is_harmless(
        self, site: Site, operation: str, parameters: dict[str, Any], content_type: str, method: str
    ) -> None:
        headers = {"Content-Type": content_type}
        response = site.client.request(method, f"/manage_products/{operation}", params=parameters, headers=headers)
        assert found_id(response_of(response)) == "456456"


class TestNames:
    CREDENTIALS = "username=mock-user&password=mock-password"

    @pytest.mark.parametrize(
        "condition",
        [
            "conditions[1][field]=1&conditions[1][condition]=1&conditions[1][string]=2000B",
            "conditions%5B1%5D%5Bfield%5D=1&conditions%5B1%5D%5Bcondition%5D=1&conditions%5B1%5D%5Bstring%5D=2000B",
            "conditions%5b1%5d%5bfield%5d=1&conditions%5b1%5d%5bcondition%5d=1&conditions%5b1%5d%5bstring%5d=2000B",
            "%63onditions[%31]%5Bfield]=%31&conditions[1][condition]=1&conditions[1][string]=2000%42",
        ],
    )
    def test_brackets_may_be_raw_or_percent_encoded(self, mock: MockServer, site: Site, condition: str) -> None:
        # httpx would encode what is raw.
        query = f"{self.CREDENTIALS}&{condition}"
        assert b'"product_id":"456456"' in raw_get(mock, query.encode())
        response = site.client.post("/manage_products/find", content=query, headers={"Content-Type": FORM})
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize("space", ["+", "%20"])
    def test_a_plus_sign_and_percent_20_are_spaces(self, site: Site, space: str) -> None:
        name = space.join(["ultra", "cotton", "100%25", "cotton", "t", "shirt"])
        query = f"{self.CREDENTIALS}&field=2&condition=1&string={name}"
        assert found_id(response_of(site.client.get(f"/manage_products/find?{query}"))) == "19658"
        response = site.client.post("/manage_products/find", content=query, headers={"Content-Type": FORM})
        assert found_id(response_of(response)) == "19658"

    @pytest.mark.parametrize("name", ["Field", "FIELD", "field ", "fields"])
    def test_another_case_is_another_name(self, site: Site, name: str) -> None:
        assert site.find({name: 4, "Condition": 4, "String": 0}) == NO_CONDITIONS

    def test_values_without_a_name_of_the_operation_do_not_count(self, site: Site) -> None:
        assert site.find({**ALL_PRODUCTS, "Limit": 1, "SORTBY": "x"})["total"] == len(site.every_product())

    @pytest.mark.parametrize("name", STRAY)
    @pytest.mark.parametrize("value", ["", "1", "Add Condition"])
    def test_unknown_parameters_are_ignored(self, site: Site, name: str, value: str) -> None:
        assert site.ids({"field": 1, "condition": 1, "string": "2000B", name: value}) == ["456456"]
        assert found_id(site.get(**{"id": 456456, name: value})) == "456456"

    @pytest.mark.parametrize(
        "name",
        ["date1", "date2", "limit", "offset", "sortby", "id", "ids", "conditions", "conditions[x]", "conditions[]"],
    )
    @pytest.mark.parametrize("blank", ["", " ", "\t"])
    def test_unused_parameters_may_be_sent_blank(self, site: Site, name: str, blank: str) -> None:
        assert site.ids({"field": 1, "condition": 1, "string": "2000B", name: blank}) == ["456456"]
        assert found_id(site.get(**{"limit": "x", name: blank, "id": 456456})) == "456456"


class TestAnswers:
    def test_text_is_utf_8_and_not_escaped(self, site: Site) -> None:
        name = next(p["product_name"] for p in site.every_product() if not p["product_name"].isascii())
        response = site.client.post("/manage_products/find", data={**FIND, "field": 2, "string": name})
        assert response_of(response)["products"][0]["product_name"] == name
        assert name.encode() in response.content
        assert b"\\u" not in response.content

    def test_refusals_have_the_same_status_and_type(self, site: Site) -> None:
        assert response_of(site.client.get("/manage_products/find")) == AUTHENTICATION_FAILED
        assert site.find(limit="x", field=1, condition=1) == INVALID_LIMIT_OR_OFFSET

    def test_a_body_above_the_limit_of_the_server_is_a_wrong_request(self, mock: MockServer, site: Site) -> None:
        body = b"a" * (mock.settings.max_body_bytes + 1)
        response = site.client.post("/manage_products/find", content=body, headers={"Content-Type": FORM})
        assert response_of(response) == INVALID_PARAMETERS


def raw_get(mock: MockServer, query: bytes) -> bytes:
    """The answer to a find whose query string goes out as these bytes."""
    with connect(mock.url) as connection:
        head = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(b"GET /api/json/manage_products/find?" + query + head)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    return answer
