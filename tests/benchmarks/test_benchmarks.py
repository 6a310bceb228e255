"""The benchmark's own figures: rates, refused counts, and verdicts on the targets."""

import json
import sys

import pytest

from tests.benchmarks import processes
from tests.benchmarks.__main__ import main
from tests.benchmarks.peers import CANDIDATES, MOCKAPI
from tests.benchmarks.processes import Process
from tests.benchmarks.requests import Request, Window, id_after
from tests.benchmarks.results import Results
from tests.benchmarks.table import notes, table
from tests.benchmarks.targets import Verdict, lines, verdicts
from tests.benchmarks.wrk import Run

PEER = next(candidate for candidate in CANDIDATES if candidate.key == "json-server")
BOTH = (MOCKAPI, PEER)


def run(rate: float, failures: str = "") -> Run:
    return Run(requests=100, rate=rate, median=1.0, p99=2.0, bytes=1000, failures=failures)


def results(load: str, ours: list[Run], theirs: list[Run]) -> Results:
    found = Results()
    found.runs[load] |= {MOCKAPI.key: ours, PEER.key: theirs}
    return found


def verdict(found: Results, target: str) -> Verdict:
    return next(verdict for verdict in verdicts(found, BOTH, 1_000_000) if verdict.target.startswith(target))


class TestRates:
    def test_the_rate_is_the_median_of_the_rounds(self) -> None:
        assert results("mixed", [run(10), run(90), run(20)], []).rate("mixed", MOCKAPI.key) == 20

    def test_a_failure_in_one_round_makes_all_of_them_invalid(self) -> None:
        found = results("mixed", [run(10), run(90, "3 refused"), run(20)], [run(1)])
        assert found.rate("mixed", MOCKAPI.key) is None
        assert "invalid: 3 refused" in table(found, BOTH)

    def test_a_wrong_response_is_shown_in_place_of_a_rate(self) -> None:
        found = results("list", [run(10)], [run(1000)])
        found.notes["list"][PEER.key] = "99 rows, not 100"
        assert found.best("list", {PEER.key}) is None
        assert "| 10 (10–10), 2.00 ms | invalid |" in table(found, BOTH)
        assert notes(found) == "* json-server, list: 99 rows, not 100"


class TestTargets:
    @pytest.mark.parametrize(("ours", "is_met"), [(249, False), (250, True)])
    def test_a_target_is_met_from_its_factor_on(self, ours: float, is_met: bool) -> None:
        found = verdict(results("mixed", [run(ours)], [run(100)]), "mixed")
        assert found.is_met is is_met
        assert found.found == f"{ours / 100:.2f} × ({ours} to 100 of json-server)"

    def test_what_was_not_measured_is_neither_met_nor_missed(self) -> None:
        found = list(verdicts(Results(), BOTH, 1_000_000))
        assert {verdict.is_met for verdict in found} == {None}
        assert lines(found).count("not measured") == len(found)

    def test_memory_that_grows_by_more_than_a_tenth_misses(self) -> None:
        found = Results()
        found.values["memory after 10,000, MB"][MOCKAPI.key] = [100]
        found.values["memory after 1,000,000, MB"][MOCKAPI.key] = [111]
        assert verdict(found, "memory after").is_met is False


class TestRequests:
    def test_a_window_knows_how_many_products_it_has(self) -> None:
        window = Window(times=(0, 10, 20, 30, 40, 50), width=20)
        start = window.values(1)["from"]
        assert isinstance(start, int)
        assert window.matches(1) == sum(start <= time <= start + 20 for time in window.times)

    def test_places_are_filled_in_path_and_body(self) -> None:
        request = Request("POST", "/{id}", {}, '{"title": "{n}"}').filled(id="a", n=7)
        assert (request.path, request.body) == ("/a", '{"title": "7"}')

    def test_an_id_ends_where_its_letters_end(self) -> None:
        assert id_after('"id":', b'{"id":12,"title":"x"}') == "12"
        assert id_after('"id":', b'{"title":"x"}') is None


@pytest.mark.parametrize(
    ("arguments", "reason"), [("--only list,nothing", "there is no nothing"), ("--rounds 2", "--rounds")]
)
def test_a_wrong_command_line_is_refused(monkeypatch: pytest.MonkeyPatch, arguments: str, reason: str) -> None:
    monkeypatch.setattr(sys, "argv", ["tests.benchmarks", *arguments.split()])
    with pytest.raises(SystemExit, match=reason):
        main()


def test_all_numbers_can_be_written_as_json() -> None:
    found = results("list", [run(10)], [])
    assert json.loads(json.dumps(found.raw()))["runs"]["list"][MOCKAPI.key][0]["rate"] == 10


def test_a_server_is_settled_once_it_uses_no_more_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    used = iter([0.0, 1.0, 2.0, 2.0, 3.0])
    monkeypatch.setattr(processes, "_SAMPLE", 0)
    monkeypatch.setattr(Process, "_used_seconds", lambda _: next(used))
    Process.settle(object.__new__(Process))
    assert list(used) == [3.0]
