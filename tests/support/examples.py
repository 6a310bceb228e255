"""Runs the examples of the documentation as a reader would: page by page, in order, against one server."""

import io
import os
import re
import shlex
import subprocess
import sys
import warnings
from collections.abc import Mapping
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from mockapi.server.server import MockServer
from tests.support import pages
from tests.support.command import environment, mockapi, serving
from tests.support.pages import Block, Call
from tests.support.programs import missing

SHOWN = "127.0.0.1:8000"
"""Host and port that the pages show; an example uses those of its own server."""
SECONDS = 60

NOT_RUN = (
    *("python3 -m venv ", ".venv/bin/", "pip install ", "git clone ", "npm ", "npx "),
    *("docker ", "kubectl ", "nginx ", "mockapi serve --port 800", "python -m tests.benchmarks", "uvicorn "),
)
"""Commands that install something, take minutes, or need a container, a cluster or a fixed port."""

OTHER_PLUGINS = ("cacheprovider", "pytest_cov", "schemathesis", "hypothesispytest", "faker", "anyio", "xdist")
"""Plugins that no example needs; loading them takes most of the time of a small run."""

_SHELL = re.compile(r"[|<>;&$`\n]")


class Result(NamedTuple):
    """A command or a program, the output that the page prints, and the output that it gave."""

    command: str
    expected: str
    got: str

    @property
    def is_right(self) -> bool:
        """True if the output is the printed one, but for times. `…` stands for any text, and alone for any lines."""
        lines = [_without_times(line) for line in self.expected.splitlines()]
        wanted = "".join("(?:.*\n)*?" if line == "…" else f"{_one_line(line)}\n" for line in lines)
        return re.fullmatch(wanted, "".join(f"{_without_times(line)}\n" for line in self.got.splitlines())) is not None


class SkippedError(Exception):
    """An example cannot run on this machine; the text says which package is missing."""


Outcome = list[Result] | Exception


def run_page(page: str, directory: Path) -> dict[Block, Outcome]:
    """Run the examples of a page in order.

    An example that fails does not keep the next ones from running. After one that is skipped, the commands are skipped
    too, because they may show what came of it.
    """
    outcomes: dict[Block, Outcome] = {}
    skipped: SkippedError | None = None
    with Reader(directory) as reader:
        for block in runnable(page):
            try:
                outcomes[block] = skipped if skipped and block.language == "console" else reader.run(block)
            except SkippedError as error:
                outcomes[block] = skipped = error
            except (Exception, SystemExit) as error:
                outcomes[block] = error if isinstance(error, Exception) else RuntimeError(f"it exits: {error}")
    return outcomes


def runnable(page: str) -> list[Block]:
    """The blocks of a page that a test can run."""
    found = pages.blocks(page, "console", "python", "javascript")
    return [block for block in found if block.language != "console" or any(is_run(call) for call in block.calls)]


def is_run(call: Call) -> bool:
    """True if a test can run this command."""
    return not call.command.startswith(NOT_RUN)


