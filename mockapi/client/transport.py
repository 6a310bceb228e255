"""A line to a running server: one kept connection, JSON both ways."""

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

SECONDS = 30.0
"""How long an answer may take unless somebody knows better."""
MAX_CHARACTERS = 200
"""Of what a stranger says, in a text for a person."""


class ServerUnreachable(Exception):
    """There is no server, or it is no mockapi server; the text says why, for a person."""


class ControlError(Exception):
    """The control plane has refused something: an HTTP status and the text, for a person; `content` is its answer."""

    def __init__(self, status: int, content: Any) -> None:
        self.status = status
        self.content = content
        errors = content.get("errors") if isinstance(content, dict) else None
        texts = [str(error["title"]) for error in errors or [] if isinstance(error, dict) and "title" in error]
        super().__init__("; ".join(texts) or f"the server answers {status}")


class VerificationError(AssertionError):
    """The program sent something else; the text shows the closest requests, `content` is the server's answer."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content["message"])
        self.content = content


class ControlTransport:
    """Calls to the server at a URL. Several threads may use it, one call at a time."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """Nothing is sent yet. Raises `ServerUnreachable`: `url` is no URL of a server."""
        self.url = url.rstrip("/")
        self.seconds = seconds
        try:
            self._connection, self._path = _connection(self.url)
        except (ValueError, HTTPException) as error:
            raise ServerUnreachable(f"{url} is no URL: {error}") from error
        self._is_known = False
        self._lock = Lock()

    def health(self, seconds: float = 0) -> dict[str, Any]:
        """What the server says of itself. Raises `ServerUnreachable`: it is not there, not healthy or no mockapi."""
        with self._lock:
            return self._health(seconds or self.seconds)

    def call(self, method: str, path: str, body: Any = None, *, seconds: float = 0) -> Any:
        """What the server answers: JSON as Python has it, bytes if it is something else, None if it is empty.

        `body`: bytes as they are, anything else as JSON. Raises `ServerUnreachable` and `ControlError`.
        """
        __tracebackhide__ = True
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        with self._lock:
            if not self._is_known:
                # Whatever else listens there must not be told to reset itself.
                self._health(seconds or self.seconds)
            response, told = self._exchange(method, path, content, seconds or self.seconds)
        if response.status >= 300:  # noqa: PLR2004
            raise ControlError(response.status, told)
        return told

    def close(self) -> None:
        """Close the connection; another call opens a new one."""
        with self._lock:
            self._connection.close()

    def _health(self, seconds: float) -> dict[str, Any]:
        response, told = self._exchange("GET", "/__admin/health", None, seconds)
        if response.status != 200:  # noqa: PLR2004
            raise ServerUnreachable(f"{self.url} answers {response.status}: not a mockapi server?")
        # WireMock's answer has the same members.
        if not isinstance(told, dict) or (told.get("status"), told.get("message")) != ("healthy", "mockapi is ok"):
            raise ServerUnreachable(f"{self.url} does not say that it is healthy: not a mockapi server?")
        self._is_known = True
        return told

    def _exchange(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[HTTPResponse, Any]:
        try:
            response, answer = self._send(method, self._path + path, body, seconds)
        except BaseException as error:
            # Whatever else comes over it could be the answer to this.
            self._connection.close()
            if isinstance(error, TimeoutError):
                raise ServerUnreachable(f"no answer from {self.url} within {seconds:g} seconds") from error
            if isinstance(error, OSError | HTTPException | UnicodeError):
                reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
                raise ServerUnreachable(f"no mockapi server at {self.url}: {reason[:MAX_CHARACTERS]}") from error
            raise
        return response, _read(response, answer)

    def _send(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[HTTPResponse, bytes]:
        if self._has_closed():
            self._connection.close()
        is_kept = self._connection.sock is not None
        try:
            return self._send_once(method, path, body, seconds)
        except ConnectionError:
            # The server may close a kept connection just as it is used. Whether it has read the request nobody knows.
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

    def _has_closed(self) -> bool:
        """Whether the server has closed the kept connection, or sent what nobody asked for."""
        if self._connection.sock is None:
            return False
        with DefaultSelector() as selector:
            selector.register(self._connection.sock, EVENT_READ)
            return bool(selector.select(0))


def _connection(url: str) -> tuple[HTTPConnection, str]:
    """A connection to the server at a URL, not yet opened, and the URL's path. Raises `ValueError`, `HTTPException`."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("http://HOST:PORT is wanted, or https")
    # Past any proxy of the environment: the server is near.
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname, parts.port), parts.path
    # The certificate is the user's own and often self-signed; whom we call is not in doubt.
    context = ssl._create_unverified_context()  # noqa: S323
    return HTTPSConnection(parts.hostname, parts.port, context=context), parts.path


def _read(response: HTTPResponse, answer: bytes) -> Any:
    if not answer:
        return None
    if response.headers.get_content_type() != "application/json":
        return answer
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return answer
