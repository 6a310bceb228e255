"""Fixtures for the tests of a program that integrates the vendors. A run that does not ask for them imports nothing."""

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
"""Several runs, and several workers of one, may share a server."""
_numbers = count(1)
_sandbox = pytest.StashKey["MockClient"]()


@pytest.fixture(scope="session")
def mockapi_server() -> "Iterator[MockClient]":
    """A server for the whole run, on a free port; of each worker its own. With MOCKAPI_URL: the server there."""
    with _server() as server:
        yield server


@pytest.fixture
def mockapi(mockapi_server: "MockClient", request: pytest.FixtureRequest) -> "Iterator[MockClient]":
    """A fresh sandbox for this test alone: `mockapi.altegio.base_url`, `mockapi.verify(…)`, `mockapi.fault(…)` …"""
    title = re.sub(r"[^A-Za-z0-9._-]+", "-", request.node.name)[:40]
    sandbox = mockapi_server.create_sandbox(f"{title}-{_RUN}-{next(_numbers)}")
    request.node.stash[_sandbox] = sandbox
    yield sandbox
    del request.node.stash[_sandbox]
    from mockapi.client.transport import ControlError, ServerUnreachable  # noqa: PLC0415

    idle = []
    # The test may have dropped it, or ended the server: that is no failure of its own.
    with suppress(ControlError, ServerUnreachable):
        idle = [fault["label"] for fault in sandbox.faults() if "times" in fault["rule"] and not fault["fired"]]
        mockapi_server.delete_sandbox(sandbox.name)
    if idle:
        warnings.warn(FaultNeverFiredWarning(f"never fired in this test: {', '.join(idle)}"), stacklevel=1)


class FaultNeverFiredWarning(pytest.PytestWarning):
    """A test has armed a fault for a number of times, and sent no request that it was about."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show under a failing test what its sandbox was sent and what it answered."""
    report = yield
    if report.failed and _sandbox in item.stash:
        report.sections.append(("mockapi", _story(item.stash[_sandbox])))
    return report


def _server() -> "AbstractContextManager[MockClient]":
    from mockapi.client.client import MockClient  # noqa: PLC0415

    url = os.environ.get("MOCKAPI_URL")
    if url:
        return MockClient(url)
    from mockapi.server.server import MockServer  # noqa: PLC0415

    # In memory, whatever is set for a server of the user's own: workers would share its directory.
    return MockServer(data=None)


def _story(sandbox: "MockClient") -> str:
    from mockapi.client.report import report  # noqa: PLC0415

    try:
        return report(sandbox)
    except Exception as error:
        # A test has failed, and nothing that is told of it may hide that.
        return f"no requests can be shown: {type(error).__name__}: {error}"
