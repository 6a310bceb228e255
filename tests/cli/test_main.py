"""The program `mockapi`: version, help, errors, and the commands health, operations and shop."""

import json
import re
import socket
import sys
from pathlib import Path

import pytest

from mockapi import __version__
from mockapi.catalog import fixtures
from mockapi.catalog.file import SHA256
from mockapi.cli.main import COMMANDS
from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support import waiting, web
from tests.support.command import assert_refused, environment, mockapi, program, serving
from tests.support.nonempty import nonempty
from tests.support.programs import needs
from tests.support.scripted_server import HEALTHY, NOTHING, ScriptedServer, response


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


class TestProgram:
    def test_the_version_option_prints_the_version(self) -> None:
        assert mockapi("--version").stdout == f"mockapi {__version__}\n"

    def test_the_program_without_a_command_lists_the_commands(self) -> None:
        run = mockapi()
        assert run.returncode == 0
        listed = re.findall(r"^│ ([a-z]+) ", run.stdout, re.MULTILINE)
        assert tuple(listed) == COMMANDS

    @pytest.mark.parametrize("group", ["snapshot", "sandbox", "fault", "clock"])
    def test_a_group_without_a_command_prints_its_help(self, group: str) -> None:
        run = mockapi(group)
        assert run.returncode == 2
        assert f"Usage: mockapi {group} [OPTIONS] COMMAND" in run.stdout
        assert run.stderr == ""

    @pytest.mark.parametrize(
        "command", ["serve", "reset", "seed", "snapshot save", "fault arm", "clock freeze", "shop"]
    )
    def test_the_help_of_a_command_has_an_example(self, command: str) -> None:
        assert f"For example: mockapi {command}" in mockapi(*command.split(), "--help", COLUMNS="300").stdout

    @needs("bash")
    def test_the_program_prints_no_error_if_the_reader_closes_the_pipe(self) -> None:
        line = f"{sys.executable} -m mockapi operations --json | true; echo ${{PIPESTATUS[0]}}"
        ended = waiting.run(["bash", "-c", line], env=environment())
        assert ended.stderr == ""
        assert ended.stdout == "1\n"

    def test_the_output_is_escaped_for_an_encoding_that_lacks_characters(self, mock: MockServer) -> None:
        web.post(f"{mock.url}/api/v1/goods/1", json={"title": "Шампунь"})
        newest = json.loads(mockapi("requests", "--json", "--url", mock.url).stdout)["requests"][0]["id"]
        run = program("requests", newest, "--url", mock.url, PYTHONIOENCODING="ascii")
        assert (run.returncode, run.stderr) == (0, "")
        assert "\\u0428" in run.stdout

    def test_the_help_of_serve_shows_the_default_and_the_variable_of_an_option(self) -> None:
        shown = " ".join(re.sub(r"[│╭╮╰╯─]", " ", mockapi("serve", "--help", COLUMNS="200").stdout).split())
        assert "--port VALUE Port to listen on; 0 takes a free one. (default: 8000; MOCKAPI_PORT)" in shown

    def test_the_program_runs_as_a_python_module(self) -> None:
        assert program("--version").stdout == f"mockapi {__version__}\n"
        assert_refused(program("serve", "--port", "abc"), "--port or MOCKAPI_PORT")

    def test_an_unknown_command_is_refused_with_the_closest_command(self) -> None:
        assert_refused(mockapi("srve"), "Did you mean 'serve'?")