class Reader:
    """A reader of one page, with a directory and a server."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._stack = ExitStack()
        self._url = ""

    def __enter__(self) -> "Reader":
        self._serve({})
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, block: Block) -> list[Result]:
        """Run one block. Raises `SkippedError` if a program is missing, and what the example itself raises."""
        if block.file:
            (self.directory / block.file).write_text(self._real(block.text), encoding="utf-8")
        if block.language == "console":
            return [self._command(call) for call in block.calls if is_run(call)]
        if block.language == "javascript":
            return [self._javascript(block)]
        return [self._tests(block) if "def test_" in block.text else self._python(block)]

    def _command(self, call: Call) -> Result:
        line = self._real(call.command)
        words = [] if _SHELL.search(line) else shlex.split(line)
        program = next((word for word in words if "=" not in word), "")
        if program == "mockapi" and "serve" in words:
            return Result(call.command, call.printed, self._shown(self._restart(words, bool(call.printed))))
        if words[:1] == ["mockapi"]:
            ended = mockapi(*words[1:], MOCKAPI_URL=self._url)
        elif program == "pytest":
            ended = self._start(*pytest_command(*words[1:]), MOCKAPI_URL=self._url)
        else:
            self._require("bash", *(name for name in ("curl", "openssl") if re.search(rf"\b{name} ", line)))
            ended = self._start("bash", "-c", line, MOCKAPI_URL=self._url, PATH=_path())
        return Result(call.command, call.printed, self._shown(ended.stdout + ended.stderr))

    def _restart(self, words: list[str], is_shown: bool) -> str:
        """Start another server, in a process of its own if its output is shown."""
        self._stack.close()
        variables = dict(word.split("=", 1) for word in words[: words.index("mockapi")])
        flags = words[words.index("serve") + 1 :]
        if not is_shown:
            names = (flag.removeprefix("--").replace("-", "_") for flag in flags[::2])
            self._serve(dict(zip(names, flags[1::2], strict=True)), variables)
            return ""
        served = self._stack.enter_context(serving(*flags, errors=None, **variables))
        self._url = served.url
        return served.printed

    def _serve(self, settings: dict[str, str], variables: Mapping[str, str] | None = None) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (variables or {}).items():
                patch.setenv(name, value)
            server = MockServer(None, **{**settings, "port": "0"})
        self._url = self._stack.enter_context(server).url

    def _python(self, block: Block) -> Result:
        """Run a program in this process: a new Python for each would take most of the tests' time."""
        output = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(), redirect_stdout(output):
            # Starlette's test client prefers a package that not every reader has.
            warnings.filterwarnings("ignore", message=".*starlette.testclient")
            patch.chdir(self.directory)
            patch.syspath_prepend(str(self.directory))
            try:
                exec(compile(self._real(block.text), block.name, "exec"), {"__name__": "__main__"})
            finally:
                self._forget_modules()
        return Result(block.name, block.printed, self._shown(output.getvalue()))

    def _tests(self, block: Block) -> Result:
        # The README shows the plugin's own server; the others use the page's, which saves starting one.
        own = {} if block.page == "README.md" else {"MOCKAPI_URL": self._url}
        ended = self._start(*pytest_command("-q", block.file), **own)
        # The output is shown for a failing test only.
        assert ended.returncode == bool(block.printed), ended.stdout + ended.stderr
        return Result(block.name, block.printed or "…", self._shown(ended.stdout))

    def _javascript(self, block: Block) -> Result:
        self._require("node")
        mode = ["--test"] if "node:test" in block.text else []
        ended = self._start("node", *mode, block.file, MOCKAPI_URL=self._url)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        printed = "…" if mode and not block.printed else block.printed
        return Result(block.name, printed, self._shown(ended.stdout))

    def _start(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.directory,
            env=environment(**variables),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def _require(self, *programs: str) -> None:
        if reason := missing(*programs):
            raise SkippedError(reason)

    def _real(self, text: str) -> str:
        """Replace the server and the directory that the pages show by those of this run."""
        return text.replace(SHOWN, urlsplit(self._url).netloc).replace("/tmp/", f"{self.directory}/")

    def _shown(self, text: str) -> str:
        text = text.replace("\r", "").replace(urlsplit(self._url).netloc, SHOWN)
        return text.replace(f"{self.directory}/", "/tmp/")

    def _forget_modules(self) -> None:
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(self.directory)):
                del sys.modules[name]


def _without_times(line: str) -> str:
    """Replace what differs between two runs: times of day and durations, and the width of their columns."""
    line = re.sub(r"(?<= )\d\d:\d\d:\d\d\.\d{3}(?= )", "TIME", line.rstrip())
    line = re.sub(r"(?<= )\d+\.\d+(?=s?$|s? )", "0.0", line)
    return re.sub(r"  +", "  ", line)


def _one_line(line: str) -> str:
    return ".*".join(map(re.escape, line.split("…")))


def pytest_command(*arguments: str) -> list[str]:
    """Return the command that runs pytest with the plugins only that an example needs."""
    disabled = [part for name in OTHER_PLUGINS for part in ("-p", f"no:{name}")]
    return [sys.executable, "-m", "pytest", *disabled, *arguments]


def _path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
