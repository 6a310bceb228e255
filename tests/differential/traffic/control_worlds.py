"""Calls the control plane about sandboxes, snapshots, seeds, clocks, quotas and settings, rightly and wrongly."""

from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.known import altegio, commerscale, control, deconetwork, in_sandbox
from tests.differential.wire import Request

NAME = "control.worlds"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
PATHS = (
    *(
        "/health",
        "/reset",
        "/sandboxes",
        "/sandboxes/{name}",
        "/snapshots",
        "/snapshots/{name}",
        "/snapshots/{name}/restore",
    ),
    *("/seed", "/data", "/data/altegio/category", "/requests", "/requests/{name}", "/requests/count", "/requests/find"),
    *(
        "/requests/remove",
        "/requests/verify",
        "/requests/reset",
        "/requests/unmatched",
        "/requests/unmatched/near-misses",
    ),
    *("/near-misses/request-pattern", "/faults", "/faults/kinds", "/faults/{name}", "/verdicts", "/settings", "/clock"),
    *("/quotas", "/nothing", "/mappings", "/openapi.json/", "/health/", "/Health", "/requests/unmatched/nothing"),
)
BODIES: tuple[Any, ...] = (
    *(None, {}, [], "x", 1, True, {"nothing": 1}, {"data": "x"}, {"seed": -1}, {"Journal": False}, {"sandbox": "x"}),
    *(
        {"snapshot": None},
        {"reset": True},
        {"fixedDelay": 0},
        {"altegio": 1},
        {"vendor": "altegio"},
        [{"id": 1}],
        {"": 1},
    ),
)
CLOCKS: tuple[Any, ...] = (
    *({"freeze": "2031-02-03T04:05:06Z"}, {"freeze": "2031-02-03"}, {"freeze": "2031-02-03T04:05:06.123456+02:00"}),
    *(
        {"freeze": 1},
        {"freeze": "1893553445"},
        {"freeze": "tomorrow"},
        {"freeze": None},
        {"freeze": "9999-12-31T23:59:59Z"},
    ),
    *(
        {"freeze": "0001-01-01T00:00:00Z"},
        {"advance": 90},
        {"advance": -90},
        {"advance": "PT1M30S"},
        {"advance": "P1Y"},
    ),
    *({"advance": 1e12}, {"advance": True}, {"advance": "x"}, {"advance": 0.0005}, {"advance": None}, {"run": True}),
    *({"run": True, "freeze": "2031-02-03T04:05:06Z"}, {"run": 1}, {"reset": True}, {"reset": True, "advance": 5}),
    *(
        {"run": True, "advance": 3600},
        {"freezed": "x"},
        {"freeze": "2031-02-03T04:05:06Z", "advance": -86_400, "run": False},
    ),
)
QUOTAS: tuple[Any, ...] = (
    *(
        {"altegio": True},
        {"altegio": [{"requests": 2, "seconds": 1}]},
        {"altegio": False},
        {"altegio": []},
        {"nobody": True},
    ),
    *(
        {"altegio": [{"requests": 0, "seconds": 1}]},
        {"altegio": [{"requests": 1}]},
        {"altegio": "yes"},
        {"alt/eg~io": True},
    ),
    *(
        {"deconetwork": [{"requests": 1, "seconds": 0.5, "x": 1}]},
        {"altegio": [{"requests": 1, "seconds": 1}] * 11},
        {"commerscale": None},
    ),
    {"commerscale": [{"requests": 3, "seconds": 60}, {"requests": 1, "seconds": 1.5}], "deconetwork": True},
)
SETTINGS: tuple[Any, ...] = (
    *(
        {"fixedDelay": 1},
        {"fixedDelay": -1},
        {"fixedDelay": "1"},
        {"fixedDelay": 3_600_001},
        {"delay": 1},
        {"fixedDelay": None},
    ),
    *({"delayDistribution": {"type": "uniform", "lower": 0, "upper": 2}}, {"delayDistribution": {"type": "normal"}}),
    *({"delayDistribution": {"type": "uniform", "lower": 2, "upper": 1}}, {"delayDistribution": {"type": "fixed"}}),
    *({"delayDistribution": {"type": "lognormal", "median": 1, "sigma": 0.1}}, {"delayDistribution": []}),
    *(
        {"delayDistribution": {"type": "lognormal", "median": 9, "sigma": 1, "maxValue": 3}},
        {"fixedDelay": 0, "proxy": 1},
    ),
)


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    for path in PATHS:
        for method in METHODS:
            pair.ask(in_sandbox(control(method, path.format(name="nobody")), f"{NAME}.methods"))
    for path in PATHS:
        for body in random.sample(BODIES, 9):
            for method in ("POST", "PUT"):
                pair.ask(in_sandbox(control(method, path.format(name="some"), body), f"{NAME}.bodies"))
        for query in ("?nothing=1", "?limit=1&Limit=2", "?since=x", "?limit=-1", "?a&b"):
            pair.ask(in_sandbox(control("GET", path.format(name="some") + query), f"{NAME}.bodies"))
    _set_clocks(pair)
    _use_quotas(pair)
    for body in SETTINGS:
        pair.ask(in_sandbox(control("POST", "/settings", body), f"{NAME}.slow"))
        pair.ask(in_sandbox(control("GET", "/settings"), f"{NAME}.slow"))
        pair.ask(in_sandbox(altegio("GET", "/goods/4564/789"), f"{NAME}.slow"))
    _make_sandboxes(pair)
    _send_broken_bodies(pair)


