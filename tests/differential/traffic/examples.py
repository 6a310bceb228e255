"""Sends every documented request of `fixtures/`, at every place where a vendor answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.differential.pair import Pair
from tests.differential.traffic.known import freeze, in_sandbox, to_json
from tests.differential.wire import Request

FOLDER = Path(__file__).resolve().parents[3] / "fixtures"
VENDORS = ("altegio", "deconetwork", "commerscale")
BASES = {
    "altegio": ("/api/v1", "/_mock/en/b2b-v1/openapi", ""),
    "deconetwork": ("/api/json",),
    "commerscale": ("/api/v1",),
}
"""Where a vendor answers; the first stands in the examples."""


def documented_requests(vendor: str) -> list[Request]:
    """Read the documented requests of a vendor, in the order of its operations."""
    listed = json.loads((FOLDER / vendor / "operations.json").read_text())["operations"]
    names = dict.fromkeys(row["operation"] for row in listed)
    return [request for name in names for request in _examples(FOLDER / vendor / f"{name}.json")]


def _examples(path: Path) -> Iterator[Request]:
    if "collections" in str(path) or not path.exists():
        return
    for example in json.loads(path.read_text())["examples"]:
        given = example["request"]
        body = given.get("body")
        content = b"" if body is None else body.encode() if isinstance(body, str) else to_json(body)
        yield Request(given["method"], given["path"], tuple(given.get("headers", {}).items()), content)


def run(pair: Pair, random: Random) -> None:
    """Replay all examples at the root, below the vendors' names, and in sandboxes; then once more in random order."""
    for vendor in VENDORS:
        requests = documented_requests(vendor)
        for request in requests:
            pair.ask(request)
        for number, base in enumerate(BASES[vendor]):
            moved = [_moved(request, BASES[vendor][0], base) for request in requests]
            _replay(pair, moved, f"examples.{vendor}.{number}", f"/{vendor}")
        random.shuffle(requests)
        for request in requests:
            pair.ask(in_sandbox(request, "examples.shuffled"))
            pair.ask(request.with_headers(("Origin", "http://localhost:3000")))


def _moved(request: Request, first: str, base: str) -> Request:
    return Request(
        request.method, base + request.target.removeprefix(first), request.headers, request.body, request.version
    )


def _replay(pair: Pair, requests: list[Request], name: str, prefix: str) -> None:
    """Replay requests in each way to name a sandbox."""
    for way in ("root", "header", "path", "both", "encoded"):
        sandbox = f"{name}.{way}"
        pair.ask(freeze(sandbox))
        for request in requests:
            below = request.below(prefix)
            for each in (request, below):
                if way == "header":
                    pair.ask(in_sandbox(each, sandbox))
                elif way == "path":
                    pair.ask(each.below(f"/~{sandbox}"))
                elif way == "both":
                    pair.ask(in_sandbox(each.below(f"/~{sandbox}"), sandbox))
                elif way == "encoded":
                    pair.ask(each.below("/%7E" + sandbox.replace(".", "%2E")))
                else:
                    pair.ask(each)
