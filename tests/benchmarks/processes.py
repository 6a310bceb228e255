"""A candidate's process: on the server's core, measured with all its children."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from signal import SIGKILL

from tests.benchmarks.requests import Client, Request
from tests.support.command import environment

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = _CORES[0], _CORES[-1]
START_SECONDS = 120
SETTLE_SECONDS = 300
_SAMPLE = 0.25
_IDLE = 0.1
"""Share of a core that an idle server needs."""


class NotStartedError(Exception):
    """A candidate that ended, or did not respond in time."""


class Process:
    """A running candidate."""

    def __init__(self, command: Sequence[str], port: int, log: Path, variables: Mapping[str, str]) -> None:
        """Start `command` on the server's core; its output goes to `log`."""
        self.port = port
        self._log = log
        self.begin = time.perf_counter()
        with open(log, "wb") as output, on_core(SERVER_CORE):
            self._process = subprocess.Popen(
                command, env=environment(**variables), stdout=output, stderr=output, cwd=log.parent
            )

    def wait(self, request: Request) -> float:
        """Return the seconds from the command to the first successful response. Raises `NotStartedError`."""
        while time.perf_counter() - self.begin < START_SECONDS:
            if self._process.poll() is not None:
                break
            client = Client(self.port)
            try:
                if client.send(request)[0] < 300:
                    return time.perf_counter() - self.begin
            except (OSError, HTTPException):
                time.sleep(0.002)
            finally:
                client.close()
        raise NotStartedError(f"no answer; it printed: {self._log.read_text(errors='replace')[-300:].strip()}")

    def megabytes(self) -> float:
        """Return the resident memory of the process and all below it, in megabytes."""
        return sum(_pages(number) for number in _family(self._process.pid)) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def processor_seconds(self) -> float:
        """Return the processor time of all threads of the process and all below it, in user and kernel mode.

        It is precise to the microsecond; `/proc/PID/stat` counts hundredths of a second. A thread that has ended
        is no longer counted.
        """
        return sum(map(_nanoseconds, _family(self._process.pid))) / 1e9

    def settle(self) -> None:
        """Wait until the process is idle: it may still handle requests whose clients have gone."""
        end = time.perf_counter() + SETTLE_SECONDS
        used = self._used_seconds()
        while time.perf_counter() < end:
            time.sleep(_SAMPLE)
            before, used = used, self._used_seconds()
            if used - before <= _SAMPLE * _IDLE:
                return

    def _used_seconds(self) -> float:
        return sum(map(_ticks, _family(self._process.pid))) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process, and all below it."""
        family = list(_family(self._process.pid))
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in family[1:]:
            _end(child)


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Keep the processes that are started in this block on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def free_port() -> int:
    """Return a port that is free together with the next one."""
    while True:
        with socket.socket() as listener, socket.socket() as neighbour, suppress(OSError, OverflowError):
            listener.bind(("127.0.0.1", 0))
            port: int = listener.getsockname()[1]
            neighbour.bind(("127.0.0.1", port + 1))
            return port


def _family(process: int) -> Iterator[int]:
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0


def _ticks(process: int) -> int:
    """Return the processor time in user and kernel mode."""
    try:
        # The name, in brackets, may hold spaces.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _nanoseconds(process: int) -> int:
    """Return the processor time of all threads that run, in user and kernel mode."""
    total = 0
    for file in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):
            total += int(file.read_text().split()[0])
    return total


def _end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, SIGKILL)
