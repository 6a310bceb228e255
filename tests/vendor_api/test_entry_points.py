"""A vendor of another distribution, found through its entry point: the one of the page on adding a vendor."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockapi.client.client import MockClient
from mockapi.errors import ControlError, EntryPointError
from mockapi.vendors import VENDORS, all_vendors
from tests.support import pages, web
from tests.support.command import assert_refused, mockapi, program, serving

PAGE = "docs/contributing/vendor.md"
TEA_SHOP, *_ = pages.blocks(PAGE, "python")
ENTRY_POINT = pages.blocks(PAGE, "toml")[0].text.splitlines()[1].replace('"', "")
PATHS = [line.split()[1] for line in pages.blocks(PAGE, "http")[0].text.splitlines()]
RESPONSE = json.loads(pages.blocks(PAGE, "json")[0].text)


def write_distribution(directory: Path, module: str, code: str, entry_point: str) -> None:
    """Write a module and the metadata of its distribution.

    `entry_point`: a line of the group `mockapi.vendors`, for example `tea_shop = tea_shop:VENDOR`.
    """
    (directory / f"{module}.py").write_text(code, encoding="utf-8")
    metadata = directory / f"{module}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[mockapi.vendors]\n{entry_point}\n")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the page's distribution."""
    found = tmp_path_factory.mktemp("site")
    write_distribution(found, TEA_SHOP.file.removesuffix(".py"), TEA_SHOP.text, ENTRY_POINT)
    return found


@pytest.fixture(scope="module")
def url(directory: Path) -> Iterator[str]:
    """Yield the URL of a server process beside which the distribution is installed."""
    with serving("--products", "0", PYTHONPATH=str(directory)) as served:
        yield served.url


@pytest.fixture
def client(url: str) -> Iterator[MockClient]:
    """Yield a client of that server, whose default sandbox is reset."""
    with MockClient(url) as kept:
        kept.reset()
        yield kept


class TestServed:
    def test_its_module_has_about_ten_lines(self) -> None:
        assert len([line for line in TEA_SHOP.text.splitlines() if line and not line.startswith("#")]) <= 10

    @pytest.mark.parametrize("path", PATHS)
    def test_its_operation_answers_at_the_root_and_below_its_name(self, url: str, path: str) -> None:
        response = web.get(url + path)
        assert (response.status_code, response.json()) == (200, RESPONSE)

    @pytest.mark.parametrize(("method", "path"), [("GET", "/teas"), ("POST", "/teas/oolong"), ("GET", "/tea_shop/x")])
    def test_another_path_or_method_gets_the_default_error(self, url: str, method: str, path: str) -> None:
        response = web.request(method, url + path)
        assert (response.status_code, response.json()) == (404, {"error": "Not found."})

    def test_a_similar_path_of_no_vendor_suggests_its_operation(self, url: str) -> None:
        suggested = web.get(f"{url}/tea/7").json()["didYouMean"]
        assert suggested == {"vendor": "tea_shop", "operation": "get_tea", "method": "GET", "path": "/teas/{name}"}

    def test_a_sandbox_serves_it_too(self, url: str) -> None:
        assert web.get(f"{url}/~green/teas/oolong").json() == RESPONSE


class TestControlPlane:
    def test_the_journal_names_vendor_and_operation(self, url: str, client: MockClient) -> None:
        web.get(url + PATHS[0])
        [request] = client.requests()
        assert (request["vendor"], request["operation"]) == ("tea_shop", "get_tea")
        client.verify(vendor="tea_shop", operation="get_tea", exactly=1)

    @pytest.mark.parametrize(("error", "status"), [("500", 500), (429, 429)])
    def test_a_fault_returns_its_errors_by_name(
        self, url: str, client: MockClient, error: str | int, status: int
    ) -> None:
        client.fault(vendor="tea_shop", operation="get_tea", error=error, times=1)
        response = web.get(url + PATHS[0])
        assert response.status_code == status
        assert list(response.json()) == ["error"]
        assert web.get(url + PATHS[0]).json() == RESPONSE

    def test_a_fault_breaks_its_connections(self, url: str, client: MockClient) -> None:
        client.fault("CONNECTION_RESET_BY_PEER", vendor="tea_shop", times=1)
        with pytest.raises(httpx.TransportError):
            web.get(url + PATHS[0])
        assert [request["fault"] for request in client.requests()] == ["fault=CONNECTION_RESET_BY_PEER"]

    def test_a_wrong_operation_of_a_fault_suggests_the_right_one(self, client: MockClient) -> None:
        with pytest.raises(ControlError, match="get_tea"):
            client.fault(vendor="tea_shop", operation="get_teas", error=500)

    def test_its_quota_limits_requests(self, url: str, client: MockClient) -> None:
        client.quotas(tea_shop=[{"requests": 1, "seconds": 60}])
        assert [web.get(url + PATHS[0]).status_code for _ in range(2)] == [200, 429]
        assert "Retry-After" in web.get(url + PATHS[0]).headers

    def test_it_has_no_tables(self, client: MockClient) -> None:
        tables = client.call("GET", "/__admin/data")["tables"]
        assert "tea_shop" not in {table["vendor"] for table in tables}


