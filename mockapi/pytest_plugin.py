"""Fixtures for the tests of a program that integrates the vendors. A run that does not ask for them imports nothing."""

import os
import re
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from mockapi.client import Mock

_RUN = uuid4().hex[:8]
"""Several runs, and several workers of one, may share a server."""
_numbers = count(1)
_sandbox = pytest.StashKey["Mock"]()


@pytest.fixture(scope="session")
def mockapi_server() -> "Iterator[Mock]":
    """A server for the whole run, on a free port; of each worker its own. With MOCKAPI_URL: the server there."""
    with _server() as server:
        yield server


@pytest.fixture
def mockapi(mockapi_server: "Mock", request: pytest.FixtureRequest) -> "Iterator[Mock]":
    """A fresh sandbox for this test alone: `mockapi.altegio.base_url`, `mockapi.verify(…)`, `mockapi.fault(…)` …"""
    title = re.sub(r"[^A-Za-z0-9._-]+", "-", request.node.name)[:40]
    sandbox = mockapi_server.create_sandbox(f"{title}-{_RUN}-{next(_numbers)}")
    request.node.stash[_sandbox] = sandbox
    yield sandbox
    del request.node.stash[_sandbox]
    mockapi_server.delete_sandbox(sandbox.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show under a failing test what its sandbox was sent and what it answered."""
    report = yield
    if report.failed and _sandbox in item.stash:
        report.sections.append(("mockapi", _story(item.stash[_sandbox])))
    return report


def _server() -> "AbstractContextManager[Mock]":
    from mockapi.client import Mock  # noqa: PLC0415

    url = os.environ.get("MOCKAPI_URL")
    if url:
        return Mock(url)
    from mockapi.server import MockServer  # noqa: PLC0415

    return MockServer()


def _story(sandbox: "Mock") -> str:
    from mockapi.line import Refused, ServerUnreachable  # noqa: PLC0415
    from mockapi.report import report  # noqa: PLC0415

    try:
        return report(sandbox)
    except (Refused, ServerUnreachable) as error:
        return f"no requests can be shown: {error}"
