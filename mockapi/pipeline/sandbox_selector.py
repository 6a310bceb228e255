"""Which sandbox a request is for: it says so in a header or in front of its path."""

from urllib.parse import quote

from starlette.types import Scope

from mockapi.http.problem import ErrorDetail, Problem
from mockapi.pipeline.router import decoded
from mockapi.sandboxes.registry import DEFAULT, NAME, NAME_RULE

HEADER = b"x-mock-sandbox"
PREFIX = b"/~"


def raw_path_of(scope: Scope) -> bytes:
    """Who calls the application in its own process need not say how the path was sent."""
    raw_path: bytes | None = scope.get("raw_path")
    return quote(scope["path"]).encode() if raw_path is None else raw_path


def sandbox_name(scope: Scope) -> tuple[str, bytes]:
    """The sandbox's name, and the path as sent without it. Raises `Problem`: no name, or two."""
    path = raw_path_of(scope)
    names = [value.decode("latin-1").strip() for name, value in scope["headers"] if name == HEADER]
    if path[:2] == PREFIX or path[:4].lower() == b"/%7e":
        segment, slash, rest = path[1:].partition(b"/")
        names.append(decoded(segment)[1:])
        path = slash + rest or b"/"
    for name in names:
        if not NAME.fullmatch(name):
            raise Problem(400, ErrorDetail(f"{name!r} cannot be the name of a sandbox: {NAME_RULE}."))
    if len(set(names)) > 1:
        raise Problem(
            400, ErrorDetail(f"The request names {len(set(names))} sandboxes: {' and '.join(sorted(set(names)))}.")
        )
    return (names[0] if names else DEFAULT), path
