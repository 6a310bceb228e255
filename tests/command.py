"""Runs the command line as a person does: in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60
"""Far more than any command needs; it only keeps a broken one from hanging the run."""


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings of the server, and `variables`."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MOCKAPI_")} | variables


def mockapi(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `mockapi` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "mockapi", *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


class Served:
    """A server in a process, its URL, and what it printed before it was ready."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.printed = ""
        for line in process.stdout:
            self.printed += line
            if "/products/categories/get" in line:
                break
        match = re.search(r"on (https?://\S+)", self.printed)
        assert match, f"no URL in {self.printed!r}"
        self.url = match[1]


@contextmanager
def serving(*arguments: str, errors: Path | None = None, **variables: str) -> Iterator[Served]:
    """`mockapi serve` on a free port while the block runs; standard error goes to the file `errors`."""
    command = [sys.executable, "-m", "mockapi", "serve", "--port", "0", *arguments]
    with open(errors or os.devnull, "w") as file:
        process = subprocess.Popen(
            command, env=environment(**variables), stdout=subprocess.PIPE, stderr=file, text=True
        )
        try:
            yield Served(process)
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)
