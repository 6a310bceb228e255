"""`/__admin/settings`: WireMock's global delay of every answer of a vendor, in one sandbox."""

from typing import Any

import pytest

from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from tests.support import web

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
UNIFORM = {"type": "uniform", "lower": 0, "upper": 1_000_000}
LONG = 3_600_000
"""An hour: what waits as long is never seen to end here."""


def settings(mock: MockClient) -> dict[str, Any]:
    told: dict[str, Any] = mock.call("GET", "/__admin/settings")["settings"]
    return told


def draws(mock: MockServer, times: int = 5) -> list[int]:
    """The delays that the next answers of the sandbox get."""
    faults = mock.api.server_state.sandboxes["default"].faults
    return [faults.next_delay() for _ in range(times)]


def test_nothing_is_slow_at_first(mock: MockServer) -> None:
    assert settings(mock) == {"fixedDelay": None, "delayDistribution": None}
    assert draws(mock) == [0] * 5


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"fixedDelay": 5}, {"fixedDelay": 5, "delayDistribution": None}),
        ({"delayDistribution": UNIFORM}, {"fixedDelay": None, "delayDistribution": UNIFORM}),
        ({"fixedDelay": None}, {"fixedDelay": None, "delayDistribution": None}),
        ({}, {"fixedDelay": None, "delayDistribution": None}),
    ],
)
def test_what_is_set_is_told_and_what_is_not_named_is_switched_off(
    mock: MockServer, method: str, wanted: dict[str, Any], told: dict[str, Any]
) -> None:
    mock.call("POST", "/__admin/settings", {"fixedDelay": 1, "delayDistribution": {"type": "fixed", "milliseconds": 1}})
    assert mock.call(method, "/__admin/settings", wanted) == told
    assert settings(mock) == told


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"fixedDelay": -1}, "/fixedDelay"),
        ({"fixedDelay": LONG + 1}, "/fixedDelay"),
        ({"fixedDelay": "5"}, "/fixedDelay"),
        ({"fixedDelay": True}, "/fixedDelay"),
        ({"delayDistribution": {"type": "normal"}}, "/delayDistribution"),
        ({"delayDistribution": {"type": "uniform", "lower": 2, "upper": 1}}, "/delayDistribution"),
        ({"delayDistribution": {"type": "lognormal", "median": -1, "sigma": 1}}, "/delayDistribution/median"),
        ({"body": 1}, "/body"),
        ({"a/b": 1}, "/a~1b"),
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(mock: MockServer, wanted: dict[str, Any], pointer: str) -> None:
    mock.call("POST", "/__admin/settings", {"fixedDelay": 1})
    answer = web.post(f"{mock.url}/__admin/settings", json=wanted)
    assert answer.status_code == 422
    assert [wrong["source"]["pointer"] for wrong in answer.json()["errors"]] == [pointer]
    assert settings(mock)["fixedDelay"] == 1


def test_every_answer_of_a_vendor_waits_as_long_as_was_drawn_and_no_other(mock: MockServer) -> None:
    mock.call("POST", "/__admin/settings", {"delayDistribution": {"type": "uniform", "lower": 0, "upper": 3}})
    delayed = draws(mock, 4)
    mock.call("POST", "/__admin/settings", {"delayDistribution": {"type": "uniform", "lower": 0, "upper": 3}})
    for path, status in (("/goods/1", 200), ("/api/v1/goods_typo", 404), ("/nobody", 404), ("/__admin/health", 200)):
        assert web.get(mock.url + path, headers=ALTEGIO).status_code == status
    # Two answers were a vendor's.
    assert draws(mock, 2) == delayed[2:]
    assert "x-mock-fault-fired" not in web.get(f"{mock.url}/goods/1", headers=ALTEGIO).headers


def test_the_same_settings_give_the_same_delays_also_after_a_reset(mock: MockServer) -> None:
    mock.call("POST", "/__admin/settings", {"delayDistribution": UNIFORM})
    first = draws(mock)
    assert len(set(first)) > 1
    mock.reset()
    assert draws(mock) == [0] * 5
    mock.call("POST", "/__admin/settings", {"delayDistribution": UNIFORM})
    assert draws(mock) == first


def test_other_sandboxes_and_a_fault_with_a_delay_of_its_own_are_as_fast_as_before(mock: MockServer) -> None:
    mock.call("POST", "/__admin/settings", {"fixedDelay": LONG})
    mock.fault(fixed_delay_milliseconds=1)
    assert web.get(f"{mock.url}/goods/1", headers=ALTEGIO).status_code == 200
    assert web.get(f"{mock.url}/~other/goods/1", headers=ALTEGIO).status_code == 200
    assert settings(mock.sandbox("other")) == {"fixedDelay": None, "delayDistribution": None}
    mock.delete_sandbox("other")


def test_disarming_the_faults_leaves_the_delay(mock: MockServer) -> None:
    mock.call("POST", "/__admin/settings", {"fixedDelay": 1})
    mock.disarm()
    assert settings(mock)["fixedDelay"] == 1
