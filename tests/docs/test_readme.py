"""The README, held against the program: its tables, and every call it shows with the answer it prints."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from mockapi.cli.main import COMMANDS
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import variable
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.command import mockapi

README = (Path(__file__).parents[2] / "README.md").read_text()
SHOWN_URL = "http://127.0.0.1:8000"


def chapters() -> list[tuple[str, str]]:
    """Title and text of every chapter."""
    parts = re.split(r"^## (.+)$", README, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def calls(chapter: str) -> list[tuple[str, str]]:
    """Every `$ curl …` and `$ mockapi …` of a chapter with what it prints."""
    blocks = re.findall(r"^```console\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    shown = [call for block in blocks for call in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
    return [(call, printed) for call, printed in shown if call.startswith(("curl ", "mockapi "))]


def default(kind: type[BaseSettings], name: str) -> str:
    value = kind.model_fields[name].default
    shown = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"`{shown}`" if value is not None and shown else ""


@pytest.fixture
def fresh() -> Iterator[MockServer]:
    """A server that nobody has called."""
    with MockServer() as server:
        yield server


WITH_CALLS = [(title, chapter) for title, chapter in chapters() if calls(chapter)]


@pytest.mark.parametrize("chapter", [pytest.param(chapter, id=title) for title, chapter in WITH_CALLS])
def test_every_call_of_a_chapter_answers_what_the_readme_prints(
    fresh: MockServer, tmp_path: Path, chapter: str
) -> None:
    for call, printed in calls(chapter):
        line = call.replace(SHOWN_URL, fresh.url).replace("/tmp/", f"{tmp_path}/")
        if line.startswith("mockapi "):
            output = mockapi(*line.split()[1:], MOCKAPI_URL=fresh.url).stdout
        else:
            output = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout
        shown = output.replace("\r", "").replace(fresh.url, SHOWN_URL).replace(f"{tmp_path}/", "/tmp/")
        # How many tenths of a second lie between two calls is the machine's affair.
        got, expected = (re.sub(r"(?<= )\d\.\d(?= )", "0.0", text) for text in (shown, printed))
        assert [each.rstrip() for each in got.splitlines()] == expected.splitlines(), call


def test_most_chapters_show_calls() -> None:
    assert {title for title, _ in WITH_CALLS} >= {"Sandboxes", "Faults", "Clock and quotas", "What the program sent"}
    assert sum(len(calls(chapter)) for _, chapter in WITH_CALLS) >= 25


def test_every_flag_stands_in_the_table_with_its_default_and_meaning() -> None:
    for name, field in Settings.model_fields.items():
        flag = f"--{name.replace('_', '-')}"
        assert (
            f"| `{flag}` | `{variable(Settings, name)}` | {default(Settings, name)} | {field.description} |" in README
        )


def test_every_vendor_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    for vendor in VENDORS:
        for name, field in vendor.settings.model_fields.items():
            row = f"| `{variable(vendor.settings, name)}` | {default(vendor.settings, name)} | {field.description} |"
            assert row in README


def test_every_command_stands_in_the_table() -> None:
    for command in COMMANDS:
        assert f"| `mockapi {command}" in README
        assert mockapi(command, "--help").returncode == 0


def test_the_calls_of_the_control_plane_are_those_of_its_table(server: MockServer) -> None:
    paths = web.get(f"{server.url}/__admin/openapi.json").json()["paths"]
    served = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"^\| `([A-Z]+ /__admin/\S+)` \|", README, re.MULTILINE)) == served
