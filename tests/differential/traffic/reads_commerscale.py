"""Generates calls of Commerscale: filters, pages, JSON of all kinds, wrong credentials, and wrong writes."""

import json
from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.known import (
    APP_KEY,
    COMMERSCALE,
    EMAIL,
    FIRST,
    KEY,
    SECOND,
    THIRD,
    commerscale,
    in_sandbox,
    texts,
    to_json,
)
from tests.differential.wire import Request

CALLS = 350
CREDENTIALS: tuple[Any, ...] = (
    *(APP_KEY, EMAIL, {}, {"apiKey": "wrong"}, {"apiKey": None}, {"apiKey": 1, **EMAIL}, {"appApiKey": ""}),
    *(
        {"email": "owner@example.com"},
        {**EMAIL, "password": "x"},
        {**KEY, "appApiKey": "x"},
        None,
        [],
        "x",
        {"apikey": "x"},
    ),
)
STRANGE: tuple[Any, ...] = (
    None,
    "",
    [],
    {},
    0,
    -1,
    1.5,
    True,
    "1",
    " 2 ",
    "x" * 256,
    [""],
    [None],
    [[]],
    ["x", 1],
    {"a": 1},
)
DATES = ("2016-10-03", "2016-10-03 16:07:40", "2017-02-29", "2016-10-03T16:07:40", "2016-10-03 24:00:00", "")


def run(pair: Pair, random: Random) -> None:
    """Send the generated calls, then bodies that are barely JSON or none."""
    categories = json.loads(pair.ask(commerscale("get")).body)
    for _ in range(CALLS):
        body = _read(random, categories) if random.random() < 0.8 else _wrong_write(random)
        operation = body.pop("operation")
        body["authentication"] = random.choice(CREDENTIALS) if random.random() < 0.1 else KEY
        if random.random() < 0.02:
            del body["authentication"]
        target = random.choice(("", "", "/commerscale")) + f"{COMMERSCALE}/{operation}"
        pair.ask(
            in_sandbox(
                Request("POST", target, (), _written(random, body)), random.choice(("default", "commerscale.reads"))
            )
        )
    for content in _bodies():
        for operation in ("get", "delete"):
            pair.ask(Request("POST", f"{COMMERSCALE}/{operation}", (), content))
    for request in _misplaced():
        pair.ask(request)


