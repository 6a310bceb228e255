"""Arms faults of every kind and sends requests into them, retries included."""

import json
from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.fault_rules import CUTS, HEADERS, RULES
from tests.differential.traffic.known import AUTHORIZED, altegio, commerscale, control, deconetwork, in_sandbox, texts
from tests.differential.wire import Request

NAME = "faults"
CREATE = altegio("POST", "/goods_categories/1", {"title": "Fault"})
CALLS: dict[str, tuple[Request, ...]] = {
    "altegio": (altegio("GET", "/goods/4564/789"), CREATE, altegio("DELETE", "/goods_categories/1/2000001")),
    "deconetwork": (
        deconetwork("find", {"field": 4, "condition": 4, "string": 0, "limit": 1}),
        deconetwork("get", {"id": 19658}, "GET"),
    ),
    "commerscale": (commerscale("count"), commerscale("create", data=texts())),
}


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    kinds = json.loads(pair.ask(in_sandbox(control("GET", "/faults/kinds"), NAME)).body)
    for vendor, errors in kinds["errors"].items():
        _ask_errors(pair, vendor, errors)
    _cut(pair)
    _ask_by_header(pair)
    for rule in RULES:
        pair.ask(in_sandbox(control("POST", "/faults", rule), f"{NAME}.wrong"))
    _count(pair)
    _history(pair, random)


def tell(pair: Pair, name: str) -> None:
    """Ask what became of a sandbox's faults."""
    for path in ("/faults", "/verdicts", "/requests?limit=12"):
        pair.ask(in_sandbox(control("GET", path), name))


def _ask_errors(pair: Pair, vendor: str, errors: list[str]) -> None:
    """Fire every error of a vendor, retry, and look at the verdict."""
    name = f"{NAME}.{vendor}"
    for number, error in enumerate(errors):
        rule: dict[str, Any] = {"vendor": vendor, "error": error, "times": 1}
        if number % 2:
            rule["retryAfterSeconds"] = number
        pair.ask(in_sandbox(control("POST", "/faults", rule), name))
        request = CALLS[vendor][number % len(CALLS[vendor])]
        pair.ask(in_sandbox(request, name))
        if number % 3 == 1:
            pair.ask(in_sandbox(control("PUT", "/clock", {"advance": 30}), name))
        if number % 4 != 3:
            pair.ask(in_sandbox(request, name))
        pair.ask(in_sandbox(request.with_headers(("Origin", "http://localhost")), name))
    tell(pair, name)


def _cut(pair: Pair) -> None:
    """Break the connection in every way, at every vendor, for writes and for reads, and retry."""
    for kind in CUTS:
        name = f"{NAME}.{kind}"
        for requests in CALLS.values():
            for request in requests:
                pair.ask(
                    in_sandbox(control("POST", "/faults", {"fault": kind, "times": 1, "seed": len(request.body)}), name)
                )
                pair.ask(in_sandbox(request, name))
                pair.ask(in_sandbox(request, name))
        for request in (
            Request("HEAD", "/api/v1/goods/4564/789", AUTHORIZED),
            altegio("GET", "/goods/4564/789").with_headers(("Origin", "http://localhost")),
            altegio("DELETE", "/goods/4564/23387891"),
            Request("GET", "/api/v1/nothing", AUTHORIZED),
            altegio("GET", "/goods/4564/789").with_headers(("Connection", "close")),
        ):
            pair.ask(in_sandbox(control("POST", "/faults", {"fault": kind, "times": 1}), name))
            pair.ask(in_sandbox(request, name))
            pair.ask(in_sandbox(control("DELETE", "/faults"), name))
        pair.ask(in_sandbox(altegio("GET", "/company/1/goods_categories"), name))
        tell(pair, name)


