"""Faults in JSON and in the header `X-Mock-Fault`: each is armed as requested or refused as a whole."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mockapi.client.client import MockClient
from mockapi.faults.kinds import KINDS
from mockapi.faults.parsing import FaultSettings, read_fault, read_fault_header
from mockapi.http.problem import Problem
from mockapi.http.request import RecordedRequest
from mockapi.matching.known_vendors import KnownVendor
from mockapi.server.server import MockServer
from mockapi.vendor_api.application import mount
from mockapi.vendor_api.lookup import known_vendor
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.nonempty import nonempty

NOW = datetime(2030, 1, 1, tzinfo=UTC)
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
COUNT = "commerscale/api/v1/products/categories/count"

MEMBERS = [*FaultSettings.model_fields, "fixedDelay"]
WORDS = ["altegio", "429", "late_apply", "urlPath", "bodyPatterns", "equalToJson", "type", "fixed", "milliseconds"]
# Delays that are short, or longer than the maximum.
NUMBERS = st.integers(-5, 5) | st.just(10**30) | st.floats(allow_infinity=True) | st.booleans()
JSON = st.recursive(
    st.none() | NUMBERS | st.text(max_size=4) | st.sampled_from([*WORDS, "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*MEMBERS, *WORDS]) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=10,
)
DEEP: Any = json.loads("[" * 250 + "]" * 250)
ARMED: dict[str, Any] = {"vendor": "altegio", "error": 429}
NEARLY = st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=3).map(lambda more: more | ARMED)
HOSTILE = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def hostile(server: MockServer) -> Iterator[MockClient]:
    """Yield a sandbox for all random faults."""
    yield server.create_sandbox("hostile")
    server.delete_sandbox("hostile")


@HOSTILE
@given(content=JSON | NEARLY)
@example(ARMED | {"match": {"urlPath": "\ud800"}})
@example(ARMED | {"match": {"bodyPatterns": [{"equalToJson": DEEP}]}})
@example(ARMED | {"match": {"bodyPatterns": [{"equalToJson": float("nan")}]}})
@example(ARMED | {"ttlSeconds": float("inf")})
@example(ARMED | {"after": 10**400, "seed": 10**400, "retryAfterSeconds": 10**400})
@example(ARMED | {"\ud800": 1})
def test_random_json_is_armed_as_a_fault_or_refused_as_a_whole(hostile: MockClient, content: Any) -> None:
    hostile.disarm()
    answer = web.post(f"{hostile.url}/__admin/faults", content=json.dumps(content))
    assert answer.status_code in (201, 400, 422)
    listed = web.get(f"{hostile.url}/__admin/faults").json()["faults"]
    assert listed == ([answer.json()] if answer.status_code == 201 else [])
    if not answer.is_success:
        assert all(wrong["code"] == answer.status_code and wrong["title"] for wrong in answer.json()["errors"])


@HOSTILE
@given(content=JSON)
@example({"delayDistribution": {"type": "\ud800"}})
@example({"fixedDelay": 5, "delayDistribution": {"type": "lognormal", "median": 1, "sigma": float("nan")}})
def test_random_json_is_accepted_as_settings_or_changes_nothing(hostile: MockClient, content: Any) -> None:
    before = web.get(f"{hostile.url}/__admin/settings").json()["settings"]
    answer = web.post(f"{hostile.url}/__admin/settings", content=json.dumps(content))
    assert answer.status_code in (200, 400, 422)
    after = web.get(f"{hostile.url}/__admin/settings").json()["settings"]
    assert after == (answer.json() if answer.is_success else before)


@HOSTILE
@given(value=st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30) | JSON.map(json.dumps))
@example('{"match": {"urlPath": "\\ud800"}}')
@example('{"error": "\\ud800"}')
@example("fixedDelayMilliseconds=1; seed=" + "9" * 4000)
def test_a_random_fault_header_fires_or_is_refused_and_causes_no_bug(hostile: MockClient, value: str) -> None:
    headers = {b"X-Mock-Fault": value.encode("latin-1")}
    answer = web.post(f"{hostile.url}/{COUNT}", headers=headers, json=KEY)
    assert answer.status_code in (200, 400)
    assert ("x-mock-fault-fired" in answer.headers) == (answer.status_code == 200)
    assert "x-mock-bug" not in answer.headers


@pytest.fixture(scope="module")
def vendors() -> dict[str, KnownVendor]:
    """Return the names of all vendors."""
    return {vendor.name: known_vendor(mount(vendor)) for vendor in VENDORS}


def test_the_vendor_of_a_fault_follows_from_its_operation(vendors: dict[str, KnownVendor]) -> None:
    content = {"operation": "create_product", "error": 429}
    fault = read_fault(content, list(vendors.values()), "1", NOW)
    assert (fault.vendor, fault.operation) == ("altegio", "create_product")


def test_the_lifetime_of_a_fault_begins_when_it_is_armed(vendors: dict[str, KnownVendor]) -> None:
    fault = read_fault({"fault": "lost_request", "ttlSeconds": 60}, list(vendors.values()), "1", NOW)
    assert fault.expires == NOW.timestamp() + 60


@pytest.mark.parametrize("vendor", [vendor.name for vendor in VENDORS])
def test_the_fault_header_accepts_each_kind_and_each_error_by_its_name_alone(
    vendors: dict[str, KnownVendor], vendor: str
) -> None:
    known = vendors[vendor]
    for kind in KINDS:
        assert read_fault_header(kind, known, NOW).kind is KINDS[kind]
    for name, make_error in nonempty(known.named_errors.items()):
        assert read_fault_header(name, known, NOW).make_error is make_error


def test_all_invalid_members_of_a_fault_are_reported_together(vendors: dict[str, KnownVendor]) -> None:
    with pytest.raises(Problem) as refused:
        read_fault({"times": 0, "after": -1, "fault": 5}, list(vendors.values()), "1", NOW)
    assert [detail.pointer for detail in refused.value.details] == ["/after", "/times", "/fault"]
    with pytest.raises(Problem) as refused:
        read_fault({"tims": 1, "fualt": 5}, list(vendors.values()), "1", NOW)
    assert [detail.title.partition("?")[0] for detail in refused.value.details] == [
        "There is no member 'tims'. Did you mean times",
        "There is no member 'fualt'. Did you mean fault",
    ]


def test_a_fault_does_not_match_a_cut_body_that_its_pattern_cannot_decide_about(
    vendors: dict[str, KnownVendor],
) -> None:
    content = {"fault": "lost_request", "match": {"bodyPatterns": [{"contains": "end"}]}}
    fault = read_fault(content, list(vendors.values()), "1", NOW)
    whole = RecordedRequest("POST", b"/goods/1", b"", (), b"beginning and end", 17, "altegio", "create_product")
    assert fault.matches(whole)
    assert not fault.matches(whole.cut(9))
