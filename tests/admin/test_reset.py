"""Back to the beginning, in all or in some; and nothing from before reaches what comes after."""

import json
from threading import Thread
from typing import Any

import httpx
import pytest
from hypothesis import given, settings

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.admin import ALTEGIO, JSON, admin, mark, marks, refused
from tests.support.waiting import join, wait_until

PARTS = ["data", "journal", "faults", "clock", "quotas"]
EARLY = "2029-01-01T00:00:00.000Z"


def spoil(mock: MockServer) -> None:
    """Change every part."""
    mark(mock, "new")
    mock.fault(vendor="altegio", operation="create_product_category", error=404)
    mock.call("POST", "/__admin/settings", {"fixedDelay": 0})
    mock.clock.freeze(EARLY)
    mock.quotas(commerscale=True)


def changed(mock: MockServer) -> list[str]:
    """Which parts are not as at the beginning."""
    found = {
        "journal": bool(mock.call("GET", "/__admin/requests")["requests"]),
        "faults": bool(mock.faults()),
        "clock": mock.call("GET", "/__admin/clock")["now"] == EARLY,
        "quotas": mock.quotas()["commerscale"]["enabled"],
    }
    return [part for part in PARTS if ({"data": marks(mock) != []} | found)[part]]


def test_puts_back_everything(mock: MockServer) -> None:
    spoil(mock)
    assert changed(mock) == PARTS
    assert admin(mock, "POST", "/reset").json() == {}
    assert changed(mock) == []
    assert mark(mock, "again") == 2_000_001


@pytest.mark.parametrize("kept", PARTS)
def test_keeps_what_it_is_told_to_keep(mock: MockServer, kept: str) -> None:
    spoil(mock)
    mock.reset(**{kept: False})
    assert changed(mock) == [kept]


def test_is_about_the_sandbox_that_the_request_names(mock: MockServer) -> None:
    mock.create_sandbox("reset.other")
    mark(mock, "mine")
    mark(mock, "other", "/~reset.other")
    mock.sandbox("reset.other").reset()
    assert (marks(mock), marks(mock, "/~reset.other")) == (["mine"], [])


def test_takes_a_body_whatever_its_content_type(mock: MockServer) -> None:
    spoil(mock)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert admin(mock, "POST", "/reset", {"clock": False}, **form).status_code == 200
    assert changed(mock) == ["clock"]


@pytest.mark.parametrize(("body", "pointer"), [({"data": 1}, "/data"), ({"dat": True}, "/dat"), ([], ""), ("all", "")])
def test_a_wrong_body_is_refused_and_nothing_is_reset(mock: MockServer, body: Any, pointer: str) -> None:
    mark(mock, "kept")
    assert [place for place, _ in refused(mock, 422, "POST", "/reset", body)] == [pointer]
    assert marks(mock) == ["kept"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(JSON)
def test_whatever_is_sent_is_done_or_refused(server: MockServer, body: Any) -> None:
    assert admin(server, "POST", "/reset", body).status_code in (200, 422)


class TestLateRequests:
    """What was answered with a time-out and is to be applied later."""

    milliseconds = 50

    @pytest.fixture
    def late(self, mock: MockServer) -> MockServer:
        """A server with one such request, which is due in a moment: on a slow machine in a longer one."""
        for milliseconds in (50, 500, 5000):
            mock.create_sandbox("default")
            mock.fault("late_apply", vendor="altegio", apply_after_milliseconds=milliseconds, times=1)
            answer = web.post(f"{mock.url}/goods_categories/1", headers=ALTEGIO, json={"title": "late"})
            assert answer.status_code == 504
            if mock.api.server_state.sandboxes["default"].late:
                self.milliseconds = milliseconds
                return mock
        pytest.fail("no request is applied late")

    def wait(self, mock: MockServer) -> None:
        """Until a request that came later, and is due later, was applied: then the first one would have been."""
        sandbox = mock.create_sandbox("reset.later")
        sandbox.fault("late_apply", vendor="altegio", apply_after_milliseconds=self.milliseconds + 10, times=1)
        web.post(f"{sandbox.url}/goods_categories/1", headers=ALTEGIO, json={"title": "later"})
        wait_until(lambda: marks(mock, "/~reset.later") == ["later"])

    def test_are_applied_when_nothing_comes_between(self, late: MockServer) -> None:
        self.wait(late)
        assert marks(late) == ["late"]

    @pytest.mark.parametrize("what", ["reset", "restore", "seed", "recreate"])
    def test_never_reach_data_that_have_taken_the_place_of_theirs(self, late: MockServer, what: str) -> None:
        if what == "reset":
            late.reset()
        elif what == "restore":
            late.snapshot("reset.now")
            late.restore("reset.now")
        elif what == "seed":
            late.seed(seed=1, products=0)
        else:
            late.create_sandbox("default")
        self.wait(late)
        assert marks(late) == []
        assert not late.api.server_state.sandboxes["default"].late

    def test_never_reach_a_sandbox_that_has_the_name_of_one_that_was_dropped(self, mock: MockServer) -> None:
        sandbox = mock.create_sandbox("reset.dropped")
        sandbox.fault("late_apply", vendor="altegio", apply_after_milliseconds=50, times=1)
        web.post(f"{sandbox.url}/goods_categories/1", headers=ALTEGIO, json={"title": "late"})
        mock.delete_sandbox("reset.dropped")
        self.wait(mock)
        assert marks(mock, "/~reset.dropped") == []

    def test_are_still_applied_after_a_reset_that_keeps_data_and_faults(self, late: MockServer) -> None:
        late.reset(data=False, faults=False)
        self.wait(late)
        assert marks(late) == ["late"]


def test_a_request_under_way_is_answered_and_leaves_nothing_in_a_sandbox_that_was_dropped(mock: MockServer) -> None:
    sandbox = mock.create_sandbox("reset.slow")
    sandbox.fault(vendor="altegio", fixed_delay_milliseconds=100, times=1)
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(web.post(f"{sandbox.url}/goods_categories/1", headers=ALTEGIO, json={"title": "slow"}))

    thread = Thread(target=ask, daemon=True)
    thread.start()
    wait_until(sandbox.requests)
    mock.delete_sandbox("reset.slow")
    join(thread)
    assert answers[0].status_code == 201
    assert marks(mock, "/~reset.slow") == []


def test_of_the_faults_alone_ends_what_one_would_still_apply(mock: MockServer) -> None:
    settings = json.dumps({"fault": "late_apply", "applyAfterMilliseconds": 60_000})
    headers = {**ALTEGIO, "X-Mock-Fault": settings}
    assert web.post(f"{mock.url}/goods_categories/1", headers=headers, json={"title": "late"}).status_code == 504
    # Answered after everything that the request before it still had to do.
    mock.clock.now()
    [task] = mock.api.server_state.sandboxes["default"].late
    mock.reset(data=False)
    assert task.cancelling()
