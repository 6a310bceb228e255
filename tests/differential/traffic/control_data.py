"""Shows, loads and clears rows of the vendors' tables, rightly and wrongly."""

import json
from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.known import TEXTS, altegio, commerscale, control, deconetwork, in_sandbox
from tests.differential.wire import Request

NAME = "control.data"
MUTATED = 220
TABLES = (
    *("altegio/location", "altegio/category", "altegio/product", "deconetwork/category", "deconetwork/product"),
    "commerscale/category",
)
VALUES: tuple[Any, ...] = (
    *(
        None,
        "",
        "x",
        "1",
        0,
        1,
        -1,
        1.5,
        2**53,
        2**64,
        True,
        [],
        {},
        [1],
        [None],
        [{"id": 1}],
        [7, 7],
        216760,
        "x" * 300,
    ),
    *(
        "2030-01-02T03:04:05",
        "2030-01-02 03:04:05",
        "2030-13-01 00:00:00",
        "A",
        "\x00",
        1e300,
        [{"storage_id": 1, "amount": 2}] * 2,
    ),
)
NAMED = {name: name for name in TEXTS}


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    pair.ask(in_sandbox(control("GET", "/data"), NAME))
    rows = {}
    for table in TABLES:
        rows[table] = json.loads(pair.ask(in_sandbox(control("GET", f"/data/{table}?limit=40"), NAME)).body)["rows"]
        for query in (
            "?limit=2&offset=3",
            "?limit=0",
            "?limit=1001",
            "?offset=-1",
            "?offset=100000",
            "?limit=x",
            "?page=1",
        ):
            pair.ask(in_sandbox(control("GET", f"/data/{table}{query}"), NAME))
    for path in (
        "altegio",
        "altegio/",
        "altegio/categry",
        "altegi/category",
        "deconetwork/products",
        "x/y",
        "commerscale/a%2Fb",
    ):
        for method in ("GET", "POST", "DELETE"):
            pair.ask(in_sandbox(control(method, f"/data/{path}", [] if method == "POST" else None), NAME))
    _load_right_rows(pair, rows)
    for _ in range(MUTATED):
        table = random.choice(TABLES)
        pair.ask(in_sandbox(control("POST", f"/data/{table}", _mutated(random, rows[table])), f"{NAME}.wrong"))
    for table in TABLES:
        pair.ask(in_sandbox(control("GET", f"/data/{table}?limit=1000"), f"{NAME}.wrong"))
    _clear(pair)


def _right_rows() -> list[tuple[str, Any]]:
    """Write rows that every table takes, with and without ids."""
    size = {"id": 1, "name": "M", "code": "M", "sub_options": []}
    sku = {
        "size_id": 1,
        "subsize_id": None,
        "color_id": 5,
        "sku": "a",
        "gtin": "",
        "dn_sku_id": "",
        "price": 1,
        "cost": 0.5,
    }
    shirt = {"id": 900_100, "code": "T1", "name": "Shirt", "supplier": "S", "brand": "B", "category_ids": [900_001]}
    shirt |= {
        "sizes": [size],
        "colors": [{"id": 5, "name": "Red"}],
        "skus": [sku],
        "date_modified": "2030-01-02T03:04:05",
    }
    category = {**NAMED, "author": "", "createdon": "2030-01-02 03:04:05"}
    product = {"location_id": 77, "category_id": 900, "title": "Own", "changed_at": 1}
    product |= {"sale_unit_id": 216760, "service_unit_id": 216760}
    root = {"id": 900, "location_id": 77, "title": "Root"}
    new = {"location_id": 77, "title": "B", "parent_id": 3_000_000}
    return [
        ("altegio/location", [{"id": 77, "title": "Own", "currency": "EUR", "utc_offset": 3600}]),
        ("altegio/category", [root, {"location_id": 77, "title": "Child", "parent_id": 900}]),
        ("altegio/category", [new, {"id": 3_000_000, "location_id": 77, "title": "A"}]),
        ("altegio/product", [product, {**product, "actual_amounts": [{"storage_id": 1, "amount": 2.0}]}]),
        (
            "deconetwork/category",
            [{"id": 900_001, "name": "Own"}, {"id": 900_002, "name": "Sub", "parent_id": 900_001}],
        ),
        ("deconetwork/product", [shirt]),
        ("commerscale/category", [category, {**category, "id": "aaaaaaaa-0000-4000-8000-000000000000"}]),
        ("commerscale/category", [{**category, "position": 5000}]),
    ]


def _load_right_rows(pair: Pair, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Load rows of every table, and see them at the vendors; then rows that are there already."""
    loads = _right_rows()
    loads += [(table, content) for table in TABLES for content in ([], rows[table][:1], rows[table][0])]
    for table, content in loads:
        pair.ask(in_sandbox(control("POST", f"/data/{table}", content), NAME))
    reads = (
        altegio("GET", "/company/77/goods_categories"),
        altegio("GET", "/goods/77"),
        altegio("POST", "/goods_categories/77", {"title": "Next"}),
        deconetwork("get", {"id": 900_100}),
        deconetwork("find", {"field": 1, "condition": 1, "string": "t1"}),
        commerscale("get", filters={"slug": ["slug"]}),
        commerscale("create", data={**NAMED, "slug": "next"}),
    )
    for request in reads:
        pair.ask(in_sandbox(request, NAME))
    for table in TABLES:
        pair.ask(in_sandbox(control("GET", f"/data/{table}?limit=1000"), NAME))


def _mutated(random: Random, rows: list[dict[str, Any]]) -> Any:
    """Draw rows like those that are there, some of them wrong in a member or two."""
    drawn = []
    for _ in range(random.choice((1, 1, 2, 3, 30))):
        row = json.loads(json.dumps(random.choice(rows)))
        for key in ("id", "position"):
            if isinstance(row.get(key), int) and random.random() < 0.8:
                row[key] = random.randrange(1_000_000, 9_000_000)
            if random.random() < 0.2:
                row.pop(key, None)
        for _ in range(random.choice((0, 1, 1, 2))):
            name = random.choice(list(row) or ["title"])
            change = random.random()
            if change < 0.2:
                row.pop(name, None)
            elif change < 0.35:
                row[name[:-1] + random.choice(("", "x"))] = row.get(name)
            else:
                row[name] = random.choice(VALUES)
        drawn.append(row if random.random() < 0.97 else random.choice(VALUES))
    return drawn


def _clear(pair: Pair) -> None:
    """Clear tables, in an order that some of them refuse."""
    for table in (*TABLES, *reversed(TABLES)):
        pair.ask(in_sandbox(control("DELETE", f"/data/{table}"), NAME))
        pair.ask(in_sandbox(control("GET", f"/data/{table}"), NAME))
    pair.ask(in_sandbox(control("GET", "/data"), NAME))
    for request in (
        altegio("GET", "/goods/1"),
        altegio("POST", "/goods_categories/1", {"title": "x"}),
        deconetwork("find", {"field": 4, "condition": 4, "string": 0}),
        commerscale("get"),
        commerscale("count"),
        Request("POST", "/__admin/data/altegio/category", (), b'[{"location_id": 1, "title": "\xed\xa0\x80"}]'),
    ):
        pair.ask(in_sandbox(request, NAME))