def _set_clocks(pair: Pair) -> None:
    for body in CLOCKS:
        pair.ask(in_sandbox(control("PUT", "/clock", body), f"{NAME}.clock"))
        pair.ask(in_sandbox(control("GET", "/clock"), f"{NAME}.clock"))


def _use_quotas(pair: Pair) -> None:
    """Use quotas up, and let the clock refill them."""
    name = f"{NAME}.quotas"
    calls = (altegio("GET", "/goods/4564/789"), commerscale("count"), deconetwork("get", {"id": 19658}))
    for body in QUOTAS:
        pair.ask(in_sandbox(control("PUT", "/quotas", body), name))
        for request in calls * 4:
            pair.ask(in_sandbox(request, name))
        pair.ask(in_sandbox(control("GET", "/quotas"), name))
        for seconds in (0.4, 1, 61, -30):
            pair.ask(in_sandbox(control("PUT", "/clock", {"advance": seconds}), name))
            for request in calls:
                pair.ask(in_sandbox(request, name))
            pair.ask(in_sandbox(control("GET", "/quotas"), name))
    pair.ask(in_sandbox(control("POST", "/reset", {"quotas": False}), name))
    pair.ask(in_sandbox(control("GET", "/quotas"), name))
    pair.ask(in_sandbox(control("POST", "/reset"), name))
    pair.ask(in_sandbox(control("GET", "/quotas"), name))


def _make_sandboxes(pair: Pair) -> None:
    """Make, copy, list and drop sandboxes; make more than are kept."""
    new = altegio("POST", "/goods_categories/1", {"title": "New"})
    pair.ask(in_sandbox(new, f"{NAME}.one"))
    sources: tuple[Any, ...] = (
        *(None, {}, {"sandbox": f"{NAME}.one"}, {"sandbox": "default"}, {"sandbox": "nobody"}, {"snapshot": "nothing"}),
        *(
            {"sandbox": "a", "snapshot": "b"},
            {"sandbox": 1},
            {"sandbx": "x"},
            {"snapshot": "a b"},
            {"sandbox": f"{NAME}.two"},
        ),
    )
    for body in sources:
        pair.ask(control("PUT", f"/sandboxes/{NAME}.two", body))
        pair.ask(in_sandbox(new, f"{NAME}.two"))
        pair.ask(control("GET", f"/sandboxes/{NAME}.two"))
    for name in ("a b", "a%20b", "x" * 65, "%2e%2e", "default", "nobody", f"{NAME}.two"):
        for method in ("PUT", "GET", "DELETE", "GET"):
            pair.ask(control(method, f"/sandboxes/{name}"))
    pair.ask(control("GET", "/sandboxes"))
    for number in range(258):
        pair.ask(in_sandbox(altegio("GET", "/goods/4564/789"), f"evict.{number}"))
        pair.forget(f"evict.{number}")
    pair.ask(control("GET", "/sandboxes"))
    for name in ("evict.0", "evict.200", f"{NAME}.one"):
        for path in ("/requests/count", "/requests/find", "/requests/verify"):
            pair.ask(in_sandbox(control("POST", path, {"vendor": "altegio"}), name))
        pair.ask(in_sandbox(control("GET", "/requests"), name))
        pair.ask(in_sandbox(new, name))
    for number in range(258):
        pair.ask(control("DELETE", f"/sandboxes/evict.{number}"))


def _send_broken_bodies(pair: Pair) -> None:
    """Send bodies that are no JSON to all that takes one."""
    bodies = (
        b"{",
        b"",
        b"nul",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 3000,
        b'{"journal": tru',
        b"\xef\xbb\xbf{}",
    )
    for path in PATHS:
        for body in bodies:
            target = f"/__admin{path.format(name='broken')}"
            method = "PUT" if path in ("/clock", "/quotas") or "{name}" in path else "POST"
            pair.ask(
                Request(method, target, (("Content-Type", "text/plain"), ("X-Mock-Sandbox", f"{NAME}.broken")), body)
            )
