"""mockapi, as its users run it; and the limit: uvicorn alone."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.peers.candidate import STATIC, Candidate, path_of, recorded_plans, write_json
from tests.benchmarks.requests import MAX_ROWS, Cycle, Plan, Request
from tests.benchmarks.shop import DEFAULT_PRODUCTS, FIND, JSON, MATCHES, REPEATED, TOKENS, Shop, write_fixtures

_JSON_TOKENS = {**TOKENS, **JSON}
CATEGORIES = Cycle(
    Request("POST", "/api/v1/goods_categories/1", _JSON_TOKENS, '{"title": "Made {n}"}'),
    Request("GET", "/api/v1/goods_categories/multiple/1?ids[]={id}", TOKENS),
    Request("DELETE", "/api/v1/goods_categories/1/{id}", TOKENS),
    made='{"success":true,"data":{"id":',
    got='{"success":true,"data":[{"id":',
)
_PRODUCT = {"title": "Made {n}", "category_id": 10001, "sale_unit_id": 216760, "service_unit_id": 216760}
PRODUCTS = Cycle(
    Request("POST", "/api/v1/goods/1", _JSON_TOKENS, json.dumps(_PRODUCT)),
    Request("GET", "/api/v1/goods/1/{id}", TOKENS),
    Request("DELETE", "/api/v1/goods/1/{id}", TOKENS),
    made='"good_id":',
)


def serve(folder: Path, port: int, *arguments: str) -> list[str]:
    """Return the command that serves, with the location of the load `list`."""
    write_fixtures(folder / "fixtures")
    return [*bare(port), "--fixtures", str(folder / "fixtures"), *arguments]


def bare(port: int) -> list[str]:
    """Return the command that serves, with default settings."""
    return [sys.executable, "-m", "mockapi", "serve", "--port", str(port)]


def _command(folder: Path, shop: Shop, port: int) -> list[str]:
    return serve(folder, port, *(["--products", str(shop.size)] if shop.size != DEFAULT_PRODUCTS else []))


def _plans(shop: Shop) -> Mapping[str, Plan]:
    def search(matches: int) -> Plan:
        dates = "field=5&condition=7&date1={from_date}&date2={to_date}&sortby=4"
        request = Request("GET", f"{FIND}&{dates}&limit={MAX_ROWS}")
        return Plan((request,), window=shop.window(matches), rows=lambda body: len(json.loads(body)["products"]))

    return {
        **recorded_plans(shop),
        "different": search(MATCHES),
        "broad": search(len(shop.products) // 2),
        "different-writes": Plan(cycle=PRODUCTS),
        "changes": Plan(cycle=CATEGORIES),
        "mixed": Plan(tuple(REPEATED[name] for name in ("list", "search", "get")), cycle=CATEGORIES, writes_every=10),
    }


MOCKAPI = Candidate(
    "mockapi",
    "default settings: journal and sandboxes on",
    _command,
    _plans,
    reset=lambda _shop, _port: Request("POST", "/__admin/reset"),
    change=CATEGORIES.create,
    is_ours=True,
    filters_and_stores=True,
)

WITHOUT_WIRE_CACHE = ("--wire-cache", "off")
WIRE_CACHE_OFF = Candidate(
    "mockapi, wire cache off",
    "every request is parsed; otherwise default settings",
    lambda folder, shop, port: [*_command(folder, shop, port), *WITHOUT_WIRE_CACHE],
    recorded_plans,
    is_ours=True,
    has_loads_alone=True,
    short_name="wire-cache-off",
)


def _uvicorn(folder: Path, shop: Shop, port: int) -> list[str]:
    answers = {path_of(request): shop.answers[name].decode() for name, request in REPEATED.items()}
    file = write_json(folder / "answers.json", answers)
    return [sys.executable, str(Path(__file__).with_name("ready_bytes.py")), str(port), file]


LIMIT = Candidate("uvicorn, ready bytes", f"the limit: no framework, {STATIC}", _uvicorn, recorded_plans, is_limit=True)