def _ask_by_header(pair: Pair) -> None:
    """Ask for a fault in the request itself."""
    name = f"{NAME}.header"
    for header in HEADERS:
        for requests in CALLS.values():
            pair.ask(in_sandbox(requests[0].with_headers(("X-Mock-Fault", header)), name))
    for headers in (
        (("X-Mock-Fault", "error=429"), ("X-Mock-Fault", "retryAfterSeconds=7")),
        (("x-mock-fault", "lost_response"), ("X-Mock-Fault", "error=500")),
    ):
        pair.ask(in_sandbox(CREATE.with_headers(*headers), name))
    for path in ("/api/v1/nothing", "/nothing", "/__admin/health"):
        pair.ask(in_sandbox(Request("GET", path, (*AUTHORIZED, ("X-Mock-Fault", "error=429"))), name))
    tell(pair, name)


def _count(pair: Pair) -> None:
    """Use `after`, `times`, `ttlSeconds` and `match`, and disarm."""
    name = f"{NAME}.count"
    read, other = CALLS["altegio"][0], altegio("GET", "/goods/4564?count=1")
    rules: tuple[Any, ...] = (
        {"vendor": "altegio", "error": 429, "after": 2, "times": 2},
        {"vendor": "altegio", "operation": "get_products_list", "error": 500, "times": 1},
        {"vendor": "altegio", "error": 404, "ttlSeconds": 10},
        {"vendor": "altegio", "error": 401, "match": {"queryParameters": {"count": {"equalTo": "1"}}}},
        {
            "error": 403,
            "vendor": "altegio",
            "match": {"headers": {"Authorization": {"contains": "altegio-user-token"}}},
        },
    )
    for rule in rules:
        pair.ask(in_sandbox(control("POST", "/faults", rule), name))
        for request in (read, other, read, other, read, *CALLS["commerscale"][:1]):
            pair.ask(in_sandbox(request, name))
        pair.ask(in_sandbox(control("PUT", "/clock", {"advance": 6}), name))
        for request in (read, other):
            pair.ask(in_sandbox(request, name))
        pair.ask(in_sandbox(control("GET", "/faults"), name))
    for path in ("/faults/1", "/faults/3", "/faults/3", "/faults/9", "/faults/x"):
        pair.ask(in_sandbox(control("GET", path), name))
        pair.ask(in_sandbox(control("DELETE", path), name))
        pair.ask(in_sandbox(read, name))
    tell(pair, name)
    for parts in ({"faults": False}, {"data": False}):
        pair.ask(in_sandbox(control("POST", "/reset", parts), name))
        tell(pair, name)
        pair.ask(in_sandbox(control("POST", "/faults", rules[0]), name))


def _history(pair: Pair, random: Random) -> None:
    """Arm and disarm at random while requests and retries go on in two sandboxes."""
    requests = [request for group in CALLS.values() for request in group]
    last: dict[str, Request] = {}
    for _ in range(400):
        name = f"{NAME}.history.{random.choice('ab')}"
        draw = random.random()
        if draw < 0.16:
            request = control("POST", "/faults", _rule(random))
        elif draw < 0.2:
            request = random.choice(
                (control("DELETE", "/faults"), control("GET", "/faults"), control("GET", "/verdicts"))
            )
        elif draw < 0.23:
            request = control("PUT", "/clock", {"advance": random.choice((1, 5, 60))})
        elif draw < 0.5 and name in last:
            request = last[name]
        else:
            request = last[name] = random.choice(requests)
        pair.ask(in_sandbox(request, name))
    for letter in "ab":
        tell(pair, f"{NAME}.history.{letter}")
        pair.ask(in_sandbox(altegio("GET", "/company/1/goods_categories"), f"{NAME}.history.{letter}"))


def _rule(random: Random) -> dict[str, Any]:
    vendor = random.choice(list(CALLS))
    rule: dict[str, Any] = random.choice(
        (
            {"fault": random.choice(CUTS)},
            {"vendor": vendor, "error": "429"},
            {"vendor": vendor, "fault": random.choice(CUTS)},
        )
    )
    rule |= {"times": random.choice((1, 1, 2))}
    if random.random() < 0.3:
        rule["after"] = random.randint(1, 3)
    if random.random() < 0.2:
        rule["ttlSeconds"] = random.choice((2, 30))
    return rule
