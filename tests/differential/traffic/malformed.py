"""Sends bytes that are barely HTTP, or none."""

from random import Random

from tests.differential.pair import Pair
from tests.differential.traffic.known import TOKENS

_LINE = b"GET /api/v1/goods/4564/789 HTTP/1.1\r\n"
_POST = b"POST /api/v1/auth HTTP/1.1\r\nHost: mock.test\r\n"
_HEADERS = f"Host: mock.test\r\nAuthorization: {TOKENS}\r\nX-Mock-Sandbox: malformed\r\n".encode()
_END = b"\r\n"

WHOLE = (
    b"\r\n\r\n" + _LINE + _HEADERS + _END,
    _LINE + _HEADERS.replace(b"\r\n", b"\n") + b"\n",
    _LINE.replace(b"1.1", b"1.0") + _HEADERS + _END,
    _LINE + _HEADERS + b"X-Folded: a\r\n b\r\n" + _END,
    _LINE + _HEADERS + b"X-Long: " + b"a" * 70_000 + b"\r\n" + _END,
    _LINE + _HEADERS + b"".join(b"X-%d: a\r\n" % number for number in range(300)) + _END,
    _LINE + _HEADERS + b"X-\xe9: \xff\x80\r\n" + _END,
    _LINE + _HEADERS + b"Empty:\r\nTabs:\t a \t\r\n" + _END,
    _LINE.replace(b"GET /", b"GET http://other.test/") + _HEADERS + _END,
    _LINE.replace(b"/789", b"/" + b"7" * 60_000) + _HEADERS + _END,
    _LINE.replace(b"GET", b"get") + _HEADERS + _END,
    _LINE.replace(b"GET", b"LOCK") + _HEADERS + _END,
    _POST + b"Content-Length: 0\r\n" + _END,
    _POST + b"Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nTrailer: x\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\n00000003\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
)
"""Bytes with one whole request."""

REFUSED = (
    *(
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET / HTTPS/1.1\r\n\r\n",
    ),
    *(
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
    ),
    *(_LINE + b"No colon\r\n\r\n", _LINE + b"Space : x\r\n\r\n", _LINE + b"X: a\x00b\r\n\r\n", _LINE + b": x\r\n\r\n"),
    *(
        _POST + b"Content-Length: -1\r\n\r\n",
        _POST + b"Content-Length: x\r\n\r\n",
        _POST + b"Content-Length: 1, 1\r\n\r\na",
    ),
    _POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    _POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
    b"GET /api/v1/goods/4564/789 HTTP/1.1 \r\n\r\n",
    b"GET  /api/v1/goods/4564/789 HTTP/1.1\r\n\r\n",
    b"G@T /api/v1/goods/4564/789 HTTP/1.1\r\n\r\n",
)
"""Bytes that a server refuses at once."""


def run(pair: Pair, random: Random) -> None:
    """Send all of it, alone and behind requests that are right."""
    right = _LINE + _HEADERS + _END
    for content in WHOLE:
        method = "GET" if b"POST" not in content[:10] else "POST"
        pair.take_turns([content], [method])
        pair.take_turns([right, content, right], ["GET", method, "GET"])
        pair.touch("malformed", 4)
    for content in REFUSED:
        pair.take_turns([content], ["GET"])
        pair.take_turns([right, content], ["GET", "GET"])
        pair.touch("malformed", 1)
    for size in (5, 40, len(_LINE), len(_LINE) + 20):
        part = right[: size + random.randrange(4)]
        pair.converse([part, right[len(part) :]], ["GET"], pause=0.01)
        pair.touch("malformed", 1)
