"""The errors of each vendor that can be armed: what the vendor itself answers, and nothing is applied."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.shapes import shape_of

TOKENS = "Bearer altegio-partner-token, User altegio-user-token"
LIMITED = {"Authorization": "Bearer altegio-partner-token, User altegio-limited-user-token"}
ALTEGIO = {"Authorization": TOKENS}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
TEXTS = dict.fromkeys(("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription"), "New")
COMMERSCALE = "/api/v1/products/categories"
LOGIN = {"username": "mock-user", "password": "mock-password"}
ALL = {"field": 4, "condition": 4, "string": 0}
STOCKED = "/goods/1/30000001"

Call = Callable[[str], httpx.Response]


def altegio(path: str, method: str = "GET", headers: Any = ALTEGIO, **content: Any) -> Call:
    return lambda url: web.request(method, f"{url}/api/v1{path}", headers=headers, **content)


def deconetwork(parameters: dict[str, Any], operation: str = "find") -> Call:
    return lambda url: web.get(f"{url}/api/json/manage_products/{operation}", params=LOGIN | parameters)


def commerscale(content: str | None = None, path: str = "/get", **members: Any) -> Call:
    body: dict[str, Any] = {"json": KEY | members} if content is None else {"content": content}
    return lambda url: web.post(f"{url}{COMMERSCALE}{path}", **body)


def change_units(url: str) -> httpx.Response:
    product = altegio(STOCKED)(url).json()["data"]
    units = {"sale_unit_id": 216763, "service_unit_id": 216763}
    return altegio(STOCKED, "PUT", json={"title": "x", "category_id": product["category_id"], **units})(url)


PROVOKED: dict[tuple[str, str], Call] = {
    ("altegio", "401"): altegio("/goods/1", headers={}),
    ("altegio", "403"): altegio("/goods/2", headers=LIMITED),
    ("altegio", "404"): altegio("/goods/1/999999999"),
    ("altegio", "409"): change_units,
    ("altegio", "422"): altegio("/goods_categories/1", "POST", content="{"),
    ("deconetwork", "30001"): deconetwork({"password": "wrong"}),
    ("deconetwork", "31000"): deconetwork({"username": "disabled-user"}),
    ("deconetwork", "40004"): deconetwork({"id": 1234567}, "get"),
    ("deconetwork", "50002"): deconetwork({}),
    ("deconetwork", "50003"): deconetwork({"condition": 1}),
    ("deconetwork", "50004"): deconetwork({**ALL, "limit": 101}),
    ("deconetwork", "50005"): deconetwork({"field": 6, "condition": 1}),
    ("deconetwork", "Condition 1 'field' is missing"): deconetwork({"condition": 1}),
    ("deconetwork", "Condition 1 'condition' is missing"): deconetwork({"field": 1}),
    ("deconetwork", "date1 is invalid"): deconetwork({"field": 5, "condition": 1}),
    ("deconetwork", "date2 is invalid"): deconetwork({"field": 5, "condition": 7, "date1": "2018-02-01"}),
    ("commerscale", "401"): commerscale("{}"),
    ("commerscale", "404"): commerscale(path="/nothing"),
    ("commerscale", "InvalidJson"): commerscale("no JSON"),
    ("commerscale", "IncorrectValueFormat"): commerscale(filters={"name": ["x", 1]}),
    ("commerscale", "RequestFailed"): commerscale(path="/create", data=None),
}
"""How the vendor is brought to answer each by itself."""
BUGS = [("altegio", "500", "altegio_product"), ("commerscale", "500", "commerscale_category")]
"""Those that a vendor answers only when its tables are gone."""
OWN_WORDS = {("altegio", "422"): "The request cannot be processed.", ("commerscale", "RequestFailed"): "carried out"}
"""Those whose text says what is wrong, which a fault cannot know."""

TRIED: dict[str, Call] = {
    "altegio": altegio("/goods_categories/1", "POST", json={"title": "New"}),
    "deconetwork": deconetwork(ALL),
    "commerscale": commerscale(path="/create", data=[TEXTS]),
}
"""A call that would work, and write where the vendor can be written to."""


def told(answer: httpx.Response) -> tuple[int, str, Any]:
    return answer.status_code, answer.headers["content-type"], answer.json()


def written(url: str) -> tuple[list[str], list[str]]:
    one = altegio("/company/1/goods_categories")(url).json()["data"]
    return [row["title"] for row in one], [row["name"] for row in commerscale()(url).json()]


def armed(mock: MockServer, vendor: str, name: str) -> httpx.Response:
    """The answer to a call that the error has hit, and that nothing came of."""
    before = written(mock.url)
    mock.fault(vendor=vendor, error=name, times=1)
    answer = TRIED[vendor](mock.url)
    assert answer.headers["x-mock-fault-fired"].startswith(f"error={name}; id=")
    assert shape_of(answer) == vendor
    assert "x-mock-bug" not in answer.headers
    assert written(mock.url) == before
    return answer


def test_every_error_is_provoked_here(server: MockServer) -> None:
    told = server.call("GET", "/__admin/faults/kinds")["errors"]
    names = {(vendor, name) for vendor, errors in told.items() for name in errors}
    assert names == {*PROVOKED, *(bug[:2] for bug in BUGS), *((vendor, "429") for vendor in TRIED)}


@pytest.mark.parametrize(("vendor", "name"), sorted(PROVOKED))
def test_an_error_is_the_vendors_own_answer_and_nothing_is_applied(mock: MockServer, vendor: str, name: str) -> None:
    own = told(PROVOKED[vendor, name](mock.url))
    answer = told(armed(mock, vendor, name))
    if (vendor, name) in OWN_WORDS:
        assert answer[:2] == own[:2]
        assert str(answer[2]).count(OWN_WORDS[vendor, name]) == 1
    else:
        assert answer == own


@pytest.mark.parametrize(("vendor", "name", "table"), BUGS)
def test_the_vendors_500_is_what_a_bug_looks_like_but_is_not_marked_as_one(
    mock: MockServer, vendor: str, name: str, table: str
) -> None:
    answer = told(armed(mock, vendor, name))
    with mock.api.server_state.sandboxes["default"].writing() as database:
        database.execute(f"DROP TABLE {table}")
    bug = (altegio("/goods/1") if vendor == "altegio" else commerscale())(mock.url)
    assert bug.headers["x-mock-bug"] == "1"
    assert told(bug) == answer


@pytest.mark.parametrize("vendor", sorted(TRIED))
def test_429_is_that_of_the_quota(mock: MockServer, vendor: str) -> None:
    answer = armed(mock, vendor, "429")
    mock.quotas(**{vendor: [{"requests": 1, "seconds": 1}]})
    TRIED[vendor](mock.url)
    own = TRIED[vendor](mock.url)
    assert (own.status_code, own.headers["content-type"], own.text) == (
        *(429, answer.headers["content-type"], answer.text),
    )
    assert own.headers["retry-after"] == answer.headers["retry-after"] == "1"


@pytest.mark.parametrize(("vendor", "name"), sorted({*PROVOKED} - {("altegio", "409"), ("commerscale", "404")}))
def test_a_refusal_ends_the_retries_and_is_no_recovery(mock: MockServer, vendor: str, name: str) -> None:
    mock.fault("lost_request", times=1)
    with pytest.raises(httpx.TransportError):
        PROVOKED[vendor, name](mock.url)
    status, _ = [PROVOKED[vendor, name](mock.url).status_code for _ in range(2)]
    [one] = mock.verdicts()
    assert (one["verdict"], one["retries"], one["lastStatus"]) == ("retried", 1, status)
    # A warning is an answer.
    assert one["recovered"] is (name == "40004")


@pytest.mark.parametrize("vendor", sorted(TRIED))
def test_a_success_in_the_vendors_own_terms_is_a_recovery(mock: MockServer, vendor: str) -> None:
    mock.fault("lost_request", times=1)
    with pytest.raises(httpx.TransportError):
        TRIED[vendor](mock.url)
    assert mock.verdicts()[0]["lastStatus"] is None
    status = TRIED[vendor](mock.url).status_code
    assert (mock.verdicts()[0]["recovered"], mock.verdicts()[0]["lastStatus"]) == (True, status)


def test_an_error_given_as_a_fault_is_refused_with_the_member_it_belongs_in(mock: MockServer) -> None:
    with pytest.raises(Exception, match='Did you mean "error": "429"'):
        mock.fault("429", vendor="altegio")


@pytest.mark.parametrize("vendor", sorted(TRIED))
def test_any_error_can_ask_to_wait(mock: MockServer, vendor: str) -> None:
    name = next(name for known, name in PROVOKED if known == vendor)
    mock.fault(vendor=vendor, error=name, retry_after_seconds=7)
    assert TRIED[vendor](mock.url).headers["retry-after"] == "7"


def test_an_error_code_can_be_a_number(mock: MockServer) -> None:
    mock.fault(vendor="deconetwork", error=40004)
    status = {"code": 40004, "severity": "WARNING", "description": "Product ID Not Found"}
    assert TRIED["deconetwork"](mock.url).json() == {"response_status": status}
