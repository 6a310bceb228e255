"""Base paths, slashes, headers, methods and the envelope of the API."""

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support.altegio import (
    CHILD_PRODUCT,
    EXAMPLES,
    OPERATIONS,
    ROOT,
    SHAMPOO,
    TOKENS,
    assert_refused,
    created_category,
    data,
    path_of,
)

ACCEPTED = ["application/vnd.api.v2+json", "application/vnd.yclients.v2+json", "*/*", "text/html", "", "no type"]
CONTENT_TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "no type",
    "",
]
READING_PATHS = [path for method, path in OPERATIONS if method == "GET"]


class TestBasePaths:
    @pytest.mark.parametrize("base", ["/_mock/en/b2b-v1/openapi", "", "/altegio/api/v1", "/altegio"])
    def test_every_base_path_returns_the_responses_of_the_production_path(
        self, client: httpx.Client, mock: MockServer, base: str
    ) -> None:
        for path in READING_PATHS:
            usual = client.get(path_of(path))
            assert usual.status_code == 200
            assert client.get(f"{mock.url}{base}{path_of(path)}").content == usual.content
        login = {"login": "testuser@alteg.io", "password": "testpass"}
        assert client.post(f"{mock.url}{base}/auth", json=login).status_code == 201

    def test_a_category_created_through_one_base_path_is_read_through_another(
        self, client: httpx.Client, mock: MockServer
    ) -> None:
        created = created_category(client, "Shared")
        assert data(client.get(f"{mock.url}/goods/category_node/{EXAMPLES}/{created}"))["title"] == "Shared"

    @pytest.mark.parametrize("path", READING_PATHS)
    def test_a_slash_at_the_end_changes_nothing(self, client: httpx.Client, path: str) -> None:
        plain = client.get(path_of(path))
        assert plain.status_code == 200
        assert client.get(f"{path_of(path)}/").content == plain.content

    def test_a_slash_is_allowed_before_the_query(self, client: httpx.Client) -> None:
        assert client.get(f"/goods/{EXAMPLES}/?page=2&count=1").json() == (
            client.get(f"/goods/{EXAMPLES}?page=2&count=1").json()
        )

    def test_a_slash_at_the_end_works_for_writes(self, client: httpx.Client) -> None:
        assert client.post(f"/goods_categories/{EXAMPLES}/", json={"title": "Slash"}).status_code == 201
        assert client.put(f"/goods_categories/{EXAMPLES}/{ROOT}/", json={"title": "Slash"}).status_code == 200
        assert client.delete(f"/goods_categories/{EXAMPLES}/{ROOT}/").status_code == 204


