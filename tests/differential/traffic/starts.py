"""Starts servers with other settings, stops and starts them again, and sends a few requests to each."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.differential.comparison import Tally
from tests.differential.pair import Pair
from tests.differential.servers import run_to_end
from tests.differential.traffic.known import (
    AUTHORIZED,
    NOW,
    PARTNER,
    altegio,
    commerscale,
    control,
    deconetwork,
    in_sandbox,
    texts,
)
from tests.differential.wire import Request

Programs = tuple[str, str]

READS = (
    altegio("GET", "/goods/1?count=1000"),
    altegio("GET", "/goods/4564?count=100"),
    altegio("GET", "/company/2/goods_categories"),
    altegio("GET", "/goods/search/1?term=a&count=20"),
    altegio("GET", "/goods/category_node/4564/123"),
    deconetwork("find", {"field": 4, "condition": 4, "string": 0}),
    deconetwork("get", {"id": 19658}),
    commerscale("get"),
    commerscale("count"),
    control("GET", "/health"),
    control("GET", "/seed"),
    control("GET", "/clock"),
    control("GET", "/quotas"),
    control("GET", "/data"),
    control("GET", "/sandboxes"),
    control("GET", "/snapshots"),
    Request("GET", "/"),
)
WRITES = (
    altegio("POST", "/goods_categories/1", {"title": "Started"}),
    altegio("DELETE", "/goods/4564/789"),
    commerscale("create", data=texts(slug="started")),
    commerscale("delete", filter={"id": ["00000000-0000-0000-0000-000000000000"]}),
)
NAMED: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("--seed", "7", "--products", "50", "--fixtures", "rows", "--clock", "2031-02-03T04:05:06+02:00"), {}),
    (("--products", "0", "--quotas", "altegio, commerscale"), {"MOCKAPI_CLOCK": NOW}),
    (
        ("--max-body-bytes", "2000", "--cors-origin", "http://a.test,http://b.test", "--clock", NOW),
        {
            "MOCKAPI_SEED": "3",
            "MOCKAPI_PRODUCTS": "30",
            "MOCKAPI_QUOTAS": "deconetwork",
            "MOCKAPI_ALTEGIO_LOCATIONS": "1,5",
            "MOCKAPI_ALTEGIO_LIMITED_USER_TOKEN": "other-user",
            "MOCKAPI_DECONETWORK_LIMIT_ABOVE_MAXIMUM": "clamp",
            "MOCKAPI_COMMERSCALE_USER_NAME": "Somebody",
            "MOCKAPI_COMMERSCALE_KEY_AUTHOR": "A key",
        },
    ),
)
WRONG: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("--seed", "x"), {}),
    (("--port", "70000"), {}),
    (("--quotas", "nobody"), {}),
    (("--baseline", "nothing.sqlite3"), {}),
    (("--fixtures", "wrong"), {}),
    (("--nothing", "1"), {}),
    ((), {"MOCKAPI_ALTEGIO_LOCATIONS": "1,1"}),
    ((), {"MOCKAPI_PRODUCTS": "-1"}),
)
"""Starts that are refused."""


def run(programs: Programs, tally: Tally) -> None:
    """Start all of them."""
    with TemporaryDirectory(prefix="differential.") as name:
        folders = (Path(name) / "before", Path(name) / "after")
        for folder in folders:
            folder.mkdir()
            write_rows(folder)
        for arguments, variables in NAMED:
            with Pair(programs, tally, arguments, folders=folders, variables=variables) as pair:
                _ask_all(pair)
                _ask_settings(pair)
        _restart(programs, tally, folders)
        _refuse(programs, tally, folders)
    with Pair(programs, tally, ("--products", "20")) as pair:
        _ask_running(pair)


def ask(pair: Pair, requests: Sequence[Request], *names: str) -> None:
    """Send requests to sandboxes."""
    for name in names:
        for request in requests:
            pair.ask(in_sandbox(request, name))


def _ask_all(pair: Pair) -> None:
    ask(pair, READS, "default", "other")
    ask(pair, WRITES, "other")
    ask(pair, READS, "other", "default")
    ask(pair, [control("POST", "/reset")], "other")
    ask(pair, READS, "other")
    pair.compare_journals()


def _ask_settings(pair: Pair) -> None:
    """Send requests that come out in another way with some of the settings."""
    large = b'{"title": "' + b"a" * 3000 + b'"}'
    requests = [
        *(altegio("GET", "/goods/1?count=1") for _ in range(7)),
        *(deconetwork("get", {"id": 19658}) for _ in range(7)),
        *(
            Request("POST", path, AUTHORIZED, large)
            for path in ("/api/v1/goods_categories/1", "/api/json/manage_products/find")
        ),
        Request("POST", "/api/v1/products/categories/create", (), large),
        *(altegio("GET", "/goods/1?count=1").with_headers(("Origin", f"http://{host}.test")) for host in "abc"),
        Request("OPTIONS", "/auth", (("Origin", "http://c.test"), ("Access-Control-Request-Method", "POST"))),
        *(altegio("GET", f"/goods/{location}?count=1") for location in (1, 2, 5)),
        altegio(
            "GET", "/goods/5?count=2", headers=(("Authorization", "Bearer altegio-partner-token, User other-user"),)
        ),
        altegio("GET", "/goods/5?count=2", headers=(("Authorization", f"{PARTNER}, User altegio-limited-user-token"),)),
        deconetwork("find", {"field": 4, "condition": 4, "string": 0, "limit": 101}),
        commerscale("create", {"email": "owner@example.com", "password": "mock-password"}, data=texts(slug="mail")),
        commerscale("update", data=texts(id="12345678-1234-1234-1234-123456781234")),
        commerscale("get", filters={"slug": ["mail", "A slug"]}),
    ]
    ask(pair, requests, "settings")
    ask(pair, [control("PUT", "/clock", {"advance": 61}), *requests], "settings")
    ask(pair, [control("POST", "/reset"), control("GET", "/quotas"), control("GET", "/clock")], "settings")
    pair.compare_journals()


def _ask_running(pair: Pair) -> None:
    """Ask a server whose clock runs, but for what tells dates of today."""
    ask(pair, READS, "default")
    ask(pair, WRITES[:2], "default")
    ask(
        pair,
        [control("GET", "/data/altegio/category?limit=1000"), altegio("GET", "/company/1/goods_categories")],
        "default",
    )
    ask(pair, [control("PUT", "/clock", {"freeze": NOW}), *WRITES[2:], *READS], "default")
    ask(pair, [control("PUT", "/clock", {"run": True}), control("GET", "/clock"), control("POST", "/reset")], "default")


def write_rows(folder: Path) -> None:
    """Write rows of our own, and files that a start refuses."""
    right: dict[str, Any] = {
        "altegio/location": [{"id": 77, "title": "Own", "currency": "EUR", "utc_offset": -3600}],
        "altegio/category": [
            {"id": 900, "location_id": 77, "title": "Root"},
            {"location_id": 1, "title": "Child", "parent_id": 10001},
        ],
        "deconetwork/category": [{"id": 900_001, "name": "Own", "parent_id": None}],
    }
    wrong = {
        "altegio/category": [{"location_id": 12345, "titel": "x"}, 1],
        "altegio/products": [],
        "nobody/category": [],
    }
    for name, tables in (("rows", right), ("wrong", wrong)):
        for table, rows in tables.items():
            path = folder / name / f"{table}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(rows))


def _restart(programs: Programs, tally: Tally, folders: tuple[Path, Path]) -> None:
    """Keep data in a directory, stop, start again; then begin another server with a downloaded snapshot."""
    with Pair(programs, tally, ("--data", "data", "--products", "15", "--clock", NOW), folders=folders) as pair:
        _ask_all(pair)
        ask(pair, WRITES, "default", "kept")
        ask(pair, [control("PUT", "/snapshots/kept"), *WRITES], "kept")
        for reply, folder in zip(pair.ask_each(control("GET", "/snapshots/kept")), folders, strict=True):
            (folder / "kept.sqlite3").write_bytes(reply.body)
        ask(pair, READS, "default", "kept")
    # Another shop is asked for: the directory stays as it was made, and the server says so.
    again = ("--data", "data", "--seed", "9", "--fixtures", "rows", "--clock", NOW)
    with Pair(programs, tally, again, folders=folders) as pair:
        ask(pair, READS, "default", "kept", "new")
        ask(pair, WRITES, "default", "kept")
        ask(pair, [control("POST", "/snapshots/kept/restore"), *READS], "kept")
        ask(pair, [control("POST", "/reset"), *READS], "default")
        ask(pair, [control("DELETE", "/sandboxes/other"), control("GET", "/sandboxes")], "default")
        pair.compare_journals()
    with Pair(programs, tally, ("--baseline", "kept.sqlite3", "--clock", NOW), folders=folders) as pair:
        _ask_all(pair)


def _refuse(programs: Programs, tally: Tally, folders: tuple[Path, Path]) -> None:
    """Start servers that must not start, and compare what they say."""
    sides = list(zip(programs, folders, strict=True))
    with ThreadPoolExecutor(4) as pool:
        runs = [
            [
                pool.submit(run_to_end, program, folder, ["serve", "--port", "0", *arguments], variables)
                for program, folder in sides
            ]
            for arguments, variables in WRONG
        ]
        for (arguments, variables), (before, after) in zip(WRONG, runs, strict=True):
            tally.compare(f"start with {arguments} {variables}", before.result(), after.result())
