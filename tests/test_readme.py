"""The README, held against the program: its tables, and every call it shows with the answer it prints."""

import re
import subprocess
from pathlib import Path

from pydantic_settings import BaseSettings

from mockapi.core.configuration import variable
from mockapi.server import MockServer
from mockapi.settings import Settings
from mockapi.vendors import VENDORS
from tests.command import mockapi

README = (Path(__file__).parent.parent / "README.md").read_text()


def calls() -> list[tuple[str, str]]:
    """Every `$ curl …` of the README with the line that it prints."""
    return re.findall(r"^\$ (curl .*)\n(.*)$", README, re.MULTILINE)


def default(kind: type[BaseSettings], name: str) -> str:
    value = kind.model_fields[name].default
    shown = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return "" if value is None else f"`{shown}`"


def test_every_call_answers_what_the_readme_prints(mock: MockServer) -> None:
    assert len(calls()) >= 2 * len(VENDORS)
    for call, printed in calls():
        line = call.replace("http://127.0.0.1:8000", mock.url)
        assert subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout == printed


def test_every_flag_stands_in_the_table_with_its_default_and_meaning() -> None:
    for name, field in Settings.model_fields.items():
        flag = f"--{name.replace('_', '-')}"
        assert (
            f"| `{flag}` | `{variable(Settings, name)}` | {default(Settings, name)} | {field.description} |" in README
        )


def test_every_vendor_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    for vendor in VENDORS:
        for name, field in vendor.access.model_fields.items():
            row = f"| `{variable(vendor.access, name)}` | {default(vendor.access, name)} | {field.description} |"
            assert row in README


def test_every_command_stands_in_the_table() -> None:
    for command in ("serve", "health", "operations", "shop"):
        assert f"| `mockapi {command}" in README
        assert mockapi(command, "--help").returncode == 0
