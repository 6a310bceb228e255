"""Sends the same bytes again and again: on kept connections, pipelined, in pieces, with changes in between."""

from itertools import pairwise
from random import Random

from tests.differential.pair import Pair, is_control, sandbox_of
from tests.differential.traffic.known import (
    AUTHORIZED,
    FORM,
    PARTNER,
    altegio,
    commerscale,
    control,
    deconetwork,
    freeze,
    in_sandbox,
)
from tests.differential.wire import Request

NAMES = ("repeats.a", "repeats.b", "default")
CONVERSATIONS = 110
TIMES = 5
MANY = 1100
"""More different requests than the server knows by their bytes."""

SMALL = "/goods_categories/multiple/1?ids=10001,2000001"
"""A read that changes with the first category that is created."""

CATEGORIES = "/api/v1/company/1/goods_categories"
LOG_IN = b"login=testuser@alteg.io&password=testpass"
READS = (
    altegio("GET", SMALL),
    altegio("GET", "/company/1/goods_categories"),
    altegio("GET", "/goods/category_node/4564/123"),
    altegio("GET", "/goods/4564/789"),
    altegio("GET", "/goods/1?count=5"),
    altegio("GET", "/company/1/goods_categories", headers=()),
    altegio("GET", "/company/1/goods_categories/404"),
    deconetwork("find", {"field": 4, "condition": 4, "string": 0, "limit": 2}, "GET"),
    deconetwork("find", {"field": 3, "condition": 1, "string": "sanmar", "limit": 2}),
    commerscale("get", pagination={"pageSize": 2}),
    commerscale("count"),
    Request("GET", f"/altegio{CATEGORIES}", AUTHORIZED),
    Request("GET", "/nothing", AUTHORIZED),
    Request("POST", "/auth", (*AUTHORIZED, ("Content-Type", "application/json")), b'{"login": "nobody"}'),
    Request("POST", "/auth", (("Authorization", PARTNER), ("Content-Type", FORM)), LOG_IN),
)
_GET = READS[0]
OTHERS = (
    altegio("POST", "/goods_categories/1", {"title": "New"}),
    altegio("DELETE", "/goods_categories/1/2000001"),
    altegio("PUT", "/goods_categories/4564/123", {"title": "Renamed"}),
    commerscale("delete", filters={"id": ["00000000-0000-0000-0000-000000000000"]}),
    Request("POST", "/auth", AUTHORIZED, _GET.encoded()),
    _GET.with_headers(("Connection", "keep-alive")),
    _GET.with_headers(("Origin", "http://localhost:3000")),
    _GET.with_headers(("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Proto", "https")),
    _GET.with_headers(("X-Mock-Fault", "error=429")),
    _GET.with_headers(("X-Padding", "x" * 5000)),
    Request("POST", "/auth", (*AUTHORIZED, ("Expect", "100-continue")), b"login=nobody"),
    Request("POST", "/auth", (*AUTHORIZED, ("Transfer-Encoding", "chunked")), b"5\r\nlogin\r\n0\r\n\r\n"),
    Request("HEAD", CATEGORIES, AUTHORIZED),
    control("DELETE", "/requests"),
    control("POST", "/reset", {"clock": False}),
    control("POST", "/faults", {"vendor": "altegio", "error": 429, "times": 1}),
    control("POST", "/faults", {"vendor": "commerscale", "error": 500, "after": 1, "times": 2}),
    control("DELETE", "/faults"),
    control("PUT", "/quotas", {"altegio": [{"requests": 2, "seconds": 60}]}),
    control("PUT", "/quotas", {"altegio": False}),
    control("PUT", "/clock", {"advance": 86_400}),
    control("POST", "/settings", {"fixedDelay": 1}),
    control("POST", "/settings", {}),
    control("GET", "/requests/unmatched"),
    control("GET", "/verdicts"),
)
UPGRADE = _GET.with_headers(("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"))
"""Never pipelined: what stands behind it in the same piece is lost, and TCP may join pieces."""

