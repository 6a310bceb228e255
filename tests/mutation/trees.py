"""Copies of the checkout, in which the tests run against a mutant."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", ".coverage*")
NEAREST_SECONDS, WHOLE_SECONDS = 600, 1800
"""Limits of a run of the tests; a mutant that reaches one is found."""
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider")


class Tree:
    """A copy of the checkout."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "tree"
        shutil.copytree(ROOT, self._root, ignore=LEFT_OUT)
        # Without PYTHONDONTWRITEBYTECODE: the second run needs not compile the tests again.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
        self._environment = kept | {"PYTHONPATH": str(self._root)}

    def passes(self, *arguments: str) -> bool:
        """Return True if the whole suite passes as the copy stands; its output is shown."""
        return self._run(["tests", *arguments], WHOLE_SECONDS, output=None)

    def finds(self, mutant: Mutant) -> bool:
        """Return True if a test fails with the mutant: first the nearest tests run, then the others."""
        file = self._root / mutant.file
        original = file.read_bytes()
        file.write_bytes(mutant.apply(original))
        try:
            nearest = nearest_tests(mutant.file)
            others = ["tests", *(f"--ignore={path}" for path in nearest)]
            is_missed = not nearest or self._run(nearest, NEAREST_SECONDS)
            return not (is_missed and self._run(others, WHOLE_SECONDS))
        finally:
            file.write_bytes(original)

    def _run(self, arguments: Sequence[str], seconds: float, output: int | None = subprocess.DEVNULL) -> bool:
        command = [sys.executable, "-m", "pytest", *OPTIONS, *arguments]
        process = subprocess.Popen(
            command, cwd=self._root, env=self._environment, stdout=output, stderr=output, process_group=0
        )
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            # With all that the tests have started.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def nearest_tests(file: Path) -> list[str]:
    """Return the test files of a module: the one of its name, those that import it, those of its package."""
    folder = ROOT / "tests" / file.relative_to("mockapi").parent
    imports = f"from {'.'.join(file.with_suffix('').parts)} import"
    importing = [path for path in (ROOT / "tests").rglob("test_*.py") if imports in path.read_text(encoding="utf-8")]
    of_package = folder.glob("test_*.py") if folder != ROOT / "tests" else []
    found = [*folder.glob(f"test_{file.stem}.py"), *sorted(importing), *sorted(of_package)]
    return list(dict.fromkeys(str(path.relative_to(ROOT)) for path in found))
