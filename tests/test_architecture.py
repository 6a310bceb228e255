"""The rules of the house that a program can check."""

import ast
import sys
from collections import Counter
from pathlib import Path

import mockapi
from tests.support.waiting import run

PACKAGE = Path(mockapi.__file__).parent


def test_the_rooms_import_only_what_they_may() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    ended = run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=False)
    assert ended.returncode == 0, ended.stdout
    assert " 0 broken" in ended.stdout


def test_there_is_one_place_that_commits() -> None:
    committing = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "COMMIT" in path.read_text()}
    assert committing == {"storage/store.py"}


def test_only_the_storage_imports_sqlite() -> None:
    importing = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if "sqlite3" in modules_of(path)}
    assert importing == {"storage"}


def test_no_two_public_classes_outside_the_vendors_share_a_name() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "vendors"]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    names = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))
    assert {name for name, count in names.items() if count > 1} == set()


def modules_of(path: Path) -> set[str]:
    """The modules that a file imports, by their whole names."""
    statements = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for each in statements if isinstance(each, ast.Import) for alias in each.names}
    return plain | {each.module or "" for each in statements if isinstance(each, ast.ImportFrom)}
