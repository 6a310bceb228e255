"""A connection to a running server: one kept HTTP connection that carries JSON."""

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, InvalidURL
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from mockapi.errors import ControlError, ServerUnreachable

SECONDS = 30.0
"""Default time-out of a call."""


class ControlTransport:
    """Calls to the server at a URL. Several threads may share it; the calls run one after another."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """Prepare calls to `url` with a time-out of `seconds`; connect on the first call.

        Raises `ServerUnreachable` if `url` is not `http://HOST:PORT` or `https://HOST:PORT`, optionally with a path.
        """
        self.url = url.rstrip("/")
        self.seconds = seconds
        try:
            self._connection, self._path = _connection(self.url)
        except (ValueError, HTTPException) as error:
            raise ServerUnreachable(f"{url!r} is not the URL of a server. Use http://HOST:PORT.") from error
        self._is_known = False
        self._lock = Lock()

    def health(self, seconds: float = 0) -> dict[str, Any]:
        """Return the body of `GET /__admin/health`. Raises `ServerUnreachable` if the server is not healthy."""
        with self._lock:
            return self._health(seconds or self.seconds)

    def call(self, method: str, path: str, body: Any = None, *, seconds: float = 0) -> Any:
        """Return the body of the response: parsed JSON, bytes if it is not JSON, None if it is empty.

        `body` is sent unchanged if it is bytes, else as JSON. `seconds` overrides the time-out. Raises
        `ServerUnreachable`, and `ControlError` for a status of 300 or more.
        """
        __tracebackhide__ = True
        encoded = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        with self._lock:
            if not self._is_known:
                # Another program at this address must not receive a command such as a reset.
                self._health(seconds or self.seconds)
            response, content = self._exchange(method, path, encoded, seconds or self.seconds)
        if response.status >= 300:  # noqa: PLR2004
            raise ControlError(response.status, content)
        return content

    def close(self) -> None:
        """Close the connection. The next call opens a new one."""
        with self._lock:
            self._connection.close()

    def _health(self, seconds: float) -> dict[str, Any]:
        response, content = self._exchange("GET", "/__admin/health", None, seconds)
        # WireMock's response has the same members.
        reported = (content.get("status"), content.get("message")) if isinstance(content, dict) else None
        if response.status != 200 or reported != ("healthy", "mockapi is ok"):  # noqa: PLR2004
            raise ServerUnreachable(
                f"The server at {self.url} is not a healthy mockapi server: GET /__admin/health returned status "
                f"{response.status}. Check the URL."
            )
        self._is_known = True
        return dict(content)

    def _exchange(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[HTTPResponse, Any]:
        try:
            response, content = self._send(method, self._path + path, body, seconds)
        except BaseException as error:
            # A later response on this connection could belong to this request.
            self._connection.close()
            if isinstance(error, TimeoutError):
                raise ServerUnreachable(
                    f"The server at {self.url} did not respond within {seconds:g} seconds. Check that it is running."
                ) from error
            if isinstance(error, OSError | HTTPException | UnicodeError):
                raise ServerUnreachable(
                    f"Cannot reach a mockapi server at {self.url}: {_reason(error)}. Start one with `mockapi serve`, "
                    "or check the URL."
                ) from error
            raise
        return response, _parsed(response, content)

    def _send(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[HTTPResponse, bytes]:
        if self._was_closed_by_server():
            self._connection.close()
        is_kept = self._connection.sock is not None
        try:
            return self._send_once(method, path, body, seconds)
        except ConnectionError:
            # The server may close a kept connection at the moment of its use, before or after it reads the request.
            if not is_kept or method != "GET":
                raise
            self._connection.close()
            return self._send_once(method, path, body, seconds)

    def _send_once(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[HTTPResponse, bytes]:
        self._connection.timeout = seconds
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)
        self._connection.request(method, path, body)
        response = self._connection.getresponse()
        return response, response.read()

    def _was_closed_by_server(self) -> bool:
        if self._connection.sock is None:
            return False
        with DefaultSelector() as selector:
            selector.register(self._connection.sock, EVENT_READ)
            # Readable without a pending request: closed, or an unrequested response.
            return bool(selector.select(0))


def _connection(url: str) -> tuple[HTTPConnection, str]:
    """Return an unopened connection to the server at `url`, and the path of `url`.

    Raises `ValueError` or `HTTPException` for an invalid URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("not a URL of a server")
    # http.client ignores the proxies of the environment, which is intended: the server is local.
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname, parts.port), parts.path
    # The certificate belongs to the user and is often self-signed.
    context = ssl._create_unverified_context()  # noqa: S323
    return HTTPSConnection(parts.hostname, parts.port, context=context), parts.path


def _reason(error: OSError | HTTPException | UnicodeError) -> str:
    if isinstance(error, ssl.SSLError):
        return "it does not speak HTTPS"
    if isinstance(error, UnicodeError | InvalidURL):
        return "the URL is invalid"
    if isinstance(error, HTTPException):
        return "the response was incomplete, or it was not HTTP"
    return error.strerror or "the connection failed"


def _parsed(response: HTTPResponse, content: bytes) -> Any:
    if not content:
        return None
    if response.headers.get_content_type() != "application/json":
        return content
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content
