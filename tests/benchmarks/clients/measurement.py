"""The rounds: every client sends every kind of request to every server, in turns."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

from tests.benchmarks.clients.senders import FailedRequestError, Sender
from tests.benchmarks.loads import start
from tests.benchmarks.peers import MOCKAPI, WIRE_CACHE_OFF, Candidate
from tests.benchmarks.peers.ours import WITHOUT_WIRE_CACHE, bare
from tests.benchmarks.processes import Process
from tests.benchmarks.progress import tell
from tests.benchmarks.requests import Client, Request
from tests.benchmarks.results import Results
from tests.benchmarks.shop import DEFAULT_PRODUCTS, JSON, KEY, TOKENS, Shop
from tests.benchmarks.wrk import Generator

GET = "/api/v1/goods/1/30000001"
POST = "/api/v1/products/categories/get"
BEFORE = "before"
"""The key of the older installation."""
WARM_UP_REQUESTS = 300
"""Of each kind, before the first count."""


def _category(*slugs: str) -> str:
    return json.dumps({**KEY, "filters": {"slug": slugs}})


REPEATED_GET, REPEATED_POST = "repeated GET", "repeated POST"
DIFFERENT_GET, DIFFERENT_POST = "different GET", "different POST"
REQUESTS = {
    REPEATED_GET: Request("GET", GET, TOKENS),
    REPEATED_POST: Request("POST", POST, JSON, _category("category-2")),
    DIFFERENT_GET: Request("GET", f"{GET}?number={{n}}", TOKENS),
    DIFFERENT_POST: Request("POST", POST, JSON, _category("category-2", "category-{n}")),
}
"""One request of each kind. A different request gives the same response as the repeated one, so that both do the same
work but for the caches."""


Command = Callable[[int], list[str]]
"""Returns the command that serves on a port."""


def _server(known: Candidate, command: Command) -> Candidate:
    """Return a candidate with the name of a known one, with the data of a default server alone."""
    ready = REQUESTS[REPEATED_GET]
    return replace(known, command=lambda _folder, _shop, port: command(port), ready=ready, short_name=known.key)


SERVERS = (_server(MOCKAPI, bare), _server(WIRE_CACHE_OFF, lambda port: [*bare(port), *WITHOUT_WIRE_CACHE]))


def earlier(program: str) -> Candidate:
    """Return an older installation, by the path of its program `mockapi`."""
    before = replace(MOCKAPI, name="before", how="the older installation", short_name=BEFORE)
    return _server(before, lambda port: [program, "serve", "--port", str(port)])


def measure_name(kind: str, sender: str) -> str:
    """Return the name under which the results hold the microseconds of processor time for each request."""
    return f"{kind} by {sender}, µs"


def measure_clients(
    folder: Path, servers: Sequence[Candidate], senders: Sequence[Sender], rounds: int, seconds: int, results: Results
) -> None:
    """Send every kind of request by every client to every server, in turns; one value for each round.

    Raises `FailedRequestError` and, for a server that does not start, `NotStartedError`.
    """
    generator = Generator(folder)
    with _running(folder, servers) as running:
        for round_number in range(1, rounds + 1):
            for sender in senders:
                for kind, request in REQUESTS.items():
                    tell(f"round {round_number} of {rounds}: {kind} by {sender.name}")
                    # The order changes, so that no server always follows the same other one.
                    for server, process in running if round_number % 2 else reversed(running):
                        cost = _microseconds(process, generator, sender, request, seconds)
                        results.values[measure_name(kind, sender.name)][server.key].append(cost)


@contextmanager
def _running(folder: Path, servers: Sequence[Candidate]) -> Iterator[list[tuple[Candidate, Process]]]:
    """Start all servers, and send each kind of request often enough that Python has specialized its code."""
    with ExitStack() as stack:
        running = []
        for server in servers:
            tell(f"starting {server.name}")
            process = start(server, folder, Shop(DEFAULT_PRODUCTS, [], [], {}))
            stack.callback(process.stop)
            client = Client(process.port)
            for number, request in product(range(WARM_UP_REQUESTS), REQUESTS.values()):
                status, body = client.send(request.filled(n=number))
                if status != 200:
                    raise FailedRequestError(f"{server.name} answered {request.path} with {status} {body[:80]!r}")
            client.close()
            running.append((server, process))
        yield running


def _microseconds(process: Process, generator: Generator, sender: Sender, request: Request, seconds: int) -> float:
    """Return the server's processor time for one request, in microseconds."""
    before = process.processor_seconds()
    count = sender.send(generator, request, process.port, seconds)
    return (process.processor_seconds() - before) / count * 1e6
