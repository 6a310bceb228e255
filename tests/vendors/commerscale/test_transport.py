"""One JSON object by POST, HTTP 200 for every response. Docs: "Product categories", "Error messages"."""

import json

import pytest

from mockapi.server.server import MockServer
from tests.support.commerscale import (
    INVALID_JSON,
    KEY,
    OPERATIONS,
    ROOT,
    SEEDED,
    UNAUTHORIZED,
    UNHANDLED,
    UNKNOWN_HANDLER,
    Api,
    failed,
    response_of,
)

LIMIT = 8 * 1024 * 1024
COUNT = json.dumps({"authentication": KEY})


class TestHandlers:
    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("slash", ["", "/"])
    def test_every_operation_is_a_handler_with_and_without_a_slash_at_the_end(
        self, untouched: Api, operation: str, slash: str
    ) -> None:
        assert untouched.send(f"{operation}{slash}", "{}") == {"error": UNAUTHORIZED}

    @pytest.mark.parametrize(
        "path",
        [
            "/api/v1/products",
            "/api/v1/products/",
            ROOT,
            f"{ROOT}/",
            f"{ROOT}/list",
            f"{ROOT}/GET",
            f"{ROOT}/get/1",
            f"{ROOT}/get//",
            f"{ROOT}//get",
            f"{ROOT}/get%00",
            f"{ROOT}/%ED%A0%80",
            "/api/v1/products/categorie/get",
            "/api/v1/products/get",
            "/commerscale/",
            "/commerscale/products/categories/get",
            "/commerscale/api/v2/products/categories/get",
        ],
    )
    def test_another_path_is_no_handler(self, untouched: Api, path: str) -> None:
        assert response_of(untouched.client.post(path, content=COUNT)) == {"error": UNKNOWN_HANDLER}

    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_another_method_is_no_handler(self, untouched: Api, method: str, operation: str) -> None:
        response = untouched.client.request(method, f"{ROOT}/{operation}", content=COUNT)
        assert response_of(response) == {"error": UNKNOWN_HANDLER}

    def test_a_head_request_is_no_handler_and_has_no_body(self, untouched: Api) -> None:
        response = untouched.client.head(f"{ROOT}/get")
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["Content-Length"] == str(
            len(json.dumps({"error": UNKNOWN_HANDLER}, separators=(",", ":")))
        )

    def test_a_query_is_ignored(self, seeded: Api) -> None:
        response = seeded.client.post(f"{ROOT}/count?authentication=1&filters=%ED%A0%80&filters=2", content=COUNT)
        assert response_of(response) == {"count": SEEDED}


class TestContentTypes:
    @pytest.mark.parametrize(
        "content_type",
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain; charset=utf-16",
            "application/xml",
            "nonsense",
            "",
        ],
    )
    def test_the_body_is_read_as_json_under_any_content_type(self, seeded: Api, content_type: str) -> None:
        assert seeded.send("count", COUNT, **{"Content-Type": content_type}) == {"count": SEEDED}

    def test_the_body_is_read_as_json_without_a_content_type(self, seeded: Api) -> None:
        response = seeded.client.post(f"{ROOT}/count", content=COUNT)
        assert "Content-Type" not in response.request.headers
        assert response_of(response) == {"count": SEEDED}

    def test_a_form_is_no_json(self, untouched: Api) -> None:
        response = untouched.client.post(f"{ROOT}/get", data={"authentication": json.dumps(KEY)})
        assert response_of(response) == {"error": INVALID_JSON}


class TestSizes:
    def test_a_body_of_the_largest_size_is_read(self, seeded: Api) -> None:
        assert seeded.send("count", COUNT.ljust(LIMIT)) == {"count": SEEDED}

    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_a_larger_body_is_refused(self, untouched: Api, operation: str) -> None:
        assert untouched.send(operation, COUNT.ljust(LIMIT + 1)) == {"error": failed("The request body is too large")}

    def test_a_filter_of_many_values_is_answered(self, seeded: Api) -> None:
        assert seeded.count(slug=["category-1", *(f"none-{number}" for number in range(100_000))]) == 1


class TestBugsOfTheEmulator:
    @pytest.mark.parametrize("operation", ["get", "count"])
    def test_the_response_has_the_vendors_words_and_a_mark(
        self, mock: MockServer, untouched: Api, operation: str
    ) -> None:
        with mock.api.server_state.sandboxes["default"].writing() as database:
            database.execute("DROP TABLE commerscale_category")
        response = untouched.client.post(f"{ROOT}/{operation}", content=COUNT)
        mock.reset()
        assert (response.status_code, response.json()) == (200, {"error": UNHANDLED})
        assert response.headers["X-Mock-Bug"] == "1"
