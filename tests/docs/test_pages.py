"""The pages of the documentation: they exist, link to each other, and use the words of the glossary."""

import re
from pathlib import PurePosixPath

import pytest

from tests.support import pages

EXPECTED = (
    *("docs/README.md", "docs/getting-started.md", "docs/glossary.md", "docs/performance.md"),
    *(f"docs/vendors/{name}.md" for name in ("altegio", "deconetwork", "commerscale")),
    *(f"docs/guides/{name}.md" for name in ("pytest", "python", "javascript", "frontend", "docker-compose", "ci")),
    *(f"docs/concepts/{name}.md" for name in ("sandboxes", "data", "journal", "faults", "clock-and-quotas")),
    *(f"docs/reference/{name}.md" for name in ("cli", "configuration", "control-plane", "patterns", "python-api")),
    *("docs/contributing/architecture.md", "docs/decisions/README.md"),
)
TERMS = (
    *("Vendor", "Operation", "Sandbox", "Baseline", "Snapshot", "Store", "Exchange", "Journal"),
    *("Fault", "Outcome", "Clock", "Quota"),
)
WRITTEN_WITH_THE_CODE = ("docs/guides/several-servers.md",)
"""Pages that come with what they describe; until then, links to them lead nowhere."""
PARTS_OF_A_DECISION = ["Context", "Decision", "Alternatives", "Consequence"]
DECISIONS = sorted(page for page in pages.pages() if re.match(r"docs/decisions/\d{4}-", page))

RIDDLES = re.compile(r"\b(whoever|nobody|worlds?|rooms?|house|stands|disguise|riddle)\b", re.IGNORECASE)
"""Words that the documentation does not use, because a reader would have to guess what they mean."""


def resolved(page: str, target: str) -> tuple[str, str]:
    """The path, from the root of the repository, and the anchor that a link of `page` leads to."""
    path, _, anchor = target.partition("#")
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / path).parts if path else PurePosixPath(page).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts), anchor


@pytest.mark.parametrize("page", EXPECTED)
def test_the_page_exists(page: str) -> None:
    assert pages.headings(page, 1), f"{page} has no title"


@pytest.mark.parametrize("page", pages.pages())
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    broken = []
    for target in pages.links(page):
        if re.match(r"https?://|mailto:", target):
            continue
        path, anchor = resolved(page, target)
        is_there = (pages.ROOT / path).exists()
        if not is_there and path in WRITTEN_WITH_THE_CODE:
            continue
        if not is_there or (anchor and anchor not in pages.anchors(path)):
            broken.append(target)
    assert broken == []


def test_the_index_links_to_every_page_but_single_decisions() -> None:
    linked = {resolved("docs/README.md", target)[0] for target in pages.links("docs/README.md")}
    assert set(pages.pages()) - {"README.md", "docs/README.md", *DECISIONS} <= linked


def test_the_index_of_decisions_lists_each_of_them_in_order() -> None:
    listed = [resolved("docs/decisions/README.md", target)[0] for target in pages.links("docs/decisions/README.md")]
    assert [page for page in listed if page in DECISIONS] == DECISIONS
    assert [int(page.split("/")[-1][:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS)
def test_a_decision_has_its_four_parts(page: str) -> None:
    assert pages.headings(page, 2) == PARTS_OF_A_DECISION


def test_the_glossary_defines_its_twelve_terms() -> None:
    assert tuple(pages.headings("docs/glossary.md", 2)) == TERMS


@pytest.mark.parametrize("page", pages.pages())
def test_a_page_uses_plain_words(page: str) -> None:
    assert [line for line in pages.read(page).splitlines() if RIDDLES.search(line)] == []
