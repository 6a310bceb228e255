"""POST /auth. Source: its page."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import EXAMPLES, PARTNER, assert_refused, assert_unprocessable, data

LOGIN = {"login": "testuser@alteg.io", "password": "testpass"}


class TestLogin:
    @pytest.fixture
    def partner(self, client: httpx.Client) -> httpx.Client:
        client.headers["Authorization"] = PARTNER
        return client

    def test_the_returned_user_token_gives_access_to_every_location(self, partner: httpx.Client) -> None:
        response = partner.post("/auth", json=LOGIN)
        assert (response.status_code, response.json()["meta"]) == (201, [])
        token = data(response)["user_token"]
        for location in (1, EXAMPLES):
            headers = {"Authorization": f"{PARTNER}, User {token}"}
            assert partner.get(f"/goods/{location}", headers=headers).status_code == 200

    @pytest.mark.parametrize("path", ["/auth", "/auth/"])
    def test_a_form_and_json_get_the_same_login_response(self, partner: httpx.Client, path: str) -> None:
        assert partner.post(path, data=LOGIN).content == partner.post(path, json=LOGIN).content

    @pytest.mark.parametrize(
        "content_type", ["application/x-www-form-urlencoded; charset=UTF-8", "Application/X-WWW-Form-URLencoded"]
    )
    def test_a_login_form_is_recognized_by_its_media_type(self, partner: httpx.Client, content_type: str) -> None:
        body = "login=testuser%40alteg.io&password=testpass"
        response = partner.post("/auth", content=body, headers={"Content-Type": content_type})
        assert data(response)["id"] == 123456

    def test_a_json_login_with_the_content_type_of_a_form_is_read_as_json(self, partner: httpx.Client) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = ' {"login": "testuser@alteg.io", "password": "testpass"}'
        assert partner.post("/auth", content=body, headers=headers).status_code == 201

    def test_a_login_form_with_the_content_type_of_json_is_invalid_json(self, partner: httpx.Client) -> None:
        body = "login=testuser%40alteg.io&password=testpass"
        headers = {"Content-Type": "application/json"}
        assert_unprocessable(partner.post("/auth", content=body, headers=headers), "JSON")

    @pytest.mark.parametrize(
        "change", [{"login": "nobody"}, {"password": "wrong"}, {"login": ""}, {"password": "TESTPASS"}]
    )
    def test_a_wrong_login_or_password_is_refused(self, partner: httpx.Client, change: dict[str, str]) -> None:
        assert_refused(partner.post("/auth", json=LOGIN | change), 401)
        assert_refused(partner.post("/auth", data=LOGIN | change), 401)

    @pytest.mark.parametrize(
        "header", ["", "Bearer nobody", "Bearer", "altegio-partner-token", "User altegio-user-token"]
    )
    def test_a_wrong_partner_token_is_refused_before_the_login_is_read(
        self, partner: httpx.Client, header: str
    ) -> None:
        assert_refused(partner.post("/auth", json=LOGIN, headers={"Authorization": header}), 401)
        assert_refused(partner.post("/auth", content=b"{", headers={"Authorization": header}), 401)

    @pytest.mark.parametrize("body", [{}, {"login": "a"}, {"password": "a"}, {"Login": "a", "Password": "b"}])
    def test_login_and_password_are_required(self, partner: httpx.Client, body: dict[str, Any]) -> None:
        missing = {f"[{name}]": ["This field is missing."] for name in ("login", "password") if name not in body}
        assert assert_unprocessable(partner.post("/auth", json=body)) == [missing]
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        form = partner.post("/auth", content=httpx.Request("POST", "http://a", data=body).content, headers=headers)
        assert assert_unprocessable(form) == [missing]

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"login", b"\xff"])
    def test_a_login_body_that_is_not_a_json_object_is_invalid(self, partner: httpx.Client, body: bytes) -> None:
        assert_unprocessable(partner.post("/auth", content=body), "JSON")

    def test_a_login_form_that_is_not_utf_8_is_invalid(self, partner: httpx.Client) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert_unprocessable(partner.post("/auth", content=b"login=%FF&password=x", headers=headers), "JSON")
        assert_unprocessable(partner.post("/auth", content=b"login=\xff&password=x", headers=headers), "JSON")
