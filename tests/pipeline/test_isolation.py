"""What happens in one sandbox is what would happen if there were no other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.conftest import NOW
from tests.support.isolation import CALLS, Answer, Call, begin, send

NAMES = ["default", "a", "A", "a.b", "..", "-", "_1", "x" * 57]


@pytest.fixture(scope="module")
def alone() -> Iterator[MockServer]:
    """A server whose default sandbox alone is used."""
    with MockServer(Settings(port=0, clock=NOW)) as running:
        yield running


def answered(server: MockClient, name: str, call: Call) -> Answer | str:
    """The answer of a sandbox, half of which are named in the path and half in the header."""
    if NAMES.index(name) % 2:
        return send(server, f"/~{name}", name, call)
    return send(server, "", name, call, **{"X-Mock-Sandbox": name})


def expected(alone: MockServer, name: str, calls: list[Call]) -> list[Answer | str]:
    """What the calls answer where nothing else happens; `name` only names their snapshots."""
    begin(alone, "default")
    return [send(alone, "", name, call) for call in calls]


class Interleaved(RuleBasedStateMachine):
    """Eight sandboxes of one server, one call after another."""

    def __init__(self, server: MockClient, alone: MockServer) -> None:
        super().__init__()
        self.server = server
        self.alone = alone
        self.calls: dict[str, list[Call]] = {name: [] for name in NAMES}
        self.answers: dict[str, list[Answer | str]] = {name: [] for name in NAMES}
        begin(server, *NAMES)

    @rule(name=st.sampled_from(NAMES), calls=st.lists(CALLS, min_size=5, max_size=10))
    def go_on(self, name: str, calls: list[Call]) -> None:
        """Some calls in one of the sandboxes."""
        self.calls[name] += calls
        self.answers[name] += [answered(self.server, name, call) for call in calls]

    @rule(call=CALLS)
    def go_on_in_all(self, call: Call) -> None:
        """The same call in each, which are likely to differ by now."""
        for name in NAMES:
            self.calls[name].append(call)
            self.answers[name].append(answered(self.server, name, call))

    def teardown(self) -> None:
        """Each sandbox has answered as if it had been alone."""
        for name in NAMES:
            assert expected(self.alone, name, self.calls[name]) == self.answers[name]


def test_calls_in_eight_sandboxes_one_after_another_answer_as_if_each_were_alone(
    mock: MockServer, alone: MockServer
) -> None:
    machine: Any = partial(Interleaved, mock, alone)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@settings(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(CALLS, min_size=8, max_size=8), min_size=8, max_size=8))
def test_calls_in_eight_sandboxes_at_the_same_time_answer_as_if_each_were_alone(
    mock: MockServer, alone: MockServer, calls: list[list[Call]]
) -> None:
    begin(mock, *NAMES)

    def go(name: str, own: list[Call]) -> list[Answer | str]:
        return [answered(mock, name, call) for call in own]

    with ThreadPoolExecutor(len(NAMES)) as threads:
        answers = list(threads.map(go, NAMES, calls))
    for name, own, told in zip(NAMES, calls, answers, strict=True):
        assert expected(alone, name, own) == told
