"""Asks the journal: lists, entries, counts, patterns of all kinds, near misses, what was dropped."""

import json
import time
from datetime import UTC, datetime
from random import Random

from tests.differential.pair import Pair
from tests.differential.traffic import patterns
from tests.differential.traffic.known import (
    AUTHORIZED,
    SHAMPOO,
    altegio,
    commerscale,
    control,
    deconetwork,
    in_sandbox,
    texts,
)
from tests.differential.wire import Request

NAME = "control.journal"
PATTERNS = 350
ASKING = ("/requests/count", "/requests/find", "/requests/verify", "/near-misses/request-pattern")
SINCE = (
    *("2000-01-01", "2000-01-01T00:00:00Z", "2000-01-01T00:00:00%2B02:00", "9000-01-01", "yesterday", "", "0"),
    "2000-01-01T00:00:00&since=2001-01-01",
)


def run(pair: Pair, random: Random) -> None:
    """Fill a journal, ask it in all ways, then remove from it."""
    for request in _varied():
        pair.ask(in_sandbox(request, NAME))
    _list(pair)
    for pattern in (*patterns.RIGHT, *patterns.WRONG):
        for path in ASKING:
            pair.ask(in_sandbox(control("POST", path, pattern), NAME))
    for matcher in (*patterns.RIGHT_MATCHERS, *patterns.VALUES_MATCHERS, *patterns.WRONG_MATCHERS):
        for place in (
            {"headers": {"Authorization": matcher}},
            {"queryParameters": {"id": matcher}},
            {"bodyPatterns": [matcher]},
        ):
            pair.ask(in_sandbox(control("POST", random.choice(ASKING), place), NAME))
    for expected in patterns.EXPECTED:
        for pattern in (
            {"vendor": "altegio"},
            {"urlPath": "/nothing"},
            {"method": "PUT", "headers": {"X-A": {"absent": True}}},
        ):
            pair.ask(in_sandbox(control("POST", "/requests/verify", pattern | expected), NAME))
    for _ in range(PATTERNS):
        pattern = patterns.random_pattern(random)
        if random.random() < 0.3:
            pattern |= random.choice(patterns.EXPECTED)
        pair.ask(in_sandbox(control("POST", random.choice(ASKING), pattern), NAME))
    _ask_since(pair)
    _remove(pair, random)
    _ask_cut_bodies(pair)
    _drop(pair)


def _varied() -> list[Request]:
    """Write requests of all kinds for the journal to keep."""
    form = {"field": 3, "condition": 1, "string": "sanmar", "limit": 1}
    plain = ("Content-Type", "text/plain")
    return [
        altegio("GET", "/goods/4564/789"),
        altegio("GET", "/goods/4564/789?a=1&a=2&b=&%C3%A9=%C3%BC&login=me&password=secret"),
        altegio("GET", "/goods/4564?count=1&term=Man"),
        altegio("GET", "/goods_categories/multiple/4564?ids[]=123&ids[]=456"),
        altegio("POST", "/goods_categories/4564", {"title": "Manicure", "password": "secret"}),
        altegio("PUT", "/goods/4564/789", SHAMPOO),
        altegio("DELETE", "/goods/4564/1"),
        altegio("POST", "/auth", {"login": "testuser@alteg.io", "password": "testpass"}),
        altegio("GET", "/goods/4564/789", headers=(("Authorization", "Basic dXNlcjpwYXNz"), ("Cookie", "a=b; c=d"))),
        altegio("GET", "/goods/4564/789", headers=(*AUTHORIZED, ("X-A", "1"), ("X-A", "2"), ("x-a", "\xe9"))),
        deconetwork("find", form),
        deconetwork("get", {"id": "19658"}, "GET"),
        deconetwork("get", {"ids": "19658,456456", "id": "1"}),
        commerscale("get", filters={"slug": ["category-2"]}),
        commerscale("create", data=[texts(slug="one"), texts(slug="two")]),
        commerscale("count", {"email": "owner@example.com", "password": "mock-password"}),
        Request("POST", "/api/v1/products/categories/get", (plain,), b"xyz"),
        Request("POST", "/api/v1/products/categories/get", (plain,), b"\xff\xfe\x00\x80"),
        Request(
            "POST", "/api/v1/products/categories/get", (), b"{'authentication': {'apiKey': 'jjns7519v1v3ns6xU162'}}"
        ),
        *_unusual(),
    ]