class TestHeaders:
    @pytest.mark.parametrize("accept", ACCEPTED)
    def test_the_response_is_json_in_the_envelope_for_any_accept_header(
        self, client: httpx.Client, accept: str
    ) -> None:
        response = client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", headers={"Accept": accept})
        assert response.headers["content-type"] == "application/json"
        assert list(response.json()) == ["success", "data", "meta"]

    def test_the_accept_header_is_optional(self, client: httpx.Client) -> None:
        del client.headers["accept"]
        assert data(client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}"))["good_id"] == CHILD_PRODUCT

    @pytest.mark.parametrize("content_type", CONTENT_TYPES)
    def test_a_json_body_is_read_with_any_content_type(self, client: httpx.Client, content_type: str) -> None:
        headers = {"Content-Type": content_type}
        created = client.post(f"/goods_categories/{EXAMPLES}", content=b'\n  {"title": "a=b&title=c"}', headers=headers)
        assert data(created)["title"] == "a=b&title=c"

    def test_the_content_type_is_optional(self, client: httpx.Client) -> None:
        created = client.post(f"/goods_categories/{EXAMPLES}", content=b'{"title": "No type"}')
        assert "content-type" not in created.request.headers
        assert data(created)["title"] == "No type"

    @pytest.mark.parametrize("path", READING_PATHS)
    def test_headers_that_the_pages_list_as_query_parameters_are_ignored_there(
        self, client: httpx.Client, path: str
    ) -> None:
        query = "Accept=text%2Fxml&Content-Type=text%2Fxml&Authorization=nobody&unknown[]=%FF&location_id=2"
        assert client.get(f"{path_of(path)}?{query}").json() == client.get(path_of(path)).json()

    def test_tokens_in_the_query_give_no_access(self, client: httpx.Client) -> None:
        del client.headers["authorization"]
        assert_refused(client.get(f"/goods/{EXAMPLES}", params={"Authorization": TOKENS}), 401)

    def test_there_is_no_rate_limit_by_default(self, client: httpx.Client) -> None:
        statuses = {client.get(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}").status_code for _ in range(201)}
        assert statuses == {200}


class TestEnvelope:
    @pytest.mark.parametrize("path", READING_PATHS)
    def test_a_success_has_an_array_as_meta_only_when_meta_is_empty(self, client: httpx.Client, path: str) -> None:
        answer = client.get(path_of(path)).json()
        assert answer["success"] is True
        if "category_node" in path:
            assert list(answer) == ["success", "data"]
        elif "search" in path or "company" in path:
            assert answer["meta"] == {"count": len(answer["data"])}
        else:
            assert answer["meta"] == []

    @pytest.mark.parametrize("path", [f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", f"/goods_categories/{EXAMPLES}/{ROOT}"])
    def test_a_delete_returns_204_with_content_length_0(self, client: httpx.Client, path: str) -> None:
        response = client.delete(path)
        assert (response.status_code, response.content, response.headers["content-length"]) == (204, b"", "0")

    def test_texts_are_returned_unchanged(self, client: httpx.Client) -> None:
        title = ' Лён "Crème" <b>&amp;</b> \u0000\u2028 \U0001f488 '
        created = created_category(client, title)
        assert data(client.get(f"/goods/category_node/{EXAMPLES}/{created}"))["title"] == title


class TestUnknownRoutes:
    @pytest.mark.parametrize(
        "path",
        [
            "/goods",
            "/company",
            f"/company/{EXAMPLES}",
            f"/company/{EXAMPLES}/goods",
            "/goods_categories",
            f"/goods/{EXAMPLES}/{CHILD_PRODUCT}/more",
            f"/goods/{EXAMPLES}//",
            f"/goods//{EXAMPLES}",
            "/auth",
            "/auth/more",
            "/",
            "/nothing",
        ],
    )
    def test_a_path_without_an_operation_is_an_empty_404(self, client: httpx.Client, path: str) -> None:
        assert_refused(client.get(path), 404)

    @pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "TRACE", "POST"])
    def test_a_method_without_an_operation_is_an_empty_404(self, client: httpx.Client, method: str) -> None:
        response = client.request(method, f"/goods/{EXAMPLES}/{CHILD_PRODUCT}", json=SHAMPOO)
        assert_refused(response, 404)
        assert "allow" not in response.headers

    def test_head_is_not_an_operation(self, client: httpx.Client) -> None:
        response = client.head(f"/goods/{EXAMPLES}/{CHILD_PRODUCT}")
        assert (response.status_code, response.content) == (404, b"")

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("PUT", f"/goods/search/{EXAMPLES}"),
            ("DELETE", f"/goods/search/{EXAMPLES}"),
            ("PUT", f"/goods_categories/multiple/{EXAMPLES}"),
            ("DELETE", f"/goods_categories/multiple/{EXAMPLES}"),
            ("GET", "/goods/category_node/1"),
            ("GET", "/goods/search"),
        ],
    )
    def test_a_reserved_word_in_the_path_is_not_a_location(self, client: httpx.Client, method: str, path: str) -> None:
        assert_refused(client.request(method, path, json=SHAMPOO), 404)