def _read(random: Random, categories: list[dict[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = {"operation": random.choice(("get", "get", "count"))}
    if random.random() < 0.8:
        body["filters"] = _filters(random, categories)
    if random.random() < 0.5:
        body["pagination"] = {
            name: random.choice((1, 2, 3, 10, 50, 1000, 1001, "4", 10**20, *STRANGE))
            for name in ("pageNumber", "pageSize", "pagesize")
            if random.random() < 0.6
        }
    if random.random() < 0.03:
        body[random.choice(("filters", "pagination"))] = random.choice(STRANGE)
    return body


def _filters(random: Random, categories: list[dict[str, Any]]) -> dict[str, Any]:
    filters: dict[str, Any] = {}
    some = random.sample(categories, random.randint(1, 4))
    for name in ("id", "name", "slug"):
        if random.random() < 0.35:
            filters[name] = [random.choice((str.upper, str))(category[name]) for category in some]
    for name in ("createdon_min", "createdon_max"):
        if random.random() < 0.3:
            filters[name] = random.choice((*DATES, *(category["createdon"] for category in some)))
    if random.random() < 0.12:
        filters[random.choice((*filters, "id", "slug", "colour"))] = random.choice(STRANGE)
    return filters


def _wrong_write(random: Random) -> dict[str, Any]:
    """Draw a write that is refused."""
    entry = texts(**{random.choice(("name", "slug", "description", "author")): random.choice(STRANGE)})
    entry.pop(random.choice(list(entry)))
    data = random.choice((entry, [entry], [entry] * 3, [], {}, None, "x", [1], [texts(), entry], [texts()] * 1001))
    if random.random() < 0.3:
        ids = random.choice((["not a GUID"], [], [FIRST, "x"], [FIRST.upper(), 1], None, FIRST))
        form: Any
        name, form = random.choice(("filter", "filters")), random.choice(({"id": ids}, [{"id": ids}], [ids], [{}, {}]))
        return {"operation": "delete", name: form}
    if random.random() < 0.3:
        return {"operation": "update", "data": [texts(id=random.choice(("x", None, THIRD[:-1], THIRD + "0")))]}
    return {"operation": random.choice(("create", "update")), "data": data}


def _written(random: Random, body: dict[str, Any]) -> bytes:
    """Write JSON strictly, or in one of the lenient ways that the vendor takes."""
    strict = to_json(body)
    if random.random() < 0.7:
        return strict
    text = strict.decode()
    quotes = text.replace("'", "\\'").replace('"', "'") if '\\"' not in text else text
    return random.choice(
        (
            quotes,
            f"// comment\n{text}",
            f"/* a */{text}",
            text[:-1] + ",}",
            f"\ufeff{text}",
            f"  {text}\n\n",
            text + "x",
        )
    ).encode()


def _bodies() -> list[bytes]:
    """Write bodies that are barely JSON, or none."""
    key = b'"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}'
    return [
        *(b"", b" ", b"null", b"[]", b'"x"', b"1", b"{", b"{}", b"{'a'}", b"\xff\xfe", b"\xef\xbb\xbf{" + key + b"}"),
        b"{authentication: {apiKey: 'jjns7519v1v3ns6xU162'}}",
        b"{" + key + b", filters: {slug: ['category-2',],},}",
        b"{" + key + b', "filters": {"name": ["\\ud800"]}}',
        b"{" + key + b', "filters": {"name": ["a\\u0000b"]}}',
        b"{" + key + b', "filters": {"name": ["\xed\xa0\x80"]}}',
        b"{" + key + b', "pagination": {"pageSize": +2}}',
        b"{" + key + b', "pagination": {"pageSize": 0x2}}',
        b"{" + key + b', "pagination": {"pageSize": 2.0}}',
        b"{" + key + b', "pagination": {"pageSize": NaN}}',
        b"{" + key + b', "pagination": {"pageSize": Infinity}}',
        b"{" + key + b', "pagination": {"pageSize": 2e0}}',
        b"{" + key + b', "pagination": {"pageSize": ' + b"9" * 5000 + b"}}",
        b"{" + key + b', "filters": {"slug": ["category-2"]}, "filters": {"slug": ["category-3"]}}',
        b"{" + key + b', "filters": {"slug": ["category\\\n-2"]}}',
        b"{" + key + b', "filters": ' + b"[" * 99 + b"]" * 99 + b"}",
        b"{" + key + b', "filters": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}",
    ]


def _misplaced() -> list[Request]:
    """Write calls with another method, path or type."""
    body = to_json({"authentication": KEY, "pagination": {"pageSize": 2}})
    types = (
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    )
    methods = ("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "post", "BREW")
    paths = ("get/", "get//", "Get", "g%65t", "get%2F", "list", "", "get/1", "get;a=b", "%67et?x=1", "get?pageSize=1")
    return [
        *(Request("POST", f"{COMMERSCALE}/get", (("Content-Type", kind),), body) for kind in types),
        *(Request(method, f"{COMMERSCALE}/get", (), body) for method in methods),
        *(Request("POST", f"{COMMERSCALE}/{path}", (), body) for path in paths),
        *(
            Request("POST", path, (), body)
            for path in ("/api/v1/products", "/api/v1/products/", "/api/v1/products/tags/get")
        ),
        commerscale("get", filters={"id": [FIRST, SECOND, THIRD]}, pagination={"pageNumber": 2, "pageSize": 2}),
    ]
