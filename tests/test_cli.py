"""The command line, run as a person runs it."""

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from mockapi import __version__
from mockapi.core import fixtures
from mockapi.core.shop_file import SHA256
from mockapi.server import MockServer
from mockapi.vendors import VENDORS
from tests import web
from tests.command import SECONDS, environment, mockapi, program, serving

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def assert_refused(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """One clear line on standard error, status 2, no traceback."""
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("mockapi: ")
    assert run.stderr.count("\n") == 1
    for word in words:
        assert word in run.stderr


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


class TestServe:
    def test_prints_for_each_vendor_what_a_first_call_needs(self) -> None:
        with serving() as served:
            for vendor in VENDORS:
                assert vendor.title in served.printed
            for value in ("altegio-partner-token", "mock-user", "mock-password", "jjns7519v1v3ns6xU162"):
                assert value in served.printed
            lines = [line for line in served.printed.splitlines() if " curl " in line]
            assert len(lines) == len(VENDORS)
            for line in lines:
                command = shlex.split(line.split(maxsplit=1)[1])
                answer = subprocess.run([*command, "-s"], capture_output=True, text=True, check=True).stdout
                assert "error" not in answer.lower()
                assert len(json.loads(answer)) > 0

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_ends_with_status_0_when_it_is_told_to(self, number: signal.Signals) -> None:
        with serving() as served, httpx.Client(verify=False) as kept_alive:
            kept_alive.get(served.url)
            served.process.send_signal(number)
            assert served.process.wait(timeout=30) == 0

    def test_a_request_that_never_ends_does_not_keep_it_alive(self) -> None:
        with serving() as served:
            host, port = served.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as connection:
                connection.sendall(b"POST /api/v1/goods/1 HTTP/1.1\r\nHost: mock\r\nContent-Length: 10\r\n\r\n")
                web.get(served.url)
                served.process.send_signal(signal.SIGTERM)
                assert served.process.wait(timeout=30) == 0

    def test_a_start_with_the_default_shop_imports_nothing_slow_that_it_does_not_need(self) -> None:
        code = "import sys, mockapi.commands.serve, mockapi.server; mockapi.server.MockApi(); print(*sys.modules)"
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
        )
        loaded = set(run.stdout.split())
        assert "fastapi" in loaded
        assert not loaded & {"faker", "rich", "websockets", "mockapi.core.shop_maker"}

    def test_ends_with_status_0_while_it_still_seeds(self, tmp_path: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "mockapi",
            "serve",
            "--port",
            "0",
            "--products",
            "1000000",
            "--data",
            str(tmp_path),
        ]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment())
        assert process.stderr is not None
        deadline = time.monotonic() + SECONDS
        while not list(tmp_path.iterdir()) and process.poll() is None and time.monotonic() < deadline:
            pass
        process.terminate()
        process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert list(tmp_path.iterdir()) == []

    def test_every_flag_is_also_a_variable(self) -> None:
        with serving(MOCKAPI_SEED="7", MOCKAPI_PRODUCTS="10") as served:
            health = web.get(f"{served.url}/__admin/health").json()
        assert (health["seed"], health["products"]) == (7, 10)

    def test_an_empty_variable_is_none_at_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with serving(MOCKAPI_HOST="", MOCKAPI_SEED="", MOCKAPI_DATA="", MOCKAPI_ALTEGIO_LOGIN="") as served:
            health = web.get(f"{served.url}/__admin/health").json()
        assert (health["seed"], health["store"]) == (42, "memory")
        assert served.url.startswith("http://127.0.0.1:")

    def test_a_first_call_can_be_pasted_whatever_the_credentials(self) -> None:
        odd = """a&b'c "$d e%20"""
        with serving(
            MOCKAPI_ALTEGIO_USER_TOKEN="it's$mine", MOCKAPI_DECONETWORK_PASSWORD=odd, MOCKAPI_COMMERSCALE_API_KEY=odd
        ) as served:
            for line in [line for line in served.printed.splitlines() if " curl " in line]:
                command = ["bash", "-c", f"{line.split(maxsplit=1)[1]} -s"]
                answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                assert isinstance(answer, list) or answer.get("success") or answer["response_status"]["code"] == 10001

    def test_a_flag_wins_over_its_variable(self) -> None:
        with serving("--products", "5", MOCKAPI_PRODUCTS="10") as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 5

    def test_the_vendors_settings_are_variables_too(self) -> None:
        with serving(MOCKAPI_ALTEGIO_USER_TOKEN="mine", MOCKAPI_ALTEGIO_LOCATIONS="77,78") as served:
            headers = {"Authorization": "Bearer altegio-partner-token, User mine"}
            assert "mine" in served.printed
            assert web.get(f"{served.url}/goods/78", headers=headers).status_code == 200
            assert web.get(f"{served.url}/goods/1", headers=headers).status_code == 404
            assert web.get(f"{served.url}/goods/78", headers=ALTEGIO).status_code == 401

    def test_the_clock_can_be_frozen(self) -> None:
        with serving("--clock", "2031-05-06T07:08:09Z") as served:
            body = {"title": "New", "category_id": 289632, "sale_unit_id": 216760, "service_unit_id": 216760}
            answer = web.post(f"{served.url}/goods/4564", headers=ALTEGIO, json=body).json()
        assert answer["data"]["last_change_date"] == "2031-05-06T11:08:09+0400"

    def test_a_larger_shop_is_made_under_a_progress_bar(self, tmp_path: Path) -> None:
        errors = tmp_path / "stderr"
        with serving("--products", "6000", "--seed", "3", errors=errors) as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 6000
        assert "Seeding Altegio" in errors.read_text()
        assert "6000/6000" in errors.read_text()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--port", "abc"], ["--port or MOCKAPI_PORT", "valid integer", "'abc'"]),
            (["--port", "70000"], ["--port or MOCKAPI_PORT", "65535"]),
            (["--prot", "1"], ["--prot"]),
            (["--seed", "-1"], ["--seed or MOCKAPI_SEED"]),
            (["--products", "many"], ["--products or MOCKAPI_PRODUCTS"]),
            (["--clock", "yesterday"], ["--clock or MOCKAPI_CLOCK"]),
            (["--host", "192.0.2.1"], ["cannot listen on 192.0.2.1"]),
            (["--port", "0", "--data", "/dev/null/below"], ["cannot use the data directory /dev/null/below"]),
            (["--ssl-certfile", "/dev/null"], ["cannot use the certificate /dev/null"]),
            (["--ssl-keyfile", "/dev/null"], ["--ssl-keyfile needs --ssl-certfile"]),
            (["--port"], ["--port"]),
        ],
    )
    def test_a_mistake_gets_one_clear_line(self, arguments: list[str], words: list[str]) -> None:
        assert_refused(mockapi("serve", *arguments), *words)

    def test_a_wrong_variable_gets_one_clear_line(self) -> None:
        assert_refused(mockapi("serve", MOCKAPI_PORT="abc"), "MOCKAPI_PORT")
        assert_refused(mockapi("serve", "--port", "0", MOCKAPI_ALTEGIO_LOCATIONS="0"), "MOCKAPI_ALTEGIO_LOCATIONS")

    def test_a_port_in_use_gets_one_clear_line(self, server: MockServer) -> None:
        port = server.url.rpartition(":")[2]
        assert_refused(mockapi("serve", "--port", port), f"cannot listen on 127.0.0.1:{port}: Address already in use")


