"""The commands requests and fault, and the width of tables on a terminal."""

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress

import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.command import assert_refused, environment, mockapi
from tests.support.waiting import SECONDS, killed_in_time

LONG = "/api/v1/goods/1?search=" + "x" * 300


@pytest.fixture(autouse=True)
def _url(mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands call the test server."""
    monkeypatch.setenv("MOCKAPI_URL", mock.url)


def send(mock: MockServer, path: str, method: str = "GET", **more: str) -> int:
    return web.request(method, mock.url + path, headers=mock.altegio.headers, **more).status_code  # type: ignore[arg-type]


def on_a_terminal(*command: str, columns: int, url: str) -> str:
    """Return the output of a command on a terminal with this number of columns."""
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mockapi", *command],
        env=environment(COLUMNS=str(columns), TERM="xterm", MOCKAPI_URL=url),
        stdout=end,
        stderr=end,
    )
    os.close(end)
    written = b""
    # Linux reports the end of the output with this error.
    with killed_in_time(process), suppress(OSError):
        while chunk := os.read(terminal, 65536):
            written += chunk
    assert process.wait(SECONDS) == 0
    os.close(terminal)
    return written.decode()


class TestRequests:
    def test_requests_prints_a_whole_table_to_a_pipe(self, mock: MockServer) -> None:
        send(mock, LONG)
        send(mock, "/api/v1/goods_categories/1", "POST", content="{")
        run = mockapi("requests", COLUMNS="40")
        heading, first, second = run.stdout.splitlines()
        assert heading.split() == ["id", "time", "vendor", "operation", "status", "ms", "fault", "request"]
        assert re.search(r"^[0-9a-f]{8}  \S+  altegio +get_products_list +200 ", first)
        assert first.endswith(f"  GET {LONG}")
        assert re.search(r" create_product_category +422 .*  POST /api/v1/goods_categories/1$", second)

    def test_requests_shortens_the_widest_column_to_fit_a_terminal(self, mock: MockServer) -> None:
        send(mock, LONG)
        written = on_a_terminal("requests", columns=100, url=mock.url)
        lines = written.replace("\r", "").splitlines()
        assert [len(line) <= 100 for line in lines] == [True, True]
        assert lines[1].endswith("…")

    def test_requests_prints_an_empty_table_for_an_empty_journal(self) -> None:
        run = mockapi("requests")
        assert (run.returncode, len(run.stdout.splitlines())) == (0, 1)

    def test_requests_with_a_limit_prints_the_last_requests(self, mock: MockServer) -> None:
        for number in range(4):
            send(mock, f"/api/v1/goods/{number}")
        lines = mockapi("requests", "--limit", "2").stdout.splitlines()[1:]
        assert [line.rpartition(" ")[2] for line in lines] == ["/api/v1/goods/2", "/api/v1/goods/3"]
        assert len(json.loads(mockapi("requests", "--limit", "2", "--json").stdout)["requests"]) == 2
        assert_refused(mockapi("requests", "--limit", "-1"), "--limit")

    def test_requests_unmatched_prints_a_hint_for_a_path_without_an_operation(self, mock: MockServer) -> None:
        send(mock, "/api/v1/goods/1")
        send(mock, "/api/v1/good/1")
        run = mockapi("requests", "--unmatched")
        assert "/api/v1/goods/1\n" not in run.stdout
        assert "  (unmatched)  404 " in run.stdout
        assert "Change the path /api/v1/good/1 to /api/v1/goods/{location_id} for get_products_list" in run.stdout

    def test_requests_prints_how_many_older_requests_were_discarded(self, mock: MockServer) -> None:
        for _ in range(1002):
            send(mock, "/api/v1/nothing")
        assert mockapi("requests", "--limit", "1").stdout.endswith(
            "The journal has already discarded 2 older requests.\n"
        )

    def test_requests_escapes_control_characters_of_a_body(self, mock: MockServer) -> None:
        send(mock, "/api/v1/goods/1", "POST", content="\x1b[31mred\x07 <b>")
        newest = mock.requests()[0]["id"]
        run = mockapi("requests", newest)
        assert "\\x1b[31mred\\x07 <b>" in run.stdout
        assert "\x1b" not in run.stdout


class TestOneRequest:
    def test_one_request_is_shown_in_full_by_a_prefix_of_its_id(self, mock: MockServer) -> None:
        body = json.dumps({"title": "x" * 5000})
        send(mock, "/api/v1/goods_categories/1", "POST", content=body)
        identifier = mock.requests()[0]["id"]
        run = mockapi("requests", identifier[:8])
        assert run.stdout == mockapi("requests", identifier).stdout
        lines = run.stdout.splitlines()
        assert lines[0].startswith(f"{identifier}  20")
        assert lines[1] == "POST /api/v1/goods_categories/1  (altegio create_product_category)"
        assert f"    {body}" in lines
        assert "    authorization: Bearer ***, User ***" in lines
        assert "  → 201" in lines
        assert "    content-type: application/json" in lines

    def test_one_request_is_printed_as_json(self, mock: MockServer) -> None:
        send(mock, "/api/v1/goods/1")
        identifier = mock.requests()[0]["id"]
        assert json.loads(mockapi("requests", identifier[:8], "--json").stdout) == mock.requests()[0]

    def test_an_unknown_or_ambiguous_id_is_refused(self, mock: MockServer) -> None:
        send(mock, "/api/v1/goods/1")
        send(mock, "/api/v1/goods/1")
        for wrong in ("nope", "a b", "../health", "%2e"):
            assert_refused(mockapi("requests", wrong))
        assert_refused(mockapi("requests", ""), "2 requests have an id that begins with ''")


class TestFault:
    def test_a_fault_is_armed_listed_and_disarmed(self, mock: MockServer) -> None:
        arm = ("fault", "arm", "--vendor", "altegio", "--error", "429", "--times", "1", "--retry-after", "7")
        heading, armed = mockapi(*arm).stdout.splitlines()
        identifier = armed.split()[0]
        assert (heading.split(), armed.split()) == (["id", "fault"], [identifier, "error=429"])
        answer = web.get(f"{mock.url}/api/v1/goods/1", headers=mock.altegio.headers)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
        lines = mockapi("fault", "list").stdout.splitlines()
        assert lines[0].split() == ["id", "fault", "vendor", "operation", "matched", "fired", "active"]
        assert lines[1].split() == [identifier, "error=429", "altegio", "1", "1", "no"]
        assert json.loads(mockapi("fault", "list", "--json").stdout)["faults"] == mock.faults()
        assert mockapi("fault", "rm", identifier).stdout == f"Disarmed fault '{identifier}'.\n"
        assert_refused(mockapi("fault", "rm", identifier), f"There is no fault '{identifier}'")

    def test_fault_arm_has_an_option_for_each_member_of_a_fault(self, mock: MockServer) -> None:
        mockapi(
            *("fault", "arm", "late_apply", "--operation", "create_product", "--match", '{"method": "POST"}'),
            *("--after", "1", "--times", "2", "--ttl", "60", "--apply-after", "100", "--delay", "5"),
        )
        assert mock.faults()[0]["rule"] == {
            "fault": "late_apply",
            "operation": "create_product",
            "match": {"method": "POST"},
            "after": 1,
            "times": 2,
            "ttlSeconds": 60,
            "applyAfterMilliseconds": 100,
            "fixedDelayMilliseconds": 5,
        }

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ([], "Nothing would happen"),
            (["nope"], "There is no fault 'nope'"),
            (["--error", "429"], "give the vendor"),
            (["--vendor", "altegoi", "--error", "429"], "Did you mean altegio?"),
            (["lost_request", "--operation", "nope"], "no operation 'nope'"),
            (["lost_request", "--match", "{"], "--match is not valid JSON at line 1, column 2."),
            (["lost_request", "--match", "[]"], "match must be a JSON object"),
            (["lost_request", "--match", '{"methud": "GET"}'], "methud"),
            (["lost_request", "--times", "0"], "--times"),
            (["lost_request", "--ttl", "0"], "ttlSeconds must be greater than 0"),
            (["lost_request", "--ttl", "nan"], "ttlSeconds must be a finite number"),
            (["--delay", "soon"], "'--delay' must be a whole number, not 'soon'."),
        ],
    )
    def test_fault_arm_refuses_an_invalid_fault_with_one_line(self, wrong: list[str], words: str) -> None:
        assert_refused(mockapi("fault", "arm", *wrong), words)

    def test_fault_rm_refuses_an_empty_id_and_disarms_all_faults_without_one(self, mock: MockServer) -> None:
        mock.fault("lost_request")
        assert_refused(mockapi("fault", "rm", ""), "empty")
        assert len(mock.faults()) == 1
        assert mockapi("fault", "rm").stdout == "Disarmed all faults.\n"
        assert mock.faults() == []

    def test_fault_kinds_lists_faults_errors_and_operations(self, mock: MockServer) -> None:
        rows = [line.split() for line in mockapi("fault", "kinds").stdout.splitlines()]
        assert ["fault", "lost_response"] in rows
        assert ["error", "altegio", "429"] in rows
        assert ["operation", "deconetwork", "manage_products/find"] in rows
        assert json.loads(mockapi("fault", "kinds", "--json").stdout) == mock.call("GET", "/__admin/faults/kinds")

    def test_fault_verdicts_shows_the_outcome_of_each_fault(self, mock: MockServer) -> None:
        mock.fault(error=429, vendor="altegio", times=1)
        assert [send(mock, "/api/v1/goods/1"), send(mock, "/api/v1/goods/1")] == [429, 200]
        heading, row = (line.split() for line in mockapi("fault", "verdicts").stdout.splitlines())
        assert heading[:4] == ["fault", "operation", "verdict", "retries"]
        assert row[:4] == ["error=429", "get_products_list", "retried", "1"]
        assert json.loads(mockapi("fault", "verdicts", "--json").stdout)["verdicts"] == mock.verdicts()


def test_seed_shows_a_progress_bar_on_a_terminal_and_none_in_a_pipe(mock: MockServer) -> None:
    written = on_a_terminal("seed", "--products", "12000", columns=100, url=mock.url)
    assert "Making products" in written
    assert "12000/12000" in written
    assert written.endswith("Replaced the data of sandbox 'default' with 12000 products from seed 42.\r\n")
    assert mockapi("seed", "--products", "10").stderr == ""
