"""Starts and ends the servers that are compared."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from threading import Thread

START_SECONDS = 60.0
"""How long a server may take to tell its URL."""

END_SECONDS = 15.0
"""How long a server may take to end; then it is killed."""


class StartError(Exception):
    """Tell that a server did not start."""


def environment(variables: dict[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without settings of the server, with `variables`.

    Modules are compiled once, as in an installation, and not again at each start.
    """
    names = [name for name in os.environ if not name.startswith("MOCKAPI_") and name != "PYTHONDONTWRITEBYTECODE"]
    kept = {name: os.environ[name] for name in names}
    return {**kept, "COLUMNS": "120", **(variables or {})}


class Server:
    """Run `mockapi serve` in a process of its own."""

    def __init__(
        self, program: str, arguments: list[str], variables: dict[str, str] | None = None, folder: Path | None = None
    ) -> None:
        """`folder`: where it runs; without it in a new one, which `clean` deletes."""
        self._folder = tempfile.TemporaryDirectory(prefix="differential.")
        self._errors = Path(self._folder.name) / "errors"
        self._lines: list[str] = []
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [program, "serve", "--port", "0", *arguments],
                env=environment(variables),
                cwd=folder or self._folder.name,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = 0

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)

    def wait(self) -> None:
        """Wait until the server has told its URL. Raises `StartError`."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(self._lines))
            if found:
                self.port = int(found[1])
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.01)
        self.stop()
        raise StartError(f"{self._process.args!r} told no URL; standard error:\n{self.errors}")

    @property
    def output(self) -> str:
        """Return what the server has printed."""
        return "".join(self._lines)

    @property
    def errors(self) -> str:
        """Return what the server has written to standard error."""
        return self._errors.read_text(errors="replace") if self._errors.exists() else ""

    def stop(self) -> int:
        """End the server as a user would, or else kill it; return its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reader.join(END_SECONDS)
        return self._process.returncode

    def kill(self) -> None:
        """Kill the server and all that it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(END_SECONDS)

    def clean(self) -> None:
        """Delete the server's working directory."""
        self._folder.cleanup()


def run_to_end(program: str, folder: Path, arguments: list[str], variables: dict[str, str]) -> str:
    """Run the program with arguments that make it end by itself; return its exit status and what it has printed."""
    run = subprocess.run(
        [program, *arguments],
        env=environment(variables),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    return f"exit status {run.returncode}\nstandard output:\n{run.stdout}\nstandard error:\n{run.stderr}"
