"""The control plane is built after the server has begun to listen; nobody sees a difference."""

import asyncio
import sys
from typing import Any

import httpx

from mockapi.app import MockApi
from tests.support.command import environment
from tests.support.waiting import run

IN_A_NEW_PROCESS = """
import asyncio, httpx, sys
from mockapi.app import MockApi

def is_built():
    return "mockapi.admin.application" in sys.modules

async def run():
    with MockApi() as application:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://mock") as client:
            print((await client.get("/__admin/health")).json()["status"], is_built())
            print((await client.get("/~anna/__admin/health")).json()["status"], is_built())
            print((await client.get("/api/v1/goods/1")).status_code, is_built())
        await application.prepare()
        print(is_built())

asyncio.run(run())
"""


def ask(application: MockApi, method: str, path: str) -> httpx.Response:
    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            return await client.request(method, path)

    return asyncio.run(run())


def test_health_and_vendors_answer_before_it_is_built() -> None:
    command = [sys.executable, "-c", IN_A_NEW_PROCESS]
    ended = run(command, env=environment())
    assert ended.stdout.splitlines() == ["healthy False", "healthy False", "401 False", "True"]


def test_health_is_told_the_same_before_and_after() -> None:
    with MockApi() as application:
        told = []
        for _ in range(2):
            answer = ask(application, "GET", "/__admin/health")
            moving: dict[str, Any] = {"uptimeInSeconds": 0, "timestamp": ""}
            told.append((answer.status_code, answer.headers["content-type"], {**answer.json(), **moving}))
            asyncio.run(application.prepare())
        assert told[0] == told[1]


def test_whoever_asks_for_more_gets_it_from_the_start() -> None:
    with MockApi() as application:
        assert ask(application, "POST", "/__admin/health").status_code == 405
    with MockApi() as application:
        assert ask(application, "GET", "/__admin/clock").status_code == 200
