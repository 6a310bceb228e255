"""The import rule of the client: it can be used without the packages that the server needs."""

import ast
import sys
from pathlib import Path

import pytest

import mockapi

PACKAGE = Path(mockapi.__file__).parent
FILES = [*sorted((PACKAGE / "client").glob("*.py")), PACKAGE / "errors.py", PACKAGE / "version.py"]
ALLOWED = {"mockapi.client", "mockapi.errors", "mockapi.version"}


def imported_modules(file: Path) -> set[str]:
    """Return the names of all modules that a file imports; a relative import begins with dots."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return modules | {"." * node.level + (node.module or "") for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_the_client_imports_the_standard_library_itself_errors_and_version_alone(file: Path) -> None:
    others = {name for name in imported_modules(file) if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in others if ".".join(name.split(".")[:2]) not in ALLOWED} == set()
    if file.parent == PACKAGE:
        assert others == set()


def test_every_public_name_can_be_imported_from_the_package() -> None:
    for name in mockapi.__all__:
        assert getattr(mockapi, name) is not None
    assert not hasattr(mockapi, "Unknown")
