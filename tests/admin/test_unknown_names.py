"""A pattern that names what does not exist is refused: that nothing fits it says nothing about the program."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mockapi.faults.parsing import read_fault
from mockapi.http.problem import Problem
from mockapi.matching.known_vendors import find_vendors
from mockapi.server.server import MockServer
from mockapi.vendor_api.application import mount
from mockapi.vendor_api.lookup import known_vendor
from mockapi.vendors import VENDORS
from tests.support import web

ASKS = ["requests/count", "requests/find", "requests/remove", "requests/verify", "near-misses/request-pattern"]
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"operation": "create_products"}, "/operation", "Did you mean create_product?"),
    ({"vendor": "altegoi"}, "/vendor", "Did you mean altegio?"),
    ({"vendor": "deconetwork", "operation": "create_product"}, "/operation", "Known: manage"),
]
SECRET = "qwertyuiopasdfghjklz"


def refused(mock: MockServer, path: str, body: dict[str, Any]) -> tuple[str, str]:
    """Where and why."""
    answer = web.post(f"{mock.url}/__admin/{path}", json=body)
    assert answer.status_code == 422
    [wrong] = answer.json()["errors"]
    return wrong["source"]["pointer"], wrong["title"]


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize(("pattern", "pointer", "words"), WRONG)
def test_a_pattern_is_refused(mock: MockServer, ask: str, pattern: dict[str, Any], pointer: str, words: str) -> None:
    place, title = refused(mock, ask, pattern | ({"exactly": 0} if ask == "requests/verify" else {}))
    assert place == pointer
    assert words in title


@pytest.mark.parametrize(
    ("about", "match", "pointer", "words"),
    [
        *(({}, pattern, f"/match{pointer}", words) for pattern, pointer, words in WRONG),
        ({"vendor": "altegio"}, {"vendor": "commerscale"}, "/match/vendor", "about altegio alone"),
        ({"vendor": "deconetwork"}, {"operation": "create_product"}, "/match/operation", "Known: manage"),
        ({"operation": "create_product"}, {"vendor": "commerscale"}, "/match/vendor", "about altegio alone"),
        (
            {"operation": "create_product"},
            {"operation": "get_products_list"},
            "/match/operation",
            "create_product alone",
        ),
    ],
)
def test_a_fault_for_such_requests_is_refused(
    mock: MockServer, about: dict[str, Any], match: dict[str, Any], pointer: str, words: str
) -> None:
    place, title = refused(mock, "faults", {"fault": "lost_request", "match": match, **about})
    assert place == pointer
    assert words in title
    assert mock.faults() == []


def test_a_fault_may_say_twice_what_it_is_about(mock: MockServer) -> None:
    about = {"vendor": "altegio", "operation": "create_product"}
    assert mock.fault("lost_request", match=about, **about)["rule"]["match"] == about


def test_an_operation_may_be_that_of_several_vendors() -> None:
    altegio = known_vendor(mount(next(vendor for vendor in VENDORS if vendor.name == "altegio")))
    double = replace(altegio, name="double")
    assert find_vendors([altegio, double], None, "create_product") == [altegio, double]
    assert find_vendors([altegio, double], "double", "create_product") == [double]
    wanted = {"operation": "create_product", "fault": "lost_request"}
    with pytest.raises(Problem, match="Several vendors have create_product: altegio, double"):
        read_fault(wanted, [altegio, double], "1", datetime.now(UTC))
    assert read_fault(wanted | {"vendor": "double"}, [altegio, double], "1", datetime.now(UTC)).vendor == "double"


@pytest.mark.parametrize(
    "match",
    [
        {"headers": {"Authorization": {"contains": SECRET}}},
        {"queryParameters": {"access_token": {"equalTo": SECRET}}},
        {"bodyPatterns": [{"equalToJson": {"authentication": SECRET}}]},
        {"bodyPatterns": [{"equalToJson": {"password": {"expression": SECRET}}}]},
        {"bodyPatterns": [{"matchesJsonPath": {"expression": "$.authentication.apiKey", "equalTo": SECRET}}]},
    ],
)
def test_a_credential_in_a_rule_or_a_pattern_is_not_shown(mock: MockServer, match: dict[str, Any]) -> None:
    web.post(f"{mock.url}/nowhere", json={"authentication": SECRET + "!"})
    armed = mock.fault("lost_request", match=match)
    near = web.post(f"{mock.url}/__admin/near-misses/request-pattern", json=match).text
    told = [str(armed), str(mock.faults()), web.get(f"{mock.url}/__admin/faults/{armed['id']}").text, near]
    assert all("***" in text and SECRET not in text for text in told)


def test_lists_tell_how_many_there_are(mock: MockServer) -> None:
    web.get(f"{mock.url}/nowhere")
    meta = {"total": 1, "dropped": 0}
    assert mock.call("GET", "/__admin/requests/unmatched")["meta"] == meta
    assert mock.call("GET", "/__admin/requests/unmatched/near-misses")["meta"] == meta
    assert mock.call("POST", "/__admin/near-misses/request-pattern", {})["meta"] == meta
