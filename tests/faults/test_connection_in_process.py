"""Broken connections for clients that call the application in the same process."""

import asyncio
import sys
import warnings
from types import ModuleType

import httpx
import pytest
from starlette.types import Message

from tests.faults.breaking import EXCEPTIONS, application, disconnection

SCOPE = {
    "type": "http",
    "method": "GET",
    "scheme": "http",
    "path": "/x",
    "raw_path": b"/x",
    "query_string": b"",
    "headers": [(b"host", b"shop.test")],
}
"""Scope of a request without a connection."""


async def discard(message: Message) -> None:
    """Discard an ASGI message."""


class TestInTheClientsProcess:
    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_httpx_raises_the_exception_of_a_real_connection(self, kind: str) -> None:
        async def call() -> None:
            transport = httpx.ASGITransport(application)
            async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as requests:
                await requests.post(f"/{kind}?large", content=b"x")

        with pytest.raises(httpx.TransportError) as raised:
            asyncio.run(call())
        assert type(raised.value) is EXCEPTIONS[kind]
        assert str(raised.value).endswith(f" (POST http://shop.test/{kind}?large)")
        assert raised.value.request.url.path == f"/{kind}"

    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_the_test_client_of_starlette_raises_the_exception_of_a_real_connection(self, kind: str) -> None:
        with warnings.catch_warnings(action="ignore"):
            from starlette.testclient import TestClient  # noqa: PLC0415

        with pytest.raises(httpx.TransportError) as raised:
            TestClient(application).get(f"/{kind}")
        assert type(raised.value) is EXCEPTIONS[kind]

    @pytest.mark.parametrize("kind", EXCEPTIONS)
    def test_a_client_without_httpx_gets_an_exception_of_python(
        self, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(sys.modules, "httpx")
        kind_of_error = ConnectionResetError if kind == "CONNECTION_RESET_BY_PEER" else ConnectionAbortedError
        with pytest.raises(kind_of_error, match=r"\(GET http://shop\.test/x\)$"):
            asyncio.run(disconnection(kind).break_connection(SCOPE, discard))

    def test_httpx_and_its_successor_can_both_catch_the_exception(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class ReadError(Exception):
            pass

        successor = ModuleType("httpx2")
        successor.ReadError = ReadError  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "httpx2", successor)
        with pytest.raises(httpx.ReadError) as raised:
            asyncio.run(disconnection("CONNECTION_RESET_BY_PEER").break_connection(SCOPE, discard))
        assert isinstance(raised.value, ReadError)
        assert str(raised.value) == "Connection reset by peer (GET http://shop.test/x)"
