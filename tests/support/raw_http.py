"""Requests whose path and headers go out exactly as they are given."""

from collections.abc import Sequence
from http.client import HTTPConnection
from typing import NamedTuple

from tests.support.waiting import SECONDS


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
