"""The load generator: `wrk`, one thread, driven by `load.lua`."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from tests.benchmarks.requests import STEP, Plan, Request

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("load.lua")
NUMBERS_OF_A_RUN = 10_000_000
"""Above the requests of any run, so that no two runs send the same different request."""


@dataclass(frozen=True)
class Run:
    """The figures of one run of the load generator. Latencies are in milliseconds, `rate` in requests a second."""

    requests: int
    rate: float
    median: float
    p99: float
    bytes: int
    failures: str = ""


class Generator:
    """Runs `wrk`; its plans are written to `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs = 0

    def next_number(self) -> int:
        """Return the first number of a new run."""
        self._runs += 1
        return self._runs * NUMBERS_OF_A_RUN

    def run(self, plan: Plan, port: int, seconds: int, connections: int = CONNECTIONS, most: int = 0) -> Run:
        """Send the plan's requests for some seconds, or until `most` responses have arrived."""
        file = self._folder / "plan.lua"
        file.write_text(_lua(_table(plan, self.next_number(), most)))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(SCRIPT)]
        command += [f"http://127.0.0.1:{port}", "--", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            # It sleeps on when its thread has stopped.
            if most and process.stderr.readline() == "reached\n":
                process.send_signal(SIGINT)
            printed, errors = process.communicate()
        return _read(printed, errors)


def _read(printed: str, errors: str) -> Run:
    line = re.search(r"^RESULT (.*)$", printed, re.MULTILINE)
    if line is None:
        return Run(0, 0, 0, 0, 0, f"wrk failed: {(errors or printed).strip()[:200]}")
    numbers = {name: int(value) for name, _, value in (part.partition("=") for part in line[1].split())}
    failures = [f"{numbers[name]} {name}" for name in ("refused", "broken") if numbers[name]]
    if not numbers["requests"]:
        failures.append("no answer")
    return Run(
        numbers["requests"],
        numbers["requests"] / numbers["microseconds"] * 1e6,
        numbers["p50"] / 1000,
        numbers["p99"] / 1000,
        numbers["bytes"],
        ", ".join(failures),
    )


def _table(plan: Plan, number: int, most: int) -> Mapping[str, object]:
    table: dict[str, object] = {"number": number, "reads": [_request(read) for read in plan.reads]}
    if most:
        table["most"] = most
    if plan.window:
        table |= {"first": plan.window.first, "starts": plan.window.starts, "width": plan.window.width, "step": STEP}
    if plan.cycle:
        table |= {name: _request(getattr(plan.cycle, name)) for name in ("create", "delete")}
        table |= {"made": plan.cycle.made, "writes_every": plan.writes_every}
        if not plan.reads:
            table |= {"read": _request(plan.cycle.read), "got": plan.cycle.got or plan.cycle.made}
    return table


_PLACE = re.compile(r"\{\w+\}")


def _request(request: Request) -> Mapping[str, object]:
    described: dict[str, object] = {"method": request.method, "path": request.path, "headers": dict(request.headers)}
    described["is_plain"] = not _PLACE.search(request.path + request.body)
    return described | ({"body": request.body} if request.body else {})


def _lua(value: object) -> str:
    """Return a Lua file that returns `value`: mappings, lists, texts, whole numbers, truth values."""
    return f"return {_literal(value)}\n"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(f"\\{byte:03d}" for byte in value.encode()) + '"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"[{_literal(name)}] = {_literal(member)}" for name, member in value.items()) + "}"
    assert isinstance(value, list)
    return "{" + ", ".join(map(_literal, value)) + "}"
