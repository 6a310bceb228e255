"""Runs of the program `mockapi`: in this process, in a separate process, and as a server."""

import gc
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from mockapi.cli.main import main
from tests.support.waiting import killed_in_time, run


def environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without settings of the server and of this test run, and with `variables`.

    Python may write bytecode, so that modules are compiled once, as in an installation.
    """
    kept = os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}
    return {name: os.environ[name] for name in kept if not name.startswith(("MOCKAPI_", "PYTEST_"))} | variables


def mockapi(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program in this process and return its output: a new process per call would be slow."""
    output, errors = StringIO(), StringIO()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(output), redirect_stderr(errors):
        patch.setattr(sys, "argv", ["mockapi", *arguments])
        for name, value in variables.items():
            patch.setenv(name, value)
        try:
            main()
        except SystemExit as end:
            status = end.code
        finally:
            gc.enable()
            for number, handler in handlers.items():
                signal.signal(number, handler)
    assert status is None or isinstance(status, int)
    return subprocess.CompletedProcess(arguments, status or 0, output.getvalue(), errors.getvalue())


def program(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a separate process and return its output."""
    return run([sys.executable, "-m", "mockapi", *arguments], env=environment(**variables), check=False)


class Served:
    """A server in a separate process, with its URL and the text that it printed at start."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.printed = ""
        with killed_in_time(process):
            for line in process.stdout:
                self.printed += line
                if "/products/categories/get" in line:
                    break
        match = re.search(r"on (https?://\S+)", self.printed)
        assert match, f"no URL in {self.printed!r}"
        self.url = match[1]


@contextmanager
def serving(*arguments: str, errors: Path | None = None, **variables: str) -> Iterator[Served]:
    """Run `mockapi serve` on a free port during the block; standard error goes to the file `errors`."""
    command = [sys.executable, "-m", "mockapi", "serve", "--port", "0", *arguments]
    with open(errors or os.devnull, "w") as file:
        process = subprocess.Popen(
            command, env=environment(**variables), stdout=subprocess.PIPE, stderr=file, text=True
        )
        try:
            yield Served(process)
        finally:
            process.terminate()
            with killed_in_time(process):
                process.communicate()


def assert_refused(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that a run printed one line on standard error with these words, and exited with status 2."""
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("mockapi: ")
    assert ended.stderr.count("\n") == 1
    for word in words:
        assert word in ended.stderr
