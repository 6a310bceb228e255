"""Examples of containers and of CI, and commands that install or take minutes: checked as far as possible."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import yaml

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import variable
from tests.support import pages
from tests.support.command import environment
from tests.support.examples import is_run, pytest_command
from tests.support.pages import Block

SECONDS = 60
KNOWN = {variable(Settings, name) for name in Settings.model_fields}

COMPOSE = [
    block
    for page in pages.pages()
    for block in pages.blocks(page, "yaml")
    if "services" in yaml.safe_load(block.text) and "build" in str(block.text)
]
WORKFLOWS = [block for page in pages.pages() for block in pages.blocks(page, "yaml") if "jobs:" in block.text]
COMMANDS = [
    (block, call.command)
    for page in pages.pages()
    for block in pages.blocks(page, "console")
    for call in block.calls
    if not is_run(call)
]

COMPOSED = """
def test_it(mockapi):
    assert mockapi.call("GET", "/__admin/health")["products"] == 50
    assert mockapi.clock.now().isoformat() == "2030-01-02T03:04:05+00:00"
"""


def services(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(block.text)["services"]
    return found


def own_services() -> dict[str, Any]:
    """The services of the repository's own compose file."""
    found: dict[str, Any] = yaml.safe_load(pages.read("compose.yaml"))["services"]
    return found


def ids(blocks: list[Block]) -> list[str]:
    return [block.name for block in blocks]


@pytest.mark.parametrize("block", COMPOSE, ids=ids(COMPOSE))
def test_an_example_of_compose_sets_known_variables_only(block: Block) -> None:
    assert set(services(block)["mockapi"]["environment"]) <= KNOWN


def test_the_compose_file_of_the_repository_sets_known_variables_only() -> None:
    assert set(own_services()["mockapi"]["environment"]) <= KNOWN


def test_the_tests_of_an_example_find_the_server_that_its_variables_make(tmp_path: Path) -> None:
    with_tests = [block for block in COMPOSE if "your-tests" in services(block)]
    assert {block.page for block in with_tests} == {"README.md", "docs/guides/docker-compose.md"}
    assert len({block.text for block in with_tests}) == 1
    mock, tests = services(with_tests[0])["mockapi"], services(with_tests[0])["your-tests"]
    assert tests["depends_on"]["mockapi"]["condition"] == "service_healthy"
    assert set(tests["environment"]) == {"MOCKAPI_URL"}
    (tmp_path / "test_it.py").write_text(COMPOSED)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in mock["environment"].items():
            patch.setenv(name, value)
        server = MockServer()
    with server:
        ended = run(tmp_path, *pytest_command(*tests["command"].split()[1:]), MOCKAPI_URL=server.url)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize("block", WORKFLOWS, ids=ids(WORKFLOWS))
def test_a_workflow_starts_the_server_with_known_flags_only(block: Block) -> None:
    steps = [step for job in yaml.safe_load(block.text)["jobs"].values() for step in job["steps"]]
    runs = [step["run"] for step in steps if "run" in step]
    assert {words.split()[0] for words in runs} <= {"pip", "pytest", "mockapi", "node"}
    flags = {flag for words in runs if "mockapi serve" in words for flag in re.findall(r"--[a-z-]+", words)}
    assert flags <= {f"--{name.replace('_', '-')}" for name in Settings.model_fields}


@pytest.mark.parametrize(("block", "command"), COMMANDS)
def test_a_command_that_is_not_run_names_things_that_exist(block: Block, command: str) -> None:
    words = shlex.split(command)
    if words[:2] == ["docker", "compose"]:
        named = [words[number + 1] for number, word in enumerate(words) if word == "--exit-code-from"]
        shown = [name for example in COMPOSE if example.page == block.page for name in services(example)]
        assert set(named) <= {*shown, *own_services()}
        profiles = [words[number + 1] for number, word in enumerate(words) if word == "--profile"]
        assert set(profiles) <= {name for service in own_services().values() for name in service.get("profiles", ())}
    elif words[:2] == ["python", "-m"]:
        described = run(pages.ROOT, sys.executable, "-m", words[2], "--help").stdout
        assert [word for word in words[3:] if word.startswith("--") and word not in described] == []
    elif words[:2] == ["uvicorn", "--factory"]:
        config = uvicorn.Config(words[2], factory=True)
        config.load()
        assert callable(config.loaded_app)
    elif words[0] in ("kubectl", "nginx"):
        named = [word.removeprefix("$PWD/") for word in words if "deploy/" in word]
        assert [(pages.ROOT / name).exists() for name in named] == [True]
    elif words[:2] == ["mockapi", "serve"]:
        flags = {word for word in words if word.startswith("--")}
        assert flags <= {f"--{name.replace('_', '-')}" for name in Settings.model_fields}
    else:
        assert command.startswith(("python3 -m venv .venv", ".venv/bin/")), "a command that no test looks at"


def run(directory: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=directory,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
