"""Snapshots of a sandbox's data, and filling it with another shop."""

import asyncio
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from pydantic import Field
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from mockapi.admin.models import CurrentSandbox, CurrentState, Name, ResponseModel, control_router
from mockapi.http.models import RequestModel
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.storage.files import SUFFIX, load_file, write_file
from mockapi.storage.schema import read_origin
from mockapi.storage.store import Store, StoreError

router = control_router("Snapshots and seed")

MEDIA_TYPE = "application/vnd.sqlite3"
MAX_SNAPSHOTS = 256


class SnapshotOut(ResponseModel):
    """A snapshot."""

    name: str
    seed: int = Field(description="Of the shop that its data began as.")
    products: int


class SnapshotsOut(ResponseModel):
    """All snapshots."""

    snapshots: list[SnapshotOut]


class SeedIn(RequestModel):
    """A shop to make."""

    seed: int = Field(42, ge=0, lt=2**63, description="The same seed makes the same shop.", examples=[7])
    products: int = Field(200, ge=0, le=10_000_000, description="How many products it sells.", examples=[5000])


class Seeding(ResponseModel):
    """The progress of a shop that is being made."""

    seed: int
    products: int
    step: str = Field(description="What is being made: `products` or `indexes`.")
    done: int = Field(description="For how many products it is there.")


class SeedOut(ResponseModel):
    """The shop that the sandbox's data began as."""

    seed: int
    products: int
    seeding: Seeding | None = Field(description="The shop that is being made, if one is.")


@router.get("/snapshots")
async def list_snapshots(state: CurrentState) -> SnapshotsOut:
    """List the snapshots."""
    stores = ((name, state.snapshots.open(name)) for name in sorted(state.snapshots.names()))
    # Another process may delete one meanwhile.
    return SnapshotsOut(snapshots=[_snapshot_out(name, store) for name, store in stores if store is not None])


@router.put("/snapshots/{name}", status_code=201)
async def put_snapshot(request: Request, state: CurrentState, sandbox: CurrentSandbox, name: Name) -> SnapshotOut:
    """Keep the sandbox's data under a name, or those of a file that is sent as the body (a downloaded snapshot)."""
    with ExitStack() as stack:
        upload = await _receive(request, stack)
        # Nothing is awaited from here on, so no other request can take the last place.
        names = state.snapshots.names()
        if len(names) >= MAX_SNAPSHOTS and name not in names:
            raise Problem(409, ErrorDetail(f"There are {MAX_SNAPSHOTS} snapshots already; delete one first."))
        if upload is not None:
            _keep_upload(state, name, upload)
        else:
            state.snapshots.create(name, sandbox.reading().copy_to)
    return _snapshot_out(name, _existing(state, name))