class TestHealth:
    def test_health_of_a_running_server_exits_with_status_0(self, server: MockServer) -> None:
        run = mockapi("health", "--url", server.url)
        assert run.returncode == 0
        assert json.loads(run.stdout)["defaultShopSha256"] == SHA256

    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", ""])
    def test_health_calls_the_host_and_port_of_the_environment(self, server: MockServer, host: str) -> None:
        run = mockapi("health", MOCKAPI_HOST=host, MOCKAPI_PORT=server.url.rpartition(":")[2])
        assert run.returncode == 0

    @pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback")
    def test_health_calls_a_server_on_ipv6(self) -> None:
        with serving("--host", "::1") as served:
            assert served.url.startswith("http://[::1]:")
            port = served.url.rpartition(":")[2]
            assert mockapi("health", MOCKAPI_HOST="::", MOCKAPI_PORT=port).returncode == 0

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1", "ftp://127.0.0.1", "nonsense", "http://[", "http://127.0.0.1:x"]
    )
    def test_health_without_a_server_exits_with_status_1_and_prints_one_line(self, url: str) -> None:
        run = mockapi("health", "--url", url)
        assert run.returncode == 1
        assert run.stderr.startswith("mockapi: ")
        assert run.stderr.count("\n") == 1

    def test_health_ignores_the_proxy_of_the_environment(self, server: MockServer) -> None:
        run = mockapi("health", "--url", server.url, http_proxy="http://127.0.0.1:1", HTTP_PROXY="http://127.0.0.1:1")
        assert run.returncode == 0

    def test_health_of_another_server_that_responds_with_json_exits_with_status_1(self) -> None:
        with ScriptedServer([response({"status": "healthy", "version": "3.9.1"})]) as scripted:
            run = mockapi("health", "--url", scripted.url)
        assert run.returncode == 1
        assert "is not a healthy mockapi server" in run.stderr

    def test_health_retries_until_the_server_is_healthy(self) -> None:
        sick = response({"status": "starting"}, "503 Service Unavailable")
        with ScriptedServer([NOTHING], [sick], [HEALTHY]) as scripted:
            run = mockapi("health", "--url", scripted.url, "--wait", "60")
        assert run.returncode == 0
        assert json.loads(run.stdout) == {"status": "healthy", "message": "mockapi is ok"}
        assert len(scripted.received) == 3

    def test_health_does_not_retry_an_invalid_url(self) -> None:
        assert mockapi("health", "--url", "http://[", "--wait", "100000").returncode == 1

    def test_health_accepts_the_json_option(self, server: MockServer) -> None:
        assert json.loads(mockapi("health", "--json", "--url", server.url).stdout)["status"] == "healthy"

    def test_health_imports_neither_the_server_nor_its_libraries(self, server: MockServer) -> None:
        code = (
            "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from mockapi.cli.main import *; main()"
        )
        command = [sys.executable, "-c", code, "health", "--url", server.url]
        loaded = set(waiting.run(command, env=environment()).stdout.splitlines()[-1].split())
        assert "mockapi.cli.health" in loaded
        assert not loaded & {"fastapi", "sqlalchemy", "httpx", "uvicorn", "rich", "mockapi.cli.serve"}

    def test_health_of_a_url_below_the_server_exits_with_status_1(self, server: MockServer) -> None:
        run = mockapi("health", "--url", f"{server.url}/goods")
        assert run.returncode == 1
        assert "Check the URL." in run.stderr


class TestOperations:
    def test_operations_prints_a_whole_table_to_a_pipe(self) -> None:
        run = mockapi("operations", COLUMNS="40")
        assert run.returncode == 0
        for vendor in VENDORS:
            for row in nonempty(fixtures.operations(vendor.name)["operations"]):
                cells = [vendor.name, *(row[name] for name in ("operation", "method", "path", "status", "label"))]
                assert re.search("^" + " +".join(map(re.escape, cells)) + "$", run.stdout, re.MULTILINE)

    def test_operations_prints_json(self) -> None:
        rows = json.loads(mockapi("operations", "--json").stdout)
        assert {row["vendor"] for row in rows} == {vendor.name for vendor in VENDORS}
        assert {"operation", "method", "path", "status", "label"} <= set(rows[0])


class TestShop:
    def test_shop_writes_the_default_shop(self, tmp_path: Path) -> None:
        run = mockapi("shop", "--output", str(tmp_path / "shop.json"))
        assert run.stdout.strip() == SHA256
        assert (tmp_path / "shop.json").read_bytes() == (fixtures.FOLDER / "shop.json").read_bytes()

    def test_shop_to_a_file_that_cannot_be_written_fails_with_one_line(self, tmp_path: Path) -> None:
        assert_refused(mockapi("shop", "--output", str(tmp_path / "no" / "shop.json")), "No such file or directory")
