"""`mockapi serve` as a process: start, settings, data directories, HTTPS and end."""

import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.command import Served, assert_refused, environment, mockapi, serving
from tests.support.commerscale import TEXTS
from tests.support.programs import needs
from tests.support.waiting import SECONDS, connect, run, wait_until

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}


class TestServe:
    @needs("curl")
    def test_serve_prints_credentials_and_a_working_curl_command_for_each_vendor(self) -> None:
        with serving() as served:
            for vendor in VENDORS:
                assert vendor.title in served.printed
            for value in ("altegio-partner-token", "mock-user", "mock-password", "jjns7519v1v3ns6xU162"):
                assert value in served.printed
            lines = [line for line in served.printed.splitlines() if " curl " in line]
            assert len(lines) == len(VENDORS)
            for line in lines:
                command = shlex.split(line.split(maxsplit=1)[1])
                answer = run([*command, "-s"]).stdout
                assert "error" not in answer.lower()
                assert len(json.loads(answer)) > 0

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_serve_exits_with_status_0_on_sigterm_and_ctrl_c(self, number: signal.Signals) -> None:
        with serving() as served, connect(served.url) as endless, web.client(served.url) as kept_alive:
            endless.sendall(b"POST /api/v1/goods/1 HTTP/1.1\r\nHost: mock\r\nContent-Length: 10\r\n\r\n")
            kept_alive.get("/")
            served.process.send_signal(number)
            assert served.process.wait(SECONDS) == 0

    def test_a_start_with_the_default_shop_does_not_import_slow_modules(self) -> None:
        code = (
            "import sys, mockapi.cli.serve, mockapi.server.server; mockapi.server.server.MockApi(); print(*sys.modules)"
        )
        loaded = set(run([sys.executable, "-c", code], env=environment()).stdout.split())
        assert "fastapi" in loaded
        slow = {"faker", "rich", "websockets", "jsonpath", "mockapi.catalog.generator"}
        late = {"mockapi.admin.application", "mockapi.matching.pattern", "mockapi.faults.parsing"}
        assert not loaded & (slow | late)

    def test_serve_exits_with_status_0_and_leaves_no_file_if_it_is_ended_while_seeding(self, tmp_path: Path) -> None:
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
        wait_until(lambda: list(tmp_path.iterdir()) or process.poll() is not None)
        process.terminate()
        process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert list(tmp_path.iterdir()) == []

    @needs("bash", "curl")
    def test_the_printed_curl_commands_quote_special_characters_of_credentials(self) -> None:
        odd = """a&b'c "$d e%20"""
        with serving(
            MOCKAPI_ALTEGIO_USER_TOKEN="it's$mine", MOCKAPI_DECONETWORK_PASSWORD=odd, MOCKAPI_COMMERSCALE_API_KEY=odd
        ) as served:
            lines = [line for line in served.printed.splitlines() if " curl " in line]
            assert len(lines) == len(VENDORS)
            for line in lines:
                command = ["bash", "-c", f"{line.split(maxsplit=1)[1]} -s"]
                answer = json.loads(run(command).stdout)
                assert isinstance(answer, list) or answer.get("success") or answer["response_status"]["code"] == 10001

    def test_serve_shows_a_progress_bar_for_a_large_shop(self, tmp_path: Path) -> None:
        errors = tmp_path / "stderr"
        with serving("--products", "6000", "--seed", "3", errors=errors) as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 6000
        assert "Making products" in errors.read_text()
        assert "6000/6000" in errors.read_text()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--port", "abc"], ["--port or MOCKAPI_PORT", "must be a whole number, not 'abc'"]),
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
    def test_an_invalid_option_is_refused_with_one_line(self, arguments: list[str], words: list[str]) -> None:
        assert_refused(mockapi("serve", *arguments), *words)

    def test_an_invalid_variable_is_refused_with_one_line(self) -> None:
        assert_refused(mockapi("serve", MOCKAPI_PORT="abc"), "MOCKAPI_PORT")
        for refusal in (mockapi("serve", "--workers", "2"), mockapi("serve", MOCKAPI_WORKERS="1")):
            assert_refused(refusal, "--workers was removed", "docs/guides/several-servers.md")
        assert_refused(mockapi("serve", "--port", "0", MOCKAPI_ALTEGIO_LOCATIONS="0"), "MOCKAPI_ALTEGIO_LOCATIONS")

    def test_a_port_in_use_is_refused_with_one_line(self, server: MockServer) -> None:
        port = server.url.rpartition(":")[2]
        assert_refused(mockapi("serve", "--port", port), f"cannot listen on 127.0.0.1:{port}: Address already in use")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server with settings of every kind."""
    variables: dict[str, Any] = {
        "MOCKAPI_SEED": "7",
        "MOCKAPI_PRODUCTS": "10",
        "MOCKAPI_HOST": "",
        "MOCKAPI_DATA": "",
        "MOCKAPI_ALTEGIO_LOGIN": "",
        "MOCKAPI_ALTEGIO_USER_TOKEN": "mine",
        "MOCKAPI_ALTEGIO_LOCATIONS": "77,78",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("empty"))
        with serving("--products", "5", "--clock", "2031-05-06T07:08:09Z", **variables) as served:
            yield served


class TestSettings:
    def test_an_option_overrides_its_variable(self, served: Served) -> None:
        health = web.get(f"{served.url}/__admin/health").json()
        assert (health["seed"], health["products"]) == (7, 5)

    def test_an_empty_variable_counts_as_not_set(self, served: Served) -> None:
        assert web.get(f"{served.url}/__admin/health").json()["store"] == "memory"
        assert served.url.startswith("http://127.0.0.1:")

    def test_serve_reads_settings_of_vendors_from_variables(self, served: Served) -> None:
        headers = {"Authorization": "Bearer altegio-partner-token, User mine"}
        assert "mine" in served.printed
        assert web.get(f"{served.url}/goods/78", headers=headers).status_code == 200
        assert web.get(f"{served.url}/goods/1", headers=headers).status_code == 404
        assert web.get(f"{served.url}/goods/78", headers=ALTEGIO).status_code == 401

    def test_the_clock_option_freezes_the_clock(self, served: Served) -> None:
        body = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}, "data": [dict.fromkeys(TEXTS, "New")]}
        [created] = web.post(f"{served.url}/api/v1/products/categories/create", json=body).json()
        assert created["createdon"] == "2031-05-06 07:08:09"


class TestData:
    def test_data_in_a_directory_survive_a_restart(self, tmp_path: Path) -> None:
        directory = tmp_path / "made" / "for it"
        body = {"title": "Kept"}
        with serving("--data", str(directory)) as served:
            created = web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json=body).json()["data"]
            assert web.get(f"{served.url}/__admin/health").json()["store"] == str(directory)
        with serving("--data", str(directory)) as served:
            query = {"ids[]": created["id"]}
            found = web.get(f"{served.url}/goods_categories/multiple/1", headers=ALTEGIO, params=query).json()["data"]
            another = web.post(f"{served.url}/goods_categories/1", headers=ALTEGIO, json=body).json()["data"]
        assert [category["title"] for category in found] == ["Kept"]
        assert another["id"] == created["id"] + 1

    def test_another_seed_is_ignored_for_an_existing_data_directory_with_a_warning(self, tmp_path: Path) -> None:
        with MockServer(data=tmp_path, products=10):
            pass
        errors = tmp_path / "stderr"
        with serving("--data", str(tmp_path), "--products", "20", errors=errors) as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 10
        assert (
            "was created with --seed 42 --products 10. Another --seed, --products, --baseline or --fixtures is ignored"
            in errors.read_text()
        )

    def test_data_in_memory_leave_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with MockServer() as server:
            web.post(f"{server.url}/goods_categories/1", headers=ALTEGIO, json={"title": "Gone"})
        assert list(tmp_path.iterdir()) == []


@needs("openssl")
class TestHttps:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> list[str]:
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        run([*command.split(), "-keyout", key, "-out", certificate])
        return ["--ssl-certfile", str(certificate), "--ssl-keyfile", str(key)]

    def test_https_is_served_with_a_certificate(self, certificate: list[str]) -> None:
        with serving(*certificate) as served:
            assert served.url.startswith("https://")
            answer = web.get(served.url).json()
            assert answer["vendors"]["altegio"]["baseUrl"] == f"{served.url}/api/v1"
            assert mockapi("health", "--url", served.url).returncode == 0
            assert mockapi("reset", "--url", served.url).stdout == "Reset sandbox 'default'.\n"
            wrong_scheme = mockapi("reset", "--url", served.url.replace("https", "http"))
            assert_refused(wrong_scheme, "Cannot reach a mockapi server at http://")
