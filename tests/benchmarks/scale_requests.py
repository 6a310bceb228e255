"""Every kind of search that the vendors have, as different requests to a shop of a given size."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from random import Random
from string import ascii_lowercase
from urllib.parse import urlencode

TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
CREDENTIALS = {"username": "mock-user", "password": "mock-password"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
FIRST_PRODUCT = 30_000_001
WORDS = (
    "cotton",
    "organic",
    "crêpe",
    "хлопок",
    "premium",
    "men's choice",
    "trucker",
    "scrubs",
    "gel colours",
    "joggers",
)
PAGE = 25
LATEST, BETWEEN = 5, 7


@dataclass(frozen=True)
class Request:
    """A request; `expected` is a part of every correct response."""

    method: str
    path: str
    body: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: TOKENS)
    expected: bytes = b""


Requests = Callable[[int, int], Iterator[Request]]
"""The number of products, and how many requests of each variant."""


def _find(variants: Callable[[Random, int], Iterator[dict[str, object]]]) -> Requests:
    def requests(size: int, rounds: int) -> Iterator[Request]:
        draw = Random(size)
        # There are many variants of these: each round takes all, so few rounds do.
        for _ in range(max(1, rounds // 10)):
            for conditions in variants(draw, size):
                query = urlencode({**CREDENTIALS, **conditions})
                yield Request("GET", f"/api/json/manage_products/find?{query}", expected=b'"code":10001')

    return requests


def _value(draw: Random, field_number: int, size: int) -> dict[str, object]:
    number = draw.randrange(size)
    if field_number == LATEST:
        return {"date1": f"{2016 + number % 9}-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:00:00"}
    texts = {1: f"{draw.choice('UHSDECMJTLPV')}{4001 + number}", 2: draw.choice(WORDS), 3: draw.choice("bcfghjmrsw")}
    return {"string": texts.get(field_number, FIRST_PRODUCT + number)}


def _conditions(draw: Random, size: int) -> Iterator[dict[str, object]]:
    """Every field, comparison, order, and the first page, one in the middle and one near the end."""
    for number, comparison, order, depth in product(range(1, 6), range(1, 8), range(1, 7), (0, 0.25, 0.5, 0.95)):
        if comparison == BETWEEN and number != LATEST:
            continue
        values = _value(draw, number, size) | {"date2": f"2026-01-{1 + draw.randrange(28):02}"}
        offset = int(depth * size) + draw.randrange(20) if depth else 0
        yield {"field": number, "condition": comparison, "sortby": order, "offset": offset, **values}


def _several_conditions(draw: Random, size: int) -> Iterator[dict[str, object]]:
    for order, depth in product(range(1, 7), (0, 0.2)):
        members: dict[str, object] = {"sortby": order, "offset": int(depth * size) + draw.randrange(20)}
        for place, (number, comparison) in enumerate(((2, 4), (3, 2), (5, 4)), start=1):
            values = {"field": number, "condition": comparison, **_value(draw, number, size)}
            members |= {f"conditions[{place}][{name}]": value for name, value in values.items()}
        yield members


def _goods(query: Callable[[Random, int], dict[str, object]], depths: tuple[float, ...]) -> Requests:
    """`depths`: shares of all products that come before the page."""

    def requests(size: int, rounds: int) -> Iterator[Request]:
        draw = Random(size)
        for _ in range(rounds):
            for depth in depths:
                page = 1 + int(depth * size / PAGE) + (draw.randrange(10) if depth else 0)
                parameters = urlencode({"count": PAGE, "page": page, "nothing": draw.random(), **query(draw, size)})
                yield Request("GET", f"/api/v1/goods/{draw.randint(1, 3)}?{parameters}", expected=b'"success":true')

    return requests


def _instants(draw: Random) -> dict[str, object]:
    after, before = sorted(f"{draw.randint(2016, 2024)}-{draw.randint(1, 12):02}-01T00:00:00Z" for _ in range(2))
    return draw.choice(
        [{"changed_after": after}, {"changed_before": before}, {"changed_after": after, "changed_before": before}]
    )


def _term(draw: Random, size: int) -> dict[str, object]:
    number = draw.randrange(size)
    return {"term": draw.choice([draw.choice(WORDS), f"{4001 + number}", f"{number * 100:011}"[:11], "nowhere at all"])}


def _short_term(draw: Random, size: int) -> dict[str, object]:
    one, two = draw.choice("aeistn018"), draw.choice(ascii_lowercase) + draw.choice("aeiou")
    return {"term": draw.choice([one, two])}


def _search(size: int, rounds: int) -> Iterator[Request]:
    draw = Random(size)
    for _ in range(rounds * 3):
        query = urlencode({**_term(draw, size), "count": draw.randint(1, 100), "nothing": draw.random()})
        yield Request("GET", f"/api/v1/goods/search/{draw.randint(1, 3)}?{query}", expected=b'"success":true')


def _node(size: int, rounds: int) -> Iterator[Request]:
    draw = Random(size)
    for number in islice(range(10_001, 10_101), rounds):
        path = f"/api/v1/goods/category_node/1/{number}?count={PAGE}&page={draw.randint(1, 1 + size // 2000)}"
        yield Request("GET", path, expected=b'"children_count"')


def _categories(size: int, rounds: int) -> Iterator[Request]:
    draw = Random(size)
    for number in range(rounds):
        filters = draw.choice(
            [{"name": ["Caps", f"Nothing {number}"]}, {"createdon_min": f"2017-0{1 + number % 9}-01"}]
        )
        for operation in ("get", "count"):
            body = json.dumps({**KEY, "filters": filters, "pagination": {"pageSize": 1 + number}})
            yield Request("POST", f"/api/v1/products/categories/{operation}", body)


KINDS: dict[str, Requests] = {
    "DecoNetwork find: 1 condition, 6 orders": _find(_conditions),
    "DecoNetwork find: 3 conditions": _find(_several_conditions),
    "Altegio goods: all": _goods(lambda draw, size: {}, (0, 0.5, 0.99)),
    "Altegio goods: category": _goods(lambda draw, size: {"category_id": draw.randint(10_020, 10_090)}, (0, 0.005)),
    "Altegio goods: changed": _goods(lambda draw, size: _instants(draw), (0, 0.25, 0.5)),
    "Altegio goods: term": _goods(_term, (0, 0.05, 0.15)),
    "Altegio goods: short term": _goods(_short_term, (0, 0.1, 0.4)),
    "Altegio goods: short term and changed": _goods(
        lambda draw, size: _short_term(draw, size) | _instants(draw), (0, 0.2)
    ),
    "Altegio goods: term and changed": _goods(lambda draw, size: _term(draw, size) | _instants(draw), (0, 0.05)),
    "Altegio goods/search": _search,
    "Altegio category_node": _node,
    "Commerscale get and count": _categories,
}
"""The requests of each kind of search, by its name in the table."""
