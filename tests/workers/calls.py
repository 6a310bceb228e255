"""Calls over connections of which it is known which worker has accepted them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zlib import crc32

import httpx

from mockapi.client import Mock
from tests.command import SECONDS

ZERO, ONE = "zero", "one"
"""Sandboxes that live in worker 0 and worker 1."""
MOST_TRIES = 1000


def owner(sandbox: str) -> int:
    """In which of two workers a sandbox lives."""
    return crc32(sandbox.encode()) % 2


@contextmanager
def accepted_by(worker: int, mock: Mock) -> Iterator[httpx.Client]:
    """A client with one connection, which this worker has accepted."""
    with ExitStack() as stack:
        for _ in range(MOST_TRIES):
            client = httpx.Client(base_url=mock.url, verify=False, trust_env=False, timeout=SECONDS)
            stack.enter_context(client)
            if client.get("/__admin/health").json()["worker"] == worker:
                yield client
                return
    raise AssertionError(f"worker {worker} accepts nothing")


def worker_processes(server: int) -> list[int]:
    """The ids of a server's workers, by number."""
    return [int(number) for number in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def is_running(process: int) -> bool:
    """Whether there is a process of that id."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
