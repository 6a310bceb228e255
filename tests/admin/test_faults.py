"""`/__admin/faults`: which requests a rule is about, when it fires, and what the answer says of it."""

import asyncio
from typing import Any

import httpx
import pytest

from mockapi.client.client import MockClient
from mockapi.errors import ControlError
from mockapi.server.server import MockServer
from tests.support import web
from tests.support.waiting import SECONDS

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
FIRED = "x-mock-fault-fired"


def create(mock: MockClient, title: str = "New", **headers: str) -> httpx.Response:
    return web.post(f"{mock.url}/goods_categories/1", headers=ALTEGIO | headers, json={"title": title})


def count(mock: MockClient) -> httpx.Response:
    return web.post(f"{mock.url}/commerscale/api/v1/products/categories/count", json=KEY)


def names(mock: MockClient) -> list[str]:
    answer = web.get(f"{mock.url}/company/1/goods_categories", headers=ALTEGIO)
    return [category["title"] for category in answer.json()["data"]]


class TestArming:
    @pytest.mark.parametrize(
        ("wanted", "pointer", "closest"),
        [
            ({"vendor": "altegoi", "error": 429}, "/vendor", "Did you mean altegio?"),
            ({"operation": "create_products", "fault": "lost_request"}, "/operation", "create_product?"),
            (
                {"vendor": "commerscale", "operation": "products/create", "fault": "lost_request"},
                "/operation",
                "create?",
            ),
            ({"vendor": "deconetwork", "operation": "create_product", "error": 30001}, "/operation", "Known: manage"),
            ({"vendor": "deconetwork", "error": 30011}, "/error", "Did you mean 30001?"),
            ({"fault": "LOST_RESPONSE"}, "/fault", "Did you mean lost_response?"),
            ({"fault": "lost_response", "time": 1}, "/time", "Did you mean times?"),
            ({"fault": "lost_response", "a/b~c": 1}, "/a~1b~0c", "There is no member 'a/b~c'"),
            ({"fault": "lost_response", "times": 0}, "/times", "greater than or equal to 1"),
            ({"fault": "lost_response", "times": "1"}, "/times", "valid integer"),
            ({"fault": "lost_response", "error": 429, "vendor": "altegio"}, "/fault", "not both"),
            ({"fault": "lost_response", "applyAfterMilliseconds": 1}, "/applyAfterMilliseconds", "Only late_apply"),
            ({"fixedDelayMilliseconds": 1, "applyAfterMilliseconds": 1}, "/applyAfterMilliseconds", "Only late_apply"),
            ({"fault": "lost_response", "retryAfterSeconds": 1}, "/retryAfterSeconds", "give an error"),
            (
                {"fault": "EMPTY_RESPONSE", "chunkedDribbleDelay": {"numberOfChunks": 1, "totalDuration": 1}},
                "/chunkedDribbleDelay",
                "no answer comes in pieces",
            ),
            ({"error": 429}, "/error", "give the vendor"),
            ({"error": True, "vendor": "altegio"}, "/error", "must be a code or a name"),
            ({"vendor": "altegio"}, "", "Nothing would happen"),
            ({"fault": "lost_request", "match": {"urlPth": "/x"}}, "/match/urlPth", "urlPath"),
            (
                {"delayDistribution": {"type": "uniform", "lower": "1", "upper": 2}},
                "/delayDistribution/lower",
                "integer",
            ),
        ],
    )
    def test_what_is_wrong_is_refused_by_name_and_arms_nothing(
        self, mock: MockServer, wanted: dict[str, Any], pointer: str, closest: str
    ) -> None:
        answer = web.post(f"{mock.url}/__admin/faults", json=wanted)
        assert answer.status_code == 422
        [wrong] = answer.json()["errors"]
        assert (wrong["code"], wrong["source"]) == (422, {"pointer": pointer})
        assert closest in wrong["title"]
        assert mock.faults() == []

    def test_an_armed_fault_is_told_as_it_was_asked_for_with_its_counters(self, mock: MockServer) -> None:
        rule: dict[str, Any] = {
            "vendor": "altegio",
            "error": 429,
            "times": 1,
            "after": 1,
            "ttlSeconds": 60,
            "match": {"method": "POST"},
        }
        armed = mock.fault(**rule)
        told = {"id": armed["id"], "label": "error=429", "matched": 0, "fired": 0, "active": True, "rule": rule}
        assert armed == told
        assert [create(mock).status_code for _ in range(4)] == [201, 429, 201, 201]
        assert mock.faults() == [told | {"matched": 2, "fired": 1, "active": False}]
        assert web.get(f"{mock.url}/__admin/faults/{armed['id']}").json() == mock.faults()[0]

    def test_a_refused_fault_takes_no_id(self, mock: MockServer) -> None:
        first = int(mock.fault("lost_request")["id"])
        with pytest.raises(ControlError):
            mock.fault("nothing")
        assert int(mock.fault("lost_request")["id"]) == first + 1

    def test_one_or_all_can_be_disarmed(self, mock: MockServer) -> None:
        one, other = mock.fault(vendor="altegio", error=500), mock.fault(vendor="altegio", error=403)
        mock.disarm(one["id"])
        assert create(mock).status_code == 403
        with pytest.raises(ControlError, match=f"no fault '{one['id']}'"):
            mock.disarm(one["id"])
        mock.disarm()
        assert create(mock).status_code == 201
        assert web.get(f"{mock.url}/__admin/faults/{other['id']}").status_code == 404

    def test_a_reset_disarms_all_and_the_same_calls_give_the_same_ids(self, mock: MockServer) -> None:
        assert mock.fault("lost_request")["id"] == "1"
        mock.reset()
        assert mock.faults() == []
        assert create(mock).status_code == 201
        assert [mock.fault("lost_request")["id"] for _ in range(2)] == ["1", "2"]
        mock.disarm()
        assert mock.fault("lost_request")["id"] == "3"


