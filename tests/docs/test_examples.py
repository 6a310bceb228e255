"""Every example of the README and of docs/: it runs, and prints what the page shows."""

from collections.abc import Callable

import pytest

from tests.support import pages
from tests.support.examples import Outcome, SkippedError, run_page, runnable
from tests.support.pages import Block

EXAMPLES = [block for page in pages.pages() for block in runnable(page)]

Outcomes = Callable[[Block], Outcome]


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What came of each example. A page runs as a whole when the first of its examples is looked up."""
    known: dict[str, dict[Block, Outcome]] = {}

    def outcome(block: Block) -> Outcome:
        if block.page not in known:
            known[block.page] = run_page(block.page, tmp_path_factory.mktemp("page"))
        return known[block.page][block]

    return outcome


@pytest.mark.parametrize("block", [pytest.param(block, id=block.name) for block in EXAMPLES])
def test_an_example_prints_what_its_page_shows(outcomes: Outcomes, block: Block) -> None:
    outcome = outcomes(block)
    if isinstance(outcome, SkippedError):
        pytest.skip(str(outcome))
    if isinstance(outcome, Exception):
        raise outcome
    for result in outcome:
        if not result.is_right:
            assert result.got == result.expected, result.command


def test_most_pages_have_examples() -> None:
    assert len({block.page for block in EXAMPLES}) >= 20
    assert sum(len(block.calls) for block in EXAMPLES if block.language == "console") >= 60
