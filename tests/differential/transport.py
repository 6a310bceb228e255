"""Sends requests that are wrong in front of any vendor: paths, methods, bodies, names of sandboxes, pages' origins."""

from random import Random

from tests.differential.pair import Pair
from tests.differential.traffic.examples import VENDORS
from tests.differential.traffic.known import AUTHORIZED, COMMERSCALE, DECONETWORK, FORM, KEY, NOW, TOKENS, USER, to_json
from tests.differential.wire import Request

OPERATIONS = (
    ("POST", "/api/v1/auth"),
    ("POST", "/api/v1/goods/4564"),
    ("PUT", "/api/v1/goods/4564/789"),
    ("DELETE", "/api/v1/goods/4564/1"),
    ("GET", "/api/v1/goods/4564"),
    ("GET", "/api/v1/goods/search/4564?term=a"),
    ("POST", "/api/v1/goods_categories/4564"),
    ("PUT", "/api/v1/goods_categories/4564/123"),
    ("GET", "/api/v1/goods/category_node/4564/123"),
    ("POST", f"{DECONETWORK}/find?username=mock-user&password=mock-password"),
    ("GET", f"{DECONETWORK}/get?username=mock-user&password=mock-password"),
    *(("POST", f"{COMMERSCALE}/{operation}") for operation in ("get", "count", "create", "update", "delete")),
)
_KEY = b'"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}'
BODIES = (
    *(b"", b"\xff\xfe\x00", b'{"title": "a\x00b"}', b"[1, 2, 3]", b'"text"', b"null", b"true", b"{}", b"{"),
    b'{"title": "a\\u0000b", %s}' % _KEY,
    b'{"title": "\\ud800", %s, "filters": {"name": ["\\udfff"]}}' % _KEY,
    b'{"title": "\xed\xa0\x80"}',
    b'{"title": "a", "parent_category_id": 99999999999999999999999, "category_id": -1e400}',
    b'{"title": "a", "cost": ' + b"9" * 5000 + b"}",
    b'{"title": "a", "cost": NaN, "category_id": Infinity}',
    b"[" * 10_000 + b"]" * 10_000,
    b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
    b'{"title": {}, "category_id": [], "filters": [], "data": [[]], "filter": [[]], "pagination": 1}',
    b"username=mock-user&password=mock-password&field=1&condition=1&conditions[1][field]=&%ff=%00&ids=,,&limit=%ED%A0%80",
    b"--x\r\nContent-Disposition: form-data; name=",
)
TYPES = (
    "application/json",
    FORM,
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain; charset=\xff",
    "",
)
PATHS = (
    *(
        "/nothing",
        "/favicon.ico",
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/goods/1",
        "/API/V1/goods/1",
        "//",
        "/..",
    ),
    *(
        "/api/v1/good/1",
        "/api/v1/goodz/1",
        "/goods",
        "/goods/",
        "/goods/1/2/3",
        "/goods_categories",
        "/company",
        "/company/1",
    ),
    *("/altegio", "/altegio/", "/altegio/nothing", "/deconetwork/", "/commerscale/api", "/unknown/api/v1/goods/1"),
    *(
        "/api/v1/products",
        "/api/v1/productz/categories/get",
        "/api/json",
        "/api/json/manage_product/find",
        "/api/jsonx",
    ),
    *(
        "/%61pi/v1/goods/1",
        "/api%2Fv1/goods/1",
        "/api/v1/goods/1%0A",
        "/api/v1/goods/1\xe9",
        "/api/v1/goods/%E9",
        "/a b",
    ),
    *(
        "/__adminx",
        "/_admin/health",
        "/__Admin/health",
        "*",
        "http://mock.test/api/v1/goods/1",
        "mock.test:80",
        "?x=1",
        "/?a=b",
    ),
    *(
        "/api/v1/goods/1?" + "a=b&" * 3000,
        "/api/v1/" + "x" * 3000,
        "/api/v1/goods/1?%",
        "/api/v1/goods/1??",
        "/api/v1/goods/1?\xff",
    ),
)
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get")
NAMES = ("a", "A.b_c-9", "x" * 64, "x" * 65, "", " ", "a b", "ä", "a/b", "a%2Fb", "..", "default", "~a", "%61")


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    for method, target in OPERATIONS:
        for body in BODIES:
            headers = (*AUTHORIZED, ("Content-Type", random.choice(TYPES)))
            pair.ask(Request(method, target, headers, body))
    for path in PATHS:
        for method in random.sample(METHODS, 3):
            pair.ask(Request(method, path, AUTHORIZED))
    for method in METHODS:
        for path in (
            "/api/v1/goods/1/2",
            "/api/v1/goods_categories/4564/123456789",
            f"{COMMERSCALE}/count",
            "/nothing",
        ):
            pair.ask(Request(method, path, AUTHORIZED, b"{}" if method == "POST" else b""))
    _ask_sandboxes(pair)
    _ask_from_pages(pair)
    _ask_for_pages(pair)
    _send_large_bodies(pair)


