"""A line to a running server: one kept connection, JSON both ways."""

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

SECONDS = 30.0
"""How long an answer may take unless somebody knows better."""


class ServerUnreachable(Exception):
    """There is no server, or it is no mockapi server; the text says why, for a person."""


class Refused(Exception):
    """The control plane has refused something: an HTTP status and the text, for a person; `content` is its answer."""

    def __init__(self, status: int, content: Any) -> None:
        self.status = status
        self.content = content
        errors = content.get("errors", []) if isinstance(content, dict) else []
        texts = [str(error.get("title", error)) for error in errors if isinstance(error, dict)]
        super().__init__("; ".join(texts) or f"the server answers {status}")


class Line:
    """Calls to the server at a URL. Several threads may use it, one call at a time."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """Nothing is sent yet. Raises `ServerUnreachable`: `url` is no URL of a server."""
        self.url = url.rstrip("/")
        self.seconds = seconds
        parts = urlsplit(self.url)
        try:
            self._address = (parts.hostname or "", parts.port)
        except ValueError as error:
            raise ServerUnreachable(f"{url} is no URL: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ServerUnreachable(f"{url} is no http or https URL")
        self._is_secure = parts.scheme == "https"
        self._path = parts.path
        self._connection: HTTPConnection | None = None
        self._lock = Lock()

    def call(
        self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None, seconds: float = 0
    ) -> Any:
        """What the server answers: JSON as Python has it, bytes if it is something else, None if it is empty.

        `body`: bytes as they are, anything else as JSON. Raises `ServerUnreachable` and `Refused`.
        """
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        with self._lock:
            try:
                response, answer = self._exchange(method, path, content, headers or {}, seconds or self.seconds)
            except (OSError, HTTPException) as error:
                self._hang_up()
                reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
                raise ServerUnreachable(f"no mockapi server at {self.url}: {reason}") from error
        told = _read(response, answer)
        if response.status >= 400:  # noqa: PLR2004
            raise Refused(response.status, told)
        return told

    def close(self) -> None:
        """Close the connection; another call opens a new one."""
        with self._lock:
            self._hang_up()

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], seconds: float
    ) -> tuple[HTTPResponse, bytes]:
        kept = self._connection
        try:
            return self._send(self._connected(seconds), method, path, body, headers)
        except (ConnectionError, HTTPException):
            if kept is None:
                raise
            # The server has closed the kept connection meanwhile, as it may.
            self._hang_up()
            return self._send(self._connected(seconds), method, path, body, headers)

    def _send(
        self, connection: HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        connection.request(method, self._path + path, body, headers)
        response = connection.getresponse()
        return response, response.read()

    def _connected(self, seconds: float) -> HTTPConnection:
        if self._connection is None:
            # Past any proxy of the environment: the server is near.
            host, port = self._address
            self._connection = (
                # The certificate is the user's own and often self-signed; whom we call is not in doubt.
                HTTPSConnection(host, port, timeout=seconds, context=ssl._create_unverified_context())  # noqa: S323
                if self._is_secure
                else HTTPConnection(host, port, timeout=seconds)
            )
        self._connection.timeout = seconds
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _read(response: HTTPResponse, answer: bytes) -> Any:
    if not answer:
        return None
    if response.headers.get_content_type() != "application/json":
        return answer
    try:
        return json.loads(answer)
    except ValueError:
        return answer
