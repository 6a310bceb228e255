"""Waits that end: the limit is far above what a slow machine needs, so only a broken program reaches it."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread, Timer
from typing import Any
from urllib.parse import urlsplit

import pytest

SECONDS = 60
"""The limit of every wait; below the limit of a whole test in `pyproject.toml`."""


def wait_until(condition: Callable[[], object]) -> None:
    """Return once `condition()` is true; fail the test after `SECONDS`."""
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"not true within {SECONDS} seconds")
        # Leaves the interpreter to the server's thread.
        time.sleep(0.001)


async def wait_for(condition: Callable[[], Awaitable[object]]) -> None:
    """Return once `await condition()` is true; raise `TimeoutError` after `SECONDS`."""
    async with asyncio.timeout(SECONDS):
        # Only the server knows when it becomes true, and sets no event.
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0)


def join(thread: Thread) -> None:
    """Wait for the end of a thread; fail the test after `SECONDS`."""
    thread.join(SECONDS)
    assert not thread.is_alive(), f"{thread.name} has not ended within {SECONDS} seconds"


def connect(url: str) -> socket.socket:
    """Return a connection to the server at `url`, every read and write of which has a time limit."""
    address = urlsplit(url)
    return socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=SECONDS)


def run(command: Sequence[Any], *, check: bool = True, **named: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return its output. Raises `CalledProcessError`, and `TimeoutExpired`."""
    return subprocess.run(command, capture_output=True, text=True, check=check, timeout=SECONDS, **named)


@contextmanager
def killed_in_time(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Kill the process if the block, which reads its output, takes longer than `SECONDS`."""
    timer = Timer(SECONDS, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
