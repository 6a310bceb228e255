"""The commands that act on a running server's data and time: reset, seed, snapshot, sandbox, clock."""

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
    """The commands ask the test server."""
    monkeypatch.setenv("MOCKAPI_URL", mock.url)


def shown(run: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """The rows of a table, cells told apart by two spaces or more."""
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
def test_without_a_server_every_command_says_so_in_one_line(command: str) -> None:
    run = mockapi(*command.split(), "--url", "http://127.0.0.1:1")
    assert_refused(run, "no mockapi server at http://127.0.0.1:1: Connection refused")


@pytest.mark.parametrize(
    "command",
    [
        *("reset", "requests", "requests x", "fault list", "fault rm", "fault verdicts", "clock show"),
        *("snapshot save x", "sandbox rm unknown", "sandbox create x --copy unknown"),
    ],
)
def test_an_unknown_sandbox_is_a_mistake_and_is_not_made(mock: MockServer, command: str) -> None:
    assert_refused(mockapi(*command.split(), MOCKAPI_SANDBOX="unknown"), "There is no sandbox 'unknown'.")
    assert "unknown" not in mockapi("sandbox", "list").stdout


@pytest.mark.parametrize("name", ["a b", "a/b", "", "x" * 65, "ü"])
def test_a_name_that_cannot_be_one_is_refused_in_one_line(name: str) -> None:
    for command in ("snapshot save", "snapshot load", "snapshot rm", "sandbox create", "sandbox rm"):
        assert_refused(mockapi(*command.split(), name))


class TestReset:
    def test_puts_the_sandbox_back(self, mock: MockServer) -> None:
        first = create_category(mock)
        mock.fault("lost_request")
        assert mockapi("reset").stdout == "default is reset\n"
        assert (create_category(mock), mock.faults(), mock.count()) == (first, [], 1)

    def test_keeps_parts(self, mock: MockServer) -> None:
        create_category(mock)
        mock.fault("lost_request", vendor="commerscale")
        mockapi("reset", "--keep", "journal", "--keep", "faults")
        assert (mock.count(), len(mock.faults())) == (1, 1)

    def test_of_another_sandbox_leaves_this_one(self, mock: MockServer) -> None:
        create_category(mock)
        create_category(mock.create_sandbox("anna"))
        assert mockapi("reset", "--sandbox", "anna").stdout == "anna is reset\n"
        assert (mock.count(), mock.sandbox("anna").count()) == (1, 0)

    def test_knows_its_parts(self) -> None:
        assert_refused(mockapi("reset", "--keep", "nothing"), "--keep", "'journal'")


class TestSeed:
    def test_makes_another_shop(self, mock: MockServer) -> None:
        run = mockapi("seed", "--seed", "7", "--products", "10")
        assert (run.stdout, run.stderr) == ("default sells 10 products of seed 7\n", "")
        assert mock.call("GET", "/__admin/seed") == {"seed": 7, "products": 10, "seeding": None}

    @pytest.mark.parametrize("wrong", [["--products", "-1"], ["--products", "x"], ["--seed", str(2**63)]])
    def test_of_no_shop_is_refused(self, wrong: list[str]) -> None:
        assert_refused(mockapi("seed", *wrong))


class TestSnapshot:
    def test_is_saved_listed_loaded_and_deleted(self, mock: MockServer) -> None:
        first = create_category(mock)
        assert mockapi("snapshot", "save", "one").stdout == "default is kept as one\n"
        assert ["one", "42", "200"] in shown(mockapi("snapshot", "list"))
        assert {"name": "one", "seed": 42, "products": 200} in json.loads(mockapi("snapshot", "list", "--json").stdout)[
            "snapshots"
        ]
        mock.reset()
        assert mockapi("snapshot", "load", "one").stdout == "default is as one was\n"
        assert create_category(mock) == first + 1
        assert mockapi("snapshot", "rm", "one").stdout == "one is gone\n"
        assert_refused(mockapi("snapshot", "load", "one"), "There is no snapshot 'one'.")
        assert_refused(mockapi("snapshot", "rm", "one"), "There is no snapshot 'one'.")

    def test_goes_through_a_file_and_into_another_sandbox(self, mock: MockServer, tmp_path: Path) -> None:
        mock.create_sandbox("anna")
        first = create_category(mock)
        file = tmp_path / "one.sqlite3"
        assert (
            mockapi("snapshot", "save", "one", "--file", str(file)).stdout == f"default is kept as one and in {file}\n"
        )
        run = mockapi("snapshot", "load", "two", "--file", str(file), "--sandbox", "anna")
        assert run.stdout == "anna is as two was\n"
        assert create_category(mock.sandbox("anna")) == first + 1

    def test_is_refused_with_a_wrong_file(self, tmp_path: Path) -> None:
        (tmp_path / "empty").write_text("")
        (tmp_path / "text").write_text("no SQLite file")
        load = ("snapshot", "load", "wrong", "--file")
        assert_refused(mockapi(*load, str(tmp_path / "none")), "cannot read ", "No such file or directory")
        assert_refused(mockapi(*load, str(tmp_path)), "cannot read ", "Is a directory")
        assert_refused(mockapi(*load, str(tmp_path / "empty")), "is empty")
        assert_refused(mockapi(*load, str(tmp_path / "text")), "The file")
        save = mockapi("snapshot", "save", "one", "--file", str(tmp_path / "no" / "file"))
        assert_refused(save, "cannot write ", "No such file or directory")


class TestSandbox:
    def test_is_made_listed_and_dropped(self, mock: MockServer) -> None:
        create_category(mock)
        run = mockapi("sandbox", "create", "copy", "--copy", "default")
        assert run.stdout == f"base URL of copy: {mock.url}/~copy\n"
        rows = {row[0]: row[1:3] for row in shown(mockapi("sandbox", "list"))}
        assert rows["sandbox"] == ["requests", "changed"]
        assert rows["default"][1] == "yes"
        assert rows["copy"] == ["0", "yes"]
        names = [one["name"] for one in json.loads(mockapi("sandbox", "list", "--json").stdout)["sandboxes"]]
        assert {"default", "copy"} <= set(names)
        assert mockapi("sandbox", "rm", "copy").stdout == "copy is gone\n"
        assert_refused(mockapi("sandbox", "rm", "copy"), "There is no sandbox 'copy'.")

    def test_default_stays(self) -> None:
        assert_refused(mockapi("sandbox", "rm", "default"), "The default sandbox stays; reset it instead.")

    def test_is_a_copy_of_one_thing(self) -> None:
        both = mockapi("sandbox", "create", "x", "--copy", "default", "--snapshot", "none")
        assert_refused(both, "not both")
        assert_refused(mockapi("sandbox", "create", "x", "--snapshot", "none"), "There is no snapshot 'none'.")


class TestClock:
    def test_is_shown_frozen_moved_and_put_back(self) -> None:
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
        "wrong", ["freeze x", "freeze", "advance x", "advance nan", "advance inf", "advance 1e300"]
    )
    def test_refuses_what_is_no_time(self, wrong: str) -> None:
        assert_refused(mockapi("clock", *wrong.split()))
