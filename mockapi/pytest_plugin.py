"""Fixtures for the tests of a program that calls the vendors. The server is imported when a test uses them."""

import os
import re
import warnings
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from mockapi.client.client import MockClient

_RUN = uuid4().hex[:8]
"""Part of the sandbox names that is unique to this process: runs and their workers may share a server."""
_numbers = count(1)
_sandbox = pytest.StashKey["MockClient"]()


@pytest.fixture(scope="session")
def mockapi_server() -> "Iterator[MockClient]":
    """Yield the server of the test run, or of the xdist worker, on a free port; with MOCKAPI_URL, that server."""
    with _server() as server:
        yield server


@pytest.fixture
def mockapi(mockapi_server: "MockClient", request: pytest.FixtureRequest) -> "Iterator[MockClient]":
    """Yield a new sandbox for this test: `mockapi.altegio.base_url`, `mockapi.verify(…)`, `mockapi.fault(…)` …"""
    title = re.sub(r"[^A-Za-z0-9._-]+", "-", request.node.name)[:40]
    sandbox = mockapi_server.create_sandbox(f"{title}-{_RUN}-{next(_numbers)}")
    request.node.stash[_sandbox] = sandbox
    yield sandbox
    del request.node.stash[_sandbox]
    from mockapi.errors import ControlError, ServerUnreachable  # noqa: PLC0415

    idle = []
    # The test may have deleted the sandbox or stopped the server, which is not a failure.
    with suppress(ControlError, ServerUnreachable):
        idle = [fault["label"] for fault in sandbox.faults() if "times" in fault["rule"] and not fault["fired"]]
        mockapi_server.delete_sandbox(sandbox.name)
    if idle:
        warnings.warn(FaultNeverFiredWarning(f"Armed faults never fired in this test: {', '.join(idle)}"), stacklevel=1)


class FaultNeverFiredWarning(pytest.PytestWarning):
    """A warning about a fault with `times` that was armed in a test and never fired."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the requests to the sandbox and their responses to the report of a failed test."""
    report = yield
    if report.failed and _sandbox in item.stash:
        report.sections.append(("mockapi", _report(item.stash[_sandbox])))
    return report


def _server() -> "AbstractContextManager[MockClient]":
    from mockapi.client.client import MockClient  # noqa: PLC0415

    url = os.environ.get("MOCKAPI_URL")
    if url:
        return MockClient(url)
    from mockapi.server.server import MockServer  # noqa: PLC0415

    # In memory, even if MOCKAPI_DATA is set: the workers would share the directory.
    return MockServer(data=None)


def _report(sandbox: "MockClient") -> str:
    from mockapi.client.report import report  # noqa: PLC0415

    try:
        return report(sandbox)
    except Exception as error:
        # An error here must not hide the failure of the test.
        return f"The requests cannot be shown: {type(error).__name__}: {error}"
