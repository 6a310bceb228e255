"""Where the server listens, and how it is reached from this machine."""

HOST = "127.0.0.1"
PORT = 8000

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def local_url(host: str, port: int | str, *, https: bool) -> str:
    """The URL, without a slash at the end, of a server on this machine that listens on `host` and `port`."""
    reached = _EVERYWHERE.get(host, host)
    return f"{'https' if https else 'http'}://{f'[{reached}]' if ':' in reached else reached}:{port}"
