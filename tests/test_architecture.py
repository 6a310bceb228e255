"""The rules of the house that a program can check."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import mockapi
from tests.support.waiting import run

PACKAGE = Path(mockapi.__file__).parent
TESTS = Path(__file__).parent

MAX_FUNCTION_LINES, MAX_FILE_LINES, MAX_MODULES = 45, 250, 22
LONG_FILES = {"server/wire_cache.py"}
"""Files that are still to be cut. Do not add any."""


def files() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the package with its syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


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


def test_no_function_is_long() -> None:
    functions = [
        (f"{path.relative_to(PACKAGE)} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert functions
    assert [each for each in functions if each[1] > MAX_FUNCTION_LINES] == []


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path, _ in files()}
    assert {name for name, lines in lengths.items() if lines > MAX_FILE_LINES} <= LONG_FILES


def test_no_folder_has_many_modules() -> None:
    folders = Counter(path.parent for root in (PACKAGE, TESTS) for path in root.rglob("*.py"))
    assert [folder for folder, modules in folders.items() if modules > MAX_MODULES] == []


def test_no_two_public_classes_outside_the_vendors_share_a_name() -> None:
    names = Counter(
        node.name
        for path, tree in files()
        if path.relative_to(PACKAGE).parts[0] != "vendors"
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_test_module_imports_another_one() -> None:
    imported = {name for path in TESTS.rglob("*.py") for name in modules_of(path) if name.startswith("tests.")}
    assert [name for name in imported if name.rpartition(".")[2].startswith("test_")] == []


def modules_of(path: Path) -> set[str]:
    """The modules that a file imports, by their whole names."""
    statements = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for each in statements if isinstance(each, ast.Import) for alias in each.names}
    return plain | {each.module or "" for each in statements if isinstance(each, ast.ImportFrom)}