class TestFiring:
    def test_nothing_is_armed_at_first(self, mock: MockServer) -> None:
        answer = create(mock)
        assert (mock.faults(), answer.status_code) == ([], 201)
        assert FIRED not in answer.headers

    def test_the_answer_and_the_journal_tell_what_has_fired_also_to_a_browser(self, mock: MockServer) -> None:
        armed = mock.fault(vendor="altegio", error=429)
        answer = create(mock, Origin="http://shop.test")
        assert answer.headers[FIRED] == f"error=429; id={armed['id']}"
        assert "X-Mock-Fault-Fired" in answer.headers["access-control-expose-headers"]
        assert [entry["fault"] for entry in mock.call("GET", "/__admin/requests")["requests"]] == ["error=429"]

    def test_without_times_it_fires_every_time(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=500)
        assert [create(mock).status_code for _ in range(5)] == [500] * 5

    def test_it_is_about_its_vendor_its_operation_and_its_pattern_alone(self, mock: MockServer) -> None:
        mock.fault(operation="create_product_category", error=403)
        mock.fault(vendor="commerscale", match={"bodyPatterns": [{"contains": "wrong"}]}, error=500)
        assert create(mock).status_code == 403
        assert names(mock)
        assert "count" in count(mock).json()
        assert [fault["matched"] for fault in mock.faults()] == [1, 0]

    def test_the_first_that_fires_wins_and_one_that_still_lets_pass_counts(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=401, times=1)
        mock.fault(vendor="altegio", error=403, after=1, times=1)
        mock.fault(vendor="altegio", error=404, times=1)
        # 401 takes the first; 403 lets the second pass, which 404 takes.
        assert [create(mock).status_code for _ in range(4)] == [401, 404, 403, 201]
        assert [(fault["matched"], fault["fired"]) for fault in mock.faults()] == [(1, 1), (2, 1), (1, 1)]

    def test_it_lives_as_long_as_the_sandboxs_clock_says(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=500, ttlSeconds=60)
        mock.clock.advance(59.999)
        assert create(mock).status_code == 500
        mock.clock.advance(0.001)
        assert create(mock).status_code == 201
        assert mock.faults()[0]["active"] is False

    def test_it_hits_neither_the_control_plane_nor_a_path_that_has_no_operation(self, mock: MockServer) -> None:
        mock.fault("lost_request")
        mock.fault(vendor="altegio", error=500)
        for path, status in (("/__admin/health", 200), ("/", 200), ("/altegio/docs", 200), ("/nobody", 404)):
            assert web.get(mock.url + path, headers={"X-Mock-Fault": "lost_request"}).status_code == status
        unknown = web.get(f"{mock.url}/api/v1/goods_typo", headers=ALTEGIO | {"X-Mock-Fault": "500"})
        assert (unknown.status_code, unknown.json()) == (404, {"success": False, "data": None, "meta": {}})
        assert [fault["matched"] for fault in mock.faults()] == [0, 0]
        assert mock.verdicts() == []

    def test_it_hits_its_own_sandbox_alone(self, mock: MockServer) -> None:
        with mock.create_sandbox("faulty") as faulty:
            faulty.fault(vendor="altegio", error=500)
            assert (create(mock).status_code, create(faulty).status_code) == (201, 500)
            assert (mock.faults(), mock.verdicts(), len(faulty.verdicts())) == ([], [], 1)
        mock.delete_sandbox("faulty")

    def test_64_clients_at_once_meet_it_exactly_as_often_as_it_was_asked_for(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=429, after=20, times=10)

        async def run() -> list[int]:
            async with httpx.AsyncClient(base_url=mock.url, headers=ALTEGIO, verify=False, timeout=SECONDS) as client:
                calls = [client.post("/goods_categories/1", json={"title": str(number)}) for number in range(64)]
                return [answer.status_code for answer in await asyncio.gather(*calls)]

        statuses = asyncio.run(run())
        assert (statuses.count(429), statuses.count(201)) == (10, 54)
        assert len([name for name in names(mock) if name.isdecimal()]) == 54
        [fault] = mock.faults()
        assert (fault["matched"], fault["fired"]) == (30, 10)


