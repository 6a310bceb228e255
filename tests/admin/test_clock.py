"""The time of a sandbox: frozen, moved, put back, and followed by every vendor."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.admin import ALTEGIO, JSON, admin, refused
from tests.support.altegio import SHAMPOO
from tests.support.commerscale import KEY, ROOT, texts

SERVERS = {"now": "2030-01-02T03:04:05.000Z", "frozen": True, "offsetSeconds": 0}
FIRST, LAST = "1000-01-01T00:00:00.000Z", "9998-12-31T00:00:00.000Z"


def put(mock: MockServer, **body: Any) -> str:
    """The time that a change leads to."""
    answer = admin(mock, "PUT", "/clock", body)
    assert answer.status_code == 200, answer.text
    assert answer.json() == admin(mock, "GET", "/clock").json()
    now: str = answer.json()["now"]
    return now


def altegio_date(mock: MockServer) -> str:
    """When a new product was made, in the time zone of its location, which is 4 hours ahead."""
    answer = web.post(f"{mock.url}/goods/4564", headers=ALTEGIO, json=SHAMPOO)
    date: str = answer.json()["data"]["last_change_date"]
    return date


def commerscale_date(mock: MockServer) -> str:
    """When a new category was made."""
    answer = web.post(f"{mock.url}{ROOT}/create", json={"authentication": KEY, "data": [texts()]})
    date: str = answer.json()[0]["createdon"]
    return date


def test_begins_as_the_server_was_told(mock: MockServer) -> None:
    assert admin(mock, "GET", "/clock").json() == SERVERS


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("2031-02-03T04:05:06Z", "2031-02-03T04:05:06.000Z"),
        ("2031-02-03T04:05:06", "2031-02-03T04:05:06.000Z"),
        ("2031-02-03T04:05:06.789+02:00", "2031-02-03T02:05:06.789Z"),
        ("2031-02-03", "2031-02-03T00:00:00.000Z"),
        (FIRST, FIRST),
        (LAST, LAST),
    ],
)
def test_stands_still_where_it_is_told_to(mock: MockServer, text: str, now: str) -> None:
    assert put(mock, freeze=text) == now
    assert admin(mock, "GET", "/clock").json()["frozen"]


@pytest.mark.parametrize(
    ("step", "now"),
    [
        (90, "2030-01-02T03:05:35.000Z"),
        (0.25, "2030-01-02T03:04:05.250Z"),
        (-5, "2030-01-02T03:04:00.000Z"),
        ("PT1M30S", "2030-01-02T03:05:35.000Z"),
        ("-PT1M30S", "2030-01-02T03:02:35.000Z"),
        ("P1DT1H", "2030-01-03T04:04:05.000Z"),
        (0, SERVERS["now"]),
    ],
)
def test_moves_by_seconds_or_a_duration(mock: MockServer, step: Any, now: str) -> None:
    assert put(mock, advance=step) == now


def test_is_reset_first_then_frozen_then_moved(mock: MockServer) -> None:
    put(mock, freeze="2040-01-01")
    assert put(mock, reset=True, advance=1) == "2030-01-02T03:04:06.000Z"
    assert put(mock, freeze="2040-01-01", advance=1) == "2040-01-01T00:00:01.000Z"
    assert put(mock, reset=True) == SERVERS["now"]


def test_a_running_clock_goes_on_from_where_it_is_moved_to() -> None:
    with MockServer(Settings(port=0, products=0)) as server:
        put_to = admin(server, "PUT", "/clock", {"advance": "P1D"}).json()
        assert (put_to["frozen"], put_to["offsetSeconds"]) == (False, 86_400)
        ahead = datetime.fromisoformat(put_to["now"]) - datetime.now(UTC)
        assert timedelta(hours=23) < ahead <= timedelta(days=1)
        assert admin(server, "PUT", "/clock", {"advance": -60}).json()["offsetSeconds"] == 86_340
        assert admin(server, "PUT", "/clock", {"freeze": "2030-01-01"}).json()["offsetSeconds"] == 0
        assert admin(server, "PUT", "/clock", {"reset": True}).json()["frozen"] is False


def test_every_date_that_a_vendor_gives_follows_it(mock: MockServer) -> None:
    assert altegio_date(mock) == "2030-01-02T07:04:05+0400"
    assert commerscale_date(mock) == "2030-01-02 03:04:05"
    put(mock, advance="-PT4S")
    assert altegio_date(mock) == "2030-01-02T07:04:01+0400"
    assert commerscale_date(mock) == "2030-01-02 03:04:01"


@pytest.mark.parametrize("instant", [FIRST, LAST])
def test_no_vendor_fails_at_either_end_of_time(mock: MockServer, instant: str) -> None:
    put(mock, freeze=instant)
    assert altegio_date(mock).startswith(instant[:4])
    assert commerscale_date(mock).startswith(instant[:4])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"reset": False}, ""),
        ({"freeze": None}, ""),
        ([], ""),
        (None, ""),
        ({"freeze": "yesterday"}, "/freeze"),
        ({"freeze": 1_900_000_000}, "/freeze"),
        ({"freeze": "1900000000"}, "/freeze"),
        ({"freeze": True}, "/freeze"),
        ({"freeze": "1000-01-01T00:00:00+14:00"}, "/freeze"),
        ({"freeze": "0001-01-01T00:00:00+14:00"}, "/freeze"),
        ({"freeze": "9999-12-31T23:59:59-14:00"}, "/freeze"),
        ({"advance": "soon"}, "/advance"),
        ({"advance": True}, "/advance"),
        ({"advance": [1]}, "/advance"),
        ({"advance": 1e12}, "/advance"),
        ({"advance": -1e12}, "/advance"),
        ({"advance": 1e300}, "/advance"),
        ({"advance": 10**400}, "/advance"),
        ({"advance": float("nan")}, "/advance"),
        ({"advance": float("inf")}, "/advance"),
        ({"advance": "P999999999D"}, "/advance"),
        ({"freeze": "2040-01-01", "advance": 1e12}, "/advance"),
        ({"reset": True, "advance": 1e12}, "/advance"),
        ({"reset": 1}, "/reset"),
        ({"freese": "2040-01-01"}, "/freese"),
    ],
)
def test_a_wrong_change_is_refused_and_changes_nothing(mock: MockServer, body: Any, pointer: str) -> None:
    put(mock, advance=7)
    before = admin(mock, "GET", "/clock").json()
    assert [place for place, _ in refused(mock, 422, "PUT", "/clock", body)] == [pointer]
    assert admin(mock, "GET", "/clock").json() == before


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    JSON
    | st.dictionaries(st.sampled_from(["freeze", "advance", "reset"]), JSON | st.floats() | st.datetimes().map(str))
)
def test_whatever_is_sent_is_done_whole_or_refused(server: MockServer, body: Any) -> None:
    before = admin(server, "GET", "/clock").json()
    answer = admin(server, "PUT", "/clock", body)
    assert answer.status_code in (200, 422)
    assert admin(server, "GET", "/clock").json() == (answer.json() if answer.status_code == 200 else before)


def test_it_can_run_where_the_server_began_with_a_frozen_one(mock: MockServer) -> None:
    assert mock.call("GET", "/__admin/clock")["frozen"] is True
    assert mock.call("PUT", "/__admin/clock", {"run": True})["frozen"] is False
    assert mock.clock.run().year < 2030
    assert mock.clock.reset().year == 2030
