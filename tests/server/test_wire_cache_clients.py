"""The wire cache serves requests as real clients send them, and does without an untested uvicorn."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import httpx
import pytest
import requests
import uvicorn

from mockapi.app import MockApi
from mockapi.settings import Settings
from tests.support.altegio import TOKENS
from tests.support.application import Running, serving
from tests.support.programs import needs
from tests.support.waiting import SECONDS, run

COUNT = 60
BODY = json.dumps({"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}, "filters": {"slug": ["category-2"]}})
GET = "/api/v1/company/1/goods_categories"
POST = "/api/v1/products/categories/get"
HEADERS = {"Authorization": TOKENS, "Content-Type": "application/json"}

NODE = """
const [url, method, body, headers, count] = JSON.parse(process.argv[1]);
for (let number = 0; number < count; number++) {
  const response = await fetch(url, { method, headers, body: method === "POST" ? body : undefined });
  console.log(JSON.stringify(await response.text()));
}
"""


def _httpx(url: str, method: str) -> list[str]:
    with httpx.Client(headers=HEADERS, timeout=SECONDS) as client:
        body = BODY if method == "POST" else None
        return [client.request(method, url, content=body).text for _ in range(COUNT)]


def _requests(url: str, method: str) -> list[str]:
    with requests.Session() as session:
        body = BODY if method == "POST" else None
        send = partial(session.request, method, url, data=body, headers=HEADERS, timeout=SECONDS)
        return [send().text for _ in range(COUNT)]


def _node(url: str, method: str) -> list[str]:
    arguments = json.dumps([url, method, BODY, HEADERS, COUNT])
    return [
        json.loads(line) for line in run(["node", "--input-type=module", "-e", NODE, arguments]).stdout.splitlines()
    ]


def _curl(url: str, method: str) -> list[str]:
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    data = ["-d", BODY] if method == "POST" else []
    return run(["curl", "-s", *headers, *data, *["-w", "\n", url] * COUNT]).stdout.splitlines()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with closing(MockApi(Settings())) as api, serving(api) as served:
        yield served


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "client",
    [
        pytest.param(_httpx, id="httpx"),
        pytest.param(_requests, id="requests"),
        pytest.param(_node, id="fetch", marks=needs("node")),
        pytest.param(_curl, id="curl", marks=needs("curl")),
    ],
)
def test_repeated_requests_of_real_clients_are_answered_by_their_bytes(
    running: Running, client: Callable[[str, str], list[str]], method: str
) -> None:
    cache = running.server.wire_cache
    assert cache is not None
    before = cache.responses
    answers = client(running.url + (GET if method == "GET" else POST), method)
    assert len(answers) == COUNT
    assert len(set(answers)) == 1
    # The first two must pass: the operation, then the response cache.
    assert cache.responses - before >= 0.95 * (COUNT - 2)


def test_an_untested_uvicorn_gives_the_same_responses_without_the_wire_cache(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(uvicorn, "__version__", "99.0.0")
    with closing(MockApi(Settings())) as api, serving(api) as served:
        assert served.server.wire_cache is None
        for path, method in ((GET, "GET"), (POST, "POST")):
            assert _httpx(served.url + path, method) == _httpx(running.url + path, method)
    lines = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert lines == ["The wire cache is off: uvicorn 99.0.0 was not tested with it."]


def test_the_wire_cache_can_be_switched_off(running: Running) -> None:
    with closing(MockApi(Settings(wire_cache="off"))) as api, serving(api) as served:
        assert served.server.wire_cache is None
        assert _httpx(served.url + POST, "POST") == _httpx(running.url + POST, "POST")
