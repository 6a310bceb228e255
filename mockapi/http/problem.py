"""How the emulator itself refuses something, in WireMock's shape: `{"errors": [{"code", "title", "source"?}]}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from mockapi.http.json import json_response

VARIANTS = ("delayDistribution",)


@dataclass(frozen=True)
class ErrorDetail:
    """One thing that is wrong; `pointer` (RFC 6901) leads to the member of the body that it stands in."""

    title: str
    pointer: str | None = None


class Problem(Exception):
    """A refusal of the control plane: an HTTP status and what is wrong."""

    def __init__(self, status: int, *details: ErrorDetail | str) -> None:
        self.status = status
        self.details: Sequence[ErrorDetail] = [
            detail if isinstance(detail, ErrorDetail) else ErrorDetail(detail) for detail in details
        ]
        super().__init__("; ".join(detail.title for detail in self.details))


def problem_response(problem: Problem) -> Response:
    """A refusal as it goes over the wire."""
    errors = [
        {"code": problem.status, "title": _encodable(detail.title)}
        | ({"source": {"pointer": _encodable(detail.pointer)}} if detail.pointer is not None else {})
        for detail in problem.details
    ]
    return json_response({"errors": errors}, problem.status)


def error_details_of(error: ValidationError) -> list[ErrorDetail]:
    """What a model refuses, one mistake for each member."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return [_detail(problem["loc"], problem["msg"]) for problem in problems]


def error_detail_of(problem: Any) -> ErrorDetail:
    """One problem as FastAPI tells it; where it stands is told without FastAPI's `body`."""
    place: tuple[str | int, ...] = problem["loc"]
    return _detail(place[1:] if place[:1] in (("body",), ("query",), ("path",)) else place, problem["msg"])


def _detail(place: Sequence[str | int], text: str) -> ErrorDetail:
    # After the name of a member that is one of several models stands which of them was chosen.
    members = [part for before, part in pairwise(("", *place)) if before not in VARIANTS]
    name = f"{members[-1]}: " if members else ""
    return ErrorDetail(name + text.removeprefix("Value error, "), pointer_to(*members))


def pointer_to(*members: str | int) -> str:
    """The JSON pointer (RFC 6901) to a member of a member and so on."""
    return "".join("/" + str(member).replace("~", "~0").replace("/", "~1") for member in members)


def _encodable(text: str) -> str:
    """`text` with half characters (JSON's `\\ud800`) as they are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()
