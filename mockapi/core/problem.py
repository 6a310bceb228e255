"""How the emulator itself refuses something, in WireMock's shape: `{"errors": [{"code", "title", "source"?}]}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from mockapi.core.json import json_response


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong; `pointer` (RFC 6901) leads to the member of the body that it stands in."""

    title: str
    pointer: str | None = None


class Problem(Exception):
    """A refusal of the control plane: an HTTP status and what is wrong."""

    def __init__(self, status: int, *mistakes: Mistake | str) -> None:
        self.status = status
        self.mistakes: Sequence[Mistake] = [
            mistake if isinstance(mistake, Mistake) else Mistake(mistake) for mistake in mistakes
        ]
        super().__init__("; ".join(mistake.title for mistake in self.mistakes))


def problem_response(problem: Problem) -> Response:
    """A refusal as it goes over the wire."""
    errors = [
        {"code": problem.status, "title": mistake.title}
        | ({"source": {"pointer": mistake.pointer}} if mistake.pointer is not None else {})
        for mistake in problem.mistakes
    ]
    return json_response({"errors": errors}, problem.status)


def mistakes_of(error: ValidationError) -> list[Mistake]:
    """What a model refuses, one mistake for each member."""
    return list(map(mistake_of, error.errors(include_url=False, include_context=False, include_input=False)))


def mistake_of(problem: Any) -> Mistake:
    """One problem as pydantic tells it; where it stands is told without FastAPI's `body`."""
    place = [part for part in problem["loc"] if part not in ("body", "query", "path")]
    name = f"{place[-1]}: " if place else ""
    text = problem["msg"].removeprefix("Value error, ")
    return Mistake(f"{name}{text}", "".join(f"/{part}" for part in place))