@router.get("/snapshots/{name}", response_class=FileResponse, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def get_snapshot(state: CurrentState, name: Name) -> Response:
    """Download a snapshot as one SQLite file, which can be uploaded, or given to `mockapi serve --baseline`."""
    store = _existing(state, name)
    folder = _folder()
    with ExitStack() as stack:
        stack.callback(folder.cleanup)
        path = Path(folder.name) / f"{name}{SUFFIX}"
        write_file(store, path)
        stack.pop_all()
    return _Download(folder, path, media_type=MEDIA_TYPE, filename=path.name)


class _Download(FileResponse):
    """A file that is gone once it is sent, or once it is clear that it never will be."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str], path: Path, **more: Any) -> None:
        super().__init__(path, **more)
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Always the whole file: the next one that is made may differ, and a part of each would make none.
        headers = [header for header in scope["headers"] if header[0] != b"range"]
        with self._folder:
            await super().__call__({**scope, "headers": headers}, receive, send)


@router.delete("/snapshots/{name}", status_code=204)
async def delete_snapshot(state: CurrentState, name: Name) -> None:
    """Delete a snapshot."""
    # Not opened: one that cannot be read any more can still be deleted.
    if name not in state.snapshots.names():
        raise _missing(name)
    state.snapshots.drop(name)


@router.post("/snapshots/{name}/restore")
async def restore_snapshot(state: CurrentState, sandbox: CurrentSandbox, name: Name) -> SnapshotOut:
    """Put the sandbox's data and ids back to those of a snapshot; its journal, faults, clock and quotas stay."""
    store = _existing(state, name)
    sandbox.restore(store)
    return _snapshot_out(name, store)


@router.get("/seed")
async def get_seed(sandbox: CurrentSandbox) -> SeedOut:
    """Return the shop that the sandbox's data began as, and the progress of a running seed."""
    return _seed(sandbox)


@router.post("/seed")
async def post_seed(state: CurrentState, sandbox: CurrentSandbox, wanted: SeedIn | None = None) -> SeedOut:
    """Replace the sandbox's data by another shop. Meanwhile it answers from those it has; a reset ends the shop."""
    shop = wanted or SeedIn(seed=42, products=200)
    if sandbox.seeding is not None:
        raise Problem(409, ErrorDetail("Another shop is being made for this sandbox."))
    try:
        await _make(state, sandbox, shop)
    except _OvertakenError as error:
        raise Problem(
            409, ErrorDetail("The sandbox was reset, restored or dropped while the shop was made.")
        ) from error
    finally:
        sandbox.seeding = None
    return _seed(sandbox)


class _OvertakenError(Exception):
    """The sandbox was reset, restored or dropped while its shop was made."""


async def _make(state: CurrentState, sandbox: CurrentSandbox, shop: SeedIn) -> None:
    version = sandbox.version
    is_awaited = True

    def tell(step: str, done: int) -> None:
        if not is_awaited or sandbox.version != version:
            raise _OvertakenError
        sandbox.seeding = {**shop.model_dump(), "step": step, "done": done}

    tell("", 0)
    making = state.make(shop.seed, shop.products, tell)
    try:
        # In a thread: other requests are served while a large shop is made.
        store = await asyncio.to_thread(making.__enter__)
    except asyncio.CancelledError as error:
        raise Problem(503, ErrorDetail("The server ends.")) from error
    finally:
        # Should the server end meanwhile, the thread must not keep it.
        is_awaited = False
    try:
        if sandbox.version != version:
            raise _OvertakenError
        sandbox.restore(store)
    finally:
        making.__exit__(None, None, None)


def _seed(sandbox: CurrentSandbox) -> SeedOut:
    origin = read_origin(sandbox.reading(), sandbox.name)
    seeding = Seeding(**sandbox.seeding) if sandbox.seeding else None
    return SeedOut(seed=origin.seed, products=origin.products, seeding=seeding)


def _folder() -> tempfile.TemporaryDirectory[str]:
    """Yield a directory for one file in transit. Raises `StoreError` if the system has no space."""
    try:
        return tempfile.TemporaryDirectory(prefix="mockapi.")
    except OSError as error:
        raise StoreError(f"cannot make a temporary directory: {error.strerror}") from error


async def _receive(request: Request, stack: ExitStack) -> Path | None:
    """Return the request's body as a file that `stack` removes; None for an empty body.

    Raises `Problem`, when the client goes away half way, and `StoreError`.
    """
    file = None
    try:
        async for chunk in request.stream():
            if file is None and chunk:
                path = Path(stack.enter_context(_folder())) / f"upload{SUFFIX}"
                file = stack.enter_context(path.open("wb"))
            if file is not None:
                file.write(chunk)
        if file is not None:
            file.flush()
    except ClientDisconnect as error:
        raise Problem(400, ErrorDetail("The file was cut short.")) from error
    except OSError as error:
        raise StoreError(f"cannot keep the upload: {error.strerror}") from error
    return path if file is not None else None


def _keep_upload(state: CurrentState, name: str, upload: Path) -> None:
    try:
        state.snapshots.create(name, partial(load_file, upload, state.schema))
    except StoreError as error:
        raise Problem(422, ErrorDetail(str(error).replace(str(upload), "The file"))) from error


def _existing(state: CurrentState, name: str) -> Store:
    store = state.snapshots.open(name)
    if store is None:
        raise _missing(name)
    return store


def _missing(name: str) -> Problem:
    return Problem(404, ErrorDetail(f"There is no snapshot {name!r}."))


def _snapshot_out(name: str, store: Store) -> SnapshotOut:
    origin = read_origin(store, name)
    return SnapshotOut(name=name, seed=origin.seed, products=origin.products)
