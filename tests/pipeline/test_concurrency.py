"""Many clients at once: nothing is lost, nothing is there twice, and every write is seen by the next read."""

import asyncio
import random
from typing import Any

import httpx

from mockapi.app import MockApi
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.waiting import SECONDS

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"apiKey": "jjns7519v1v3ns6xU162"}
CLIENTS = 64
STEPS = 5


async def write_categories(url: str, number: int) -> dict[int, str]:
    """One client on one connection: see `steps`."""
    async with httpx.AsyncClient(base_url=url, headers=ALTEGIO, verify=False, timeout=SECONDS) as client:
        return await steps(client, number)


async def steps(client: httpx.AsyncClient, number: int) -> dict[int, str]:
    """Create, rename and delete categories of one's own; what the answers promise is there at the end."""
    choose = random.Random(number)
    promised: dict[int, str] = {}
    for step in range(STEPS):
        what = choose.choice(["create", "create", "rename", "delete"]) if promised else "create"
        title = f"client {number} step {step}"
        if what == "create":
            answer = await client.post("/goods_categories/1", json={"title": title})
            assert answer.status_code == 201
            promised[answer.json()["data"]["id"]] = title
            continue
        category = choose.choice(sorted(promised))
        if what == "rename":
            answer = await client.put(f"/goods_categories/1/{category}", json={"title": title})
            assert answer.json()["data"] == {"id": category, "title": title, "parent_category_id": None}
            promised[category] = title
        else:
            assert (await client.delete(f"/goods_categories/1/{category}")).status_code == 204
            del promised[category]
        seen = (await client.get("/goods_categories/multiple/1", params={"ids[]": category})).json()["data"]
        assert [row["title"] for row in seen] == ([promised[category]] if category in promised else [])
    return promised


def test_64_clients_end_with_exactly_the_rows_that_the_answers_promised(mock: MockServer) -> None:
    before = web.get(f"{mock.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]

    async def run() -> list[dict[int, str]]:
        return await asyncio.gather(*(write_categories(mock.url, number) for number in range(CLIENTS)))

    results = asyncio.run(run())
    promised = {category: title for result in results for category, title in result.items()}
    assert sum(map(len, results)) == len(promised)
    after = web.get(f"{mock.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]
    assert {row["id"]: row["title"] for row in after} == {row["id"]: row["title"] for row in before} | promised


def test_batches_of_many_clients_are_written_whole_or_not_at_all(mock: MockServer) -> None:
    def batch(number: int) -> list[dict[str, Any]]:
        texts = dict.fromkeys(("description", "seopagetitle", "seometakeywords", "seopagedescription"), "")
        rows = [{"name": f"batch {number}", "slug": f"{number}-{index}", **texts} for index in range(20)]
        if number % 2:
            rows[-1]["slug"] = ""
        return rows

    async def run() -> None:
        async with httpx.AsyncClient(
            verify=False, base_url=f"{mock.url}/api/v1/products/categories", timeout=SECONDS
        ) as client:
            bodies = [{"authentication": KEY, "data": batch(number)} for number in range(32)]
            answers = await asyncio.gather(*(client.post("/create", json=body) for body in bodies))
            for number, answer in enumerate(answers):
                assert isinstance(answer.json(), dict if number % 2 else list)

    asyncio.run(run())
    answer = web.post(f"{mock.url}/api/v1/products/categories/get", json={"authentication": KEY})
    names = [category["name"] for category in answer.json()]
    for number in range(32):
        assert names.count(f"batch {number}") == (0 if number % 2 else 20)


def test_a_write_is_committed_before_its_answer_begins() -> None:
    api = MockApi(Settings())
    sandbox = api.server_state.sandboxes["default"]
    with sandbox.writing():
        connection: Any = sandbox.reading().read().connection.driver_connection
    sent: list[tuple[str, bool]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b'{"title": "New"}', "more_body": False}

    async def send(message: Any) -> None:
        sent.append((message["type"], connection.in_transaction))

    path = "/goods_categories/1"
    headers = [(name.lower().encode(), value.encode()) for name, value in ALTEGIO.items()]
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""}

    async def call() -> None:
        await api({**scope, "headers": headers}, receive, send)

    asyncio.run(call())
    api.close()
    assert sent == [("http.response.start", False), ("http.response.body", False)]
