"""Authentication: `username` and `password` with every call, and the site's own switch."""

from typing import Any

import httpx
import pytest

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support.deconetwork import (
    ALL_PRODUCTS,
    AUTHENTICATION_FAILED,
    CREDENTIALS,
    NOT_ENABLED,
    SUCCESS,
    Site,
    response_of,
)

CALLS = [
    pytest.param("POST", "find", "data", id="find, form"),
    pytest.param("POST", "find", "params", id="find, query string of a POST"),
    pytest.param("GET", "find", "params", id="find, query string"),
    pytest.param("POST", "get", "data", id="get, form"),
    pytest.param("GET", "get", "params", id="get, query string"),
]
RIGHT_REQUEST = {**ALL_PRODUCTS, "id": 19658}

WRONG: list[dict[str, Any]] = [
    {},
    {"username": "mock-user"},
    {"password": "mock-password"},
    {"username": "", "password": ""},
    {"username": "mock-user", "password": ""},
    {"username": "", "password": "mock-password"},
    {"username": "mock-user", "password": "wrong"},
    {"username": "unknown-user", "password": "mock-password"},
    {"username": "disabled-user", "password": "wrong"},
    {"username": "disabled-user"},
    {"username": "mock-password", "password": "mock-user"},
    {"username": "Mock-User", "password": "mock-password"},
    {"username": "mock-user", "password": "MOCK-PASSWORD"},
    {"username": " mock-user", "password": "mock-password"},
    {"username": "mock-user ", "password": "mock-password"},
    {"username": "mock-user\0", "password": "mock-password"},
    {"username": "mock-user", "password": "mock-password\n"},
    {"Username": "mock-user", "Password": "mock-password"},
    {"USERNAME": "mock-user", "password": "mock-password"},
    {"user": "mock-user", "pass": "mock-password"},
    {"username[]": "mock-user", "password[]": "mock-password"},
]


class TestCredentialsOfEveryOperation:
    @pytest.mark.parametrize(("method", "operation", "place"), CALLS)
    def test_right_credentials_are_accepted(self, site: Site, method: str, operation: str, place: str) -> None:
        sent: dict[str, Any] = {place: {**RIGHT_REQUEST, **CREDENTIALS}}
        answer = response_of(site.client.request(method, f"/manage_products/{operation}", **sent))
        assert answer["response_status"] == SUCCESS

    @pytest.mark.parametrize("credentials", WRONG, ids=repr)
    @pytest.mark.parametrize(("method", "operation", "place"), CALLS)
    def test_missing_empty_and_wrong_credentials_get_code_30001(
        self, site: Site, method: str, operation: str, place: str, credentials: dict[str, str]
    ) -> None:
        sent: dict[str, Any] = {place: {**RIGHT_REQUEST, **credentials}}
        answer = response_of(site.client.request(method, f"/manage_products/{operation}", **sent))
        assert answer == AUTHENTICATION_FAILED

    @pytest.mark.parametrize(("method", "operation", "place"), CALLS)
    def test_a_site_with_the_api_switched_off_gets_code_31000(
        self, site: Site, method: str, operation: str, place: str
    ) -> None:
        disabled = {"username": "disabled-user", "password": "mock-password"}
        sent: dict[str, Any] = {place: {**RIGHT_REQUEST, **disabled}}
        assert response_of(site.client.request(method, f"/manage_products/{operation}", **sent)) == NOT_ENABLED

    @pytest.mark.parametrize("operation", ["find", "get"])
    def test_http_basic_credentials_are_ignored(self, site: Site, operation: str) -> None:
        path = f"/manage_products/{operation}"
        basic = ("mock-user", "mock-password")
        assert response_of(site.client.get(path, params=RIGHT_REQUEST, auth=basic)) == AUTHENTICATION_FAILED
        wrong_basic = site.client.get(path, params={**RIGHT_REQUEST, **CREDENTIALS}, auth=("unknown-user", "wrong"))
        assert response_of(wrong_basic)["response_status"] == SUCCESS

    @pytest.mark.parametrize("operation", ["find", "get"])
    def test_credentials_in_headers_are_ignored(self, site: Site, operation: str) -> None:
        response = site.client.get(f"/manage_products/{operation}", params=RIGHT_REQUEST, headers=CREDENTIALS)
        assert response_of(response) == AUTHENTICATION_FAILED

    def test_username_may_be_in_the_query_string_and_password_in_the_form(self, site: Site) -> None:
        response = site.client.post(
            "/manage_products/get", params={"username": "mock-user"}, data={"password": "mock-password", "id": 19658}
        )
        assert response_of(response)["response_status"] == SUCCESS

    def test_credentials_inside_a_condition_are_ignored(self, site: Site) -> None:
        inner = {f"conditions[1][{name}]": value for name, value in CREDENTIALS.items()}
        assert response_of(site.client.post("/manage_products/find", data=inner)) == AUTHENTICATION_FAILED


def test_the_credentials_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKAPI_DECONETWORK_USERNAME", "Zoë & co")
    monkeypatch.setenv("MOCKAPI_DECONETWORK_DISABLED_USERNAME", "closed")
    monkeypatch.setenv("MOCKAPI_DECONETWORK_PASSWORD", "100% +=&")
    with MockServer(Settings(port=0)) as mock:
        url = f"{mock.url}/api/json/manage_products/get"
        own: dict[str, str | int] = {"username": "Zoë & co", "password": "100% +=&", "id": 19658}
        assert response_of(httpx.get(url, params=own))["response_status"] == SUCCESS
        assert response_of(httpx.get(url, params={**own, "username": "closed"})) == NOT_ENABLED
        assert response_of(httpx.get(url, params={**own, **CREDENTIALS})) == AUTHENTICATION_FAILED
