"""The command line, run as a person runs it."""

import json
import re
import socket
from pathlib import Path

import pytest

from mockapi import __version__
from mockapi.core import fixtures
from mockapi.core.shop_file import SHA256
from mockapi.server import MockServer
from mockapi.vendors import VENDORS
from tests.command import assert_refused, mockapi, program, serving

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


class TestProgram:
    def test_tells_its_version(self) -> None:
        assert mockapi("--version").stdout == f"mockapi {__version__}\n"

    def test_without_a_command_shows_what_there_is(self) -> None:
        run = mockapi()
        assert run.returncode == 0
        for command in ("serve", "health", "operations", "shop"):
            assert command in run.stdout

    def test_help_names_every_flag_with_its_variable_and_default(self) -> None:
        shown = " ".join(re.sub(r"[│╭╮╰╯─]", " ", mockapi("serve", "--help", COLUMNS="200").stdout).split())
        assert "--port VALUE Port to listen on; 0 takes a free one. (default: 8000; MOCKAPI_PORT)" in shown

    def test_is_a_program_of_its_own(self) -> None:
        assert program("--version").stdout == f"mockapi {__version__}\n"
        assert_refused(program("serve", "--port", "abc"), "--port or MOCKAPI_PORT")

    def test_does_not_know_every_word(self) -> None:
        assert_refused(mockapi("srve"), "Did you mean 'serve'?")


class TestHealth:
    def test_of_a_running_server_is_status_0(self, server: MockServer) -> None:
        run = mockapi("health", "--url", server.url)
        assert run.returncode == 0
        assert json.loads(run.stdout)["defaultShopSha256"] == SHA256

    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", ""])
    def test_is_asked_at_the_configured_host_and_port(self, server: MockServer, host: str) -> None:
        run = mockapi("health", MOCKAPI_HOST=host, MOCKAPI_PORT=server.url.rpartition(":")[2])
        assert run.returncode == 0

    @pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback")
    def test_of_a_server_on_ipv6_is_asked_there(self) -> None:
        with serving("--host", "::1") as served:
            assert served.url.startswith("http://[::1]:")
            port = served.url.rpartition(":")[2]
            assert mockapi("health", MOCKAPI_HOST="::", MOCKAPI_PORT=port).returncode == 0

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1", "ftp://127.0.0.1", "nonsense", "http://[", "http://127.0.0.1:x"]
    )
    def test_where_there_is_no_server_is_status_1_and_one_line(self, url: str) -> None:
        run = mockapi("health", "--url", url)
        assert run.returncode == 1
        assert run.stderr.startswith("mockapi: ")
        assert run.stderr.count("\n") == 1

    def test_is_asked_past_any_proxy(self, server: MockServer) -> None:
        run = mockapi("health", "--url", server.url, http_proxy="http://127.0.0.1:1", HTTP_PROXY="http://127.0.0.1:1")
        assert run.returncode == 0

    def test_is_not_what_any_json_says(self, server: MockServer) -> None:
        run = mockapi("health", "--url", f"{server.url}/altegio/openapi.json?")
        assert run.returncode == 1
        assert "does not say that it is healthy" in run.stderr

    def test_of_something_else_is_status_1(self, server: MockServer) -> None:
        run = mockapi("health", "--url", f"{server.url}/goods")
        assert run.returncode == 1
        assert "not a mockapi server?" in run.stderr


class TestOperations:
    def test_are_listed_as_a_table(self) -> None:
        run = mockapi("operations", COLUMNS="200")
        assert run.returncode == 0
        for vendor in VENDORS:
            for row in fixtures.operations(vendor.name)["operations"]:
                assert re.search(rf"{vendor.name} +{re.escape(row['operation'])} +{row['method']} ", run.stdout)

    def test_are_listed_as_json(self) -> None:
        rows = json.loads(mockapi("operations", "--json").stdout)
        assert {row["vendor"] for row in rows} == {vendor.name for vendor in VENDORS}
        assert {"operation", "method", "path", "status", "label"} <= set(rows[0])


class TestShop:
    def test_writes_the_default_shop_again(self, tmp_path: Path) -> None:
        run = mockapi("shop", "--output", str(tmp_path / "shop.json"))
        assert run.stdout.strip() == SHA256
        assert (tmp_path / "shop.json").read_bytes() == (fixtures.FOLDER / "shop.json").read_bytes()

    def test_a_file_that_cannot_be_written_gets_one_clear_line(self, tmp_path: Path) -> None:
        assert_refused(mockapi("shop", "--output", str(tmp_path / "no" / "shop.json")), "No such file or directory")
