"""`POST /__admin/requests/verify`: whether the program sent what it should have, and the difference when it did not."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.client.report import report
from mockapi.errors import ControlError, VerificationError
from mockapi.server.server import MockServer
from tests.support import web

TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
GOODS = "/api/v1/goods/1"
VERIFY = "/__admin/requests/verify"
LIST = {"vendor": "altegio", "operation": "get_products_list"}


def soon() -> str:
    """An instant that has not come yet, but nearly."""
    return quote((datetime.now(UTC) + timedelta(seconds=30)).isoformat())


@pytest.fixture
def asked(mock: MockServer) -> MockServer:
    """A server that a program has asked twice for the goods of location 1, and once for those of location 2."""
    for location in (1, 1, 2):
        web.get(f"{mock.url}/api/v1/goods/{location}", headers=TOKENS)
    return mock


class TestTheRightNumber:
    @pytest.mark.parametrize(
        "members", [{}, {"exactly": 2}, {"atLeast": 2}, {"atLeast": 0}, {"atMost": 2}, {"atLeast": 1, "atMost": 3}]
    )
    def test_is_verified(self, asked: MockServer, members: dict[str, int]) -> None:
        answer = web.post(asked.url + VERIFY, json={"urlPath": GOODS, **members})
        assert (answer.status_code, answer.json()) == (200, {"verified": True, "count": 2})

    def test_may_be_none(self, asked: MockServer) -> None:
        assert asked.verify(method="DELETE", exactly=0) == asked.verify(method="DELETE", at_most=3) == 0

    def test_is_of_the_time_that_was_asked_for(self, asked: MockServer) -> None:
        assert web.post(f"{asked.url}{VERIFY}?since=2999-01-01", json={"exactly": 0}).status_code == 400
        assert web.post(f"{asked.url}{VERIFY}?since={soon()}", json={"exactly": 0}).status_code == 200


class TestAnotherNumber:
    @pytest.mark.parametrize(
        ("members", "words"),
        [
            ({"exactly": 1}, "exactly 1"),
            ({"exactly": 3}, "exactly 3"),
            ({"atLeast": 3}, "at least 3"),
            ({"atMost": 1}, "at most 1"),
            ({"atLeast": 3, "atMost": 4}, "at least 3 and at most 4"),
        ],
    )
    def test_is_told_with_what_was_expected(self, asked: MockServer, members: dict[str, int], words: str) -> None:
        answer = web.post(asked.url + VERIFY, json={"urlPath": GOODS, **members})
        content = answer.json()
        assert answer.status_code == 422
        assert (content["verified"], content["count"], content["expected"]) == (False, 2, members)
        assert content["message"].startswith(f"Expected {words} requests that fit, and 2 of 3 did.")

    def test_of_nothing_else_said_is_none(self, mock: MockServer) -> None:
        with pytest.raises(VerificationError, match="Expected at least 1 requests that fit, and 0 of 0 did"):
            mock.verify(LIST)

    def test_comes_with_a_difference_that_a_person_can_read(self, asked: MockServer) -> None:
        with pytest.raises(VerificationError) as failed:
            asked.verify(LIST, urlPath="/api/v1/goods/2", headers={"Accept": {"contains": "xml"}})
        lines = str(failed.value).splitlines()
        assert "  close: GET /api/v1/goods/2" in lines
        assert any("header Accept: contains" in line and "<<< does not fit" in line for line in lines)
        assert lines.index("  close: GET /api/v1/goods/2") < lines.index("  close: GET /api/v1/goods/1")
        [nearest, *_] = failed.value.content["nearMisses"]
        assert nearest["request"]["url"] == "/api/v1/goods/2"
        assert nearest["difference"] in str(failed.value)

    def test_that_is_too_large_shows_what_fits_and_not_what_nearly_does(self, asked: MockServer) -> None:
        with pytest.raises(VerificationError) as failed:
            asked.verify(urlPath=GOODS, at_most=1)
        assert str(failed.value).count(f"  fits: GET {GOODS}") == 2
        assert "close:" not in str(failed.value)
        assert [request["url"] for request in failed.value.content["matching"]] == [GOODS, GOODS]

    def test_is_explained_by_requests_of_the_time_that_was_asked_for(self, asked: MockServer) -> None:
        content = web.post(f"{asked.url}{VERIFY}?since={soon()}", json=LIST).json()
        assert content["message"] == "Expected at least 1 requests that fit, and 0 of 0 did."
        assert content["nearMisses"] == []


class TestAWrongQuestion:
    @pytest.mark.parametrize(
        ("members", "pointer"),
        [
            ({"exactly": -1}, "/exactly"),
            ({"atLeast": "1"}, "/atLeast"),
            ({"atMost": True}, "/atMost"),
            ({"atMost": 1.0}, "/atMost"),
            ({"exactly": None}, "/exactly"),
            ({"exactly": 1, "atMost": 2}, "/exactly"),
            ({"atLeast": 2, "atMost": 1}, "/atLeast"),
            ({"url": "/", "urlPath": "/"}, "/urlPath"),
            ({"headers": {"Accept": {"equalsTo": "x"}}}, "/headers/Accept/equalsTo"),
            ({"least": 1}, "/least"),
        ],
    )
    def test_is_told_apart_from_a_wrong_number(self, asked: MockServer, members: Any, pointer: str) -> None:
        answer = web.post(asked.url + VERIFY, json=members)
        assert answer.status_code == 422
        assert list(answer.json()) == ["errors"]
        [error] = answer.json()["errors"]
        assert (error["code"], error["source"]) == (422, {"pointer": pointer})
        with pytest.raises(ControlError):
            asked.verify(members)


SECRET = "qwertyuiopasdfghjklz"
KEYS = ["apiKey", "appApiKey", "email", "password"]
SENT = {
    "tokens": ("GET", GOODS, {"Authorization": f"Bearer {SECRET}, User {SECRET}"}, ""),
    "a token alone": ("GET", GOODS, {"Authorization": f"{SECRET} {SECRET}"}, ""),
    "login": ("POST", "/api/v1/auth", TOKENS, json.dumps({"login": SECRET, "password": SECRET})),
    "form of a login": ("POST", "/api/v1/auth", {"Content-Type": "text/plain"}, f"login={SECRET}&password={SECRET}"),
    "query": ("GET", f"/api/json/manage_products/find?username={SECRET}&pass%77ord={SECRET}", {}, ""),
    "path": ("GET", f"/api/json/manage_products/fnd&username={SECRET}&password={SECRET}", {}, ""),
    "header": ("GET", f"/{SECRET[:3]}", {"X-Api-Key": SECRET, "Referer": f"http://x/?password={SECRET}"}, ""),
    "JSON": ("POST", "/api/v1/products/categories/get", {}, json.dumps(dict.fromkeys(KEYS, SECRET))),
    "another vendor": ("POST", "/api/v1/products/categories/get", {}, f"username={SECRET}&password={SECRET}"),
    "quotes": ("POST", "/api/v1/products/categories/gt", {}, f"{{'authentication': {{'apiKey': '{SECRET}'}}}}"),
    "cut": ("POST", "/nowhere", {}, f'{{"a": "{"x" * 16_300}", "apiKey": "{SECRET * 100}"}}'),
    "multipart": (
        "POST",
        "/api/json/manage_products/get",
        {"Content-Type": "multipart/form-data; boundary=x"},
        f'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n{SECRET}\r\n--x--\r\n',
    ),
}
PATTERNS: list[dict[str, Any]] = [
    {"method": "PUT"},
    {"url": f"/x?password={SECRET}"},
    {"headers": {"Authorization": {"equalTo": f"Bearer {SECRET}, User x"}, "x-api-key": {"contains": SECRET}}},
    {"queryParameters": {"password": {"equalTo": f"{SECRET}!"}}, "formParameters": {"password": {"contains": SECRET}}},
    {"bodyPatterns": [{"equalToJson": {"apiKey": SECRET}}, {"contains": f'"apiKey":"{SECRET}"'}]},
    {"bodyPatterns": [{"matchesJsonPath": f"$[?(@.apiKey=='{SECRET}')]"}], "method": "PUT"},
]


def shown(mock: MockServer) -> str:
    """All that the control plane tells, with bodies decoded."""
    listed = mock.call("GET", "/__admin/requests")
    texts = [report(mock), json.dumps(mock.near_misses()), json.dumps(mock.requests()), json.dumps(listed)]
    texts += [json.dumps(mock.call("GET", f"/__admin/requests/{event['id']}")) for event in listed["requests"]]
    texts.append(json.dumps(mock.call("GET", "/__admin/requests/unmatched")))
    for pattern in PATTERNS:
        texts.append(web.post(mock.url + VERIFY, json=pattern).text)
        texts.append(web.post(f"{mock.url}/__admin/near-misses/request-pattern", json=pattern).text)
    for event in listed["requests"]:
        for message in (event["request"], event["response"]):
            texts.append(base64.b64decode(message["bodyAsBase64"]).decode(errors="replace"))
    texts.append(json.dumps(mock.call("POST", "/__admin/requests/remove", {})))
    return "\n".join(texts)


class TestCredentials:
    @pytest.mark.parametrize("name", SENT)
    def test_are_never_shown(self, mock: MockServer, name: str) -> None:
        method, path, headers, body = SENT[name]
        web.request(method, mock.url + path, headers=headers, content=body)
        assert "***" in json.dumps(mock.call("GET", "/__admin/requests")["requests"])
        assert SECRET not in shown(mock)

    def test_are_not_shown_in_answers_either(self, mock: MockServer) -> None:
        account = mock.altegio.credentials
        body = {"login": account["login"], "password": account["password"]}
        answer = web.post(f"{mock.url}/api/v1/auth", headers=TOKENS, json=body)
        told = answer.json()["data"]
        text = shown(mock)
        assert told["name"] in text
        for secret in (told["user_token"], *body.values(), "altegio-partner-token", "altegio-user-token"):
            assert secret not in text

    @settings(deadline=None, max_examples=40)
    @given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["username", "password", "apiKey"]))
    def test_are_hidden_whatever_is_around_them(self, server: MockServer, before: str, after: str, name: str) -> None:
        server.reset()
        pair = f"{quote(before)}&{name}={quote(before)}{SECRET}{quote(after)}"
        web.post(f"{server.url}/api/json/manage_products/find?{pair}", content=pair)
        web.post(f"{server.url}/api/json/{quote(before)}{pair}", json={"x": before, name: SECRET, "y": after})
        assert SECRET not in shown(server)

    def test_fit_patterns_as_they_are(self, mock: MockServer) -> None:
        web.post(f"{mock.url}/api/v1/products/categories/get", headers=TOKENS, json={"apiKey": SECRET})
        assert mock.count(headers={"Authorization": {"equalTo": TOKENS["Authorization"]}}) == 1
        assert mock.count(bodyPatterns=[{"equalToJson": {"apiKey": SECRET}}]) == 1
        assert mock.count(bodyPatterns=[{"contains": "***"}]) == 0
