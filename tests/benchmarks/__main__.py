"""`python -m tests.benchmarks`: mockapi beside its peers, in one run, on one machine."""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import measures, scale
from tests.benchmarks.clients.measurement import SERVERS, measure_clients
from tests.benchmarks.clients.senders import SENDERS, FailedRequestError
from tests.benchmarks.installation import FOLDER, NotInstalledError
from tests.benchmarks.loads import LOADS, measure_loads
from tests.benchmarks.peers import CANDIDATES, MOCKAPI, Candidate
from tests.benchmarks.processes import CLIENT_CORE, SERVER_CORE, NotStartedError
from tests.benchmarks.progress import tell
from tests.benchmarks.results import Results
from tests.benchmarks.scale_plot import draw
from tests.benchmarks.table import notes, table
from tests.benchmarks.targets import lines, verdicts

LEAST_ROUNDS = 3
MEASURES = ("clients", "start", "reset", "sandboxes", "memory", "scale")
GROUPS = tuple(dict.fromkeys(load.group for load in LOADS)) + MEASURES
KEYS = tuple(candidate.key for candidate in CANDIDATES)


def main() -> None:
    """Measure with the options of the command line, and print the results."""
    arguments = _parser().parse_args()
    candidates, groups = _chosen(arguments.only)
    if arguments.seconds < 1 or arguments.requests <= measures.FIRST_REQUESTS:
        _give_up(f"--seconds: at least 1; --requests: more than {measures.FIRST_REQUESTS:,}")
    if arguments.rounds < LEAST_ROUNDS:
        _give_up(f"--rounds: at least {LEAST_ROUNDS} are needed for a median")
    for program, package in (("wrk", "wrk"), ("npm", "npm")):
        if shutil.which(program) is None:
            _give_up(f"{program} is missing; it comes with: apt-get install {package}")
    results = Results(_machine())
    os.sched_setaffinity(0, {CLIENT_CORE})
    if SERVER_CORE == CLIENT_CORE:
        tell("there is only one core: servers and client share it, and the numbers say little")
    try:
        with tempfile.TemporaryDirectory(prefix="mockapi-benchmark-") as folder:
            _measure(Path(folder), arguments, _installed(candidates, results), groups, results)
    except NotStartedError as error:
        _give_up(f"mockapi did not start: {error}")
    except (measures.RefusedError, FailedRequestError, RuntimeError) as error:
        tell(f"stopped: {error}")
    except KeyboardInterrupt:
        tell("interrupted: this is what was measured until now")
    _print(results, candidates, arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measures mockapi beside its peers: the same data, the same requests, in turns, the server on one "
        f"core and wrk on another. The peers come from npm and PyPI, at pinned versions, into {FOLDER}, where the "
        "next run finds them. A table in Markdown goes to standard output, progress to standard error.",
        epilog=f"loads and measures: {', '.join(GROUPS)}. candidates: {', '.join(KEYS)}. For example: "
        "python -m tests.benchmarks --only list,search,mockapi,json-server --seconds 2",
    )
    parser.add_argument("--only", metavar="NAMES", default="", help="these loads and candidates, separated by commas")
    parser.add_argument("--seconds", metavar="N", type=int, default=2, help="of each count (default: %(default)s)")
    parser.add_argument(
        "--rounds", metavar="N", type=int, default=LEAST_ROUNDS, help="at least and by default %(default)s"
    )
    parser.add_argument(
        "--requests", metavar="N", type=int, default=1_000_000, help="of the measure memory (default: 1000000)"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all numbers of all runs there")
    parser.add_argument("--plot", metavar="FILE", type=Path, help="draw what a shop's size costs there, as SVG")
    return parser


def _chosen(only: str) -> tuple[list[Candidate], list[str]]:
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in KEYS + GROUPS]
    if unknown:
        _give_up(f"--only: there is no {', '.join(unknown)}; --help lists the names")
    candidates = [candidate for candidate in CANDIDATES if candidate.key in names]
    return candidates or list(CANDIDATES), [name for name in GROUPS if name in names] or list(GROUPS)


def _installed(candidates: Sequence[Candidate], results: Results) -> list[Candidate]:
    """Install the candidates; return those that could be installed, and note the others."""
    there = []
    for candidate in candidates:
        tell(f"installing {candidate.name}")
        try:
            for packages in candidate.packages:
                packages.install()
            there.append(candidate)
        except NotInstalledError as error:
            results.notes["installation"][candidate.key] = str(error)
    return there


def _measure(
    folder: Path, arguments: argparse.Namespace, candidates: list[Candidate], groups: list[str], results: Results
) -> None:
    loads = [load for load in LOADS if load.group in groups]
    measure_loads(folder, loads, candidates, arguments.rounds, arguments.seconds, results)
    if "clients" in groups and MOCKAPI in candidates:
        senders = [sender for sender in SENDERS if sender.is_installed()]
        for sender in SENDERS:
            if sender not in senders:
                results.notes["clients"][sender.name] = f"not measured; it needs {sender.package}"
        measure_clients(folder / "clients", SERVERS, senders, arguments.rounds, arguments.seconds, results)
    if "start" in groups:
        measures.measure_start(folder, candidates, arguments.rounds, results)
    if "reset" in groups:
        measures.measure_reset(folder, candidates, arguments.rounds, results)
    if MOCKAPI in candidates:
        if "sandboxes" in groups:
            measures.measure_sandboxes(folder, results)
        if "memory" in groups:
            measures.measure_memory(folder, arguments.requests, results)
        if "scale" in groups:
            results.scale |= scale.run(on_progress=tell)


def _print(results: Results, candidates: Sequence[Candidate], arguments: argparse.Namespace) -> None:
    found = list(verdicts(results, candidates, arguments.requests))
    print(table(results, candidates))
    print(f"\n{results.machine}\n\n{notes(results)}\n\n{lines(found)}")
    if results.scale:
        print("", *scale.table(results.scale), sep="\n")
        if arguments.plot:
            arguments.plot.write_text(draw(results.scale))
    if arguments.json:
        content = results.raw() | {"targets": [vars(verdict) for verdict in found]}
        arguments.json.write_text(json.dumps(content, indent=1))


def _machine() -> str:
    """Describe the machine; a load above 0 means that other programs ran, too."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load before the run: {os.getloadavg()[0]:.1f}"


def _give_up(reason: str) -> None:
    sys.exit(f"tests.benchmarks: {reason}")


if __name__ == "__main__":
    main()
