"""Sends calls of Altegio's `POST /auth`, right and wrong, with bodies of all kinds."""

from random import Random
from urllib.parse import quote, urlencode

from tests.differential.pair import Pair
from tests.differential.traffic.known import AUTHORIZED, PARTNER, to_json
from tests.differential.traffic.reads_altegio import AUTHORIZATIONS
from tests.differential.wire import Request


def run(pair: Pair, random: Random) -> None:
    """Send all of it."""
    for request in _log_ins():
        pair.ask(request)


def _log_ins() -> list[Request]:
    """Write calls of `POST /auth`, right and wrong, with bodies of all kinds."""
    right = {"login": "testuser@alteg.io", "password": "testpass"}
    form = urlencode(right).encode()
    typed = (("Authorization", PARTNER), ("Content-Type", "application/x-www-form-urlencoded"))
    parts = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in right.items()
    )
    multipart = (("Authorization", PARTNER), ("Content-Type", "multipart/form-data; boundary=x"))
    bodies = [
        right,
        {**right, "password": "no"},
        {"login": "x"},
        {**right, "login": 1},
        {},
        [],
        None,
        "text",
        {"a": right},
    ]
    return [
        *(Request("POST", "/api/v1/auth", AUTHORIZED, to_json(body)) for body in bodies),
        *(Request("POST", "/auth", headers, to_json(right)) for headers in AUTHORIZATIONS),
        Request("POST", "/api/v1/auth", typed, form),
        Request("POST", "/api/v1/auth", AUTHORIZED, form),
        Request("POST", "/api/v1/auth", typed, b"login=%FF&password=&password=testpass"),
        Request("POST", "/api/v1/auth", typed, to_json(right)),
        Request("POST", "/api/v1/auth?" + form.decode(), AUTHORIZED),
        Request("POST", "/api/v1/auth", multipart, parts + b"--x--\r\n"),
        Request("POST", "/api/v1/auth", multipart, parts),
        Request("GET", "/api/v1/auth", AUTHORIZED),
        Request("POST", "/api/v1/auth/", AUTHORIZED, to_json(right)),
        Request("POST", f"/api/v1/auth?login={quote(right['login'])}", AUTHORIZED, to_json(right)),
    ]
