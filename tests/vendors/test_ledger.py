"""The fidelity ledger: every operation and every rule of a vendor, with its label, held against the code."""

import re
from pathlib import Path

import pytest

import mockapi.vendors
from mockapi.catalog import fixtures
from mockapi.vendor_api.vendor import Vendor
from mockapi.vendors import VENDORS

LABELS = {"documented", "observed", "inferred", "assumed"}
STATUSES = {"implemented", "missing"}

each_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)


def reasons_in_code(vendor: Vendor) -> list[str]:
    """What follows `docs are silent; chosen because` in the comments of a vendor's package."""
    reasons = []
    for path in sorted((Path(mockapi.vendors.__file__).parent / vendor.name).rglob("*.py")):
        comments = re.findall(r"(?:^ *# ?.*\n)+", path.read_text(), re.MULTILINE)
        for comment in comments:
            text = " ".join(line.strip().lstrip("#").strip() for line in comment.splitlines())
            reasons += re.findall(r"docs are silent; chosen because (.*?)(?:\.$|\. docs are silent;)", text)
    return reasons


@each_vendor
def test_every_registered_route_is_a_listed_operation_and_the_other_way_round(vendor: Vendor) -> None:
    registered = {(operation.name, operation.method, operation.path) for operation in vendor.operations}
    listed = {
        (row["operation"], row["method"], row["path"])
        for row in fixtures.operations(vendor.name)["operations"]
        if row["status"] == "implemented"
    }
    assert listed == registered


@each_vendor
def test_every_operation_and_every_rule_has_a_known_label(vendor: Vendor) -> None:
    ledger = fixtures.operations(vendor.name)
    assert {row["label"] for row in [*ledger["operations"], *ledger["rules"]]} <= LABELS
    assert {row["status"] for row in ledger["operations"]} <= STATUSES


@each_vendor
def test_every_assumed_rule_stands_once_in_the_code_with_its_reason(vendor: Vendor) -> None:
    assumed = [rule["because"] for rule in fixtures.operations(vendor.name)["rules"] if rule["label"] == "assumed"]
    assert sorted(assumed) == sorted(reasons_in_code(vendor))
