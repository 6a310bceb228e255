"""The README: its length, and the two commands that the checks of the repository take from it."""

import re
import subprocess

import pytest

from tests.support import pages
from tests.support.programs import needs

MAX_LINES = 250
SECONDS = 60


def test_it_has_at_most_250_lines() -> None:
    assert pages.read("README.md").count("\n") <= MAX_LINES


def first_fenced(words: str) -> str:
    """The first line of a fenced block that contains `words`, without its prompt."""
    lines = [line for block in pages.blocks("README.md") for line in block.text.splitlines() if words in line]
    return lines[0].removeprefix("$ ")


@needs("bash")
@pytest.mark.parametrize(("heading", "words"), [("Start", "mockapi serve"), ("Test", "pytest")])
def test_the_checks_find_its_first_command(heading: str, words: str) -> None:
    [function] = re.findall(r"^command_of\(\).*$", pages.read(".ci/run"), re.MULTILINE)
    code = f"{function}\ncommand_of {heading}"
    ended = subprocess.run(
        ["bash", "-c", code], cwd=pages.ROOT, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    command = ended.stdout
    assert command.count("\n") == 1
    assert command.rstrip("\n") == first_fenced(words)


def test_it_links_to_every_section_of_the_documentation() -> None:
    sections = {target.split("/")[1] for target in pages.links("README.md") if target.startswith("docs/")}
    assert sections >= {"vendors", "guides", "concepts", "reference", "contributing", "decisions"}
