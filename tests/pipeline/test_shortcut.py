"""The shortcut of cached responses: no middleware can be skipped by accident."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import ClassVar

import pytest
from starlette.types import Receive, Scope, Send

from mockapi.app import MockApi
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.settings import Settings
from tests.support import web
from tests.support.altegio import TOKENS
from tests.support.application import serving

CATEGORIES = "/api/v1/company/1/goods_categories"
REPEATS = 6
"""Enough for the response cache and for the wire cache."""


class _Counter(Middleware):
    """Counts the HTTP requests that pass it."""

    passed: ClassVar[int] = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        type(self).passed += scope["type"] == "http"
        await self.app(scope, receive, send)


class Silent(_Counter):
    """A middleware that does not say when it is idle."""


class Idle(_Counter):
    """A middleware that is idle for all vendors but Altegio, unless a request has the header `X-Counted`."""

    trigger_headers: ClassVar[frozenset[bytes]] = frozenset({b"x-counted"})

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        return vendor != "altegio"


class Foreign:
    """A middleware of somebody else, which knows nothing of the shortcut."""

    passed: ClassVar[int] = 0

    def __init__(self, app: Callable[..., object]) -> None:
        self.app: Callable[..., object] = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        type(self).passed += scope["type"] == "http"
        await self.app(scope, receive, send)  # type: ignore[misc]


@pytest.fixture
def url_with() -> Iterator[Callable[[type], str]]:
    """Serve the application with one more middleware, outermost, and return its URL."""
    with ExitStack() as stack:

        def serve(middleware: type) -> str:
            api = stack.enter_context(closing(MockApi(Settings())))
            api.add_middleware(middleware)
            middleware.passed = 0  # type: ignore[attr-defined]
            return stack.enter_context(serving(api)).url

        yield serve


@pytest.mark.parametrize("middleware", [Silent, Foreign])
def test_a_middleware_that_does_not_say_when_it_is_idle_gets_every_repeated_request(
    url_with: Callable[[type], str], middleware: type
) -> None:
    url = url_with(middleware)
    answers = [web.get(url + CATEGORIES, headers={"Authorization": TOKENS}).content for _ in range(REPEATS)]
    assert len(set(answers)) == 1
    assert middleware.passed == REPEATS  # type: ignore[attr-defined]


def test_a_middleware_is_passed_by_only_where_it_says_that_it_is_idle(url_with: Callable[[type], str]) -> None:
    url = url_with(Idle)
    for _ in range(REPEATS):
        web.get(url + CATEGORIES, headers={"Authorization": TOKENS})
    assert Idle.passed == REPEATS
    find = f"{url}/api/json/manage_products/find?username=mock-user&password=mock-password"
    for _ in range(REPEATS):
        web.get(find)
    assert REPEATS < Idle.passed < 2 * REPEATS
    Idle.passed = 0
    for _ in range(REPEATS):
        web.get(find, headers={"X-Counted": "yes"})
    assert Idle.passed == REPEATS
