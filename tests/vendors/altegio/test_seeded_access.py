"""The data of a new server, and the settings that change it: `MOCKAPI_ALTEGIO_…`."""

import httpx
import pytest
from pydantic import ValidationError

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.vendors.altegio.settings import AltegioSettings
from tests.support import web
from tests.support.altegio import EXAMPLES, data
from tests.support.nonempty import nonempty


class TestSeed:
    def test_three_branches_sell_the_same_shop(self, client: httpx.Client) -> None:
        shops = [data(client.get(f"/goods/{location}?count=300")) for location in (1, 2, 3)]
        own = ("salon_id", "good_id", "category_id", "actual_amounts")
        shared = [[{k: v for k, v in row.items() if k not in own} for row in shop] for shop in shops]
        assert len(shared[0]) == 200
        assert shared[0] == shared[1] == shared[2]

    def test_the_branches_share_no_id(self, client: httpx.Client) -> None:
        shops = [data(client.get(f"/goods/{location}?count=300")) for location in (1, 2, 3)]
        assert len({row["good_id"] for shop in shops for row in shop}) == 600
        trees = [data(client.get(f"/company/{location}/goods_categories")) for location in (1, 2, 3)]
        assert len({row["id"] for tree in trees for row in tree}) == 3 * len(trees[0])

    def test_the_branches_differ_in_stock(self, client: httpx.Client) -> None:
        stocked = [
            [bool(row["actual_amounts"]) for row in data(client.get(f"/goods/{location}?count=300"))]
            for location in (1, 2, 3)
        ]
        assert stocked[0] != stocked[1]
        assert all(any(branch) for branch in stocked)

    def test_every_product_is_in_a_category_of_its_location(self, client: httpx.Client) -> None:
        for location in (1, 2, 3, EXAMPLES):
            titles = {row["id"]: row["title"] for row in data(client.get(f"/company/{location}/goods_categories"))}
            for product in nonempty(data(client.get(f"/goods/{location}?count=300"))):
                assert titles[product["category_id"]] == product["category"]

    def test_a_change_in_one_branch_changes_no_other(self, client: httpx.Client) -> None:
        before = client.get("/company/2/goods_categories").json()
        client.delete("/goods_categories/1/10001")
        assert client.get("/company/2/goods_categories").json() == before


class TestSettings:
    def test_tokens_login_and_locations_can_be_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        values = {
            "PARTNER_TOKEN": "p1",
            "USER_TOKEN": "u1",
            "LIMITED_USER_TOKEN": "u2",
            "LOGIN": "someone",
            "PASSWORD": "secret",
            "LOGIN_USER_TOKEN": "u3",
            "LOCATIONS": "77,999999999999999",
        }
        for name, value in values.items():
            monkeypatch.setenv(f"MOCKAPI_ALTEGIO_{name}", value)
        with MockServer(Settings(port=0)) as mock, web.client(mock.url) as client:
            login = {"login": "someone", "password": "secret"}
            answer = client.post("/auth", json=login, headers={"Authorization": "Bearer p1"})
            assert data(answer)["user_token"] == "u3"
            expected = {
                ("u1", 77): 200,
                ("u1", 999_999_999_999_999): 200,
                ("u1", EXAMPLES): 200,
                ("u1", 1): 404,
                ("u2", 77): 200,
                ("u2", 999_999_999_999_999): 403,
                ("u3", 999_999_999_999_999): 200,
                ("altegio-user-token", 77): 401,
            }
            for (user, location), status in expected.items():
                headers = {"Authorization": f"Bearer p1, User {user}"}
                assert client.get(f"/goods/{location}?count=1", headers=headers).status_code == status
            headers = {"Authorization": "Bearer altegio-partner-token, User u1"}
            assert client.get("/goods/77", headers=headers).status_code == 401

    @pytest.mark.parametrize("locations", [" ", "0", "-1", "1,1", "1,4564", "x", "1.5", str(10**15), str(2**63)])
    def test_invalid_locations_are_refused_at_the_start(self, monkeypatch: pytest.MonkeyPatch, locations: str) -> None:
        monkeypatch.setenv("MOCKAPI_ALTEGIO_LOCATIONS", locations)
        with pytest.raises(ValidationError, match="locations"):
            AltegioSettings()

    @pytest.mark.parametrize("name", ["PARTNER_TOKEN", "USER_TOKEN", "LIMITED_USER_TOKEN", "LOGIN", "PASSWORD"])
    def test_an_empty_variable_means_the_default_secret(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setenv(f"MOCKAPI_ALTEGIO_{name}", "")
        assert AltegioSettings() == AltegioSettings.model_construct()
