"""Keeps, restores, downloads and uploads snapshots, and fills sandboxes with other shops."""

import sqlite3
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.differential.masking import mask_server
from tests.differential.pair import Pair
from tests.differential.traffic.known import altegio, commerscale, control, deconetwork, in_sandbox
from tests.differential.wire import Reply, Request

NAME = "control.snapshots"


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    _keep_snapshots(pair)
    _seed(pair)


def _keep_snapshots(pair: Pair) -> None:
    """Keep, list, restore, download, upload and delete snapshots."""
    name, kept = f"{NAME}.snapshots", f"{NAME}.kept"
    new, read = altegio("POST", "/goods_categories/1", {"title": "New"}), altegio("GET", "/company/1/goods_categories")
    for request in (
        new,
        control("PUT", f"/snapshots/{kept}"),
        new,
        read,
        control("POST", f"/snapshots/{kept}/restore"),
        read,
        new,
    ):
        pair.ask(in_sandbox(request, name))
    for snapshot in (kept, "nothing", "a b", "x" * 65):
        for request in (
            control("POST", f"/snapshots/{snapshot.replace(' ', '%20')}/restore"),
            control("HEAD", f"/snapshots/{snapshot.replace(' ', '%20')}"),
        ):
            _ask_for_file(pair, request) if request.method == "HEAD" else pair.ask(in_sandbox(request, name))
    downloads = _ask_for_file(pair, control("GET", f"/snapshots/{kept}"))
    pair.tally.compare("content of the downloaded snapshot", *(dump(reply.body) for reply in downloads))
    for content in (b"x", b"SQLite format 3\x00" + b"\x00" * 100, downloads[0].body[:5000]):
        request = Request("PUT", f"/__admin/snapshots/{kept}.up", (), content)
        pair.ask(request, title=f"upload of {len(content)} bytes as a snapshot")
    encoded = [Request("PUT", f"/__admin/snapshots/{kept}.up", (), reply.body).encoded() for reply in downloads]
    pair.ask_own(encoded, "PUT", title="upload of the server's own snapshot")
    pair.ask(in_sandbox(control("POST", f"/snapshots/{kept}.up/restore"), f"{name}.up"))
    for request in (read, new, control("GET", "/seed")):
        pair.ask(in_sandbox(request, f"{name}.up"))
    pair.ask(control("PUT", f"/sandboxes/{name}.copy", {"snapshot": kept}))
    pair.ask(in_sandbox(read, f"{name}.copy"))
    for method, path in (
        ("GET", ""),
        ("DELETE", f"/{kept}.up"),
        ("DELETE", f"/{kept}.up"),
        ("GET", f"/{kept}.up"),
        ("GET", ""),
    ):
        pair.ask(control(method, f"/snapshots{path}"))


def _ask_for_file(pair: Pair, request: Request) -> list[Reply]:
    """Ask for a snapshot's file, and compare all but its bytes and their number: the dump tells what is in it."""
    replies = pair.ask_each(request)
    heads = [
        b"\r\n".join(_without_length(mask_server(reply.head, side.server.port)))
        for side, reply in zip(pair.sides, replies, strict=True)
    ]
    pair.tally.compare(f"head of {request.method} {request.target}", *heads)
    return replies


def _without_length(head: bytes) -> list[bytes]:
    is_file = b"sqlite" in head
    return [line for line in head.split(b"\r\n") if not (is_file and line.lower().startswith(b"content-length"))]


def dump(content: bytes) -> str:
    """Write a SQLite file as SQL, without the tables that the later version adds on purpose."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.sqlite3"
        path.write_bytes(content)
        database = sqlite3.connect(path)
        try:
            return "\n".join(line for line in database.iterdump() if "commerscale_collection" not in line)
        finally:
            database.close()


def _seed(pair: Pair) -> None:
    name = f"{NAME}.seed"
    wrong: tuple[Any, ...] = (
        {"seed": -1},
        {"products": "5"},
        {"products": 10_000_001},
        {"seeds": 1},
        {"seed": 2**63},
        [],
    )
    for body in ({"seed": 7, "products": 5}, *wrong, {"products": 0}, {"seed": 42, "products": 30}):
        pair.ask(in_sandbox(control("POST", "/seed", body), name))
        pair.ask(in_sandbox(control("GET", "/seed"), name))
        pair.ask(in_sandbox(altegio("GET", "/goods/1?count=100"), name))
        pair.ask(in_sandbox(deconetwork("find", {"field": 4, "condition": 4, "string": 0}), name))
        pair.ask(in_sandbox(commerscale("get"), name))
    for parts in ({"data": False}, {"journal": False}, {}, {"data": 0}, {"dat": True}):
        pair.ask(in_sandbox(control("POST", "/reset", parts), name))
        pair.ask(in_sandbox(control("GET", "/seed"), name))
