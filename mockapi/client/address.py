"""The default address of the server, and the URL that reaches it from the same machine."""

import re

HOST = "127.0.0.1"
PORT = 8000

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def local_url(host: str, port: int | str, *, https: bool) -> str:
    """Return the URL, without a final slash, of a server on this machine that listens on `host` and `port`."""
    reached = _LOOPBACK.get(host, host)
    return f"{'https' if https else 'http'}://{f'[{reached}]' if ':' in reached else reached}:{port}"


def is_service_link(port: str) -> bool:
    """Return True for the value that Kubernetes gives MOCKAPI_PORT next to a Service called mockapi.

    For example `tcp://10.0.0.1:8000`; a container link of Docker sets the same. It is the address of that Service, not
    a port to listen on. Source: Kubernetes, "Service", section "Environment variables".
    """
    return re.match("(tcp|udp|sctp)://", port) is not None
