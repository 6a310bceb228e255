"""The pytest plugin, in separate pytest runs."""

import sys

import pytest

from mockapi.server.server import MockServer
from tests.support import waiting
from tests.support.waiting import SECONDS

OTHERS = ("cacheprovider", "pytest_cov", "schemathesis", "hypothesispytest", "faker", "anyio")
"""Plugins that are not needed here and take most of the time of a small run."""
RUN = ("-q", *(part for name in OTHERS for part in ("-p", f"no:{name}")))

CALL = """
import json, pytest
from urllib.request import Request, urlopen

def call(mock, path="/goods_categories/1"):
    headers = {**mock.altegio.headers, "Content-Type": "application/json"}
    request = Request(mock.altegio.base_url + path, json.dumps({"title": "x"}).encode(), headers)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)["data"]["id"]
"""

ISOLATED = (
    CALL
    + """
@pytest.mark.parametrize("name", ["a/b", "ü[", "", " ", "x" * 300, "\\x00", "..", "%41"])
def test_has_its_own_sandbox(mockapi, name):
    assert call(mockapi) == 2000001
    mockapi.verify(exactly=1)

def test_"""
    + "with_a_name_of_many_characters_" * 11
    + """(mockapi):
    assert call(mockapi) == 2000001

def test_may_delete_its_sandbox(mockapi, mockapi_server):
    mockapi_server.delete_sandbox(mockapi.name)
"""
)

FAILING = (
    CALL
    + """
@pytest.fixture
def broken(mockapi):
    call(mockapi, "/sent-by-the-setup/1")

def test_fails_in_setup(broken): ...

def test_fails(mockapi):
    mockapi.fault("lost_response", operation="create_product_category", after=1)
    call(mockapi)
    with pytest.raises(OSError):
        call(mockapi)
    with pytest.raises(OSError):
        call(mockapi, "/good_categories/1")
    mockapi.verify(exactly=7)

def test_passes(mockapi):
    call(mockapi)

@pytest.mark.xfail(strict=True)
def test_is_expected_to_fail(mockapi):
    call(mockapi, "/sent-by-a-test-that-is-expected-to-fail/1")
"""
)

DYING = (
    CALL
    + """
def test_ends_the_server(mockapi, mockapi_server):
    mockapi_server.__exit__(None, None, None)
    assert call(mockapi)

def test_comes_after(mockapi): ...

def test_needs_no_server(): ...
"""
)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a pytest run in which a warning is an error."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return pytester


def test_each_test_has_its_own_sandbox_whatever_its_name(run: pytest.Pytester) -> None:
    run.makepyfile(ISOLATED)
    run.runpytest_inprocess(*RUN).assert_outcomes(passed=10)


def test_workers_share_the_server_of_the_environment_and_delete_their_sandboxes(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, mock: MockServer
) -> None:
    before = [sandbox["name"] for sandbox in mock.call("GET", "/__admin/sandboxes")["sandboxes"]]
    monkeypatch.setenv("MOCKAPI_URL", mock.url)
    run.makepyfile(ISOLATED)
    run.runpytest_subprocess(*RUN, "-n", "2", timeout=SECONDS).assert_outcomes(passed=10)
    after = [sandbox["name"] for sandbox in mock.call("GET", "/__admin/sandboxes")["sandboxes"]]
    assert after == before
    assert mock.count() == 0


def test_workers_without_a_server_start_their_own_in_memory(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKAPI_DATA", str(run.path / "data"))
    run.makepyfile(ISOLATED)
    run.runpytest_subprocess(*RUN, "-n", "2", timeout=SECONDS).assert_outcomes(passed=10)
    assert not (run.path / "data").exists()


@pytest.mark.parametrize("is_worker", [False, True])
def test_the_report_of_a_failed_test_lists_requests_and_responses(run: pytest.Pytester, is_worker: bool) -> None:
    run.makepyfile(FAILING)
    result = run.runpytest_subprocess(*RUN, "-n", "1", timeout=SECONDS) if is_worker else run.runpytest_inprocess(*RUN)
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)
    output = result.stdout.str()
    reports = [part.partition("\n____")[0] for part in output.split("- mockapi -")[1:]]
    assert len(reports) == 2
    for line in (
        "POST /api/v1/goods_categories/1  (altegio create_product_category)",
        '    {"title": "x"}',
        "  → 201",
        "  → no response [fault=lost_response",
        "  fault=lost_response create_product_category: fired 1 of 2 times",
        "POST /api/v1/good_categories/1  (altegio: no operation has this path)",
        "to /api/v1/goods_categories/{location_id} for create_product_category of altegio.",
        "Bearer ***, User ***",
    ):
        assert line in reports[1]
    assert "POST /api/v1/sent-by-the-setup/1" in reports[0]
    for unwanted in ("altegio-partner-token", "altegio-user-token", "sent-by-a-test-that-is-expected-to-fail"):
        assert unwanted not in "".join(reports)


def test_a_stopped_server_fails_only_the_tests_that_use_it(run: pytest.Pytester) -> None:
    run.makepyfile(DYING)
    result = run.runpytest_inprocess(*RUN)
    result.assert_outcomes(passed=1, failed=1, errors=1)
    assert "INTERNALERROR" not in result.stdout.str()
    result.stdout.fnmatch_lines(["The requests cannot be shown: ServerUnreachable: Cannot reach a mockapi server at *"])


def test_an_unreachable_server_is_reported_in_one_line(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKAPI_URL", "http://127.0.0.1:1")
    run.makepyfile("def test_needs_it(mockapi): ...")
    result = run.runpytest_inprocess(*RUN)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["E *ServerUnreachable: Cannot reach a mockapi server at http://127.0.0.1:1: Connection refused*"]
    )


def test_the_plugin_imports_nothing_but_itself_before_a_test_uses_it() -> None:
    code = "import sys, pytest; bare = set(sys.modules); import mockapi.pytest_plugin; print(*set(sys.modules) - bare)"
    imported = set(waiting.run([sys.executable, "-c", code]).stdout.split())
    ours = {name for name in imported if name.startswith("mockapi")}
    assert ours == {"mockapi", "mockapi.version", "mockapi.pytest_plugin"}
    assert not {"fastapi", "sqlalchemy", "sqlmodel", "httpx", "uvicorn", "pydantic", "typer", "rich"} & imported


def test_the_plugin_is_active_where_the_package_is_installed(run: pytest.Pytester) -> None:
    result = run.runpytest_subprocess("--fixtures", "-q", timeout=SECONDS)
    result.stdout.fnmatch_lines(["mockapi_server*session scope*", "mockapi -- *"])


def test_a_fault_that_never_fired_is_a_warning(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        def test_it(mockapi):
            mockapi.fault("lost_response", operation="create_product", times=1)
        """
    )
    run.runpytest_inprocess(*RUN).assert_outcomes(passed=1, errors=1)
    result = run.runpytest_inprocess(*RUN, "-W", "always")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*Armed faults never fired in this test: fault=lost_response*"])
