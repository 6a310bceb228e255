"""What several parts of the control plane share: models of bodies, and what a route may ask for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from pydantic import BaseModel, ConfigDict

from mockapi.core.operations import find_vendors
from mockapi.core.patterns import PatternError, RequestPattern, read_pattern
from mockapi.core.problem import Mistake, Problem
from mockapi.core.sandbox import Sandbox
from mockapi.core.sandboxes import NAME, NAME_RULE
from mockapi.core.vendor import MountedVendor
from mockapi.core.visit import SANDBOX_KEY
from mockapi.core.world import World


class Asked(BaseModel):
    """A body of a request: no number as text, no member that is not known."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Told(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(defer_build=True)


class Wrong(Told):
    """One thing that is wrong."""

    code: int
    title: str
    source: dict[str, str] | None = None


class Refusal(Told):
    """How the control plane refuses."""

    errors: list[Wrong]


async def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world


async def _sandbox(request: Request, world: Annotated[World, Depends(_world)]) -> Sandbox:
    name = request.scope[SANDBOX_KEY]
    return world.sandboxes.look(name) if request.method == "GET" else world.sandboxes.use(name)


async def _name(name: Annotated[str, Path(description=f"{NAME_RULE}.")]) -> str:
    if not NAME.fullmatch(name):
        raise Problem(400, Mistake(f"{name!r} cannot be a name: {NAME_RULE}."))
    return name


TheWorld = Annotated[World, Depends(_world)]
TheSandbox = Annotated[Sandbox, Depends(_sandbox)]
"""The sandbox that the request's header or path names."""
Name = Annotated[str, Depends(_name)]
"""The name in the path, of a sandbox or a snapshot."""


def pattern_of(content: dict[str, Any], vendors: Sequence[MountedVendor], pointer: str = "") -> RequestPattern:
    """A request pattern. Raises `Problem` (422); `pointer` leads to where it stands in the body."""
    try:
        pattern = read_pattern(content)
    except PatternError as error:
        raise Problem(422, Mistake(str(error), f"{pointer}{error.pointer}")) from error
    find_vendors(vendors, content.get("vendor"), content.get("operation"), pointer)
    return pattern


def iso(seconds: float | datetime) -> str:
    """Seconds since 1970, or an aware instant, as ISO 8601 in UTC with milliseconds."""
    moment = seconds if isinstance(seconds, datetime) else datetime.fromtimestamp(seconds, UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
