"""Slows answers down, and lets requests be applied late: what comes, and no sooner than it may."""

import json
import time
from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.faults import CALLS, CREATE, tell
from tests.differential.traffic.known import altegio, control, in_sandbox
from tests.differential.wire import Connection, Request

NAME = "delays"
READ = altegio("GET", "/goods/4564/789")
LIST = altegio("GET", "/goods/4564?count=3")
MILLISECONDS = 60
APART = 0.12
"""Two servers draw the same random delay; more than so many seconds between the two are a difference."""

DISTRIBUTIONS: tuple[dict[str, Any], ...] = (
    {"type": "fixed", "milliseconds": MILLISECONDS},
    {"type": "uniform", "lower": 0, "upper": 400},
    {"type": "lognormal", "median": 150, "sigma": 0.7, "maxValue": 400},
)


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    slow: tuple[dict[str, Any], ...] = (
        {"fixedDelayMilliseconds": MILLISECONDS},
        {"fixedDelayMilliseconds": MILLISECONDS, "vendor": "altegio", "error": 429},
        {"chunkedDribbleDelay": {"numberOfChunks": 4, "totalDuration": MILLISECONDS}},
        {
            "chunkedDribbleDelay": {"numberOfChunks": 100_000, "totalDuration": MILLISECONDS},
            "vendor": "altegio",
            "error": 404,
        },
        {"fixedDelayMilliseconds": MILLISECONDS, "fault": "EMPTY_RESPONSE"},
        {"fixedDelayMilliseconds": MILLISECONDS, "fault": "TRUNCATED_BODY"},
        {"fixedDelayMilliseconds": MILLISECONDS, "fault": "late_apply"},
        {"delayDistribution": DISTRIBUTIONS[0], "fixedDelayMilliseconds": 10},
    )
    for rule in slow:
        pair.ask(in_sandbox(control("POST", "/faults", {**rule, "times": 2}), NAME))
        for request in (LIST, CREATE):
            _ask_slow(pair, in_sandbox(request, NAME), MILLISECONDS / 1000)
        pair.ask(in_sandbox(control("DELETE", "/faults"), NAME))
    tell(pair, NAME)
    _draw(pair)
    _set_all(pair)
    _apply_late(pair)
    _look_meanwhile(pair)
    _go_away(pair)


def _ask_slow(pair: Pair, request: Request, at_least: float) -> None:
    """Compare the answers, and note one that came sooner than it may."""
    began = time.monotonic()
    pair.ask(request)
    elapsed = time.monotonic() - began
    pair.tally.compare(
        f"{request.target} is answered after {at_least} s at the soonest", "True", str(elapsed >= at_least)
    )
    seconds = _times(pair, request)
    pair.tally.compare(
        f"{request.target} takes {at_least} s, as the journal has it",
        *(str(each >= at_least * 0.95) for each in seconds),
    )


def _times(pair: Pair, request: Request) -> list[float]:
    """Ask each journal how long its last request took."""
    name = dict(request.headers).get("X-Mock-Sandbox", "default")
    replies = pair.ask_each(in_sandbox(control("GET", "/requests?limit=1"), name))
    times = [json.loads(reply.body)["requests"][0]["milliseconds"] for reply in replies]
    return [1.0 if each is None else each / 1000 for each in times]


def _draw(pair: Pair) -> None:
    """Draw random delays: of the same seed and number they are the same, and may be measured again."""
    name = f"{NAME}.draw"
    for distribution in DISTRIBUTIONS[1:]:
        for seed in (1, 2, 3):
            measured = [9.0, 9.0]
            for _ in range(3):
                rule = {"delayDistribution": distribution, "seed": seed, "times": 1}
                pair.ask(in_sandbox(control("POST", "/faults", rule), name))
                pair.ask(in_sandbox(READ, name))
                times = _times(pair, in_sandbox(READ, name))
                measured = [min(pairs) for pairs in zip(measured, times, strict=True)]
                if abs(measured[0] - measured[1]) <= APART:
                    break
            apart = abs(measured[0] - measured[1])
            title = f"delay of {distribution['type']} with seed {seed}: seconds"
            if apart > APART:
                pair.tally.compare(title, str(measured[0]), str(measured[1]))


