"""HTTP clients that no slow machine makes fail."""

import atexit
from typing import Any

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
