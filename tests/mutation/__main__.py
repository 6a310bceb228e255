"""`python -m tests.mutation [--seed N] [--count 150] [--package NAME]`: print the mutants that no test finds."""

import argparse
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trees import ROOT, Tree

AT_ONCE = 2


def main() -> None:
    """Run the tests against each mutant."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same mutants (default: 1).")
    parser.add_argument("--count", type=int, default=150, help="How many mutants to make (default: 150).")
    parser.add_argument("--package", default="", help="A package, for example matching or vendors/altegio.")
    arguments = parser.parse_args()
    mutants = sample(arguments.package, arguments.seed, arguments.count)
    if not mutants:
        sys.exit(f"There is nothing to mutate in mockapi/{arguments.package}.")
    with TemporaryDirectory(prefix="mutation-") as folder:
        run(mutants, [Tree(Path(folder) / str(number)) for number in range(AT_ONCE)])


def sample(package: str, seed: int, count: int) -> list[Mutant]:
    """Return `count` mutants of a package ("": of all), at most one for each line."""
    draw = random.Random(seed)
    lines: dict[tuple[Path, int], list[Mutant]] = {}
    for path in sorted((ROOT / "mockapi" / package).rglob("*.py")):
        for mutant in mutants_of(path.relative_to(ROOT), path.read_bytes()):
            lines.setdefault((mutant.file, mutant.line), []).append(mutant)
    return [draw.choice(lines[line]) for line in draw.sample(list(lines), min(count, len(lines)))]


def run(mutants: list[Mutant], trees: list[Tree]) -> None:
    """Print what becomes of each mutant, and how many were found."""
    if not trees[0].passes("-n", str(AT_ONCE)):
        sys.exit("The tests fail without a mutant.")
    free: SimpleQueue[Tree] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def is_found(mutant: Mutant) -> bool:
        tree = free.get()
        try:
            return tree.finds(mutant)
        finally:
            free.put(tree)

    results = []
    with ThreadPoolExecutor(len(trees)) as pool:
        for mutant, found in zip(mutants, pool.map(is_found, mutants), strict=True):
            results.append(found)
            print(f"{len(results)}. {mutant.file}:{mutant.line} {'found' if found else 'SURVIVED'}", flush=True)
            if not found:
                print(f"    - {mutant.before}\n    + {mutant.after}", flush=True)
    print(f"found {sum(results)} of {len(results)}")


if __name__ == "__main__":
    main()
