"""Each vendor's OpenAPI document and docs page: true to the answers, and complete enough to try things out."""

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mockapi.catalog import fixtures
from mockapi.server.server import MockServer
from mockapi.vendor_api.openapi import openapi_document
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.nonempty import nonempty
from tests.support.shapes import shape_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

each_vendor = pytest.mark.parametrize("vendor", [vendor.name for vendor in VENDORS])


def document(server: MockServer, vendor: str) -> dict[str, Any]:
    answer = web.get(f"{server.url}/{vendor}/openapi.json")
    assert answer.status_code == 200
    content: dict[str, Any] = answer.json()
    return content


def operations(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in content["paths"].values() for operation in path.values()]


class TestDocument:
    @each_vendor
    def test_has_every_operation_that_the_ledger_lists_with_its_title(self, mock: MockServer, vendor: str) -> None:
        content = document(mock, vendor)
        for row in nonempty(fixtures.operations(vendor)["operations"]):
            operation = content["paths"][row["path"]][row["method"].lower()]
            assert operation["operationId"].startswith(row["operation"])
            assert operation["summary"]

    @each_vendor
    def test_shows_an_example_of_every_request_body_and_every_answer(self, mock: MockServer, vendor: str) -> None:
        for operation in nonempty(operations(document(mock, vendor))):
            for response in nonempty(operation["responses"].values()):
                for content in response.get("content", {}).values():
                    assert content["examples"], operation["operationId"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert content["examples"], operation["operationId"]

    @each_vendor
    def test_knows_nothing_of_the_frameworks_own_errors(self, mock: MockServer, vendor: str) -> None:
        text = json.dumps(document(mock, vendor))
        assert "HTTPValidationError" not in text
        assert '"detail"' not in text

    @each_vendor
    def test_names_a_server_where_its_paths_answer(self, mock: MockServer, vendor: str) -> None:
        content = document(mock, vendor)
        server = content["servers"][0]["url"]
        path, methods = next(iter(content["paths"].items()))
        assert shape_of(web.request(next(iter(methods)), server + path)) == vendor

    @each_vendor
    def test_its_examples_fit_its_schemas(self, mock: MockServer, vendor: str) -> None:
        content = document(mock, vendor)
        for operation in nonempty(operations(content)):
            for response in nonempty(operation["responses"].values()):
                for media in response.get("content", {}).values():
                    validator = jsonschema_rs.validator_for({**media["schema"], "components": content["components"]})
                    for example in media["examples"].values():
                        validator.validate(example["value"])


class TestPage:
    @each_vendor
    def test_loads_swagger_ui_from_this_server_alone(self, mock: MockServer, vendor: str) -> None:
        page = web.get(f"{mock.url}/{vendor}/docs")
        assert page.status_code == 200
        assert web.get(f"{mock.url}/{vendor}/docs/", follow_redirects=True).text == page.text
        assert "http" not in page.text.replace("http-equiv", "")
        for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
            assert f"/{asset}" in page.text
            assert web.get(f"{mock.url}/__admin/assets/{asset}").status_code == 200

    @each_vendor
    def test_fills_in_the_sample_credentials(self, mock: MockServer, vendor: str) -> None:
        page = web.get(f"{mock.url}/{vendor}/docs").text
        credentials = web.get(mock.url).json()["vendors"][vendor]["credentials"]
        for scheme in document(mock, vendor)["components"].get("securitySchemes", {}):
            assert json.dumps(credentials[scheme]) in page


def authorize(vendor: str, case: schemathesis.Case[Any]) -> None:
    """Give a generated request good credentials: without them it would be refused before anything is read."""
    if vendor == "altegio":
        case.headers["Authorization"] = "Bearer altegio-partner-token, User altegio-user-token"
    elif vendor == "deconetwork":
        case.query = dict(case.query or {}) | {"username": "mock-user", "password": "mock-password"}
    elif isinstance(case.body, dict):
        case.body["authentication"] = {"apiKey": "jjns7519v1v3ns6xU162"}


def conformance_test(vendor: Any) -> Any:
    schema = schemathesis.openapi.from_dict(openapi_document(vendor))
    # Each edge of each schema once; tests/pipeline/test_robustness.py sends bodies at random.
    schema.config.phases.update(phases=["examples", "coverage"])

    @schema.parametrize()
    @hypothesis_settings(suppress_health_check=list(HealthCheck))
    def test(case: schemathesis.Case[Any], server: MockServer) -> None:
        authorize(vendor.name, case)
        response = case.call(base_url=f"{server.url}/{vendor.name}{vendor.base_paths[0]}")
        case.validate_response(response, checks=CHECKS)
        assert "x-mock-bug" not in response.headers

    return test


test_altegio_answers_generated_requests_as_documented = conformance_test(VENDORS[0])
test_deconetwork_answers_generated_requests_as_documented = conformance_test(VENDORS[1])
test_commerscale_answers_generated_requests_as_documented = conformance_test(VENDORS[2])
