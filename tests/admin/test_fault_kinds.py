"""What can be armed: each kind over a real connection and in the client's own process, and each vendor's errors."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest

from mockapi import create_app
from mockapi.server.server import MockServer
from tests.support import web
from tests.support.shapes import shape_of
from tests.support.waiting import SECONDS, wait_for, wait_until

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
TEXTS = dict.fromkeys(("slug", "description", "seopagetitle", "seometakeywords", "seopagedescription"), "x")
COMMERSCALE = "/commerscale/api/v1/products/categories"

BROKEN: list[tuple[str, type[httpx.TransportError], bool]] = [
    ("CONNECTION_RESET_BY_PEER", httpx.ReadError, False),
    ("EMPTY_RESPONSE", httpx.RemoteProtocolError, False),
    ("MALFORMED_RESPONSE_CHUNK", httpx.RemoteProtocolError, False),
    ("RANDOM_DATA_THEN_CLOSE", httpx.RemoteProtocolError, False),
    ("TRUNCATED_BODY", httpx.RemoteProtocolError, True),
    ("lost_request", httpx.RemoteProtocolError, False),
    ("lost_response", httpx.RemoteProtocolError, True),
]
"""Each kind that breaks the connection, what httpx raises, and whether the request was applied."""

Scenario = Callable[[httpx.AsyncClient], Coroutine[Any, Any, None]]
Play = Callable[[Scenario], None]


@pytest.fixture(scope="module")
def transport() -> Iterator[httpx.ASGITransport]:
    """The application in this process."""
    with create_app() as application:
        yield httpx.ASGITransport(application)


@pytest.fixture(params=["over a connection", "in the client's process"])
def play(request: pytest.FixtureRequest, server: MockServer, transport: httpx.ASGITransport) -> Play:
    """Runs a scenario with a client of a fresh server."""
    real = request.param == "over a connection"
    where: dict[str, Any] = {"base_url": server.url} if real else {"base_url": "http://mock", "transport": transport}

    async def run(scenario: Scenario) -> None:
        async with httpx.AsyncClient(
            headers=ALTEGIO, verify=False, trust_env=False, timeout=SECONDS, **where
        ) as client:
            await client.post("/__admin/reset")
            await scenario(client)

    return lambda scenario: asyncio.run(run(scenario))


async def create(client: httpx.AsyncClient, title: str = "New") -> httpx.Response:
    return await client.post("/goods_categories/1", json={"title": title})


async def create_at_commerscale(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post(f"{COMMERSCALE}/create", json={**KEY, "data": [{"name": "New", **TEXTS}]})


async def written(client: httpx.AsyncClient) -> int:
    """How many categories of the name New there are, at both vendors that can be written to."""
    one = (await client.get("/company/1/goods_categories")).json()["data"]
    other = (await client.post(f"{COMMERSCALE}/get", json=KEY)).json()
    return [row["title"] for row in one].count("New") + [row["name"] for row in other].count("New")


async def fired(client: httpx.AsyncClient) -> int:
    """How often the first fault has fired."""
    fault: int = (await client.get("/__admin/faults")).json()["faults"][0]["fired"]
    return fault


class TestAKind:
    def test_none_is_left_out_here(self, server: MockServer) -> None:
        kinds = server.call("GET", "/__admin/faults/kinds")["faults"]
        assert kinds == [*(kind for kind, _, _ in BROKEN), "late_apply"]

    @pytest.mark.parametrize(("kind", "error", "is_applied"), BROKEN)
    @pytest.mark.parametrize("send", [create, create_at_commerscale])
    def test_that_breaks_the_connection_raises_the_same_and_applies_what_it_says(
        self,
        play: Play,
        kind: str,
        error: type[Exception],
        is_applied: bool,
        send: Callable[[httpx.AsyncClient], Coroutine[Any, Any, httpx.Response]],
    ) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            await client.post("/__admin/faults", json={"fault": kind, "times": 1})
            with pytest.raises(httpx.TransportError) as raised:
                await send(client)
            assert type(raised.value) is error
            assert await written(client) == is_applied
            [verdict] = (await client.get("/__admin/verdicts")).json()["verdicts"]
            assert (verdict["verdict"], verdict["applied"], verdict["created"]) == ("gave up", is_applied, is_applied)

        play(scenario)

    def test_late_apply_is_a_time_out_in_the_vendors_shape_applied_before_the_next_request(self, play: Play) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            await client.post("/__admin/faults", json={"fault": "late_apply", "times": 2})
            answers = [await create(client), await create_at_commerscale(client)]
            assert await written(client) == 2
            assert [answer.status_code for answer in answers] == [504, 504]
            assert [shape_of(answer) for answer in answers] == ["altegio", "commerscale"]
            assert all(answer.headers["x-mock-fault-fired"].startswith("fault=late_apply") for answer in answers)

        play(scenario)

    def test_late_apply_is_applied_as_much_later_as_it_was_asked_for(self, play: Play) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            later = {"fault": "late_apply", "operation": "create_product_category", "applyAfterMilliseconds": 20}
            await client.post("/__admin/faults", json=later)
            assert (await create(client)).status_code == 504
            await wait_for(lambda: written(client))
            assert await written(client) == 1

        play(scenario)

    @pytest.mark.parametrize("part", ["reset", "seed"])
    def test_what_was_to_be_applied_later_never_comes_into_other_data(self, play: Play, part: str) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            operation = "create_product_category"
            for later in (30, 60):
                wanted = {"fault": "late_apply", "operation": operation, "times": 1, "applyAfterMilliseconds": later}
                await client.post("/__admin/faults", json=wanted)
            await create(client, "Before")
            await client.post(f"/__admin/{part}", json={"products": 5} if part == "seed" else {"faults": False})
            await create(client)
            await wait_for(lambda: written(client))
            rows = (await client.get("/company/1/goods_categories")).json()["data"]
            assert "Before" not in [row["title"] for row in rows]

        play(scenario)

    def test_a_late_apply_that_waits_first_never_comes_after_a_reset_meanwhile(self, play: Play) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            slow = {"fault": "late_apply", "fixedDelayMilliseconds": 30}
            await client.post("/__admin/faults", json=slow)
            calling = asyncio.create_task(create(client))
            await wait_for(lambda: fired(client))
            await client.post("/__admin/reset")
            assert (await calling).status_code == 504
            assert await written(client) == 0

        play(scenario)

    @pytest.mark.parametrize(
        "fault", [{"fixedDelayMilliseconds": 3_600_000}, {"fault": "late_apply", "fixedDelayMilliseconds": 3_600_000}]
    )
    def test_a_client_that_goes_away_while_it_waits_has_written_once(self, play: Play, fault: dict[str, Any]) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            await client.post("/__admin/faults", json={**fault, "times": 1})
            calling = asyncio.create_task(create(client))
            await wait_for(lambda: fired(client))
            calling.cancel()
            with pytest.raises(asyncio.CancelledError):
                await calling
            await wait_for(lambda: written(client))
            assert await written(client) == 1

        play(scenario)

    @pytest.mark.parametrize(
        "delay",
        [
            {"fixedDelayMilliseconds": 5},
            {"delayDistribution": {"type": "fixed", "milliseconds": 5}},
            {"delayDistribution": {"type": "uniform", "lower": 1, "upper": 5}},
            {"delayDistribution": {"type": "lognormal", "median": 2, "sigma": 0.1, "maxValue": 5}},
            {"chunkedDribbleDelay": {"numberOfChunks": 3, "totalDuration": 5}},
        ],
    )
    def test_a_delay_changes_nothing_in_the_answer(self, play: Play, delay: dict[str, Any]) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            await client.post("/__admin/faults", json={"vendor": "altegio", **delay})
            answer = await create(client)
            assert (answer.status_code, answer.json()["data"]["title"]) == (201, "New")
            assert answer.headers["x-mock-fault-fired"].startswith("delay; id=")
            [verdict] = (await client.get("/__admin/verdicts")).json()["verdicts"]
            assert (verdict["verdict"], verdict["recovered"], verdict["retries"]) == ("waited", True, 0)

        play(scenario)

    def test_an_error_can_come_late_too(self, play: Play) -> None:
        async def scenario(client: httpx.AsyncClient) -> None:
            dribble = {"numberOfChunks": 2, "totalDuration": 2}
            wanted = {"vendor": "altegio", "error": 403, "fixedDelayMilliseconds": 1, "chunkedDribbleDelay": dribble}
            await client.post("/__admin/faults", json=wanted)
            answer = await create(client)
            assert (answer.status_code, answer.json()["meta"]) == (403, {"message": "Access denied."})

        play(scenario)


class TestABug:
    @pytest.mark.parametrize(
        ("kind", "later"), [("lost_response", 0), ("TRUNCATED_BODY", 0), ("late_apply", 0), ("late_apply", 1)]
    )
    def test_behind_a_fault_is_marked_in_the_journal(self, mock: MockServer, kind: str, later: int) -> None:
        with mock.api.server_state.sandboxes["default"].writing() as database:
            database.execute("DROP TABLE altegio_category")
        mock.fault(kind, apply_after_milliseconds=later)
        try:
            web.post(f"{mock.url}/goods_categories/1", headers=ALTEGIO, json={"title": "New"})
        except httpx.RemoteProtocolError:
            assert kind != "late_apply"
        wait_until(lambda: mock.verdicts()[0]["applied"])
        [entry] = mock.call("GET", "/__admin/requests")["requests"]
        assert entry["bug"] is True
