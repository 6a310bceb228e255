"""The page "Authorization": which tokens give access, and to which locations."""

import httpx
import pytest

from tests.support.altegio import (
    EXAMPLES,
    LIMITED_TOKENS,
    OPERATIONS,
    PARTNER,
    SHAMPOO,
    TOKENS,
    UNKNOWN,
    assert_refused,
    data,
    path_of,
)

WRONG_HEADERS = [
    "",
    "Bearer",
    PARTNER,
    f"{PARTNER},",
    f"{PARTNER}, User",
    f"{PARTNER}, User nobody",
    f"{PARTNER}, User altegio-user-token ,",
    f"{PARTNER} User altegio-user-token",
    f"{PARTNER},User altegio-user-token",
    f"{PARTNER}, Bearer altegio-user-token",
    f"{PARTNER}, User altegio-user-token, User altegio-user-token",
    "Bearer nobody, User altegio-user-token",
    "Bearer altegio-user-token, User altegio-partner-token",
    "Bearer altegio-partner-token2, User altegio-user-token",
    "User altegio-user-token",
    "User altegio-user-token, Bearer altegio-partner-token",
    "Basic altegio-partner-token, User altegio-user-token",
    "altegio-partner-token, altegio-user-token",
    "Bearer altegio-partner-token, User л",
]


class TestTokens:
    @pytest.mark.parametrize("header", WRONG_HEADERS)
    def test_a_header_without_two_valid_tokens_is_refused(self, client: httpx.Client, header: str) -> None:
        assert_refused(client.get(f"/goods/{EXAMPLES}", headers=[(b"Authorization", header.encode())]), 401)

    def test_every_operation_refuses_a_request_without_authorization_header(self, client: httpx.Client) -> None:
        del client.headers["authorization"]
        for method, path in OPERATIONS:
            assert_refused(client.request(method, path_of(path), json=SHAMPOO), 401)

    def test_every_operation_refuses_a_partner_token_without_user_token(self, client: httpx.Client) -> None:
        for method, path in OPERATIONS:
            response = client.request(method, path_of(path), json=SHAMPOO, headers={"Authorization": PARTNER})
            assert_refused(response, 401)

    def test_two_authorization_headers_are_refused_even_if_both_are_valid(self, client: httpx.Client) -> None:
        headers = [("Authorization", TOKENS), ("Authorization", TOKENS)]
        del client.headers["authorization"]
        assert_refused(client.get(f"/goods/{EXAMPLES}", headers=headers), 401)

    def test_a_delete_without_user_token_deletes_nothing(self, client: httpx.Client) -> None:
        before = client.get(f"/goods/{EXAMPLES}").json()
        assert_refused(client.delete(f"/goods_categories/{EXAMPLES}/123", headers={"Authorization": PARTNER}), 401)
        assert client.get(f"/goods/{EXAMPLES}").json() == before


class TestLocations:
    def test_the_limited_user_has_access_to_the_first_location(self, client: httpx.Client) -> None:
        response = client.get("/goods/1", headers={"Authorization": LIMITED_TOKENS})
        assert data(response) == data(client.get("/goods/1"))

    @pytest.mark.parametrize(("method", "path"), OPERATIONS)
    def test_every_operation_refuses_the_limited_user_in_other_locations(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        for location in (2, 3, EXAMPLES):
            response = client.request(
                method, path_of(path, location), json=SHAMPOO, headers={"Authorization": LIMITED_TOKENS}
            )
            assert_refused(response, 403)

    def test_the_limited_user_gets_404_for_an_unknown_location(self, client: httpx.Client) -> None:
        assert_refused(client.get(f"/goods/{UNKNOWN}", headers={"Authorization": LIMITED_TOKENS}), 404)

    @pytest.mark.parametrize("location", [1, 2, 3, EXAMPLES])
    def test_the_full_user_has_access_to_every_location(self, client: httpx.Client, location: int) -> None:
        assert data(client.get(f"/goods/{location}?count=1"))[0]["salon_id"] == location
