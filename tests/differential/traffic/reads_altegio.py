"""Generates reads of Altegio: lists, trees, searches, pages, wrong ids, wrong credentials."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.differential.pair import Pair
from tests.differential.traffic.known import (
    AUTHORIZED,
    LIMITED_TOKENS,
    LOCATIONS,
    LOGGED_IN_TOKENS,
    PARTNER,
    TOKENS,
    altegio,
    in_sandbox,
)
from tests.differential.wire import Headers, Request

READS = 650
BASES = ("/api/v1", "/api/v1", "/api/v1", "", "/_mock/en/b2b-v1/openapi", "/altegio/api/v1", "/altegio")

STRANGE_SEGMENTS = (
    *(
        "0",
        "-1",
        "abc",
        "1.5",
        "007",
        "+1",
        "%31",
        "1%2F2",
        "%00",
        "%ff",
        "%0a",
        "1%0A",
        "٣".encode().decode("latin-1"),
    ),
    *(
        "9223372036854775807",
        "9223372036854775808",
        "9" * 400,
        "1;a=b",
        "~1",
        "' OR 1=1 --".replace(" ", "%20"),
        "null",
    ),
)
NUMBERS = ("0", "1", "2", "3", "7", "25", "100", "101", "1000", "1001", "-1", "", "abc", "1.0", " 2", "9" * 30, "%32")
INSTANTS = (
    *("2017-01-01T12:00:00", "2018-06-01T00:00:00Z", "2019-03-01T12:30:00+02:00", "2020-01-01T00:00:00-0500"),
    *(
        "2026-01-01T12:00:00.123456",
        "2030-01-02T03:04:05Z",
        "1969-12-31T23:59:59Z",
        "2018-06-01",
        "2018-13-01T00:00:00",
    ),
    *("2018-02-30T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-1200", "yesterday", "1500000000", ""),
)
TERMS = (
    "a",
    "co",
    "shirt",
    "COTTON",
    "Root",
    "ä",
    "é",
    "Beauté",
    "Скидка",
    "%",
    "_",
    "'",
    '"',
    "\x1f",
    "1",
    "00",
    "z" * 99,
)
AUTHORIZATIONS: tuple[Headers, ...] = (
    (),
    (("Authorization", PARTNER),),
    (("Authorization", LIMITED_TOKENS),),
    (("Authorization", LOGGED_IN_TOKENS),),
    (("Authorization", f"{PARTNER}, User nobody"),),
    (("Authorization", f"{PARTNER},User altegio-user-token"),),
    (("Authorization", "Bearer wrong, User altegio-user-token"),),
    (("Authorization", TOKENS.lower()),),
    (("Authorization", "Basic dXNlcjpwYXNz"),),
    (("Authorization", ""),),
    (("authorization", TOKENS), ("Accept", "application/vnd.api.v2+json")),
    (("Authorization", TOKENS), ("Authorization", TOKENS)),
)


@dataclass
class Shop:
    """Hold ids and words of the shop, as the server tells them."""

    products: list[int] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    changes: list[tuple[int, str]] = field(default_factory=list)
    """When something was changed, and in which location."""


def run(pair: Pair, random: Random) -> None:
    """Send the generated reads."""
    shop = learn(pair)
    for _ in range(READS):
        request = _read(random, shop)
        headers = random.choice(AUTHORIZATIONS) if random.random() < 0.1 else AUTHORIZED
        request = Request(request.method, random.choice(BASES) + request.target, headers, request.body)
        pair.ask(in_sandbox(request, random.choice(("default", "altegio.reads"))))
    for request in _bounds(random, shop):
        pair.ask(request)


def learn(pair: Pair) -> Shop:
    """Ask for what the locations have."""
    shop = Shop()
    for location in LOCATIONS:
        for page in (1, 2):
            answer = pair.ask(altegio("GET", f"/goods/{location}?count=60&page={page}"))
            for product in json.loads(answer.body)["data"]:
                shop.products.append(product["good_id"])
                shop.changes.append((location, product["last_change_date"]))
                shop.words += [product["title"], product["article"], product["barcode"]]
        answer = pair.ask(altegio("GET", f"/company/{location}/goods_categories"))
        shop.categories += [category["id"] for category in json.loads(answer.body)["data"]]
    shop.words = [word for word in shop.words if word]
    return shop


def _read(random: Random, shop: Shop) -> Request:
    """Draw a read: mostly of what is there."""
    location = _segment(random, LOCATIONS)
    category, product = _segment(random, shop.categories), _segment(random, shop.products)
    path, query = random.choice(
        (
            (f"/goods/search/{location}", _search(random, shop)),
            (f"/goods/search/{location}", _search(random, shop)),
            (f"/goods/{location}/{product}", {}),
            (f"/goods/{location}", _page(random, shop)),
            (f"/goods/{location}", _page(random, shop)),
            (f"/company/{location}/goods_categories", {}),
            (f"/company/{location}/goods_categories/{category}", {}),
            (f"/goods/category_node/{location}/{category}", _paging(random)),
            (f"/goods/category_node/{location}/{category}", _paging(random)),
            (f"/goods_categories/multiple/{location}", _ids(random, shop)),
            (f"/goods_categories/{location}", {}),
            (f"/goods_categories/{location}/{category}", {}),
        )
    )
    text = urlencode(query, doseq=True, safe=random.choice(("", "[]", "[],:")))
    target = path + random.choice(("", "", "", "", "", "/", "//")) + (f"?{text}" if text else "")
    return Request(random.choice(("GET",) * 30 + ("HEAD", "PATCH", "OPTIONS", "get")), target)


def _segment(random: Random, known: Any) -> str:
    return random.choice(STRANGE_SEGMENTS) if random.random() < 0.07 else str(random.choice(known))


def _word(random: Random, shop: Shop) -> str:
    if random.random() < 0.3:
        return random.choice(TERMS)
    word = random.choice(shop.words)
    begin = random.randrange(len(word))
    part = word[begin : begin + random.randint(1, 8)]
    return random.choice((part, part.upper(), part.lower(), word))


def _search(random: Random, shop: Shop) -> dict[str, Any]:
    query: dict[str, Any] = {}
    if random.random() < 0.9:
        query[random.choice(("term", "search_term"))] = _word(random, shop)
    if random.random() < 0.4:
        query[random.choice(("count", "max_count"))] = random.choice(NUMBERS)
    return query


def _paging(random: Random) -> dict[str, Any]:
    return {name: random.choice(NUMBERS) for name in ("page", "count") if random.random() < 0.5}


def _page(random: Random, shop: Shop) -> dict[str, Any]:
    query = _paging(random)
    if random.random() < 0.4:
        query["term"] = _word(random, shop)
    if random.random() < 0.3:
        query["category_id"] = random.choice((*NUMBERS, *map(str, shop.categories)))
    for name in ("changed_after", "changed_before"):
        if random.random() < 0.4:
            query[name] = random.choice((*INSTANTS, random.choice(shop.changes)[1]))
    return query


def _ids(random: Random, shop: Shop) -> dict[str, Any]:
    numbers = [str(random.choice((*shop.categories, *NUMBERS))) for _ in range(random.randint(0, 5))]
    name = random.choice(("ids[]", "ids", "id", "ids[0]", "id[]", "ids[x]", "ID"))
    return {name: ",".join(numbers)} if random.random() < 0.4 else {name: numbers}


def _bounds(random: Random, shop: Shop) -> list[Request]:
    """Write reads that begin or end at the very second of a change."""
    return [
        altegio("GET", f"/goods/{location}?{urlencode({name: instant, 'count': 1000})}")
        for location, instant in random.sample(shop.changes, 25)
        for name in ("changed_after", "changed_before")
    ]