LAST = (
    _GET.with_headers(("Connection", "close")),
    Request("GET", CATEGORIES, AUTHORIZED, b"", "1.0"),
    _GET.with_headers(("X-Mock-Fault", "TRUNCATED_BODY")),
    _GET.with_headers(("X-Mock-Fault", "EMPTY_RESPONSE")),
    commerscale("count").with_headers(("Connection", "close")),
)
"""Requests after which the connection ends."""


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    for name in NAMES:
        pair.ask(in_sandbox(control("POST", "/reset"), name))
        pair.ask(freeze(name))
    for request in READS:
        _repeat(pair, request)
    for _ in range(TIMES):
        pair.ask(UPGRADE)
        pair.ask(_GET)
    _hide(pair)
    for other in OTHERS:
        _between(pair, other)
    for number in range(CONVERSATIONS):
        _converse(pair, random)
        if number % 10 == 9:
            pair.compare_journals()
    many = [altegio("GET", f"{SMALL}&number={number}") for number in range(MANY)]
    for requests in (many, many, many[:40] * 3):
        _send(pair, [b"".join(request.encoded() for request in requests)], requests)


def _repeat(pair: Pair, request: Request) -> None:
    """Send one request several times: kept connection, new connections, one piece, cut, pipelined."""
    request = in_sandbox(request, NAMES[0])
    encoded = request.encoded()
    for _ in range(TIMES):
        pair.ask(request)
    for _ in range(3):
        _send(pair, [encoded], [request])
    several = [request] * TIMES
    _send(pair, [encoded] * TIMES, several)
    _send(pair, [encoded * TIMES], several)
    half = len(encoded) // 2
    _send(
        pair,
        [encoded[:half], encoded[half:] + encoded[:-1], encoded[-1:], encoded + encoded[:5], encoded[5:]],
        several[:4],
    )
    _send(pair, [encoded[:1], encoded[1:]] * TIMES, several)
    _send(pair, [b"\r\n" + encoded, encoded], several[:2])


def _hide(pair: Pair) -> None:
    """Send bytes that the server knows as a part of another request: its body, or the rest of its headers."""
    read = in_sandbox(READS[0], NAMES[0])
    hiding = Request("POST", "/auth", (*AUTHORIZED, ("X-Mock-Sandbox", NAMES[0])), read.encoded())
    head = hiding.encoded().removesuffix(hiding.body)
    requests = [read] * 3 + [hiding, read]
    for _ in range(3):
        pieces = [*[read.encoded()] * 3, head, hiding.body, read.encoded()]
        _send(pair, pieces, requests, pause=0.01)
        _send(pair, [*pieces[:3], head + hiding.body[:7], hiding.body[7:] + read.encoded()], requests, pause=0.01)
        begun = b"GET /api/v1/nothing HTTP/1.1\r\nX-Note: "
        _send(pair, [*pieces[:3], begun, read.encoded()], [read] * 4, pause=0.01)


def _between(pair: Pair, other: Request) -> None:
    """Send a request that the server knows by its bytes before and after another one."""
    for name in NAMES[:2]:
        read, changed = in_sandbox(READS[0], name), in_sandbox(other, name)
        for request in (read, read, read, changed, read, read, changed, changed, read):
            pair.ask(request)
        requests = [read, read, read, changed, read, read, read]
        _send(pair, [request.encoded() for request in requests], requests)
        _send(pair, [b"".join(request.encoded() for request in requests)], requests)
        pair.compare_journal(name)
        pair.ask(in_sandbox(control("POST", "/reset", {"journal": False, "clock": False}), name))


def _converse(pair: Pair, random: Random) -> None:
    """Send requests in a row, cut into pieces anywhere; most of them are whole."""
    requests = [
        in_sandbox(random.choice(READS * 2 + OTHERS), random.choice(NAMES)) for _ in range(random.randint(3, 22))
    ]
    if random.random() < 0.4:
        requests.append(in_sandbox(random.choice(LAST), random.choice(NAMES)))
    pieces: list[bytes] = []
    for request in requests:
        encoded = request.encoded()
        cuts = random.sample(range(1, len(encoded)), random.choice((0, 0, 1, 2)))
        places = [0, *sorted(cuts), len(encoded)]
        for begin, end in pairwise(places):
            if pieces and random.random() < 0.2:
                pieces[-1] += encoded[begin:end]
            else:
                pieces.append(encoded[begin:end])
    _send(pair, pieces, requests)


def _send(pair: Pair, pieces: list[bytes], requests: list[Request], *, pause: float = 0.001) -> None:
    """Converse, and note whose journals it is in."""
    pair.converse(pieces, [request.method for request in requests], pause=pause)
    for request in requests:
        name = sandbox_of(request)
        if name is not None and not is_control(request.target):
            pair.touch(name, 1)
