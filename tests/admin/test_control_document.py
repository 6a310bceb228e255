"""The control plane's OpenAPI document and docs page: true to its answers, whatever is sent."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.nonempty import nonempty

SANDBOX = {"X-Mock-Sandbox": "generated"}


def document() -> dict[str, Any]:
    with MockServer() as mock:
        content: dict[str, Any] = mock.call("GET", "/__admin/openapi.json")
    return content


DOCUMENT = document()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
# Each edge of each schema once; the tests of each feature send bodies at random.
SCHEMA.config.phases.update(phases=["examples", "coverage"])


def test_every_operation_has_a_summary_and_a_tag() -> None:
    for path, methods in nonempty(DOCUMENT["paths"].items()):
        for operation in nonempty(methods.values()):
            assert operation["summary"], path
            assert operation["tags"], path


def test_it_knows_nothing_of_the_frameworks_own_errors() -> None:
    assert "HTTPValidationError" not in str(DOCUMENT)
    assert "Refusal" in DOCUMENT["components"]["schemas"]


def test_the_page_loads_swagger_ui_from_this_server_alone(server: MockServer) -> None:
    page = web.get(f"{server.url}/__admin/docs")
    assert page.status_code == 200
    assert "http" not in page.text
    assert "/__admin/openapi.json" in page.text


def test_below_a_sandboxs_prefix_its_server_is_that_sandbox(server: MockServer) -> None:
    content = web.get(f"{server.url}/~anna/__admin/openapi.json").json()
    assert content["servers"] == [{"url": f"{server.url}/~anna"}]


@SCHEMA.parametrize()
@hypothesis_settings(suppress_health_check=list(HealthCheck))
def test_generated_requests_are_answered_as_documented(case: schemathesis.Case[Any], server: MockServer) -> None:
    products = case.body.get("products") if isinstance(case.body, dict) else None
    if isinstance(case.body, dict) and isinstance(products, int):
        # Larger shops take minutes.
        case.body["products"] = products % 20
    case.headers.update(SANDBOX)
    response = case.call(base_url=server.url)
    case.validate_response(response, checks=[not_a_server_error, content_type_conformance, response_schema_conformance])
    assert "errors" in response.json() if response.status_code >= 400 and response.status_code != 422 else True


def test_a_parameter_that_no_call_has_is_refused(server: MockServer) -> None:
    for method, path in (("GET", "/requests?limt=0"), ("POST", "/requests/verify?sicne=x"), ("GET", "/clock?x")):
        answer = web.request(method, f"{server.url}/__admin{path}", json={} if method == "POST" else None)
        assert answer.status_code == 400, path
        assert "There is no parameter" in answer.json()["errors"][0]["title"]
    assert web.get(f"{server.url}/__admin/requests?limit=1").status_code == 200
