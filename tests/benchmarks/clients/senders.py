"""The clients: each sends one request after the other over one kept connection, as its library writes them."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.requests import SECONDS, Plan, Request
from tests.benchmarks.wrk import Generator

FETCH = Path(__file__).with_name("fetch.mjs")


class FailedRequestError(Exception):
    """A request that was not answered with status 200."""


@dataclass(frozen=True)
class Sender:
    """A client. `package` is the package that installs it.

    `send` sends a request to a port of this machine for so many seconds, and returns the number of requests. It raises
    `FailedRequestError` for any response but 200. The place `{n}` gets a number that no other request of the run has.
    """

    name: str
    package: str
    is_installed: Callable[[], bool]
    send: Callable[[Generator, Request, int, int], int]


def _send_with_wrk(generator: Generator, request: Request, port: int, seconds: int) -> int:
    run = generator.run(Plan((request,)), port, seconds, connections=1)
    if run.failures:
        raise FailedRequestError(f"wrk: {request.method} {request.path}: {run.failures}")
    return run.requests


Send = Callable[[Request], int]
"""Sends a request and returns the status of the response."""


def _send_for(seconds: int, send: Send, request: Request, first: int) -> int:
    """Send the request with the numbers from `first` on, and return how many were sent."""
    sent = 0
    end = time.perf_counter() + seconds
    while not sent or time.perf_counter() < end:
        filled = request.filled(n=first + sent)
        status = send(filled)
        if status != 200:
            raise FailedRequestError(f"{filled.method} {filled.path} was answered with {status}")
        sent += 1
    return sent


def _send_with_httpx(generator: Generator, request: Request, port: int, seconds: int) -> int:
    import httpx  # noqa: PLC0415  # The benchmark also runs without it.

    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=request.headers, timeout=SECONDS) as client:

        def send(filled: Request) -> int:
            return client.request(filled.method, filled.path, content=filled.body or None).status_code

        return _send_for(seconds, send, request, generator.next_number())


def _send_with_requests(generator: Generator, request: Request, port: int, seconds: int) -> int:
    import requests  # noqa: PLC0415  # The benchmark also runs without it.

    with requests.Session() as session:
        # Without it every request would look for proxies in the environment.
        session.trust_env = False
        session.headers.update(request.headers)

        def send(filled: Request) -> int:
            url = f"http://127.0.0.1:{port}{filled.path}"
            return session.request(filled.method, url, data=filled.body or None, timeout=SECONDS).status_code

        return _send_for(seconds, send, request, generator.next_number())


def _send_with_fetch(generator: Generator, request: Request, port: int, seconds: int) -> int:
    argument = {
        "url": f"http://127.0.0.1:{port}{request.path}",
        "method": request.method,
        "headers": dict(request.headers),
        "body": request.body,
        "number": generator.next_number(),
        "seconds": seconds,
    }
    process = subprocess.run(
        ["node", str(FETCH), json.dumps(argument)],
        capture_output=True,
        text=True,
        timeout=seconds + SECONDS,
        check=False,
    )
    if process.returncode:
        raise FailedRequestError(f"fetch: {process.stderr.strip()[-300:]}")
    return int(process.stdout)


def _has_program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _has_module(name: str) -> Callable[[], bool]:
    return lambda: find_spec(name) is not None


SENDERS = (
    Sender("wrk", "wrk (Debian)", _has_program("wrk"), _send_with_wrk),
    Sender("httpx", "httpx (PyPI)", _has_module("httpx"), _send_with_httpx),
    Sender("requests", "requests (PyPI)", _has_module("requests"), _send_with_requests),
    Sender("fetch", "nodejs (Debian)", _has_program("node"), _send_with_fetch),
)
