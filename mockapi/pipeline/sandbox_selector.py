"""Finds the sandbox that a request is for: a header or a path prefix names it."""

from urllib.parse import quote

from starlette.types import Scope

from mockapi.http.problem import ErrorDetail, Problem
from mockapi.pipeline.router import decoded
from mockapi.sandboxes.registry import DEFAULT, NAME, NAME_RULE

HEADER = b"x-mock-sandbox"
PREFIX = b"/~"


def raw_path_of(scope: Scope) -> bytes:
    """Return the path as sent, below the path at which the application is mounted.

    In-process ASGI callers may omit `raw_path`; it is rebuilt from `path`.
    """
    raw_path: bytes | None = scope.get("raw_path")
    path = quote(scope["path"]).encode() if raw_path is None else raw_path
    root = quote(scope.get("root_path", "")).encode()
    return path[len(root) :] or b"/" if root and path.startswith(root) else path


def select_sandbox(scope: Scope) -> tuple[str, bytes]:
    """Return the sandbox's name and the path as sent without it. Raises `Problem`: no valid name, or two names."""
    path = raw_path_of(scope)
    names = [value.decode("latin-1").strip() for name, value in scope["headers"] if name == HEADER]
    if path[:2] == PREFIX or path[:4].lower() == b"/%7e":
        segment, slash, rest = path[1:].partition(b"/")
        names.append(decoded(segment)[1:])
        path = slash + rest or b"/"
    for name in names:
        if not NAME.fullmatch(name):
            raise Problem(400, ErrorDetail(f"{name!r} cannot be the name of a sandbox: {NAME_RULE}."))
    different = sorted(set(names))
    if len(different) > 1:
        raise Problem(400, ErrorDetail(f"The request names {len(different)} sandboxes: {' and '.join(different)}."))
    return (names[0] if names else DEFAULT), path
