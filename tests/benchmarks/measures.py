"""The measures that are no load: starts, resets, sandboxes, and memory over many requests."""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import startup
from tests.benchmarks.loads import start
from tests.benchmarks.peers import MOCKAPI, Candidate
from tests.benchmarks.peers.ours import CATEGORIES, bare
from tests.benchmarks.processes import SERVER_CORE, NotStartedError, Process, free_port, on_core
from tests.benchmarks.progress import tell
from tests.benchmarks.requests import Client, Cycle, Plan, Request
from tests.benchmarks.results import Results
from tests.benchmarks.shop import DEFAULT_PRODUCTS, FIND, JSON, KEY, REPEATED, TOKENS, Shop, record
from tests.benchmarks.wrk import Generator

WRITES_BEFORE_A_RESET = 20
RESETS = 10
LARGE_RESET_PRODUCTS = 12_500
"""Each of them is a row in three locations of Altegio and one of DecoNetwork: 50,000 rows."""
SANDBOXES = 200
MEMORY_SANDBOXES = 8
FIRST_REQUESTS = 10_000


class RefusedError(Exception):
    """A request that must succeed and did not."""


def measure_start(folder: Path, candidates: Sequence[Candidate], rounds: int, results: Results) -> None:
    """Measure the time from command to first response of every candidate, in turns, and of bare imports."""
    shop = _shop(folder)
    for round_number in range(1, rounds + 1):
        with on_core(SERVER_CORE):
            results.values["bare imports, s"][MOCKAPI.key].append(startup.bare())
        for candidate in candidates:
            if candidate.has_loads_alone:
                continue
            tell(f"round {round_number} of {rounds}: start: {candidate.name}")
            own = folder / f"start-{candidate.key}"
            own.mkdir(parents=True, exist_ok=True)
            port = free_port()
            command = bare(port) if candidate is MOCKAPI else candidate.command(own, shop, port)
            process = Process(command, port, own / "log", candidate.variables)
            try:
                ready = REPEATED["get"] if candidate is MOCKAPI else candidate.ready
                results.values["start, s"][candidate.key].append(process.wait(ready))
                results.values["memory idle, MB"][candidate.key].append(process.megabytes())
            except NotStartedError as error:
                results.notes["start, s"][candidate.key] = str(error)
            finally:
                process.stop()


def _shop(folder: Path) -> Shop:
    process = start(MOCKAPI, folder / "recording", Shop(DEFAULT_PRODUCTS, [], [], {}))
    try:
        return record(process.port, DEFAULT_PRODUCTS)
    finally:
        process.stop()


def measure_reset(folder: Path, candidates: Sequence[Candidate], rounds: int, results: Results) -> None:
    """Measure the reset after some writes of every candidate that has one, in turns, over a kept connection."""
    shop = _shop(folder)
    large = Shop(LARGE_RESET_PRODUCTS, [], [], {})
    entrants = [("reset, ms", candidate, shop) for candidate in candidates if candidate.reset]
    entrants += [("reset of 50,000 rows, ms", MOCKAPI, large)] if MOCKAPI in candidates else []
    with ExitStack() as stack:
        running = []
        for name, candidate, its_shop in entrants:
            tell(f"starting {candidate.name} to reset it")
            try:
                process = start(candidate, folder / name.partition(",")[0], its_shop)
            except NotStartedError as error:
                results.notes[name][candidate.key] = str(error)
                continue
            stack.callback(process.stop)
            running.append((name, candidate, its_shop, process))
        for round_number in range(1, rounds + 1):
            for name, candidate, its_shop, process in running:
                tell(f"round {round_number} of {rounds}: {name}: {candidate.name}")
                results.values[name][candidate.key] += _resets(candidate, its_shop, process)


def _resets(candidate: Candidate, shop: Shop, process: Process) -> list[float]:
    assert candidate.reset
    client = Client(process.port + candidate.admin_step)
    request = candidate.reset(shop, process.port)
    times = []
    for number in range(RESETS):
        for written in range(WRITES_BEFORE_A_RESET if candidate.change else 0):
            assert candidate.change
            client.send(candidate.change.filled(n=number * WRITES_BEFORE_A_RESET + written))
        times.append(_milliseconds(client, request))
    return times


def _milliseconds(client: Client, request: Request) -> float:
    begin = time.perf_counter()
    status, body = client.send(request)
    seconds = time.perf_counter() - begin
    if status >= 300:
        raise RefusedError(f"{request.method} {request.path} is answered {status} {body[:80]!r}")
    return seconds * 1000


def measure_sandboxes(folder: Path, results: Results) -> None:
    """Measure new sandboxes of mockapi, each written to once, and the memory of all of them."""
    tell(f"{SANDBOXES} sandboxes")
    process = start(MOCKAPI, folder / "sandboxes", Shop(DEFAULT_PRODUCTS, [], [], {}))
    try:
        client = Client(process.port)
        for number in range(SANDBOXES):
            new = Request("PUT", f"/__admin/sandboxes/s{number}", JSON, "{}")
            write = _in_sandbox(CATEGORIES.create, number).filled(n=number)
            results.values["new sandbox, ms"]["mockapi"].append(_milliseconds(client, new))
            results.values["first write, ms"]["mockapi"].append(_milliseconds(client, write))
        results.values["200 sandboxes, MB"]["mockapi"].append(process.megabytes())
    finally:
        process.stop()


def _in_sandbox(request: Request, number: int) -> Request:
    return Request(request.method, f"/~s{number}{request.path}", request.headers, request.body)


def measure_memory(folder: Path, requests: int, results: Results) -> None:
    """Measure the memory of mockapi: idle, after 10,000 requests of all vendors, and after all requests."""
    process = start(MOCKAPI, folder / "memory", Shop(DEFAULT_PRODUCTS, [], [], {}))
    generator = Generator(folder)
    cycles = [_sandbox_plan(number) for number in range(MEMORY_SANDBOXES)]
    try:
        results.values["memory idle, MB"].setdefault("mockapi", []).append(process.megabytes())
        for name, most in ((f"memory after {FIRST_REQUESTS:,}, MB", FIRST_REQUESTS), ("", requests - FIRST_REQUESTS)):
            label = name or f"memory after {requests:,}, MB"
            tell(label)
            for plan in cycles:
                run = generator.run(plan, process.port, 3600, most=most // len(cycles))
                if run.failures:
                    results.notes[label]["mockapi"] = run.failures
            results.values[label]["mockapi"].append(process.megabytes())
    finally:
        process.stop()


def _sandbox_plan(number: int) -> Plan:
    """Return reads of all vendors in one sandbox; one request in ten creates or deletes a category."""
    page = json.dumps({**KEY, "pagination": {"pageSize": 10}})
    reads = (
        REPEATED["get"],
        Request("GET", f"{FIND}&field=4&condition=4&string={{n}}&limit=20"),
        Request("POST", "/api/v1/products/categories/get", JSON, page),
        Request("GET", "/api/v1/goods/search/1?term=cotton&count=5&nothing={n}", TOKENS),
    )
    cycle = Cycle(
        create=_in_sandbox(CATEGORIES.create, number),
        read=_in_sandbox(CATEGORIES.read, number),
        delete=_in_sandbox(CATEGORIES.delete, number),
        made=CATEGORIES.made,
    )
    return Plan(tuple(_in_sandbox(read, number) for read in reads), cycle=cycle, writes_every=10)
