"""Sandboxes, and putting one back to how it began."""

from typing import Annotated, Any

from fastapi import BackgroundTasks, Body
from pydantic import Field

from mockapi.admin.models import CurrentSandbox, CurrentState, Name, ResponseModel, control_router, iso
from mockapi.http.models import RequestModel
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.journal.journal import JournalEntry
from mockapi.sandboxes.registry import DEFAULT, NAME
from mockapi.sandboxes.sandbox import Sandbox

router = control_router("Sandboxes")


class Source(RequestModel):
    """The source of a new sandbox; by default the baseline."""

    sandbox: str | None = Field(None, description="Copy this sandbox's data.", examples=["default"])
    snapshot: str | None = Field(None, description="Copy this snapshot.")


class SandboxOut(ResponseModel):
    """A sandbox."""

    name: str
    createdAt: str  # noqa: N815
    lastUsedAt: str  # noqa: N815
    requests: int = Field(description="How many requests it has had.")
    changed: bool = Field(description="Whether its data are no longer the baseline.")


class SandboxesOut(ResponseModel):
    """All sandboxes."""

    sandboxes: list[SandboxOut] = Field(description="In order of use, the last one used at the end.")


class ResetOptions(RequestModel):
    """The parts of a sandbox to reset; by default all."""

    data: bool = Field(True, description="Data and ids, to the baseline.")
    journal: bool = Field(True, description="The journal, emptied.")
    faults: bool = Field(True, description="Faults, delays and verdicts, gone.")
    clock: bool = Field(True, description="The clock, to how the server began.")
    quotas: bool = Field(True, description="Quotas, to how the server began, nothing used.")


@router.post("/reset", response_model=dict[str, Any])
async def reset(
    sandbox: CurrentSandbox, later: BackgroundTasks, options: Annotated[ResetOptions | None, Body()] = None
) -> dict[str, Any]:
    """Put the request's sandbox back to how it began, in all or in some."""
    # To give back what a full journal holds takes longer than all the rest: that comes after the answer.
    later.add_task(_forget, list(sandbox.journal))
    sandbox.reset(**(options or ResetOptions()).model_dump())
    return {}


async def _forget(entries: list[JournalEntry]) -> None:
    """On the event loop: what is not `async` would have to wait for a thread."""
    entries.clear()


@router.get("/sandboxes")
async def list_sandboxes(state: CurrentState) -> SandboxesOut:
    """List the sandboxes."""
    return SandboxesOut(sandboxes=[_sandbox_out(sandbox) for sandbox in state.sandboxes])


@router.get("/sandboxes/{name}")
async def get_sandbox(state: CurrentState, name: Name) -> SandboxOut:
    """Get a sandbox."""
    return _sandbox_out(_existing(state, name))


@router.put("/sandboxes/{name}", status_code=201)
async def put_sandbox(state: CurrentState, name: Name, source: Annotated[Source | None, Body()] = None) -> SandboxOut:
    """Make a new sandbox, in place of any of that name: a copy of the baseline, of a sandbox or of a snapshot."""
    wanted = source or Source()
    if wanted.sandbox is not None and wanted.snapshot is not None:
        raise Problem(422, ErrorDetail("Give a sandbox or a snapshot to copy from, not both.", "/snapshot"))
    if wanted.sandbox is not None:
        other = _existing(state, wanted.sandbox, "/sandbox")
        return _sandbox_out(state.sandboxes.create(name, other.reading() if other.has_changed else None))
    store = None
    if wanted.snapshot is not None:
        store = state.snapshots.open(wanted.snapshot) if NAME.fullmatch(wanted.snapshot) else None
        if store is None:
            raise Problem(404, ErrorDetail(f"There is no snapshot {wanted.snapshot!r}.", "/snapshot"))
    return _sandbox_out(state.sandboxes.create(name, store))


@router.delete("/sandboxes/{name}", status_code=204)
async def delete_sandbox(state: CurrentState, name: Name) -> None:
    """Drop a sandbox and all that it holds."""
    if name == DEFAULT:
        raise Problem(409, ErrorDetail("The default sandbox stays; reset it instead."))
    _existing(state, name)
    state.sandboxes.drop(name)


def _existing(state: CurrentState, name: str, pointer: str | None = None) -> Sandbox:
    if name not in state.sandboxes:
        raise Problem(404, ErrorDetail(f"There is no sandbox {name!r}.", pointer))
    return state.sandboxes[name]


def _sandbox_out(sandbox: Sandbox) -> SandboxOut:
    return SandboxOut(
        name=sandbox.name,
        createdAt=iso(sandbox.created_at),
        lastUsedAt=iso(sandbox.last_used_at),
        requests=sandbox.journal.count,
        changed=sandbox.has_changed,
    )
