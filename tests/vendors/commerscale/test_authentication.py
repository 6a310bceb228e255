"""The body's member `authentication`. Docs: "Authentication"."""

from typing import Any

import pytest

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.commerscale import APP_KEY, EMAIL, FIRST, KEY, OPERATIONS, SEEDED, UNAUTHORIZED, Api, texts

GOOD = [KEY, APP_KEY, EMAIL]

BAD: list[dict[str, Any]] = [
    {},
    {"apiKey": "wrong"},
    {"apiKey": ""},
    {"apiKey": None},
    {"apiKey": True},
    {"apiKey": 1},
    {"apiKey": [KEY["apiKey"]]},
    {"apiKey": KEY},
    {"apiKey": "JJNS7519V1V3NS6XU162"},
    {"apiKey": " jjns7519v1v3ns6xU162"},
    {"apiKey": "jjns7519v1v3ns6xU162\0"},
    {"apiKey": "mock-app-key"},
    {"apikey": "jjns7519v1v3ns6xU162"},
    {"appApiKey": "jjns7519v1v3ns6xU162"},
    {"appApiKey": "wrong"},
    {"appApiKey": None},
    {"email": "owner@example.com"},
    {"password": "mock-password"},
    {"email": "owner@example.com", "password": "wrong"},
    {"email": "owner@example.com", "password": ""},
    {"email": "owner@example.com", "password": None},
    {"email": "OWNER@example.com", "password": "mock-password"},
    {"email": "somebody@example.com", "password": "mock-password"},
    {"email": ["owner@example.com"], "password": ["mock-password"]},
    {"email": "owner@example.com", "Password": "mock-password"},
    {"createdon_min": "2015-01-01", "createdon_max": "2042-01-01"},
]


class TestWorks:
    @pytest.mark.parametrize("authentication", GOOD)
    def test_each_kind_of_credentials_is_accepted(self, seeded: Api, authentication: dict[str, str]) -> None:
        assert seeded.call("count", authentication) == {"count": SEEDED}

    @pytest.mark.parametrize("authentication", GOOD)
    def test_unknown_members_are_ignored(self, seeded: Api, authentication: dict[str, str]) -> None:
        assert seeded.call("count", {**authentication, "token": "x", "createdon_min": 1}) == {"count": SEEDED}


class TestRefused:
    @pytest.mark.parametrize("authentication", BAD)
    def test_missing_or_wrong_credentials_are_refused(self, untouched: Api, authentication: dict[str, Any]) -> None:
        assert untouched.error("get", authentication) == UNAUTHORIZED

    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_every_operation_refuses_them(self, untouched: Api, operation: str) -> None:
        assert untouched.error(operation, {"apiKey": "wrong"}) == UNAUTHORIZED

    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_a_body_without_the_member_is_refused(self, untouched: Api, operation: str) -> None:
        assert untouched.send(operation, '{"apiKey": "jjns7519v1v3ns6xU162"}') == {"error": UNAUTHORIZED}

    def test_credentials_in_other_places_are_ignored(self, untouched: Api) -> None:
        headers = {"Authorization": "Bearer jjns7519v1v3ns6xU162", "apiKey": "jjns7519v1v3ns6xU162"}
        assert untouched.send("get?apiKey=jjns7519v1v3ns6xU162", "{}", **headers) == {"error": UNAUTHORIZED}


class TestSeveralKinds:
    @pytest.mark.parametrize(
        ("first", "rest"),
        [
            ({"apiKey": "jjns7519v1v3ns6xU162"}, {"appApiKey": "wrong"}),
            ({"apiKey": "jjns7519v1v3ns6xU162"}, {"email": "wrong", "password": "wrong"}),
            ({"appApiKey": "mock-app-key"}, {"email": "wrong", "password": "wrong"}),
        ],
    )
    def test_the_first_of_them_is_accepted(self, seeded: Api, first: dict[str, str], rest: dict[str, str]) -> None:
        assert seeded.call("count", {**rest, **first}) == {"count": SEEDED}

    @pytest.mark.parametrize(
        ("first", "rest"),
        [
            ({"apiKey": "wrong"}, APP_KEY),
            ({"apiKey": ""}, EMAIL),
            ({"apiKey": None}, EMAIL),
            ({"appApiKey": "wrong"}, EMAIL),
        ],
    )
    def test_the_first_of_them_is_refused(self, untouched: Api, first: dict[str, Any], rest: dict[str, str]) -> None:
        assert untouched.error("count", {**rest, **first}) == UNAUTHORIZED


class TestConfiguration:
    def test_another_stores_credentials_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("API_KEY", "APP_API_KEY", "EMAIL", "PASSWORD", "USER_NAME", "KEY_AUTHOR"):
            monkeypatch.setenv(f"MOCKAPI_COMMERSCALE_{name}", f"my {name}")
        with MockServer(Settings(port=0, products=0)) as server, web.client(server.url) as client:
            mine = Api(client)
            user = {"email": "my EMAIL", "password": "my PASSWORD"}
            assert mine.error("count") == UNAUTHORIZED
            assert mine.call("create", user, data=texts())[0]["author"] == "my USER_NAME"
            assert mine.call("update", {"apiKey": "my API_KEY"}, data=texts(id=FIRST))[0]["author"] == "my KEY_AUTHOR"
            assert mine.call("update", user, data=texts(id=FIRST))[0]["author"] == "my USER_NAME"
            assert mine.call("create", {"appApiKey": "my APP_API_KEY"}, data=texts())[0]["author"] == ""
