"""HTTP clients for tests: httpx without a short time-out, and one that sends paths and headers unchanged."""

import atexit
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Any, NamedTuple

import httpx

from tests.support.waiting import SECONDS

LIMITS = httpx.Limits(keepalive_expiry=1)
"""An idle connection is closed by the client, long before the server does it: a request never meets a closing one."""


def client(base_url: str, **named: Any) -> httpx.Client:
    """Return a client with connections of its own; without TLS verification, which loads the system's certificates."""
    return httpx.Client(base_url=base_url, verify=False, trust_env=False, timeout=SECONDS, limits=LIMITS, **named)


_client = client("")
atexit.register(_client.close)

get = _client.get
post = _client.post
options = _client.options
request = _client.request


class Reply(NamedTuple):
    """A whole response; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    content: bytes


def exchange(
    port: int, method: str, target: str, headers: Sequence[tuple[str, str]] = (), content: bytes = b""
) -> Reply:
    """Send one request to this machine and return the response."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in [*headers, ("Content-Length", str(len(content)))]:
            connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(content)
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, received, response.read())
    finally:
        connection.close()