def _ask_sandboxes(pair: Pair) -> None:
    """Name sandboxes rightly and wrongly."""
    path = "/api/v1/goods/4564/789"
    for name in NAMES:
        for target in (path, "/__admin/clock"):
            pair.ask(Request("GET", target, (*AUTHORIZED, ("X-Mock-Sandbox", name.encode().decode("latin-1")))))
            pair.ask(Request("GET", f"/~{name.encode().decode('latin-1').replace(' ', '%20')}{target}", AUTHORIZED))
    for other in ("a", "b"):
        headers = (*AUTHORIZED, ("X-Mock-Sandbox", "a"), ("x-mock-sandbox", other))
        pair.ask(Request("GET", path, headers))
        pair.ask(Request("GET", f"/~{other}{path}", (*AUTHORIZED, ("X-Mock-Sandbox", "a"))))
    for target in ("/~a", "/~a/", "/~", "/~/", "/~a//", "/%7ea/api/v1/goods/1", "/~a/~b/api/v1/goods/1", "/~a?x=1"):
        pair.ask(Request("GET", target, AUTHORIZED))


def _ask_from_pages(pair: Pair) -> None:
    """Ask as a browser does for a page of another origin, with and without asking first."""
    for target in (
        "/api/v1/goods/4564/789",
        f"{DECONETWORK}/find",
        f"{COMMERSCALE}/get",
        "/__admin/health",
        "/nothing",
        "/~a/auth",
    ):
        for origin in ("http://localhost:3000", "null", ""):
            headers = (*AUTHORIZED, ("Origin", origin))
            pair.ask(Request("GET", target, headers))
            pair.ask(Request("GET", target, (*headers, ("Cookie", "a=b"), ("Accept-Encoding", "gzip"))))
            for method in ("GET", "PUT", "PATCH", "BREW"):
                asked = (*headers, ("Access-Control-Request-Method", method))
                pair.ask(Request("OPTIONS", target, asked))
                wanted = ("Access-Control-Request-Headers", "authorization, x-mock-fault, content-type")
                pair.ask(Request("OPTIONS", target, (*asked, wanted)))
            private = ("Access-Control-Request-Private-Network", "true")
            pair.ask(Request("OPTIONS", target, (*headers, ("Access-Control-Request-Method", "GET"), private)))
            pair.ask(Request("OPTIONS", target, headers))


def _ask_for_pages(pair: Pair) -> None:
    """Ask for the pages that a person sees, and for what they load."""
    paths = ("/", "/__admin", "/__admin/", "/__admin/docs", *(f"/{name}/docs" for name in VENDORS))
    files = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon.png", "nothing.js", "../x", "")
    for target in (*paths, *(f"/__admin/assets/{name}" for name in files)):
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            pair.ask(Request(method, target, (("Accept", "text/html,*/*"),)))
    for target in ("/", "/~a/", "/altegio/docs/", "/~a/altegio/docs", "/~a/__admin", "/altegio/openapi.json/"):
        for headers in ((), (("Accept", "*/*"),), (("Host", "localhost"),), (("X-Forwarded-Proto", "https"),)):
            pair.ask(Request("GET", target, headers))
    pair.ask(Request("GET", "/", (), b"", "1.0"))
    pair.ask(Request("GET", "/__admin/assets/favicon.png", (("Range", "bytes=0-9"),)))


def _send_large_bodies(pair: Pair) -> None:
    """Send more than the server reads. How much of it the journal has depends on the network."""
    body = b"x" * (8 * 1024 * 1024 + 1)
    for target in ("/api/v1/goods/4564", f"{DECONETWORK}/find", f"{COMMERSCALE}/get"):
        request = Request("POST", target, (("Authorization", TOKENS), ("X-Mock-Sandbox", "large")), body)
        pair.ask(request, title=f"POST {target} with 8 MiB and a byte")
        pair.forget("large")
    nearly = to_json({"authentication": KEY, **USER, "x": "x" * 8_000_000, "now": NOW})
    pair.ask(Request("POST", f"{COMMERSCALE}/count", (), nearly), title="count with nearly 8 MiB")