class TestDocumented:
    def test_the_openapi_document_has_its_operation_and_its_errors_without_examples_of_the_vendor(
        self, url: str
    ) -> None:
        document = web.get(f"{url}/tea_shop/openapi.json").json()
        operation = document["paths"]["/teas/{name}"]["get"]
        assert (operation["operationId"], operation["summary"]) == ("get_tea", "Get a tea")
        assert operation["responses"]["200"]["content"]["application/json"]["examples"] == {}
        assert "BodyTooLarge" in operation["responses"]["413"]["content"]["application/json"]["examples"]
        assert document["servers"] == [{"url": f"{url}/tea_shop"}]

    def test_it_has_a_docs_page(self, url: str) -> None:
        assert "Tea Shop API" in web.get(f"{url}/tea_shop/docs").text
        assert "/tea_shop/docs" in web.get(f"{url}/docs").text

    def test_the_introduction_shows_its_base_url(self, url: str, client: MockClient) -> None:
        assert client.vendors["tea_shop"].base_url == url
        page = web.get(url, headers={"Accept": "text/html"}).text
        assert "Tea Shop" in page
        assert "<pre></pre>" not in page

    def test_the_command_operations_lists_it(self, directory: Path) -> None:
        rows = json.loads(program("operations", "--json", PYTHONPATH=str(directory)).stdout)
        assert [row["path"] for row in rows if row["vendor"] == "tea_shop"] == ["/teas/{name}"]


VENDOR = "from mockapi.vendor_api.vendor import Vendor\nVENDOR = Vendor({name!r}, 'X', ())\n"
BROKEN = {
    "no module": ("", "x = broken_nowhere:VENDOR", "cannot be loaded: ModuleNotFoundError"),
    "no such name": ("", "x = broken_vendor:VENDOR", "cannot be loaded: AttributeError"),
    "a syntax error": ("def", "x = broken_vendor:VENDOR", "cannot be loaded: SyntaxError"),
    "an error of its own": ("raise OSError('no\\ntea')", "x = broken_vendor:VENDOR", "OSError: no tea"),
    "no vendor": ("VENDOR = 1", "x = broken_vendor:VENDOR", "is no Vendor"),
    "the name of another vendor": (
        VENDOR.format(name="altegio"),
        "x = broken_vendor:VENDOR",
        "Two vendors have the name 'altegio'",
    ),
    "a name that is no part of a path": (
        VENDOR.format(name="a/b"),
        "x = broken_vendor:VENDOR",
        "cannot have the name 'a/b'",
    ),
    "the name of a page": (VENDOR.format(name="docs"), "x = broken_vendor:VENDOR", "cannot have the name 'docs'"),
}


@pytest.fixture
def broken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a distribution of `BROKEN`, and yield the reason that the error must show."""
    code, entry_point, reason = BROKEN[request.param]
    write_distribution(tmp_path, "broken_vendor", code, entry_point)
    monkeypatch.syspath_prepend(tmp_path)
    yield reason
    sys.modules.pop("broken_vendor", None)


@pytest.mark.parametrize("broken", BROKEN, indirect=True)
class TestBroken:
    def test_the_server_does_not_start_and_prints_one_line(self, broken: str) -> None:
        assert_refused(mockapi("serve", "--port", "0", "--products", "0"), broken)

    def test_a_program_gets_an_entry_point_error(self, broken: str) -> None:
        with pytest.raises(EntryPointError):
            all_vendors()


def test_without_other_distributions_the_vendors_are_those_of_this_package() -> None:
    assert all_vendors() == VENDORS
