"""Operations, errors, faults and request patterns: the pages list those that the server knows."""

import json
import re
from typing import Any

import pytest

from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support import pages, web

NAMES = [vendor.name for vendor in VENDORS]
FAULTS = pages.rows("docs/concepts/faults.md", "What happens")
PATTERNS = "docs/reference/patterns.md"
NEEDED = {"retryAfterSeconds": {"error": "429"}, "applyAfterMilliseconds": {"fault": "late_apply"}}
"""What a fault needs beside a member that does nothing alone."""


def kinds(server: MockServer) -> dict[str, Any]:
    known: dict[str, Any] = web.get(f"{server.url}/__admin/faults/kinds").json()
    return known


@pytest.mark.parametrize("vendor", NAMES)
def test_the_page_of_a_vendor_lists_exactly_its_operations(vendor: str) -> None:
    ledger = json.loads(pages.read(f"fixtures/{vendor}/operations.json"))["operations"]
    rows = pages.rows(f"docs/vendors/{vendor}.md", "Operations")
    listed = {(pages.code(cells[0])[0], pages.code(cells[1])[0]) for cells in rows}
    assert listed == {(row["operation"], f"{row['method']} {row['path']}") for row in ledger}


@pytest.mark.parametrize("vendor", NAMES)
def test_the_page_of_a_vendor_lists_every_error_that_a_fault_can_return(server: MockServer, vendor: str) -> None:
    listed = {name for cells in pages.rows(f"docs/vendors/{vendor}.md") for name in pages.code(cells[0])}
    assert set(kinds(server)["errors"][vendor]) - listed == set()


def test_the_page_of_faults_lists_exactly_the_faults(server: MockServer) -> None:
    listed = [json.loads(pages.code(cells[1])[0]) for cells in FAULTS if cells[0] == "`fault`"]
    assert listed == kinds(server)["faults"]


@pytest.mark.parametrize("member", [json.dumps({cells[0][1:-1]: json.loads(cells[1][1:-1])}) for cells in FAULTS])
def test_every_row_of_the_page_of_faults_can_be_armed(mock: MockServer, member: str) -> None:
    rule = json.loads(member)
    body = {"vendor": "altegio", **rule, **NEEDED.get(next(iter(rule)), {})}
    assert web.post(f"{mock.url}/__admin/faults", json=body).status_code == 201


def in_a_pattern(name: str, matcher: str) -> str:
    """A pattern that contains a matcher, for the body or for a parameter that can have several values."""
    return (
        f'{{"queryParameters": {{"x": {matcher}}}}}'
        if re.match("has|inc", name)
        else f'{{"bodyPatterns": [{matcher}]}}'
    )


SHOWN = [
    *(pattern for cells in pages.rows(PATTERNS, "Members") for pattern in pages.code(cells[1])),
    *(
        in_a_pattern(pages.code(cells[0])[0], matcher)
        for cells in pages.rows(PATTERNS, "Matchers")
        for matcher in pages.code(cells[1])
    ),
]


@pytest.mark.parametrize("pattern", SHOWN)
def test_every_pattern_of_the_reference_is_accepted(server: MockServer, pattern: str) -> None:
    assert web.post(f"{server.url}/__admin/requests/count", content=pattern).status_code == 200


def refusal(server: MockServer, section: str, name: str) -> str:
    """The text with which the server refuses a name as a member of a pattern, or as a matcher."""
    pattern = {name: 1} if section == "members" else {"bodyPatterns": [{name: 1}]}
    answer = web.post(f"{server.url}/__admin/requests/count", json=pattern)
    assert answer.status_code == 422
    return str(answer.json()["errors"][0]["title"])


@pytest.mark.parametrize("section", ["Members", "Matchers"])
def test_the_reference_of_patterns_lists_what_the_server_says_it_knows(server: MockServer, section: str) -> None:
    known = re.findall(r"\w+", refusal(server, section.lower(), "unknown").rpartition(":")[2])
    assert sorted(pages.code(cells[0])[0] for cells in pages.rows(PATTERNS, section)) == sorted(known)


NOT_SUPPORTED = [(cells[0], name) for cells in pages.rows(PATTERNS, "Not supported") for name in pages.code(cells[1])]


@pytest.mark.parametrize(("section", "name"), NOT_SUPPORTED)
def test_what_the_reference_of_patterns_lists_as_not_supported_is_refused(
    server: MockServer, section: str, name: str
) -> None:
    assert "not supported" in refusal(server, section, name)
