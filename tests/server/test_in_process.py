"""`create_app()`: the application in the process of the program that is tested, without a port."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from mockapi import create_app
from mockapi.app import MockApi
from tests.support.shapes import shape_of

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
UNIFORM = {"type": "uniform", "lower": 0, "upper": 20}


@pytest.fixture(scope="module")
def application() -> Iterator[MockApi]:
    with create_app(clock="2030-01-02T03:04:05Z") as made:
        yield made


@asynccontextmanager
async def calling(application: MockApi) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application as it begins."""
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://mock", headers=ALTEGIO) as client:
        await client.post("/__admin/reset")
        yield client


def test_vendors_and_control_plane_answer(application: MockApi) -> None:
    async def run() -> None:
        async with calling(application) as client:
            assert (await client.post("/goods_categories/1", json={"title": "New"})).json()["data"]["id"] == 2_000_001
            counted = await client.post("/commerscale/api/v1/products/categories/count", json=KEY)
            assert shape_of(counted) == "commerscale"
            assert (await client.get("/__admin/clock")).json()["now"] == "2030-01-02T03:04:05.000Z"
            [_, first] = (await client.get("/__admin/requests")).json()["requests"]
            assert first["response"]["status"] == 201

    asyncio.run(run())


def test_the_same_requests_meet_the_same_faults_in_every_application(application: MockApi) -> None:
    async def run(made: MockApi) -> list[Any]:
        seen: list[Any] = []
        async with calling(made) as client:
            for rule in ({"error": 429, "after": 2, "times": 2}, {"delayDistribution": UNIFORM, "seed": 7}):
                await client.post("/__admin/faults", json={"vendor": "altegio", **rule})
            for number in range(6):
                answer = await client.post("/goods_categories/1", json={"title": str(number)})
                seen.append((answer.status_code, answer.json(), answer.headers["x-mock-fault-fired"].partition(";")[0]))
        faults = list(made.server_state.sandboxes["default"].faults)
        assert faults[1].delay
        return [*seen, *(faults[1].delay.milliseconds(faults[1].seed, number) for number in range(20))]

    with create_app(clock="2030-01-02T03:04:05Z") as other:
        told = asyncio.run(run(application))
        assert told == asyncio.run(run(other))
    assert [status for status, *_ in told[:6]] == [201, 201, 429, 429, 201, 201]
    assert len(set(told[6:])) > 1


def test_many_calls_at_once_are_applied_once_each_whatever_becomes_of_them(application: MockApi) -> None:
    async def run() -> None:
        async with calling(application) as client:
            for kind in ("lost_request", "lost_response", "late_apply"):
                await client.post("/__admin/faults", json={"fault": kind, "times": 8})
            calls = [client.post("/goods_categories/1", json={"title": "New"}) for _ in range(64)]
            answers = await asyncio.gather(*calls, return_exceptions=True)
            lost = [answer for answer in answers if isinstance(answer, httpx.RemoteProtocolError)]
            statuses = [answer.status_code for answer in answers if isinstance(answer, httpx.Response)]
            assert (len(lost), statuses.count(504), statuses.count(201)) == (16, 8, 40)
            rows = (await client.get("/company/1/goods_categories")).json()["data"]
            assert [row["title"] for row in rows].count("New") == 56

    asyncio.run(run())


def test_an_exception_names_the_request_as_one_of_a_real_connection_would(application: MockApi) -> None:
    async def run() -> None:
        async with calling(application) as client:
            with pytest.raises(httpx.RemoteProtocolError) as raised:
                await client.get("/goods/1", headers={"X-Mock-Fault": "lost_response"})
            assert raised.value.request.url == "http://mock/goods/1"
            [entry] = (await client.get("/__admin/requests")).json()["requests"]
            assert (entry["fault"], entry["response"]["status"]) == ("fault=lost_response", None)
            assert entry["bug"] is False

    asyncio.run(run())


def test_starlettes_test_client_sees_the_same(application: MockApi) -> None:
    with warnings.catch_warnings(action="ignore"):
        from starlette.testclient import TestClient  # noqa: PLC0415

    with TestClient(application) as alive:
        assert alive.get("/__admin/health").status_code == 200
    client: Any = TestClient(application, headers=ALTEGIO)
    client.post("/__admin/reset")
    for kind, error in (("CONNECTION_RESET_BY_PEER", httpx.ReadError), ("lost_response", httpx.RemoteProtocolError)):
        with pytest.raises(error):
            client.post("/goods_categories/1", json={"title": kind}, headers={"X-Mock-Fault": kind})
    late = client.post("/goods_categories/1", json={"title": "late"}, headers={"X-Mock-Fault": "late_apply"})
    assert late.status_code == 504
    titles = [row["title"] for row in client.get("/company/1/goods_categories").json()["data"]]
    assert [titles.count(title) for title in ("CONNECTION_RESET_BY_PEER", "lost_response", "late")] == [0, 1, 1]
