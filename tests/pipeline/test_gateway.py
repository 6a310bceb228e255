"""Which vendor a path belongs to, and what a request body may be."""

import pytest

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.shapes import SHAPES, shape_of
from tests.support.waiting import connect

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}


@pytest.mark.parametrize(
    ("method", "path", "vendor"),
    [
        ("GET", "/api/v1/goods/1", "altegio"),
        ("GET", "/api/v1/goods/1/", "altegio"),
        ("GET", "/_mock/en/b2b-v1/openapi/goods/1", "altegio"),
        ("GET", "/goods/1", "altegio"),
        ("GET", "/company/1/goods_categories/0", "altegio"),
        ("GET", "/altegio/api/v1/goods/1", "altegio"),
        ("GET", "/altegio/_mock/en/b2b-v1/openapi/goods/1", "altegio"),
        ("GET", "/altegio/goods/1/", "altegio"),
    ],
)
def test_altegio_answers_below_each_of_its_base_paths(mock: MockServer, method: str, path: str, vendor: str) -> None:
    answer = web.request(method, mock.url + path, headers=ALTEGIO)
    assert answer.status_code == 200
    assert shape_of(answer) == vendor


@pytest.mark.parametrize("path", ["/api/json/manage_products/get", "/deconetwork/api/json/manage_products/get/"])
def test_deconetwork_answers_at_the_root_and_below_its_name(mock: MockServer, path: str) -> None:
    answer = web.get(f"{mock.url}{path}?username=mock-user&password=mock-password&id=19658")
    assert answer.json()["product"]["product_id"] == "19658"


@pytest.mark.parametrize(
    "path", ["/api/v1/products/categories/count", "/commerscale/api/v1/products/categories/count/"]
)
def test_commerscale_answers_at_the_root_and_below_its_name(mock: MockServer, path: str) -> None:
    answer = web.post(mock.url + path, content="{'authentication': {'apiKey': 'jjns7519v1v3ns6xU162'}}")
    assert answer.json()["count"] > 3


@pytest.mark.parametrize(
    ("path", "vendor"),
    [
        ("/api/v1/products/nothing", "commerscale"),
        ("/api/v1/products", "commerscale"),
        ("/api/v1/productsale", "altegio"),
        ("/api/v1/nothing", "altegio"),
        ("/api/v1", "altegio"),
        ("/api/v1/", "altegio"),
        ("/goods", "altegio"),
        ("/goods/1%0A", "altegio"),
        ("/goods/1//", "altegio"),
        ("/api/v1/goods%2f4564", "altegio"),
        ("/api/v1/products%2Fcategories/count", "altegio"),
        ("/api/v1/products/categories%2Fcount", "commerscale"),
        ("/api/json/manage_products%2Ffind", "deconetwork"),
        ("/altegio/nothing", "altegio"),
        ("/altegio/", "altegio"),
        ("/api/json/nothing", "deconetwork"),
        ("/deconetwork/nothing", "deconetwork"),
        ("/deconetwork/manage_products/find", "deconetwork"),
        ("/commerscale/nothing", "commerscale"),
        ("/commerscale/products/categories/get", "commerscale"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_path_that_no_operation_has_is_refused_in_the_shape_of_its_prefix(
    mock: MockServer, method: str, path: str, vendor: str
) -> None:
    answer = web.request(method, mock.url + path)
    assert shape_of(answer) == vendor
    assert answer.status_code == SHAPES[vendor].unknown_route_status


@pytest.mark.parametrize("path", ["/goodz/1", "/api", "/api/v2/goods/1", "/altegio", "/apijson"])
def test_any_other_path_gets_the_servers_own_404(mock: MockServer, path: str) -> None:
    answer = web.get(mock.url + path)
    assert answer.status_code == 404
    assert answer.json()["error"].startswith(f"No vendor has GET {path}.")


def test_an_encoded_slash_is_no_separator(mock: MockServer) -> None:
    assert web.get(f"{mock.url}/api/v1/goods/4564/789", headers=ALTEGIO).status_code == 200
    assert web.get(f"{mock.url}/api/v1/goods/4564%2F789", headers=ALTEGIO).status_code == 404
    assert shape_of(web.get(f"{mock.url}/api%2Fv1/goods/4564", headers=ALTEGIO)) is None


class TestBody:
    @pytest.mark.parametrize(
        ("path", "vendor", "status"),
        [
            ("/api/v1/goods/1", "altegio", 413),
            ("/api/json/manage_products/find", "deconetwork", 200),
            ("/api/v1/products/categories/get", "commerscale", 200),
        ],
    )
    def test_above_the_limit_it_is_refused_in_the_vendors_words(self, path: str, vendor: str, status: int) -> None:
        with MockServer(Settings(port=0, max_body_bytes=1000)) as server:
            answer = web.post(server.url + path, content=b" " * 1001)
            assert shape_of(answer) == vendor
            assert answer.status_code == status
            assert web.post(server.url + path, content=b" " * 1000).json() != answer.json()

    def test_of_ten_megabytes_is_refused_by_default_and_the_server_goes_on(self, mock: MockServer) -> None:
        def chunks() -> object:
            for _ in range(10):
                yield b" " * 1_000_000

        answer = web.post(f"{mock.url}/api/v1/goods/1", headers=ALTEGIO, content=chunks())  # type: ignore[arg-type]
        assert answer.status_code == 413
        assert web.get(f"{mock.url}/api/v1/goods/1", headers=ALTEGIO).status_code == 200

    def test_of_a_client_that_goes_away_half_way_is_no_request(self, mock: MockServer) -> None:
        body = b'{"title": "Half"}'
        head = (
            b"POST /api/v1/goods_categories/1 HTTP/1.1\r\nHost: mock\r\n"
            b"Authorization: Bearer altegio-partner-token, User altegio-user-token\r\n"
            b"Content-Length: 1000\r\n\r\n"
        )
        with connect(mock.url) as connection:
            connection.sendall(head + body)
        categories = web.get(f"{mock.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]
        assert "Half" not in [category["title"] for category in categories]
