"""Random calls of all vendors and of the control plane, and their responses in one sandbox."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
from hypothesis import strategies as st

from mockapi.client.client import MockClient
from tests.support import web
from tests.support.altegio import SHAMPOO, TOKENS
from tests.support.commerscale import FIRST, KEY, ROOT, SECOND, texts
from tests.support.deconetwork import ALL_PRODUCTS, CREDENTIALS, FORM, numbered

ALTEGIO = {"Authorization": TOKENS}
CREATED = "7670e927-44a6-4967-8f6e-ae9557d0b9a6"
"""Id of the first category of Commerscale that a sandbox creates."""


class Call(NamedTuple):
    """A request for any sandbox; "SANDBOX" in its path is replaced by the sandbox's name."""

    method: str
    path: str
    content: bytes = b""
    headers: Mapping[str, str] = {}


class Answer(NamedTuple):
    """The parts of a response that do not depend on the time of day."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


def send(server: MockClient, prefix: str, name: str, call: Call, **headers: str) -> Answer | str:
    """Return the response to a call, or the name of the exception that the client raises."""
    path = call.path.replace("SANDBOX", name)
    try:
        answer = web.request(
            call.method, server.url + prefix + path, content=call.content, headers={**call.headers, **headers}
        )
    except httpx.TransportError as error:
        return type(error).__name__
    told = [(key, value) for key, value in answer.headers.multi_items() if key != "date"]
    return Answer(answer.status_code, told, answer.content)


def begin(server: MockClient, *names: str) -> None:
    """Let a server be as if it had just started, as far as these sandboxes and all snapshots go."""
    for snapshot in server.call("GET", "/__admin/snapshots")["snapshots"]:
        server.delete_snapshot(snapshot["name"])
    for name in names:
        server.create_sandbox(name)


def _altegio(method: str, path: str, body: Any = None) -> Call:
    return Call(method, f"/api/v1{path}", b"" if body is None else json.dumps(body).encode(), ALTEGIO)


def _deconetwork(form: Mapping[str, Any]) -> Call:
    content = urlencode({**CREDENTIALS, **form}).encode()
    return Call("POST", "/api/json/manage_products/find", content, {"Content-Type": FORM})


def _commerscale(operation: str, **members: Any) -> Call:
    return Call("POST", f"{ROOT}/{operation}", json.dumps({"authentication": KEY, **members}).encode())


def _admin(method: str, path: str, body: Any = None) -> Call:
    return Call(method, f"/__admin/{path}", b"" if body is None else json.dumps(body).encode())


_TITLES = ("Manicure", "Скидка")
_CATEGORIES = (2_000_001, 2_000_002)
_PRODUCTS = (789, 2_000_000_001)
_FORMS = (ALL_PRODUCTS, numbered(1, field=3, condition=1, string="sanmar"), {**ALL_PRODUCTS, "limit": 2})

_VENDORS = [
    *(_altegio("POST", "/goods_categories/1", {"title": title}) for title in _TITLES),
    *(_altegio("PUT", f"/goods_categories/1/{number}", {"title": "Hair"}) for number in _CATEGORIES),
    *(_altegio("DELETE", f"/goods_categories/1/{number}") for number in _CATEGORIES),
    *(_altegio("POST", "/goods/4564", SHAMPOO | {"title": title}) for title in _TITLES),
    *(_altegio("PUT", f"/goods/4564/{number}", SHAMPOO | {"title": "Hair"}) for number in _PRODUCTS),
    *(_altegio("DELETE", f"/goods/4564/{number}") for number in _PRODUCTS),
    *(_altegio("GET", f"/goods/search/4564?term={title}") for title in _TITLES),
    *(_altegio("GET", path) for path in ("/company/1/goods_categories", "/goods/4564", "/goods/1?count=5")),
    *(_deconetwork(form) for form in _FORMS),
    *(_commerscale("create", data=[texts(slug=slug)]) for slug in ("one", "two")),
    *(_commerscale("update", data=[{"id": key, "name": "New"}]) for key in (FIRST, SECOND, CREATED)),
    *(_commerscale("delete", data=[{"id": key}]) for key in (SECOND, CREATED)),
    *(_commerscale("get", filters={"slug": [slug]}) for slug in ("one", "two")),
    _commerscale("count"),
    _commerscale("get", pagination={"limit": 3}),
]

_OWN_ROWS = [
    _admin("POST", "data/altegio/category", [{"location_id": 1, "title": "Mine"}]),
    _admin("POST", "data/altegio/category", [{"location_id": 1, "title": "Mine"}, {"title": "Nowhere"}]),
    _admin("DELETE", "data/commerscale/category"),
    _admin("DELETE", "data/deconetwork/product"),
    _admin("GET", "data/altegio/category?limit=1000"),
    _admin("GET", "data/deconetwork/product?limit=3"),
]

_FAULTS = [
    _admin("POST", "faults", {"vendor": "altegio", "error": 429, "times": 2}),
    _admin(
        "POST", "faults", {"vendor": "commerscale", "operation": "products/categories/create", "error": 500, "after": 1}
    ),
    _admin("POST", "faults", {"fault": "lost_response", "times": 1}),
    _admin("POST", "faults", {"fault": "late_apply", "times": 1}),
    _admin("POST", "faults", {"vendor": "deconetwork", "fault": "TRUNCATED_BODY", "ttlSeconds": 60}),
    _admin("DELETE", "faults"),
    _admin("GET", "faults"),
]

_CLOCK = [
    _admin("PUT", "clock", {"advance": 1}),
    _admin("PUT", "clock", {"advance": -3600}),
    _admin("PUT", "clock", {"freeze": "2031-02-03T04:05:06Z"}),
    _admin("PUT", "clock", {"reset": True}),
    _admin("PUT", "clock", {"advance": 1e12}),
    _admin("GET", "clock"),
]

_ONE_EACH = {name: [{"requests": 1, "seconds": 60}] for name in ("altegio", "commerscale", "deconetwork")}
_QUOTAS = [
    _admin("PUT", "quotas", _ONE_EACH),
    _admin("PUT", "quotas", {"commerscale": True}),
    _admin("PUT", "quotas", {"altegio": False}),
    _admin("GET", "quotas"),
]

_WHOLE = [
    _admin("POST", "reset"),
    *(_admin("POST", "reset", {part: False}) for part in ("data", "faults", "clock", "quotas")),
    *(_admin("PUT", f"snapshots/SANDBOX.{name}") for name in ("first", "second")),
    *(_admin("POST", f"snapshots/SANDBOX.{name}/restore") for name in ("first", "second")),
    _admin("POST", "seed", {"seed": 7, "products": 3}),
    _admin("GET", "seed"),
]

CALLS = st.sampled_from([*_VENDORS, *_VENDORS, *_OWN_ROWS, *_FAULTS, *_CLOCK, *_QUOTAS, *_WHOLE])
