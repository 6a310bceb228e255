"""Models of bodies and dependencies that several routers of the control plane share."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

from mockapi.admin.server_state import ServerState
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.pipeline.exchange import EXCHANGE_KEY
from mockapi.pipeline.router import CONTROL
from mockapi.sandboxes.registry import NAME, NAME_RULE
from mockapi.sandboxes.sandbox import Sandbox


class ResponseModel(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(defer_build=True)


class Wrong(ResponseModel):
    """One thing that is wrong."""

    code: int
    title: str
    source: dict[str, str] | None = None


class Refusal(ResponseModel):
    """How the control plane refuses."""

    errors: list[Wrong]


REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": {"model": Refusal, "description": "Refused."}}
"""What the OpenAPI document says of every operation besides."""


async def _refuse_unknown_parameters(request: Request) -> None:
    """Refuse a query parameter that the OpenAPI document does not list: a misspelt one would do nothing."""
    if not request.query_params:
        return
    operation = request.app.openapi()["paths"][request.scope["route"].path][request.method.lower()]
    known = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        there = f"There are: {', '.join(known)}." if known else "There are none here."
        raise Problem(400, *(ErrorDetail(f"There is no parameter {name!r}. {there}") for name in unknown))


def control_router(tag: str) -> APIRouter:
    """Return a router for one feature of the control plane, called `tag` in its document."""
    checks = [Depends(_refuse_unknown_parameters)]
    return APIRouter(tags=[tag], dependencies=checks, responses=REFUSALS, generate_unique_id_function=operation_id)


def operation_id(route: APIRoute) -> str:
    """Return the operation's id in the OpenAPI document: function, whole path and method."""
    return re.sub(r"\W", "_", f"{route.name}{CONTROL}{route.path}") + f"_{min(route.methods or ()).lower()}"


async def _state(request: Request) -> ServerState:
    state: ServerState = request.app.state.server_state
    return state


async def _sandbox(request: Request, state: Annotated[ServerState, Depends(_state)]) -> Sandbox:
    name = request.scope[EXCHANGE_KEY].sandbox_name
    return state.sandboxes.peek(name) if request.method == "GET" else state.sandboxes.use(name)


async def _name(name: Annotated[str, Path(description=f"{NAME_RULE}.")]) -> str:
    if not NAME.fullmatch(name):
        raise Problem(400, ErrorDetail(f"{name!r} cannot be a name: {NAME_RULE}."))
    return name


CurrentState = Annotated[ServerState, Depends(_state)]
CurrentSandbox = Annotated[Sandbox, Depends(_sandbox)]
"""The sandbox that the request's header or path names."""
Name = Annotated[str, Depends(_name)]
"""The name in the path, of a sandbox or a snapshot."""


def iso(seconds: float | datetime) -> str:
    """Seconds since 1970, or an aware instant, as ISO 8601 in UTC with milliseconds."""
    moment = seconds if isinstance(seconds, datetime) else datetime.fromtimestamp(seconds, UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
