"""The README's examples of users' tests, each run as it is printed."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import variable
from tests.support.command import environment, serving

README = (Path(__file__).parents[2] / "README.md").read_text()
SECONDS = 60


def example(chapter: str, language: str, number: int = 0) -> str:
    """A block of code of a chapter below "In tests"."""
    text = re.split(r"^#{2,3} ", README.split(f"\n### {chapter}\n")[1], flags=re.MULTILINE)[0]
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return blocks[number]


def run(*command: str, directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=directory,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_the_pytest_example_passes(tmp_path: Path) -> None:
    (tmp_path / "test_categories.py").write_text(example("pytest", "python"))
    ended = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", directory=tmp_path)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_the_example_of_a_server_in_a_thread_prints_what_the_server_knows(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(example("Plain Python", "python"))
    ended = run(sys.executable, "-W", "error", "example.py", directory=tmp_path)
    assert ended.stderr == ""
    assert ended.stdout.split() == ["22", "1"]


def test_the_example_in_one_process_prints_an_answer_and_what_httpx_raises(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(example("Plain Python", "python", 1))
    ended = run(sys.executable, "-W", "error", "example.py", directory=tmp_path)
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == ["{'count': 102}", "RemoteProtocolError"]


def test_the_javascript_example_passes(tmp_path: Path, mock: MockServer) -> None:
    (tmp_path / "categories.test.mjs").write_text(example("JavaScript", "javascript"))
    ended = run("node", "--test", "categories.test.mjs", directory=tmp_path, MOCKAPI_URL=mock.url)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"pass 2$", ended.stdout, re.MULTILINE)


COMPOSED = """
def test_it(mockapi):
    assert mockapi.call("GET", "/__admin/health")["products"] == 50
    assert mockapi.clock.now().isoformat() == "2030-01-02T03:04:05+00:00"
"""


@pytest.fixture
def services() -> dict[str, Any]:
    """The services of the compose example."""
    services: dict[str, Any] = yaml.safe_load(example("docker compose", "yaml"))["services"]
    return services


class TestCompose:
    def test_the_servers_variables_are_settings(self, services: dict[str, Any]) -> None:
        known = {variable(Settings, name) for name in Settings.model_fields}
        assert set(services["mockapi"]["environment"]) <= known

    def test_the_tests_find_the_server_that_the_variables_make(self, services: dict[str, Any], tmp_path: Path) -> None:
        tests = services["your-tests"]
        assert tests["depends_on"]["mockapi"]["condition"] == "service_healthy"
        assert set(tests["environment"]) == {"MOCKAPI_URL"}
        (tmp_path / "test_it.py").write_text(COMPOSED)
        with serving(**services["mockapi"]["environment"]) as served:
            command = [sys.executable, "-m", *tests["command"].split(), "-p", "no:cacheprovider"]
            ended = run(*command, directory=tmp_path, MOCKAPI_URL=served.url)
        assert "1 passed" in ended.stdout, ended.stdout + ended.stderr

    def test_the_projects_own_file_names_known_variables_alone(self) -> None:
        file = yaml.safe_load((Path(__file__).parents[2] / "compose.yaml").read_text())
        known = {variable(Settings, name) for name in Settings.model_fields}
        assert set(file["services"]["mockapi"]["environment"]) <= known