def _unusual() -> list[Request]:
    """Write requests that no operation fits, or whose headers or bodies are unusual."""
    return [
        *(
            Request(method, path, AUTHORIZED)
            for method in ("GET", "POST")
            for path in ("/api/v1/good/1", "/nothing", "/goods/1/2/3/4")
        ),
        *(Request("PATCH", path, AUTHORIZED) for path in ("/api/v1/goods/4564/789", "/api/v1/goods%2F4564", "/auth")),
        Request("GET", "/altegio/api/v1/goods/4564/789", (*AUTHORIZED, ("Host", "other.test:8080"))),
        Request("GET", "/api/v1/goods/4564/789", (*AUTHORIZED, ("Host", "[::1]:99999999"))),
        Request(
            "GET",
            "/api/v1/goods/4564/789",
            (*AUTHORIZED, ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Proto", "https")),
        ),
        Request("GET", "/api/v1/goods/4564/789", (*AUTHORIZED, ("Connection", "keep-alive")), b"", "1.0"),
        Request(
            "POST",
            "/api/v1/auth",
            (("Content-Type", "application/x-www-form-urlencoded"),),
            b"login=a&password=b&x=%ff",
        ),
        Request("GET", "/favicon.ico"),
        Request("GET", "/api/v1/company/4564/goods_category/1", AUTHORIZED),
        Request("POST", "/api/json/manage_products/search", (), b"username=mock-user&password=mock-password"),
    ]


def _list(pair: Pair) -> None:
    """List the journal, and look at each entry alone."""
    for query in (
        "",
        "?limit=3",
        "?limit=0",
        "?unmatched=true",
        "?unmatched=1&limit=2",
        "?limit=x",
        "?unmatched=perhaps",
    ):
        pair.ask(in_sandbox(control("GET", f"/requests{query}"), NAME))
    for path in ("/requests/unmatched", "/requests/unmatched/near-misses", "/requests/nothing", "/requests/%C3%A9"):
        pair.ask(in_sandbox(control("GET", path), NAME))
    listed = json.loads(pair.ask(in_sandbox(control("GET", "/requests"), NAME)).body)["requests"]
    for entry in listed:
        pair.ask(in_sandbox(control("GET", f"/requests/{entry['id']}"), NAME))


def _ask_since(pair: Pair) -> None:
    """Ask for parts of the time; two of the instants lie between requests."""
    instants = list(SINCE)
    for request in (altegio("GET", "/goods/4564/789"), commerscale("count")):
        time.sleep(0.02)
        instants.append(datetime.now(UTC).isoformat().replace("+", "%2B"))
        time.sleep(0.02)
        pair.ask(in_sandbox(request, NAME))
    for instant in instants:
        pair.ask(in_sandbox(control("GET", f"/requests?since={instant}"), NAME))
        for path in ASKING:
            pair.ask(in_sandbox(control("POST", f"{path}?since={instant}", {"vendor": "altegio", "exactly": 1}), NAME))


def _remove(pair: Pair, random: Random) -> None:
    """Remove entries one by one, by pattern, and all."""
    listed = json.loads(pair.ask(in_sandbox(control("GET", "/requests"), NAME)).body)["requests"]
    for entry in random.sample(listed, 3):
        for _ in range(2):
            pair.ask(in_sandbox(control("DELETE", f"/requests/{entry['id']}"), NAME))
    for pattern in ({"vendor": "deconetwork"}, {"vendor": "x"}, {"method": "PATCH"}, {"urlPath": "/none"}):
        pair.ask(in_sandbox(control("POST", "/requests/remove", pattern), NAME))
        pair.ask(in_sandbox(control("GET", "/requests"), NAME))
    for method, path in (("POST", "/requests/reset"), ("DELETE", "/requests")):
        pair.ask(in_sandbox(control(method, path), NAME))
        pair.ask(in_sandbox(altegio("GET", "/goods/4564/789"), NAME))
        pair.ask(in_sandbox(control("GET", "/requests"), NAME))


def _ask_cut_bodies(pair: Pair) -> None:
    """Ask about bodies of which the journal keeps the beginning alone."""
    name = f"{NAME}.cut"
    for size in (16_000, 16_384, 17_000, 60_000):
        pair.ask(in_sandbox(altegio("POST", "/goods_categories/4564", {"title": "a" * size, "comment": "end"}), name))
        pair.ask(in_sandbox(deconetwork("find", {"field": 1, "condition": 1, "string": "a" * size}), name))
    for matcher in (
        {"contains": "aaa"},
        {"contains": "end"},
        {"matchesJsonPath": "$.comment"},
        {"equalToJson": {"title": "a"}},
    ):
        for path in (*ASKING, "/requests/remove"):
            pair.ask(in_sandbox(control("POST", path, {"bodyPatterns": [matcher]}), name))
    pattern = {"formParameters": {"string": {"contains": "b"}}}
    for path in ASKING:
        pair.ask(in_sandbox(control("POST", path, pattern), name))


def _drop(pair: Pair) -> None:
    """Send more than the journal keeps, and ask for all of it."""
    name = f"{NAME}.dropped"
    for number in range(1010):
        pair.ask(in_sandbox(altegio("GET", f"/goods/4564/{number}"), name))
    for path in ASKING:
        pair.ask(in_sandbox(control("POST", path, {"vendor": "altegio", "atLeast": 1}), name))
        pair.ask(in_sandbox(control("POST", f"{path}?since=2000-01-01", {"urlPath": "/none"}), name))
    pair.ask(in_sandbox(control("GET", "/requests?limit=1"), name))
    pair.ask(in_sandbox(control("GET", "/requests/unmatched"), name))
    pair.ask(in_sandbox(control("DELETE", "/requests"), name))
    pair.ask(in_sandbox(control("POST", "/requests/count", {"vendor": "altegio"}), name))
