"""Many sandboxes on three servers behind nginx answer as they do on one server."""

import asyncio
import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi import MockClient, MockServer
from tests.support import web
from tests.support.altegio import TOKENS
from tests.support.cluster import SANDBOX, SERVER, Cluster
from tests.support.isolation import CALLS, Answer, Call, send
from tests.support.waiting import SECONDS

NAMES = ["default", "a", "A", "a.b", "..", "-", "_1", "x" * 57, *(f"sandbox-{number}" for number in range(8))]
OF_NGINX = {"server", "connection", SANDBOX, SERVER}
"""Headers that nginx adds, in tests or always."""
CLIENTS, STEPS = 24, 8


def begin(cluster: Cluster, single: MockServer) -> None:
    """Put all sandboxes of `NAMES` back to how a server begins, and delete all snapshots."""
    for url in (single.url, *(served.url for served in cluster.servers)):
        with MockClient(url) as server:
            for snapshot in server.call("GET", "/__admin/snapshots")["snapshots"]:
                server.delete_snapshot(snapshot["name"])
    for url in (single.url, cluster.url):
        with MockClient(url) as server:
            for name in NAMES:
                server.create_sandbox(name)


def answer(server: MockClient, name: str, call: Call) -> Answer | str:
    """Return the answer of a sandbox, without what nginx adds; half of them are named in the path."""
    if NAMES.index(name) % 2:
        answered = send(server, f"/~{name}", name, call)
    else:
        answered = send(server, "", name, call, **{"X-Mock-Sandbox": name})
    return answered if isinstance(answered, str) else answered._replace(headers=_without(answered.headers))


def _without(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # nginx sends Content-Type and Content-Length before the others.
    return sorted(header for header in headers if header[0] not in OF_NGINX)


HISTORIES = st.lists(st.tuples(st.sampled_from(NAMES), CALLS), min_size=60, max_size=90)


@settings(max_examples=4)
@given(HISTORIES)
def test_calls_one_after_another_answer_as_on_one_server(
    cluster: Cluster, proxied: MockClient, single: MockServer, history: list[tuple[str, Call]]
) -> None:
    begin(cluster, single)
    for name, call in history:
        assert answer(proxied, name, call) == answer(single, name, call)


@settings(max_examples=2)
@given(st.lists(st.lists(CALLS, min_size=8, max_size=8), min_size=len(NAMES), max_size=len(NAMES)))
def test_calls_at_the_same_time_answer_as_on_one_server(
    cluster: Cluster, proxied: MockClient, single: MockServer, calls: list[list[Call]]
) -> None:
    begin(cluster, single)

    def go(name: str, own: list[Call]) -> list[Answer | str]:
        return [answer(proxied, name, call) for call in own]

    with ThreadPoolExecutor(len(NAMES)) as threads:
        answers = list(threads.map(go, NAMES, calls))
    for name, own, answered in zip(NAMES, calls, answers, strict=True):
        assert [answer(single, name, call) for call in own] == answered


async def write_categories(url: str, number: int) -> dict[int, str]:
    """Create and delete categories over one connection; return the titles that the answers promise, by id."""
    choose = random.Random(number)
    promised: dict[int, str] = {}
    headers = {"Authorization": TOKENS}
    async with httpx.AsyncClient(base_url=url, headers=headers, verify=False, timeout=SECONDS) as client:
        for step in range(STEPS):
            title = f"client {number} step {step}"
            created = await client.post("/goods_categories/1", json={"title": title})
            assert created.status_code == 201
            promised[created.json()["data"]["id"]] = title
            if choose.random() < 0.3:
                category, _ = promised.popitem()
                assert (await client.delete(f"/goods_categories/1/{category}")).status_code == 204
    return promised


def test_every_write_of_many_clients_is_in_its_sandbox_and_only_there(proxied: MockClient) -> None:
    sandboxes = [f"shared-{number}" for number in range(6)]
    for name in sandboxes:
        proxied.create_sandbox(name)

    async def run() -> list[dict[int, str]]:
        urls = [f"{proxied.url}/~{sandboxes[number % len(sandboxes)]}" for number in range(CLIENTS)]
        return await asyncio.gather(*(write_categories(url, number) for number, url in enumerate(urls)))

    results = asyncio.run(run())
    for number, name in enumerate(sandboxes):
        own = results[number :: len(sandboxes)]
        promised = {category: title for result in own for category, title in result.items()}
        assert len(promised) == sum(map(len, own))
        path = f"{proxied.url}/~{name}/company/1/goods_categories"
        rows = web.get(path, headers={"Authorization": TOKENS}).json()["data"]
        assert {row["id"]: row["title"] for row in rows if row["title"].startswith("client ")} == promised


def test_no_sandbox_is_on_two_servers(cluster: Cluster, proxied: MockClient) -> None:
    for name in NAMES:
        proxied.sandbox(name).reset()
    lists = []
    for served in cluster.servers:
        sandboxes = web.get(f"{served.url}/__admin/sandboxes").json()["sandboxes"]
        # Every server has a default sandbox; only one of them gets requests.
        lists.append({sandbox["name"] for sandbox in sandboxes if sandbox["name"] != "default"})
    assert len(set.union(*lists)) == sum(map(len, lists))
    assert set(NAMES) - {"default"} <= set.union(*lists)
