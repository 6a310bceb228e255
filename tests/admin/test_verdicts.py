"""`GET /__admin/verdicts`: what a program did after each fault, and whether its retry made something twice."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.waiting import SECONDS, wait_until

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
TEXTS = dict.fromkeys(("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription"), "New")
COMMERSCALE = "/commerscale/api/v1/products/categories"
LOGIN: dict[str, str | int] = {
    "username": "mock-user",
    "password": "mock-password",
    "field": 4,
    "condition": 4,
    "string": 0,
}

Call = Callable[[str], httpx.Response]


def altegio(method: str, path: str, **content: Any) -> Call:
    return lambda url: web.request(method, url + path, headers=ALTEGIO, **content)


def commerscale(operation: str, **members: Any) -> Call:
    return lambda url: web.post(f"{url}{COMMERSCALE}/{operation}", json=KEY | members)


CREATE = altegio("POST", "/goods_categories/1", json={"title": "New"})
CREATE_THREE = commerscale("create", data=[TEXTS, TEXTS, TEXTS])
FIRST = "7865559d-5864-4926-8414-8bf55ad35741"
CALLS: dict[str, tuple[Call, int]] = {
    "create": (CREATE, 1),
    "create of three": (CREATE_THREE, 3),
    "update": (altegio("PUT", "/goods_categories/4564/123", json={"title": "Changed"}), 0),
    "delete": (altegio("DELETE", "/goods_categories/4564/456"), 0),
    "update at Commerscale": (commerscale("update", data=[{"id": FIRST, **TEXTS}]), 0),
    "delete at Commerscale": (commerscale("delete", filter={"id": [FIRST]}), 0),
    "list": (altegio("GET", "/goods/1"), 0),
    "search at DecoNetwork": (lambda url: web.get(f"{url}/api/json/manage_products/find", params=LOGIN), 0),
}
"""Calls, and how many things each makes."""


def attempt(mock: MockServer, call: Call) -> int | None:
    """The status of the answer; None: there was none."""
    try:
        return call(mock.url).status_code
    except httpx.TransportError:
        return None


def verdict(mock: MockServer) -> dict[str, Any]:
    [one] = mock.verdicts()
    return one


class TestDuplicates:
    @pytest.mark.parametrize("name", CALLS)
    @pytest.mark.parametrize(
        ("kind", "is_applied"), [("lost_request", False), ("lost_response", True), ("late_apply", True)]
    )
    def test_a_retry_makes_one_exactly_where_a_create_had_been_applied(
        self, mock: MockServer, name: str, kind: str, is_applied: bool
    ) -> None:
        call, created = CALLS[name]
        mock.fault(kind, times=1)
        assert attempt(mock, call) == (504 if kind == "late_apply" else None)
        before = verdict(mock)
        assert (before["verdict"], before["recovered"], before["duplicate"]) == ("gave up", False, False)
        assert (before["applied"], before["created"]) == (is_applied, created if is_applied else 0)
        attempt(mock, call)
        after = verdict(mock)
        # What is gone cannot be deleted again, says Altegio.
        is_refused = name == "delete" and is_applied
        assert (after["verdict"], after["retries"], after["recovered"]) == ("retried", 1, not is_refused)
        assert after["duplicate"] is (is_applied and created > 0)

    def test_what_is_applied_after_the_retry_is_one_too(self, mock: MockServer) -> None:
        mock.fault("late_apply", times=1, apply_after_milliseconds=20)
        assert [attempt(mock, CREATE) for _ in range(2)] == [504, 201]
        wait_until(lambda: verdict(mock)["applied"])
        assert (verdict(mock)["created"], verdict(mock)["duplicate"]) == (1, True)
        assert verdict(mock)["pending"] is False

    def test_what_is_still_to_be_applied_is_not_judged_until_it_is_or_never_will_be(self, mock: MockServer) -> None:
        mock.fault("lost_response", times=1)
        mock.fault("late_apply", times=1, apply_after_milliseconds=3_600_000)
        assert [attempt(mock, CREATE) for _ in range(2)] == [None, 504]
        told = [(one["pending"], one["applied"], one["duplicate"]) for one in mock.verdicts()]
        assert told == [(False, True, None), (True, None, None)]
        attempt(mock, CREATE)
        assert [one["duplicate"] for one in mock.verdicts()] == [True, None]
        mock.reset(faults=False)
        told = [(one["pending"], one["applied"], one["duplicate"]) for one in mock.verdicts()]
        assert told == [(False, True, True), (False, False, False)]

    @pytest.mark.parametrize(
        ("sent", "again", "is_same"),
        [
            ('{"title": "A", "parent_id": 0}', '{"parent_id":0,"title":"\\u0041"}', True),
            ('{"title": "A", "parent_id": 0}', '{"parent_id": 0, "title": "a"}', False),
            ("[1, 2]", "[2, 1]", False),
            ("no JSON", "no  JSON", False),
        ],
    )
    def test_json_bodies_are_compared_by_what_they_say(
        self, mock: MockServer, sent: str, again: str, is_same: bool
    ) -> None:
        mock.fault("lost_response", times=1)
        for content in (sent, again):
            attempt(mock, altegio("POST", "/goods_categories/1", content=content))
        assert verdict(mock)["retries"] == is_same
        assert verdict(mock)["duplicate"] is (is_same and "title" in sent)

    @pytest.mark.parametrize(
        ("sent", "again", "is_same"),
        [("a=1&b=2", "b=2&a=1", True), ("a=1&b=2", "b=1&a=2", False), ("a=1&a=2", "a=2&a=1", False)],
    )
    def test_parameters_may_stand_in_another_order(
        self, mock: MockServer, sent: str, again: str, is_same: bool
    ) -> None:
        mock.fault("lost_response", times=1)
        for query in (sent, again):
            attempt(mock, altegio("GET", f"/goods/1?{query}"))
        assert verdict(mock)["retries"] == is_same

    def test_two_creates_on_purpose_are_none(self, mock: MockServer) -> None:
        attempt(mock, CREATE)
        mock.fault("lost_request", times=1)
        assert [attempt(mock, CREATE) for _ in range(3)] == [None, 201, 201]
        assert (verdict(mock)["retries"], verdict(mock)["duplicate"]) == (1, False)

    def test_a_retry_with_another_body_is_another_request(self, mock: MockServer) -> None:
        mock.fault("lost_response", times=1)
        attempt(mock, CREATE_THREE)
        attempt(mock, commerscale("create", data=[TEXTS, TEXTS, TEXTS | {"name": "Other"}]))
        assert (verdict(mock)["verdict"], verdict(mock)["duplicate"]) == ("gave up", False)

    def test_bodies_that_differ_past_what_the_journal_keeps_are_not_the_same(self, mock: MockServer) -> None:
        many = [TEXTS] * 200
        mock.fault("lost_response", times=1)
        attempt(mock, commerscale("create", data=[*many, TEXTS | {"name": "One"}]))
        attempt(mock, commerscale("create", data=[*many, TEXTS | {"name": "Two"}]))
        assert (verdict(mock)["verdict"], verdict(mock)["created"]) == ("gave up", 201)
        attempt(mock, commerscale("create", data=[*many, TEXTS | {"name": "One"}]))
        assert (verdict(mock)["verdict"], verdict(mock)["duplicate"]) == ("retried", True)


class TestPatience:
    @pytest.mark.parametrize(("waited", "has_honoured"), [(1.999, False), (2, True)])
    def test_retry_after_may_pass_on_the_sandboxs_clock(
        self, mock: MockServer, waited: float, has_honoured: bool
    ) -> None:
        mock.fault(vendor="altegio", error=429, times=1, retry_after_seconds=2)
        attempt(mock, CREATE)
        assert verdict(mock)["honouredRetryAfter"] is None
        mock.clock.advance(waited)
        attempt(mock, CREATE)
        assert verdict(mock)["secondsUntilRetry"] == [waited]
        assert (verdict(mock)["retryAfterSeconds"], verdict(mock)["honouredRetryAfter"]) == (2, has_honoured)

    def test_a_fault_that_asks_for_no_time_is_neither_honoured_nor_not(self, mock: MockServer) -> None:
        mock.fault("lost_request", times=1)
        assert [attempt(mock, CREATE) for _ in range(2)] == [None, 201]
        assert (verdict(mock)["retryAfterSeconds"], verdict(mock)["honouredRetryAfter"]) == (None, None)

    def test_every_retry_counts_until_the_vendor_answers(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=500, times=3)
        for step in range(5):
            attempt(mock, CREATE)
            mock.clock.advance(2**step)
        assert [one["retries"] for one in mock.verdicts()] == [3, 2, 1]
        assert [one["secondsUntilRetry"] for one in mock.verdicts()] == [[1, 2, 4], [2, 4], [4]]
        assert {(one["recovered"], one["duplicate"]) for one in mock.verdicts()} == {(True, False)}

    def test_a_program_that_never_gets_through_has_not_recovered(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=500)
        for _ in range(4):
            attempt(mock, CREATE)
        assert [(one["retries"], one["recovered"]) for one in mock.verdicts()] == [(n, False) for n in (3, 2, 1, 0)]

    def test_a_retry_above_the_quota_is_no_recovery(self, mock: MockServer) -> None:
        mock.quotas(altegio=[{"requests": 1, "seconds": 60}])
        mock.fault("lost_response", times=1)
        assert [attempt(mock, CREATE) for _ in range(2)] == [None, 429]
        assert (verdict(mock)["retries"], verdict(mock)["recovered"]) == (1, False)
        mock.clock.advance(60)
        attempt(mock, CREATE)
        assert (verdict(mock)["retries"], verdict(mock)["recovered"], verdict(mock)["duplicate"]) == (2, True, True)


class TestWhatIsTold:
    def test_a_verdict_names_the_fault_and_the_request_of_the_journal(self, mock: MockServer) -> None:
        armed = mock.fault(vendor="altegio", error=429)
        attempt(mock, CREATE)
        one = verdict(mock)
        [entry] = mock.call("GET", "/__admin/requests")["requests"]
        assert (one["fault"], one["faultId"], one["requestId"]) == ("error=429", armed["id"], entry["id"])
        assert (one["vendor"], one["operation"]) == ("altegio", "create_product_category")
        assert (one["method"], one["path"]) == ("POST", "/goods_categories/1")
        assert (one["applied"], one["created"], one["retryAfterSeconds"]) == (False, 0, 1)

    def test_verdicts_outlive_their_fault_and_not_a_reset(self, mock: MockServer) -> None:
        mock.fault("lost_response", times=1)
        attempt(mock, CREATE)
        mock.disarm()
        mock.reset(faults=False)
        assert verdict(mock)["verdict"] == "gave up"
        mock.reset()
        attempt(mock, CREATE)
        assert mock.verdicts() == []

    def test_64_equal_creates_at_once_of_which_ten_are_lost_and_retried_make_no_duplicate(
        self, mock: MockServer
    ) -> None:
        mock.fault("lost_request", times=10)

        async def run() -> None:
            async with httpx.AsyncClient(base_url=mock.url, headers=ALTEGIO, verify=False, timeout=SECONDS) as client:
                first = [client.post("/goods_categories/1", json={"title": "New"}) for _ in range(64)]
                lost = [
                    one for one in await asyncio.gather(*first, return_exceptions=True) if isinstance(one, Exception)
                ]
                again = [client.post("/goods_categories/1", json={"title": "New"}) for _ in lost]
                answers = await asyncio.gather(*again)
                assert [answer.status_code for answer in answers] == [201] * 10

        asyncio.run(run())
        assert [(one["recovered"], one["duplicate"]) for one in mock.verdicts()] == [(True, False)] * 10
