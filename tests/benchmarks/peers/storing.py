"""The peers that truly filter and store the same rows: json-server and Mockoon."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.installation import NODE, Packages, node
from tests.benchmarks.peers.candidate import Candidate, path_of, write_json
from tests.benchmarks.requests import MAX_ROWS, Cycle, Plan, Request, Window
from tests.benchmarks.shop import JSON, LIST_ROWS, MATCHES, REPEATED, Shop

_JSON_SERVER = Packages(npm=("json-server@1.0.0-beta.15",))
_MOCKOON = Packages(npm=("@mockoon/cli@9.9.0",))
_TOKEN = "benchmark"
_MADE = '{"title": "Made {n}", "made": true}'


def _rows(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Return both tables, with ids as texts, and each product's first category as `categoryId`."""
    products = [
        {**row, "id": row["product_id"], "categoryId": str(row["categories"][0]["id"])}
        for row in ({**row, "categories": row["categories"] or [{"id": 0}]} for row in shop.products)
    ]
    categories = [{**row, "id": str(row["id"])} for row in shop.categories]
    own = sorted({row["categoryId"] for row in products})
    return {"products": products, "categories": categories, "nodes": [{"id": number} for number in own]}


def _plans(shop: Shop, search: str, between: str, made: str) -> dict[str, Plan]:
    """`search`: the path of a page of products; `between`: its query for a window of time."""
    listing = Request("GET", "/categories")
    page = Request("GET", search)
    product = Request("GET", f"/products/{shop.products[0]['product_id']}")
    cycle = Cycle(
        Request("POST", "/products", JSON, _MADE),
        Request("GET", "/products/{id}"),
        Request("DELETE", "/products/{id}"),
        made,
    )

    def windowed(window: Window) -> Plan:
        return Plan((Request("GET", f"{search}&{between}"),), window=window, rows=_count)

    return {
        "list": Plan((listing,), lambda body: _count(body) == LIST_ROWS),
        "search": Plan((page,), lambda body: _count(body) == MAX_ROWS),
        "get": Plan((product,), lambda body: bool(json.loads(body)["product_id"] == shop.products[0]["product_id"])),
        "different": windowed(shop.window(MATCHES)),
        "broad": windowed(shop.window(len(shop.products) // 2)),
        "different-writes": Plan(cycle=cycle),
        "changes": Plan(cycle=cycle),
        "mixed": Plan((listing, page, product), cycle=cycle, writes_every=10),
    }


def _count(body: bytes) -> int:
    content = json.loads(body)
    return len(content["data"] if isinstance(content, dict) else content)


def _json_server(folder: Path, shop: Shop, port: int) -> list[str]:
    (folder / "public").mkdir(exist_ok=True)
    file = write_json(folder / "db.json", _rows(shop))
    program = _JSON_SERVER.modules / "json-server" / "lib" / "bin.js"
    return [node(), str(program), "--port", str(port), "--host", "127.0.0.1", file]


def _json_server_plans(shop: Shop) -> Mapping[str, Plan]:
    search = f"/products?_page=1&_per_page={MAX_ROWS}"
    plans = _plans(shop, search, "modified:gte={from}&modified:lte={to}", '"made": true,\n  "id": "')
    number = _rows(shop)["products"][0]["categoryId"]
    embedded = Request("GET", f"/nodes/{number}?_embed=products")
    return plans | {"tree": Plan((embedded,), lambda body: bool(json.loads(body)["id"] == number))}


JSON_SERVER = Candidate(
    "json-server 1.0.0-beta.15",
    "filters and stores; tree: a row with its products embedded",
    _json_server,
    _json_server_plans,
    ready=Request("GET", "/categories"),
    packages=(NODE, _JSON_SERVER),
    filters_and_stores=True,
    variables={"NODE_ENV": "production"},
)


def _mockoon(folder: Path, shop: Shop, port: int) -> list[str]:
    rows = _rows(shop)
    routes = [
        *(_route(name, "crud", "", name, "DATABUCKET", name) for name in ("products", "categories")),
        *(
            _route(name, "http", request.method.lower(), path_of(request)[1:], "INLINE", shop.answers[name].decode())
            for name, request in REPEATED.items()
            if name in ("tree", "commerscale")
        ),
    ]
    content = {
        "uuid": "environment",
        "lastMigration": 33,
        "name": "benchmark",
        "port": port,
        "hostname": "127.0.0.1",
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": route["uuid"]} for route in routes],
        "data": [
            {"uuid": f"data-{name}", "id": name, "name": name, "value": json.dumps(rows[name])}
            for name in ("products", "categories")
        ],
    }
    program = _MOCKOON.modules / "@mockoon" / "cli" / "bin" / "run.js"
    file = write_json(folder / "environment.json", content)
    flags = ("--repair", "--disable-log-to-file", "--admin-api-token", _TOKEN)
    return [node(), str(program), "start", "--data", file, "--port", str(port), *flags]


def _route(name: str, kind: str, method: str, endpoint: str, body_type: str, body: str) -> dict[str, Any]:
    answer = {
        "uuid": f"answer-{name}",
        "body": body if body_type == "INLINE" else "{}",
        "latency": 0,
        "statusCode": 200,
        "label": "",
        "headers": [{"key": "Content-Type", "value": "application/json"}],
        "bodyType": body_type,
        "databucketID": body if body_type == "DATABUCKET" else "",
        "disableTemplating": True,
        "crudKey": "id",
        "default": True,
    }
    return {
        "uuid": f"route-{name}",
        "type": kind,
        "documentation": "",
        "method": method,
        "endpoint": endpoint,
        "responses": [answer],
    }


def _mockoon_plans(shop: Shop) -> Mapping[str, Plan]:
    search = f"/products?page=1&limit={MAX_ROWS}"
    plans = _plans(shop, search, "modified_gte={from}&modified_lte={to}", '"made":true,"id":"')
    recorded = {name: Plan((REPEATED[name],), shop.answer_is(name)) for name in ("tree", "commerscale")}
    return plans | recorded


MOCKOON = Candidate(
    "Mockoon CLI 9.9.0",
    "filters and stores (data bucket); tree and commerscale: recorded answers",
    _mockoon,
    _mockoon_plans,
    ready=Request("GET", "/categories"),
    packages=(NODE, _MOCKOON),
    filters_and_stores=True,
    reset=lambda _shop, _port: Request("POST", "/mockoon-admin/state/purge", {"Authorization": f"Bearer {_TOKEN}"}),
    change=Request("POST", "/products", JSON, _MADE),
)
