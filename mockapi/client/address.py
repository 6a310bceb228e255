"""The default address of the server, and the URL that reaches it from the same machine."""

HOST = "127.0.0.1"
PORT = 8000

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def local_url(host: str, port: int | str, *, https: bool) -> str:
    """Return the URL, without a final slash, of a server on this machine that listens on `host` and `port`."""
    reached = _LOOPBACK.get(host, host)
    return f"{'https' if https else 'http'}://{f'[{reached}]' if ':' in reached else reached}:{port}"
