"""Snapshots of a sandbox's data, and filling it with another shop."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from mockapi.control.models import Asked, Name, TheSandbox, TheWorld, Told
from mockapi.core.problem import Mistake, Problem
from mockapi.core.store import StoreError, check_same_tables, read_origin
from mockapi.core.stores import SUFFIX, read_file, write_file

router = APIRouter(tags=["Snapshots and seed"])

MEDIA_TYPE = "application/vnd.sqlite3"
MOST_SNAPSHOTS = 256


class SnapshotOut(Told):
    """A snapshot."""

    name: str
    seed: int = Field(description="Of the shop that its data began as.")
    products: int


class SnapshotsOut(Told):
    """All snapshots."""

    snapshots: list[SnapshotOut]


class SeedIn(Asked):
    """Which shop."""

    seed: int = Field(42, ge=0, lt=2**63, description="The same seed makes the same shop.", examples=[7])
    products: int = Field(200, ge=0, le=10_000_000, description="How many products it sells.", examples=[5000])


class Seeding(Told):
    """How far a shop that is being made is."""

    seed: int
    products: int
    vendor: str = Field(description="Whose tables are being filled.")
    done: int = Field(description="How many products are in them.")


class SeedOut(Told):
    """What the sandbox's data were made from."""

    seed: int
    products: int
    seeding: Seeding | None = Field(description="The shop that is being made, if one is.")


@router.get("/snapshots")
async def list_snapshots(world: TheWorld) -> SnapshotsOut:
    """List the snapshots."""
    return SnapshotsOut(snapshots=[_told(world, name) for name in sorted(world.snapshots.names())])


@router.put("/snapshots/{name}", status_code=201)
async def put_snapshot(request: Request, world: TheWorld, sandbox: TheSandbox, name: Name) -> SnapshotOut:
    """Keep the sandbox's data under a name, or those of a file that is sent as the body (a downloaded snapshot)."""
    names = world.snapshots.names()
    if len(names) >= MOST_SNAPSHOTS and name not in names:
        raise Problem(409, Mistake(f"There are {MOST_SNAPSHOTS} snapshots already; delete one first."))
    with tempfile.TemporaryDirectory(prefix="mockapi.") as folder:
        upload = Path(folder) / f"upload{SUFFIX}"
        if not await _receive(request, upload):
            world.snapshots.create(name, sandbox.reading())
        else:
            try:
                with read_file(upload) as source:
                    check_same_tables(source, world.baseline, "The file")
                    world.snapshots.create(name, source)
            except StoreError as error:
                raise Problem(422, Mistake(str(error).replace(str(upload), "The file"))) from error
    return _told(world, name)


@router.get("/snapshots/{name}", response_class=FileResponse, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def get_snapshot(world: TheWorld, name: Name) -> Response:
    """Download a snapshot as one SQLite file, which can be uploaded, or given to `mockapi serve --baseline`."""
    store = _existing(world, name)
    handle, path = tempfile.mkstemp(prefix="mockapi.", suffix=SUFFIX)
    os.close(handle)
    write_file(store, Path(path))
    remove = BackgroundTask(Path(path).unlink)
    return FileResponse(path, media_type=MEDIA_TYPE, filename=f"{name}{SUFFIX}", background=remove)


@router.delete("/snapshots/{name}", status_code=204)
async def delete_snapshot(world: TheWorld, name: Name) -> None:
    """Delete a snapshot."""
    _existing(world, name)
    world.snapshots.drop(name)


@router.post("/snapshots/{name}/restore")
async def restore_snapshot(world: TheWorld, sandbox: TheSandbox, name: Name) -> SnapshotOut:
    """Put the sandbox's data and ids back to those of a snapshot; its journal, faults, clock and quotas stay."""
    store = _existing(world, name)
    sandbox.cancel_late()
    sandbox.restore(store)
    return _told(world, name)


@router.get("/seed")
async def get_seed(sandbox: TheSandbox) -> SeedOut:
    """Tell which shop the sandbox's data began as, and how far the making of another is."""
    return _seed(sandbox)


@router.post("/seed")
async def post_seed(world: TheWorld, sandbox: TheSandbox, wanted: SeedIn | None = None) -> SeedOut:
    """Replace the sandbox's data by another shop. Meanwhile it answers from those it has; a reset ends the shop."""
    shop = wanted or SeedIn(seed=42, products=200)
    if sandbox.seeding is not None:
        raise Problem(409, Mistake("Another shop is being made for this sandbox."))

    def tell(vendor: str, done: int) -> None:
        sandbox.seeding = {**shop.model_dump(), "vendor": vendor, "done": done}

    tell("", 0)
    making = world.make(shop.seed, shop.products, tell)
    try:
        # In a thread: other requests are served while a large shop is made.
        store = await asyncio.to_thread(making.__enter__)
        try:
            sandbox.cancel_late()
            sandbox.restore(store)
        finally:
            making.__exit__(None, None, None)
    finally:
        sandbox.seeding = None
    return _seed(sandbox)


def _seed(sandbox: TheSandbox) -> SeedOut:
    origin = read_origin(sandbox.reading(), sandbox.name)
    seeding = Seeding(**sandbox.seeding) if sandbox.seeding else None
    return SeedOut(seed=origin.seed, products=origin.products, seeding=seeding)


async def _receive(request: Request, path: Path) -> bool:
    """Write the request's body to a file; False: there is none."""
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size += file.write(chunk)
    return size > 0


def _existing(world: TheWorld, name: str) -> Any:
    store = world.snapshots.open(name)
    if store is None:
        raise Problem(404, Mistake(f"There is no snapshot {name!r}."))
    return store


def _told(world: TheWorld, name: str) -> SnapshotOut:
    origin = read_origin(_existing(world, name), name)
    return SnapshotOut(name=name, seed=origin.seed, products=origin.products)