def _set_all(pair: Pair) -> None:
    """Slow every answer of a sandbox down, remembered ones too."""
    name = f"{NAME}.settings"
    for _ in range(3):
        pair.ask(in_sandbox(READ, name))
    for body in ({"fixedDelay": MILLISECONDS}, {"delayDistribution": DISTRIBUTIONS[0]}):
        pair.ask(in_sandbox(control("POST", "/settings", body), name))
        for requests in CALLS.values():
            _ask_slow(pair, in_sandbox(requests[0], name), MILLISECONDS / 1000)
        pair.ask(in_sandbox(control("POST", "/faults", {"vendor": "altegio", "error": 429, "times": 1}), name))
        _ask_slow(pair, in_sandbox(READ, name), MILLISECONDS / 1000)
        _ask_slow(pair, in_sandbox(READ, name), MILLISECONDS / 1000)
    pair.ask(in_sandbox(control("PUT", "/settings", {}), name))
    pair.ask(in_sandbox(READ, name))


def _apply_late(pair: Pair) -> None:
    """Let a request be applied after its time-out: look before, look afterwards, retry, and reset meanwhile."""
    name = f"{NAME}.late"
    look = altegio("GET", "/company/1/goods_categories")
    rule = {"fault": "late_apply", "applyAfterMilliseconds": 700, "times": 1}
    for meanwhile in (None, CREATE, control("POST", "/reset", {"faults": False, "journal": False})):
        pair.ask(in_sandbox(control("POST", "/faults", rule), name))
        pair.ask(in_sandbox(CREATE, name))
        for request in (look, control("GET", "/verdicts")):
            pair.ask(in_sandbox(request, name))
        if meanwhile is not None:
            pair.ask(in_sandbox(meanwhile, name))
        _wait_until_applied(pair, name)
        for request in (look, control("GET", "/verdicts"), CREATE, control("GET", "/verdicts")):
            pair.ask(in_sandbox(request, name))


def _wait_until_applied(pair: Pair, name: str) -> None:
    """Wait until neither server has a request that is still to be applied."""
    for _ in range(100):
        replies = pair.ask_each(in_sandbox(control("GET", "/verdicts"), name))
        if not any(b'"pending":true' in reply.body for reply in replies):
            return
        time.sleep(0.05)


def _look_meanwhile(pair: Pair) -> None:
    """Look at the journal while an answer is still to come."""
    name = f"{NAME}.meanwhile"
    pair.ask(in_sandbox(control("POST", "/faults", {"fixedDelayMilliseconds": 500, "times": 1}), name))
    connections = [Connection(side.server.port) for side in pair.sides]
    for connection in connections:
        connection.send(in_sandbox(CREATE, name).encoded())
    time.sleep(0.1)
    for request in (
        control("GET", "/requests"),
        altegio("GET", "/company/1/goods_categories"),
        control("GET", "/verdicts"),
    ):
        pair.ask(in_sandbox(request, name))
    replies = [connection.receive(["POST"]) for connection in connections]
    pair.compare("an answer that came while others were asked", replies)
    for connection in connections:
        connection.close()
    pair.ask(in_sandbox(control("GET", "/requests"), name))


def _go_away(pair: Pair) -> None:
    """End the connection before the answer comes, and before the request is whole."""
    name = f"{NAME}.gone"
    for kind in ({}, {"fault": "late_apply"}, {"fault": "lost_request"}, {"vendor": "altegio", "error": 500}):
        pair.ask(in_sandbox(control("POST", "/faults", {**kind, "fixedDelayMilliseconds": 5000, "times": 1}), name))
        encoded = in_sandbox(CREATE, name).encoded()
        for content in (encoded, encoded[:-3]):
            connections = [Connection(side.server.port) for side in pair.sides]
            for connection in connections:
                connection.send(content)
            time.sleep(0.08)
            for connection in connections:
                connection.close()
            time.sleep(0.08)
            pair.ask(in_sandbox(altegio("GET", "/company/1/goods_categories"), name))
        tell(pair, name)
