"""The code uses of its frameworks what they document, and of uvicorn's inside one module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mockapi

PACKAGE = Path(mockapi.__file__).parent

DOCUMENTED = {
    "fastapi",
    "fastapi.exceptions",
    "fastapi.openapi.utils",
    "fastapi.routing",
    "fastapi.security",
    "fastapi.staticfiles",
    "python_multipart.multipart",
    "sqlalchemy",
    "sqlalchemy.dialects",
    "sqlalchemy.exc",
    "sqlalchemy.schema",
    "sqlmodel",
    "starlette.exceptions",
    "starlette.middleware",
    "starlette.middleware.cors",
    "starlette.requests",
    "starlette.responses",
    "starlette.types",
    "uvicorn",
}
"""The modules that the frameworks' documentation imports from."""

FRAMEWORKS = {name.partition(".")[0] for name in DOCUMENTED}

UNDOCUMENTED_NAMES = {
    *("dependant", "effective_candidates", "get_route_handler", "middleware_stack", "path_format", "path_regex"),
    *("solve_dependencies", "user_middleware", "http_protocol_class", "server_state", "lifespan_context"),
}
"""Attributes of routes, applications and servers that no documentation names."""

WIRE_CACHE = "server/wire_cache.py"

OWN_SERVER_STATE = "server_state"
"""The application's own attribute has the name of one of uvicorn's."""


def modules() -> list[tuple[str, ast.Module]]:
    """Return every module of the package with its path."""
    found = [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text())) for path in PACKAGE.rglob("*.py")]
    assert len(found) > 100
    return found


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of every import of a framework."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in FRAMEWORKS:
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in FRAMEWORKS:
                    yield alias.name, ""


def private_attributes(tree: ast.Module) -> Iterator[str]:
    """Yield every attribute with a leading underscore of anything but the object or class itself."""
    own = {
        target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    } | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    named_tuple = {"_asdict", "_make", "_replace", "_fields"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if not is_own and node.attr not in own | named_tuple:
                yield ast.unparse(node)


MODULES = modules()
EACH_MODULE = pytest.mark.parametrize(("path", "tree"), MODULES, ids=[path for path, _ in MODULES])


@EACH_MODULE
def test_a_module_imports_only_what_the_frameworks_document(path: str, tree: ast.Module) -> None:
    undocumented = {module for module, _ in imports(tree)} - DOCUMENTED
    assert undocumented == ({"uvicorn.protocols.http.httptools_impl"} if path == WIRE_CACHE else set())
    assert {name for _, name in imports(tree) if name.startswith("_")} == set()


@EACH_MODULE
def test_a_module_reaches_into_no_private_attribute(path: str, tree: ast.Module) -> None:
    # Self-signed certificates are usual here, and `ssl` has no public context that accepts them in one call.
    allowed = {"ssl._create_unverified_context"} if path == "client/transport.py" else set()
    assert set(private_attributes(tree)) <= allowed


@EACH_MODULE
def test_a_module_uses_no_undocumented_attribute_of_a_framework(path: str, tree: ast.Module) -> None:
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & UNDOCUMENTED_NAMES
    assert names <= ({OWN_SERVER_STATE} if path != WIRE_CACHE else UNDOCUMENTED_NAMES)


@EACH_MODULE
def test_a_module_keeps_nothing_in_a_connection_of_sqlalchemy(path: str, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "info":
            # SQLAlchemy documents `Table.info` for an application's own data; the indexes of a table are there.
            assert ast.unparse(node) == "table.info"


def test_only_the_server_imports_uvicorn() -> None:
    importing = {path for path, tree in MODULES if any(module.startswith("uvicorn") for module, _ in imports(tree))}
    assert importing == {"server/server.py", WIRE_CACHE}
