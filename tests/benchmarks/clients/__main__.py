"""`python -m tests.benchmarks.clients`: the server's processor time for a request of each client."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.clients.measurement import SERVERS, earlier, measure_clients
from tests.benchmarks.clients.report import left_out, tables
from tests.benchmarks.clients.senders import SENDERS, FailedRequestError
from tests.benchmarks.processes import CLIENT_CORE, NotStartedError
from tests.benchmarks.progress import tell
from tests.benchmarks.results import Results

MIN_ROUNDS = 3


def main() -> None:
    """Measure with the options of the command line, and print the tables."""
    arguments = _parser().parse_args()
    if arguments.seconds < 1 or arguments.rounds < MIN_ROUNDS:
        _give_up(f"--seconds must be at least 1, and --rounds at least {MIN_ROUNDS}")
    servers = list(SERVERS)
    if arguments.before is not None:
        program = shutil.which(arguments.before)
        if program is None:
            _give_up(f"--before: {arguments.before} is not a program")
        servers.append(earlier(str(Path(program).absolute())))
    senders = [sender for sender in SENDERS if sender.is_installed()]
    for line in left_out():
        tell(line)
    results = Results()
    os.sched_setaffinity(0, {CLIENT_CORE})
    try:
        with tempfile.TemporaryDirectory(prefix="mockapi-clients-") as folder:
            measure_clients(Path(folder), servers, senders, arguments.rounds, arguments.seconds, results)
    except (NotStartedError, FailedRequestError) as error:
        _give_up(str(error))
    except KeyboardInterrupt:
        tell("interrupted: the tables show the rounds before")
    print(*tables(results, servers, senders), *left_out(), sep="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.clients",
        description="Measures the processor time that the server needs for one request: of wrk, httpx, requests and "
        "Node's fetch, for repeated and different GET and POST, with the wire cache on and off. The server runs on one "
        "core and the client on another, over one kept connection. Tables in Markdown go to standard output, progress "
        "to standard error.",
    )
    parser.add_argument("--seconds", metavar="N", type=int, default=1, help="of each count (default: %(default)s)")
    parser.add_argument(
        "--rounds", metavar="N", type=int, default=5, help=f"at least {MIN_ROUNDS} (default: %(default)s)"
    )
    parser.add_argument(
        "--before",
        metavar="PROGRAM",
        help="the program mockapi of an older installation, to be measured in the same rounds",
    )
    return parser


def _give_up(reason: str) -> None:
    sys.exit(f"tests.benchmarks.clients: {reason}")


if __name__ == "__main__":
    main()