class TestTheHeader:
    @pytest.mark.parametrize(
        ("value", "status", "label", "retry_after"),
        [
            ("429", 429, "error=429", "1"),
            ("error=429; retryAfterSeconds=2", 429, "error=429", "2"),
            ("error = 403 ; fixedDelayMilliseconds = 1;;", 403, "error=403", None),
            ('{"error": 429, "retryAfterSeconds": 3}', 429, "error=429", "3"),
            ("late_apply", 504, "fault=late_apply", None),
            ("fixedDelayMilliseconds=1", 201, "delay", None),
            ('{"delayDistribution": {"type": "uniform", "lower": 0, "upper": 1}}', 201, "delay", None),
        ],
    )
    def test_asks_for_a_fault_of_this_one_request(
        self, mock: MockServer, value: str, status: int, label: str, retry_after: str | None
    ) -> None:
        answer = create(mock, **{"X-Mock-Fault": value})
        assert (answer.status_code, answer.headers.get("retry-after")) == (status, retry_after)
        assert answer.headers[FIRED] == f"{label}; id=header"
        assert create(mock).status_code == 201
        assert ([verdict["fault"] for verdict in mock.verdicts()], mock.faults()) == ([label], [])

    def test_goes_before_what_is_armed_and_does_not_use_that_up(self, mock: MockServer) -> None:
        mock.fault(vendor="altegio", error=500, times=1)
        assert [create(mock, **{"X-Mock-Fault": "403"}).status_code, create(mock).status_code] == [403, 500]

    @pytest.mark.parametrize(
        ("value", "title"),
        [
            ("", "Nothing would happen"),
            ("lost_respons", "Did you mean lost_response?"),
            ("30001", "There is no fault or error of Altegio '30001'"),
            ("error=429; error=500", "twice"),
            ("429; lost_request", "not both"),
            ("429; times=2", "times says which requests"),
            ("error=429; retryAfterSeconds=-1", "valid integer"),
            ("error=429; retryAfterSeconds=" + "9" * 5000, "cannot be read"),
            ("{", "cannot be read"),
            ('{"error": 429, "colour": 1}', "no member 'colour'"),
            ('{"fixedDelayMilliseconds": NaN}', "cannot be read"),
            ("\xff", "There is no fault or error of Altegio"),
        ],
    )
    def test_that_asks_for_nonsense_is_refused_at_once_and_nothing_is_applied(
        self, mock: MockServer, value: str, title: str
    ) -> None:
        headers = {name.encode(): text.encode() for name, text in ALTEGIO.items()} | {
            b"X-Mock-Fault": value.encode("latin-1")
        }
        answer = web.post(f"{mock.url}/goods_categories/1", headers=headers, json={"title": "ControlError"})
        assert answer.status_code == 400
        [wrong] = answer.json()["errors"]
        assert title in wrong["title"]
        assert [entry["response"]["status"] for entry in mock.call("GET", "/__admin/requests")["requests"]] == [400]
        assert (mock.verdicts(), "ControlError" in names(mock)) == ([], False)
