"""Time from the command to the first response, and that of a Python that only imports the libraries.

Run it with `python -m tests.benchmarks.startup [ROUNDS]`.
"""

import subprocess
import sys
import time
from statistics import median

import httpx

from tests.support.command import environment, serving

BARE = "import fastapi, sqlmodel, uvicorn"
ROUNDS = 10


def bare() -> float:
    """Return the seconds that the imports alone take."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], env=environment(), check=True)
    return time.perf_counter() - begin


def first_answer() -> float:
    """Return the seconds from the command to the first response of a vendor."""
    with httpx.Client(verify=False) as client:
        begin = time.perf_counter()
        with serving() as served:
            client.get(f"{served.url}/api/v1/goods/1").read()
            return time.perf_counter() - begin


def main(rounds: int) -> None:
    """Alternate the two, and print the medians, their difference and their ratio."""
    bare(), first_answer()
    pairs = [(bare(), first_answer()) for _ in range(rounds)]
    imports, answer = (median(values) for values in zip(*pairs, strict=True))
    print(f"bare imports       {imports:.3f} s")
    print(f"to first answer    {answer:.3f} s")
    print(f"difference         {answer - imports:.3f} s, ratio {answer / imports:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
