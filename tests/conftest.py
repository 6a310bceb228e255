"""One real server for the whole run, put back to its seed before every test that uses it."""

import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings

from mockapi.server.server import MockServer
from mockapi.settings import Settings

pytest_plugins = ["pytester"]

# What a developer has set for a server of their own is no business of the tests.
for name in [name for name in os.environ if name.startswith("MOCKAPI_")]:
    del os.environ[name]

# The same examples at every run, however slow the machine is.
settings.register_profile(
    "mockapi", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("mockapi")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--no-skips`."""
    parser.addoption("--no-skips", action="store_true", help="Fail a test or a module that would be skipped.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that is skipped, if that is asked for."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("no_skips"):
        report.outcome = "failed"
        report.longrepr = f"The test was skipped: {report.longreprtext}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that is skipped, if that is asked for."""
    report = yield
    if report.skipped and collector.config.getoption("no_skips"):
        report.outcome = "failed"
        report.longrepr = f"The module was skipped: {report.longreprtext}"
    return report


NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
"""The instant at which the test server's clock is frozen."""


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    """A server on a free port, with the default shop. Use `mock`, unless the test neither reads nor writes data."""
    with MockServer(Settings(port=0, clock=NOW)) as running:
        yield running


@pytest.fixture
def mock(server: MockServer) -> MockServer:
    """The server, its data as the seed makes it."""
    server.reset()
    return server