class TestData:
    def test_in_a_directory_survive_a_restart(self, tmp_path: Path) -> None:
        directory = tmp_path / "made" / "for it"
        body = {"title": "Kept"}
        with serving("--data", str(directory)) as served:
            created = web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json=body).json()["data"]
            assert web.get(f"{served.url}/__admin/health").json()["store"] == str(directory / "mockapi.sqlite3")
        with serving("--data", str(directory)) as served:
            query = {"ids[]": created["id"]}
            found = web.get(f"{served.url}/goods_categories/multiple/1", headers=ALTEGIO, params=query).json()["data"]
            another = web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json=body).json()["data"]
        assert [category["title"] for category in found] == ["Kept"]
        assert another["id"] == created["id"] + 1

    def test_are_one_file_once_the_server_has_ended(self, tmp_path: Path) -> None:
        with serving("--data", str(tmp_path)) as served:
            web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json={"title": "Kept"})
        assert [path.name for path in tmp_path.iterdir()] == ["mockapi.sqlite3"]

    def test_survive_a_server_that_is_killed(self, tmp_path: Path) -> None:
        with serving("--data", str(tmp_path)) as served:
            web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json={"title": "Kept"})
            served.process.kill()
            served.process.wait()
        with serving("--data", str(tmp_path)) as served:
            categories = web.get(f"{served.url}/company/1/goods_categories", headers=ALTEGIO).json()["data"]
        assert "Kept" in [category["title"] for category in categories]

    def test_stay_as_they_were_made_whatever_seed_is_asked_for(self, tmp_path: Path) -> None:
        with serving("--data", str(tmp_path), "--products", "10"):
            pass
        errors = tmp_path / "stderr"
        with serving("--data", str(tmp_path), "--products", "20", errors=errors) as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 10
        assert "was made with --seed 42 --products 10 and stays so" in errors.read_text()

    def test_in_memory_leave_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with serving() as served:
            web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json={"title": "Gone"})
        assert list(tmp_path.iterdir()) == []


class TestHttps:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> list[str]:
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return ["--ssl-certfile", str(certificate), "--ssl-keyfile", str(key)]

    def test_is_served_with_a_certificate(self, certificate: list[str]) -> None:
        with serving(*certificate) as served:
            assert served.url.startswith("https://")
            with httpx.Client(verify=False) as client:
                answer = client.get(served.url).json()
            assert answer["vendors"]["altegio"]["baseUrl"] == f"{served.url}/api/v1"
            assert mockapi("health", "--url", served.url).returncode == 0


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
