"""The commands for the data and the clock of a running server: reset, seed, snapshot, sandbox, clock."""

import json
import subprocess
from pathlib import Path

import pytest

from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from tests.support import web
from tests.support.command import assert_refused, mockapi

NOW = "2030-01-02T03:04:05.000Z"


@pytest.fixture(autouse=True)
def _url(mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands call the test server."""
    monkeypatch.setenv("MOCKAPI_URL", mock.url)


def shown(run: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """Return the rows of a printed table; cells are separated by at least two spaces."""
    assert (run.returncode, run.stderr) == (0, "")
    return [[cell.strip() for cell in line.split("  ") if cell] for line in run.stdout.splitlines()]


def create_category(mock: MockClient) -> int:
    url = f"{mock.altegio.base_url}/goods_categories/1"
    identifier: int = web.post(url, headers=mock.altegio.headers, json={"title": "x"}).json()["data"]["id"]
    return identifier


COMMANDS = [
    *("reset", "seed", "snapshot save x", "snapshot load x", "snapshot list", "snapshot rm x", "sandbox list"),
    *("sandbox create x", "sandbox rm x", "requests", "requests x", "fault arm lost_request", "fault list", "fault rm"),
    *("fault kinds", "fault verdicts", "clock show", "clock freeze 2030-01-01", "clock advance 1", "clock reset"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_without_a_server_fails_with_one_line(command: str) -> None:
    run = mockapi(*command.split(), "--url", "http://127.0.0.1:1")
    assert_refused(run, "Cannot reach a mockapi server at http://127.0.0.1:1: Connection refused.")


@pytest.mark.parametrize(
    "command",
    [
        *("reset", "requests", "requests x", "fault list", "fault rm", "fault verdicts", "clock show"),
        *("snapshot save x", "sandbox rm unknown", "sandbox create x --copy unknown"),
    ],
)
def test_a_command_that_reads_an_unknown_sandbox_fails_and_does_not_create_it(mock: MockServer, command: str) -> None:
    assert_refused(mockapi(*command.split(), MOCKAPI_SANDBOX="unknown"), "There is no sandbox 'unknown'.")
    assert "unknown" not in mockapi("sandbox", "list").stdout


@pytest.mark.parametrize("name", ["a b", "a/b", "", "x" * 65, "ü"])
def test_an_invalid_name_is_refused_with_one_line(name: str) -> None:
    for command in ("snapshot save", "snapshot load", "snapshot rm", "sandbox create", "sandbox rm"):
        assert_refused(mockapi(*command.split(), name))


class TestReset:
    def test_reset_restores_data_faults_and_journal(self, mock: MockServer) -> None:
        first = create_category(mock)
        mock.fault("lost_request")
        assert mockapi("reset").stdout == "Reset sandbox 'default'.\n"
        assert (create_category(mock), mock.faults(), mock.count()) == (first, [], 1)

    def test_reset_keeps_the_parts_that_keep_names(self, mock: MockServer) -> None:
        create_category(mock)
        mock.fault("lost_request", vendor="commerscale")
        run = mockapi("reset", "--keep", "journal", "--keep", "faults")
        assert run.stdout == "Reset sandbox 'default', except journal, faults.\n"
        assert (mock.count(), len(mock.faults())) == (1, 1)

    def test_reset_of_one_sandbox_leaves_the_others(self, mock: MockServer) -> None:
        create_category(mock)
        create_category(mock.create_sandbox("anna"))
        assert mockapi("reset", "--sandbox", "anna").stdout == "Reset sandbox 'anna'.\n"
        assert (mock.count(), mock.sandbox("anna").count()) == (1, 0)

    def test_reset_refuses_an_unknown_part_and_lists_the_known_ones(self) -> None:
        assert_refused(mockapi("reset", "--keep", "nothing"), "--keep", "'journal'")


class TestSeed:
    def test_seed_replaces_the_data_with_another_shop(self, mock: MockServer) -> None:
        run = mockapi("seed", "--seed", "7", "--products", "10")
        assert (run.stdout, run.stderr) == (
            "Replaced the data of sandbox 'default' with 10 products from seed 7.\n",
            "",
        )
        assert mock.call("GET", "/__admin/seed") == {"seed": 7, "products": 10, "seeding": None}

    @pytest.mark.parametrize("wrong", [["--products", "-1"], ["--products", "x"], ["--seed", str(2**63)]])
    def test_seed_refuses_an_invalid_number(self, wrong: list[str]) -> None:
        assert_refused(mockapi("seed", *wrong), " must be ")


class TestSnapshot:
    def test_a_snapshot_is_saved_listed_restored_and_deleted(self, mock: MockServer) -> None:
        first = create_category(mock)
        assert mockapi("snapshot", "save", "one").stdout == "Saved sandbox 'default' as snapshot 'one'.\n"
        assert ["one", "42", "200"] in shown(mockapi("snapshot", "list"))
        assert {"name": "one", "seed": 42, "products": 200} in json.loads(mockapi("snapshot", "list", "--json").stdout)[
            "snapshots"
        ]
        mock.reset()
        assert mockapi("snapshot", "load", "one").stdout == "Restored sandbox 'default' from snapshot 'one'.\n"
        assert create_category(mock) == first + 1
        assert mockapi("snapshot", "rm", "one").stdout == "Deleted snapshot 'one'.\n"
        assert_refused(mockapi("snapshot", "load", "one"), "There is no snapshot 'one'.")
        assert_refused(mockapi("snapshot", "rm", "one"), "There is no snapshot 'one'.")

    def test_a_snapshot_is_written_to_a_file_and_restored_into_another_sandbox(
        self, mock: MockServer, tmp_path: Path
    ) -> None:
        mock.create_sandbox("anna")
        first = create_category(mock)
        file = tmp_path / "one.sqlite3"
        assert (
            mockapi("snapshot", "save", "one", "--file", str(file)).stdout
            == f"Saved sandbox 'default' as snapshot 'one' and wrote it to {file}.\n"
        )
        run = mockapi("snapshot", "load", "two", "--file", str(file), "--sandbox", "anna")
        assert run.stdout == "Restored sandbox 'anna' from snapshot 'two'.\n"
        assert create_category(mock.sandbox("anna")) == first + 1

    def test_a_snapshot_file_that_cannot_be_read_or_written_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "empty").write_text("")
        (tmp_path / "text").write_text("no SQLite file")
        load = ("snapshot", "load", "wrong", "--file")
        assert_refused(mockapi(*load, str(tmp_path / "none")), "Cannot read ", "No such file or directory")
        assert_refused(mockapi(*load, str(tmp_path)), "Cannot read ", "Is a directory")
        assert_refused(mockapi(*load, str(tmp_path / "empty")), "is empty")
        assert_refused(mockapi(*load, str(tmp_path / "text")), "The file")
        save = mockapi("snapshot", "save", "one", "--file", str(tmp_path / "no" / "file"))
        assert_refused(save, "Cannot write ", "No such file or directory")


class TestSandbox:
    def test_a_sandbox_is_created_listed_and_deleted(self, mock: MockServer) -> None:
        create_category(mock)
        run = mockapi("sandbox", "create", "copy", "--copy", "default")
        assert run.stdout == f"Created sandbox 'copy'. Its base URL is {mock.url}/~copy\n"
        rows = {row[0]: row[1:3] for row in shown(mockapi("sandbox", "list"))}
        assert rows["sandbox"] == ["requests", "changed"]
        assert rows["default"][1] == "yes"
        assert rows["copy"] == ["0", "yes"]
        names = [one["name"] for one in json.loads(mockapi("sandbox", "list", "--json").stdout)["sandboxes"]]
        assert {"default", "copy"} <= set(names)
        assert mockapi("sandbox", "rm", "copy").stdout == "Deleted sandbox 'copy'.\n"
        assert_refused(mockapi("sandbox", "rm", "copy"), "There is no sandbox 'copy'.")

    def test_the_default_sandbox_cannot_be_deleted(self) -> None:
        assert_refused(mockapi("sandbox", "rm", "default"), "The default sandbox stays; reset it instead.")

    def test_a_sandbox_is_created_from_one_source_that_exists(self) -> None:
        both = mockapi("sandbox", "create", "x", "--copy", "default", "--snapshot", "none")
        assert_refused(both, "not both")
        assert_refused(mockapi("sandbox", "create", "x", "--snapshot", "none"), "There is no snapshot 'none'.")


class TestClock:
    def test_the_clock_is_shown_frozen_advanced_and_reset(self) -> None:
        def now(*command: str) -> list[str]:
            return shown(mockapi("clock", *command))[1]

        assert now("show") == ["default", NOW, "yes", "0.0"]
        assert now("freeze", "2031-01-01T00:00:00Z")[1] == "2031-01-01T00:00:00.000Z"
        assert now("advance", "90")[1] == "2031-01-01T00:01:30.000Z"
        assert now("advance", "-30")[1] == "2031-01-01T00:01:00.000Z"
        assert now("advance", "PT1M30S")[1] == "2031-01-01T00:02:30.000Z"
        assert now("reset")[1] == NOW
        assert json.loads(mockapi("clock", "show", "--json").stdout)["now"] == NOW

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ("freeze x", "freeze must be a time in ISO 8601, for example 2030-01-02T03:04:05Z\n"),
            ("freeze", "Missing argument 'MOMENT'."),
            ("advance x", "advance must be seconds or an ISO 8601 duration, for example 90 or PT1M30S\n"),
            ("advance nan", "advance must be seconds or an ISO 8601 duration"),
            ("advance inf", "advance must be seconds or an ISO 8601 duration"),
            ("advance 1e300", "advance must be seconds or an ISO 8601 duration"),
        ],
    )
    def test_the_clock_refuses_an_invalid_time_in_own_words(self, wrong: str, message: str) -> None:
        assert_refused(mockapi("clock", *wrong.split()), message)
