"""The reference pages, compared with the program: nothing is missing, and nothing is invented."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer
from pydantic_settings import BaseSettings

import mockapi
from mockapi.cli.main import COMMANDS, app
from mockapi.client.client import MockClient
from mockapi.client.models import SandboxClock, VendorAccess
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import variable
from mockapi.vendors import VENDORS
from tests.support import pages, web

COMMON_OPTIONS = {"--url", "--sandbox", "--json", "--help"}
"""Options that the reference explains once for all commands."""

CONFIGURATION = pages.rows("docs/reference/configuration.md")
PYTHON_API = "docs/reference/python-api.md"


def default(kind: type[BaseSettings], name: str) -> str:
    """The cell of the default of a setting."""
    value = kind.model_fields[name].default
    shown = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"`{shown}`" if value is not None and shown else ""


def test_the_configuration_lists_exactly_the_settings_of_the_server() -> None:
    listed = {tuple(cells[:3]) for cells in CONFIGURATION if cells[0].startswith("`--")}
    assert listed == {
        (f"`--{name.replace('_', '-')}`", f"`{variable(Settings, name)}`", default(Settings, name))
        for name in Settings.model_fields
    }


def test_the_configuration_lists_exactly_the_settings_of_the_vendors() -> None:
    prefixes = tuple(f"`MOCKAPI_{vendor.name.upper()}_" for vendor in VENDORS)
    listed = {tuple(cells[:2]) for cells in CONFIGURATION if cells[0].startswith(prefixes)}
    fields = [(vendor.settings, name) for vendor in VENDORS for name in vendor.settings.model_fields]
    assert listed == {(f"`{variable(kind, name)}`", default(kind, name)) for kind, name in fields}


def test_every_setting_of_the_configuration_has_a_meaning() -> None:
    assert [cells for cells in CONFIGURATION if not cells[-1]] == []


def test_the_control_plane_lists_exactly_its_calls(server: MockServer) -> None:
    paths = web.get(f"{server.url}/__admin/openapi.json").json()["paths"]
    served = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    listed = [pages.code(cells[0])[0] for cells in pages.rows("docs/reference/control-plane.md", "Calls")]
    assert sorted(listed) == sorted(served)


def commands(command: Any, *path: str) -> Iterator[tuple[str, set[str]]]:
    """Every command below a command, with the options that it alone has."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, *path, name)
    else:
        options = {name for each in command.params if not getattr(each, "hidden", False) for name in each.opts}
        yield " ".join(path), {name for name in options if name.startswith("--")} - COMMON_OPTIONS


def test_the_command_line_lists_exactly_the_commands_with_their_options() -> None:
    for name in COMMANDS:
        import_module(f"mockapi.cli.{name}")
    served = dict(commands(typer.main.get_command(app), "mockapi"))
    # The flags of `serve` are in the configuration.
    served["mockapi serve"] = set()
    listed = {}
    for first, _, options in (row for row in pages.rows("docs/reference/cli.md") if row[0].startswith("`mockapi ")):
        name = re.sub(r" [A-Z]+", "", pages.code(first)[0])
        listed[name] = set(re.findall(r"`(--[a-z-]+)", options))
    assert listed == served


def members(kind: type) -> set[str]:
    """The public attributes and methods of a class."""
    return {name for name in {*vars(kind), *inspect.get_annotations(kind)} if not name.startswith("_")}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("MockClient", {*members(MockClient), "name"}),
        ("VendorAccess", members(VendorAccess)),
        ("SandboxClock", members(SandboxClock)),
        (
            "Exceptions",
            {
                *("ControlError", "EntryPointError", "ServerUnreachable", "SettingError", "ShopFileError"),
                "VerificationError",
            },
        ),
    ],
)
def test_the_python_api_lists_exactly_the_public_members(section: str, expected: set[str]) -> None:
    listed = [name for cells in pages.rows(PYTHON_API, section) for name in pages.code(cells[0])]
    assert {name.partition("(")[0] for name in listed} == expected


def test_the_python_api_describes_everything_that_the_package_exports() -> None:
    described = {*pages.headings(PYTHON_API, 2), *(pages.code(cells[0])[0] for cells in pages.rows(PYTHON_API))}
    assert set(mockapi.__all__) - {"__version__"} <= described
