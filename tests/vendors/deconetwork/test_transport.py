"""Transport: methods and paths, the places of parameters, and the common members of all responses."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support.deconetwork import (
    AUTHENTICATION_FAILED,
    CREDENTIALS,
    FORM,
    INVALID_LIMIT_OR_OFFSET,
    INVALID_PARAMETERS,
    Site,
    found_id,
    response_of,
)

FIND: dict[str, str | int] = {**CREDENTIALS, "field": 1, "condition": 1, "string": "2000B"}
GET: dict[str, str | int] = {**CREDENTIALS, "id": 456456}
OPERATIONS = [pytest.param("find", FIND, id="find"), pytest.param("get", GET, id="get")]


class TestPaths:
    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize("slash", ["", "/"])
    @pytest.mark.parametrize("prefix", ["/api/json", "/deconetwork/api/json"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_both_operations_accept_get_and_post_with_and_without_a_trailing_slash(
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
    def test_a_path_that_is_no_endpoint_gets_a_web_page_with_status_404(
        self, site: Site, path: str, method: str
    ) -> None:
        assert_not_found(site.client.request(method, f"{site.client.base_url}".rstrip("/") + path, params=FIND))

    @pytest.mark.parametrize("operation", ["find", "get"])
    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_an_unknown_method_gets_a_web_page_with_status_404(self, site: Site, method: str, operation: str) -> None:
        assert_not_found(site.client.request(method, f"/manage_products/{operation}", params=CREDENTIALS))

    def test_head_gets_status_404_without_a_body(self, site: Site) -> None:
        response = site.client.head("/manage_products/find", params=FIND)
        assert (response.status_code, response.content) == (404, b"")
        assert response.headers["content-type"].startswith("text/html")


def assert_not_found(response: httpx.Response) -> None:
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<!DOCTYPE html>")
    assert "x-mock-bug" not in response.headers


class TestPlacesOfParameters:
    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    def test_parameters_may_be_in_the_query_string_of_a_post(
        self, site: Site, operation: str, parameters: dict[str, Any]
    ) -> None:
        assert found_id(response_of(site.client.post(f"/manage_products/{operation}", params=parameters))) == "456456"

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", "Application/X-WWW-Form-URLEncoded"])
    def test_parameters_may_be_in_an_urlencoded_body(
        self, site: Site, operation: str, parameters: dict[str, Any], content_type: str
    ) -> None:
        response = site.client.post(
            f"/manage_products/{operation}", content=urlencode(parameters), headers={"Content-Type": content_type}
        )
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    def test_parameters_may_be_in_a_multipart_body(
        self, site: Site, operation: str, parameters: dict[str, Any]
    ) -> None:
        parts = {name: (None, str(value)) for name, value in parameters.items()}
        assert found_id(response_of(site.client.post(f"/manage_products/{operation}", files=parts))) == "456456"

    def test_parameters_of_query_string_and_body_are_merged(self, site: Site) -> None:
        body = {"field": 1, "condition": 1, "string": "2000B"}
        response = site.client.post("/manage_products/find", params=CREDENTIALS, data=body)
        assert found_id(response_of(response)) == "456456"

    def test_members_of_one_condition_may_be_in_query_string_and_body(self, site: Site) -> None:
        response = site.client.post(
            "/manage_products/find",
            params={**CREDENTIALS, "conditions[1][field]": 1, "conditions[1][string]": "2000B"},
            data={"conditions[1][condition]": 1},
        )
        assert found_id(response_of(response)) == "456456"

    def test_the_query_string_overrides_the_body(self, site: Site) -> None:
        body = {**FIND, "string": "2000"}
        assert found_id(response_of(site.client.post("/manage_products/find", data=body))) == "19658"
        response = site.client.post("/manage_products/find", params={"string": "2000B"}, data=body)
        assert found_id(response_of(response)) == "456456"

    def test_a_blank_value_of_the_query_string_overrides_the_body(self, site: Site) -> None:
        response = site.client.post("/manage_products/find", params={"limit": ""}, data={**FIND, "limit": "none"})
        assert found_id(response_of(response)) == "456456"

    def test_the_last_value_of_a_repeated_name_is_used(self, site: Site) -> None:
        response = site.client.get(f"/manage_products/find?{urlencode(FIND)}&string=2000&string=2000B")
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml", None])
    def test_a_body_of_another_content_type_is_ignored(self, site: Site, content_type: str | None) -> None:
        headers = {"Content-Type": content_type} if content_type else {}
        response = site.client.post("/manage_products/find", content=urlencode(FIND), headers=headers)
        assert response_of(response) == AUTHENTICATION_FAILED

    def test_a_json_body_is_ignored(self, site: Site) -> None:
        assert response_of(site.client.post("/manage_products/find", json=FIND)) == AUTHENTICATION_FAILED
        assert found_id(response_of(site.client.post("/manage_products/find", params=FIND, json={"limit": "x"})))

    @pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
    @pytest.mark.parametrize(
        "content_type", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", FORM, "nonsense"]
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_content_type_without_a_body_is_ignored(
        self, site: Site, operation: str, parameters: dict[str, Any], content_type: str, method: str
    ) -> None:
        headers = {"Content-Type": content_type}
        response = site.client.request(method, f"/manage_products/{operation}", params=parameters, headers=headers)
        assert found_id(response_of(response)) == "456456"


class TestResponses:
    def test_text_is_utf_8_without_escapes(self, site: Site) -> None:
        name = next(p["product_name"] for p in site.every_product() if not p["product_name"].isascii())
        response = site.client.post("/manage_products/find", data={**FIND, "field": 2, "string": name})
        assert response_of(response)["products"][0]["product_name"] == name
        assert name.encode() in response.content
        assert b"\\u" not in response.content

    def test_errors_have_http_status_200_and_the_media_type_of_successes(self, site: Site) -> None:
        assert response_of(site.client.get("/manage_products/find")) == AUTHENTICATION_FAILED
        assert site.find(limit="x", field=1, condition=1) == INVALID_LIMIT_OR_OFFSET

    def test_a_body_above_the_size_limit_of_the_server_gets_code_50005(self, mock: MockServer, site: Site) -> None:
        body = b"a" * (mock.settings.max_body_bytes + 1)
        response = site.client.post("/manage_products/find", content=body, headers={"Content-Type": FORM})
        assert response_of(response) == INVALID_PARAMETERS
