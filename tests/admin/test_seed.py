"""Another shop in place of a sandbox's data, made while it answers."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.admin import JSON, admin, mark, marks, refused
from tests.support.waiting import SECONDS, wait_until

ENDLESS = {"seed": 1, "products": 10_000_000}
"""A shop that takes minutes."""


@pytest.fixture(params=["in memory", "in a directory"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MockServer]:
    data = tmp_path / "data" if request.param == "in a directory" else None
    with MockServer(Settings(port=0, products=0, data=data)) as running:
        yield running
    assert not list(tmp_path.rglob("making.*"))


def seed_endlessly(mock: MockClient, threads: ThreadPoolExecutor) -> Future[httpx.Response]:
    """The answer to come of a call that makes an endless shop, which is under way."""
    answer = threads.submit(web.post, f"{mock.url}/__admin/seed", json=ENDLESS)
    wait_until(lambda: mock.call("GET", "/__admin/seed")["seeding"])
    return answer


def test_a_shop_takes_the_place_of_all_data_until_a_reset(fresh: MockServer) -> None:
    mark(fresh, "old")
    mark(fresh, "other", "/~other")
    told = admin(fresh, "POST", "/seed", {"seed": 7, "products": 30}).json()
    assert told == {"seed": 7, "products": 30, "seeding": None} == admin(fresh, "GET", "/seed").json()
    assert marks(fresh) == []
    tables = {
        (table["vendor"], table["table"]): table["rows"] for table in fresh.call("GET", "/__admin/data")["tables"]
    }
    assert tables["deconetwork", "product"] > 30
    assert marks(fresh, "/~other") == ["other"]
    fresh.reset()
    assert admin(fresh, "GET", "/seed").json()["products"] == 0
    assert mark(fresh, "new") == 2_000_001


def test_the_same_seed_makes_the_same_shop_as_a_server_of_that_seed(fresh: MockServer) -> None:
    fresh.seed(seed=7, products=30)
    with MockServer(Settings(port=0, seed=7, products=30)) as other:
        for path in ("/data/altegio/product", "/data/commerscale/category", "/data/deconetwork/product"):
            assert (
                admin(fresh, "GET", f"{path}?limit=1000").content == admin(other, "GET", f"{path}?limit=1000").content
            )


def test_without_a_body_it_is_the_default_shop(fresh: MockServer) -> None:
    assert admin(fresh, "POST", "/seed").json() == {"seed": 42, "products": 200, "seeding": None}


def test_a_snapshot_remembers_which_shop_it_began_as(fresh: MockServer) -> None:
    fresh.seed(seed=7, products=3)
    assert admin(fresh, "PUT", "/snapshots/it").json() == {"name": "it", "seed": 7, "products": 3}


def test_meanwhile_requests_are_answered_and_a_reset_ends_it(fresh: MockServer) -> None:
    mark(fresh, "old")
    with ThreadPoolExecutor() as threads:
        answer = seed_endlessly(fresh, threads)
        assert admin(fresh, "GET", "/seed").json()["seeding"].items() >= ENDLESS.items()
        assert marks(fresh) == ["old"]
        assert "Another shop is being made" in refused(fresh, 409, "POST", "/seed", {"seed": 2})[0][1]
        assert admin(fresh, "POST", "/seed", {"products": 0}, **{"X-Mock-Sandbox": "other"}).status_code == 200
        fresh.reset()
        mark(fresh, "new")
        assert answer.result(SECONDS).status_code == 409
        assert "was reset" in answer.result().json()["errors"][0]["title"]
    assert marks(fresh) == ["new"]
    assert admin(fresh, "POST", "/seed", {"products": 0}).status_code == 200


@pytest.mark.parametrize("what", ["restore", "recreate"])
def test_a_shop_never_reaches_data_that_came_later(fresh: MockServer, what: str) -> None:
    fresh.snapshot("it")
    with ThreadPoolExecutor() as threads:
        answer = seed_endlessly(fresh, threads)
        if what == "restore":
            fresh.restore("it")
        else:
            fresh.create_sandbox("default")
        mark(fresh, "new")
        assert answer.result(SECONDS).status_code == 409
    assert marks(fresh) == ["new"]


def test_a_server_ends_although_a_shop_is_being_made() -> None:
    with ThreadPoolExecutor() as threads, MockServer(Settings(port=0, products=0)) as server:
        answer = seed_endlessly(server, threads)
    assert answer.result().json() == {"errors": [{"code": 503, "title": "The server ends."}]}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"seed": -1}, "/seed"),
        ({"seed": 2**63}, "/seed"),
        ({"seed": True}, "/seed"),
        ({"seed": "7"}, "/seed"),
        ({"products": -1}, "/products"),
        ({"products": 10_000_001}, "/products"),
        ({"products": 1.5}, "/products"),
        ({"product": 1}, "/product"),
        ([], ""),
    ],
)
def test_a_wrong_body_is_refused(mock: MockClient, body: Any, pointer: str) -> None:
    mark(mock, "kept")
    assert [place for place, _ in refused(mock, 422, "POST", "/seed", body)] == [pointer]
    assert marks(mock) == ["kept"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    JSON
    | st.dictionaries(st.sampled_from(["seed", "products", "x"]), JSON.filter(lambda value: type(value) is not int))
)
def test_whatever_is_sent_is_done_or_refused(server: MockClient, body: Any) -> None:
    assert admin(server, "POST", "/seed", body).status_code in (200, 422)
