"""What the server says of itself: the first page, health, suggestions, CORS."""

import re
import shlex
from datetime import datetime, timedelta

import pytest

from mockapi import __version__
from mockapi.catalog.file import SHA256
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.nonempty import nonempty
from tests.support.programs import needs
from tests.support.waiting import run


class TestFirstPage:
    def test_is_json_for_a_program(self, mock: MockServer) -> None:
        answer = web.get(mock.url, headers={"Accept": "application/json"}).json()
        assert list(answer["vendors"]) == ["altegio", "deconetwork", "commerscale"]
        assert answer["vendors"]["altegio"]["baseUrl"] == f"{mock.url}/api/v1"

    def test_is_html_for_a_browser_and_says_the_same(self, mock: MockServer) -> None:
        answer = web.get(mock.url, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert answer.headers["content-type"].startswith("text/html")
        for vendor in nonempty(web.get(mock.url).json()["vendors"].values()):
            assert vendor["baseUrl"] in answer.text
            for credential in nonempty(vendor["credentials"].values()):
                assert credential in answer.text

    @needs("bash", "curl")
    @pytest.mark.parametrize("vendor", ["altegio", "deconetwork", "commerscale"])
    def test_has_a_curl_line_that_works_when_pasted(self, mock: MockServer, vendor: str) -> None:
        line = web.get(mock.url).json()["vendors"][vendor]["curl"]
        answer = run(["bash", "-c", f"{line} -s -w '%{{http_code}}'"]).stdout
        assert shlex.split(line)[0] == "curl"
        assert answer.endswith("200")
        assert "cotton" in answer.lower() or '"products"' in answer or '"slug"' in answer

    def test_loads_nothing_from_elsewhere(self, mock: MockServer) -> None:
        page = web.get(mock.url, headers={"Accept": "text/html"}).text
        assert page.count("http://") == page.count(mock.url)
        assert "https://" not in page


class TestJournal:
    @pytest.mark.parametrize("path", ["/__admin", "/__admin/", "/~anna/__admin/"])
    def test_is_a_page(self, mock: MockServer, path: str) -> None:
        answer = web.get(mock.url + path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<title>mockapi: what happened</title>" in answer.text

    def test_loads_nothing_from_elsewhere(self, mock: MockServer) -> None:
        page = web.get(f"{mock.url}/__admin/").text
        assert "://" not in page
        assert not re.search(r"""(?:src|url\(|@import)""", page)
        assert set(re.findall(r'''href="([^"]*)"''', page)) == {"data:,", "/", "/__admin/docs"}

    def test_writes_what_was_sent_as_text_alone(self, mock: MockServer) -> None:
        page = web.get(f"{mock.url}/__admin/").text
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser", page)


class TestHealth:
    def test_tells_what_is_served_and_from_what(self, mock: MockServer) -> None:
        answer = web.get(f"{mock.url}/__admin/health")
        assert answer.status_code == 200
        health = answer.json()
        assert health.pop("uptimeInSeconds") >= 0
        assert datetime.fromisoformat(health.pop("timestamp")).utcoffset() == timedelta(0)
        assert health.pop("sandboxes") >= 1
        assert health == {
            "status": "healthy",
            "message": "mockapi is ok",
            "version": __version__,
            "vendors": ["altegio", "deconetwork", "commerscale"],
            "store": "memory",
            "seed": 42,
            "products": 200,
            "defaultShopSha256": SHA256,
        }


@pytest.mark.parametrize(
    ("method", "path", "operation", "suggested"),
    [
        ("GET", "/goodz/1", "get_products_list", "/goods/{location_id}"),
        ("PUT", "/ap/v1/goods/1/7", "update_product", "/api/v1/goods/{location_id}/{product_id}"),
        ("POST", "/api/jsn/manage_products/find", "manage_products/find", "/api/json/manage_products/find"),
        ("POST", "/api/products/categories/create", "products/categories/create", "/api/v1/products/categories/create"),
        (
            "GET",
            "/Goods_Categories/multiple/2",
            "get_product_category_list_by_ids",
            "/goods_categories/multiple/{location_id}",
        ),
    ],
)
def test_an_unknown_path_gets_the_closest_operation(
    mock: MockServer, method: str, path: str, operation: str, suggested: str
) -> None:
    answer = web.request(method, mock.url + path).json()
    assert answer["didYouMean"]["operation"] == operation
    assert answer["didYouMean"]["path"] == suggested
    assert f"Did you mean {method} {suggested}" in answer["error"]


@pytest.mark.parametrize("path", ["/favicon.ico", "/x", "/health", "/api/", "/" + "x" * 50_000])
def test_a_path_like_no_operation_gets_no_suggestion(mock: MockServer, path: str) -> None:
    answer = web.get(mock.url + path)
    assert answer.status_code == 404
    assert "didYouMean" not in answer.json()


def test_a_wrong_method_on_the_servers_own_pages_is_refused_as_json(mock: MockServer) -> None:
    answer = web.post(f"{mock.url}/__admin/health")
    assert answer.status_code == 405
    text = "POST /__admin/health: Method Not Allowed. /__admin/docs lists what there is."
    assert answer.json() == {"errors": [{"code": 405, "title": text}]}


VENDOR_PATHS = [
    "/api/v1/goods/1",
    "/_mock/en/b2b-v1/openapi/goods/1/2",
    "/goods_categories/1",
    "/api/json/manage_products/find",
    "/api/v1/products/categories/get",
    "/altegio/goods/1",
]


class TestCors:
    @pytest.mark.parametrize("path", VENDOR_PATHS)
    def test_a_preflight_is_answered_on_every_vendors_paths(self, mock: MockServer, path: str) -> None:
        answer = web.options(
            mock.url + path,
            headers={
                "Origin": "http://localhost:5173",
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "authorization, content-type",
            },
        )
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "PUT" in answer.headers["access-control-allow-methods"]
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()

    def test_a_page_on_the_internet_may_call_a_server_on_its_users_machine(self, mock: MockServer) -> None:
        headers = {
            "Origin": "https://app.example.com",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Private-Network": "true",
        }
        answer = web.options(f"{mock.url}/api/v1/goods/1", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-private-network"] == "true"

    def test_answers_and_refusals_alike_may_be_read_by_any_page(self, mock: MockServer) -> None:
        answer = web.get(f"{mock.url}/api/v1/goods/1", headers={"Origin": "http://localhost:5173"})
        assert answer.status_code == 401
        assert answer.headers["access-control-allow-origin"] == "*"

    def test_can_be_narrowed_to_some_origins(self) -> None:
        settings = Settings(port=0, cors_origin=["http://localhost:5173"])
        with MockServer(settings) as server:
            good = web.get(server.url, headers={"Origin": "http://localhost:5173"})
            bad = web.get(server.url, headers={"Origin": "http://localhost:9999"})
        assert good.headers["access-control-allow-origin"] == "http://localhost:5173"
        assert "access-control-allow-origin" not in bad.headers
