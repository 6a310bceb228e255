"""Errors of the control plane, in WireMock's JSON shape: `{"errors": [{"code", "title", "source"?}]}`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from mockapi.http.json import json_response
from mockapi.http.text import closest_name, pointer_to

DISCRIMINATED_UNIONS = ("delayDistribution",)
"""Members that may have one of several models: pydantic adds the name of the chosen model to an error's location."""


@dataclass(frozen=True)
class ErrorDetail:
    """One error in a request; `pointer` is the JSON pointer (RFC 6901) to the wrong member of the body."""

    title: str
    pointer: str | None = None


class Problem(Exception):
    """An error response of the control plane: an HTTP status and at least one detail."""

    def __init__(self, status: int, *details: ErrorDetail | str) -> None:
        self.status = status
        self.details: Sequence[ErrorDetail] = [
            detail if isinstance(detail, ErrorDetail) else ErrorDetail(detail) for detail in details
        ]
        super().__init__("; ".join(detail.title for detail in self.details))


def problem_response(problem: Problem) -> Response:
    """Return the response for a problem."""
    errors = [
        {"code": problem.status, "title": _encodable(detail.title)}
        | ({"source": {"pointer": _encodable(detail.pointer)}} if detail.pointer is not None else {})
        for detail in problem.details
    ]
    return json_response({"errors": errors}, problem.status)


def error_details_of(error: ValidationError) -> list[ErrorDetail]:
    """Return a detail for each member that a pydantic model refuses."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    return [_detail(each["loc"], each["msg"]) for each in errors]


def error_detail_of(error: Any) -> ErrorDetail:
    """Return the detail for one error of FastAPI's `RequestValidationError`, its location without `body` or `query`."""
    location: tuple[str | int, ...] = error["loc"]
    return _detail(location[1:] if location[:1] in (("body",), ("query",), ("path",)) else location, error["msg"])


def unknown_name(kind: str, name: str, known: Collection[str], pointer: str = "") -> ErrorDetail:
    """Return the detail for an unknown name of a `kind` (vendor, operation, …), with the closest known name.

    The comparison ignores case.
    """
    by_lower_case = {each.lower(): each for each in known}
    closest = closest_name(name.lower(), by_lower_case, 0.5)
    hint = f" Did you mean {by_lower_case[closest]}?" if closest else ""
    return ErrorDetail(f"There is no {kind} {name!r}.{hint} Known: {', '.join(known)}.", pointer)


def _detail(location: Sequence[str | int], text: str) -> ErrorDetail:
    members = [part for before, part in pairwise(("", *location)) if before not in DISCRIMINATED_UNIONS]
    name = f"{members[-1]}: " if members else ""
    return ErrorDetail(name + text.removeprefix("Value error, "), pointer_to(*members))


def _encodable(text: str) -> str:
    # JSON may contain lone surrogates (`\ud800`), which UTF-8 cannot encode.
    return text.encode("utf-8", "backslashreplace").decode()
