"""Rows of one's own, over HTTP and from the directory that a server starts with."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from mockapi.app import MockApi
from mockapi.records.errors import RowError
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.admin import ALTEGIO, JSON, admin, marks, refused
from tests.support.nonempty import nonempty

CATEGORY = {"id": 77, "location_id": 1, "title": "Mine"}
PATH = "/data/altegio/category"


def total(mock: MockServer, path: str = PATH) -> int:
    count: int = admin(mock, "GET", f"{path}?limit=0").json()["total"]
    return count


class TestHttp:
    def test_rows_that_are_loaded_are_seen_by_the_vendor(self, mock: MockServer) -> None:
        before = total(mock)
        answer = admin(mock, "POST", PATH, [CATEGORY, {"location_id": 1, "title": "Numbered"}])
        assert answer.status_code == 201
        assert answer.json()["loaded"] == 2
        assert [row["id"] for row in answer.json()["rows"]] == [77, 2_000_001]
        found = web.get(f"{mock.url}/goods_categories/multiple/1?ids[]=77", headers=ALTEGIO).json()["data"]
        assert [category["title"] for category in found] == ["Mine"]
        assert marks(mock) == ["Numbered"]
        assert total(mock) == before + 2

    def test_are_those_of_the_sandbox_that_is_named(self, mock: MockServer) -> None:
        mock.create_sandbox("data.other")
        before = total(mock)
        web.post(f"{mock.url}/~data.other/__admin{PATH}", json=[CATEGORY])
        assert web.get(f"{mock.url}/~data.other/__admin{PATH}?limit=0").json()["total"] == before + 1
        assert total(mock) == before

    def test_curl_need_not_say_that_it_sends_json(self, mock: MockServer) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert admin(mock, "POST", PATH, [CATEGORY], **form).status_code == 201

    def test_a_wrong_row_is_told_with_its_place_and_nothing_is_loaded(self, mock: MockServer) -> None:
        before = total(mock)
        wrong = [CATEGORY, {"location_id": 1}, {"location_id": 999, "title": "Nowhere"}, {**CATEGORY, "id": "x"}]
        told = refused(mock, 422, "POST", PATH, wrong)
        assert {pointer for pointer, _ in told} >= {"/1/title", "/3/id"}
        assert all(reason.startswith("altegio/category ") for _, reason in told)
        assert total(mock) == before
        assert not mock.api.server_state.sandboxes["default"].has_changed

    @pytest.mark.parametrize("body", [{}, "rows", 1, None, [1], [[]], b"", b"[", b"\xff", b"[" * 100_000])
    def test_what_are_no_rows_is_refused(self, mock: MockServer, body: Any) -> None:
        before = total(mock)
        assert admin(mock, "POST", PATH, body).status_code in (400, 422)
        assert total(mock) == before

    @settings(max_examples=100, derandomize=True, deadline=None)
    @given(JSON)
    def test_whatever_is_sent_is_done_or_refused(self, server: MockServer, body: Any) -> None:
        assert admin(server, "POST", PATH, body).status_code in (201, 422)

    def test_rows_that_are_shown_can_be_loaded_again(self, mock: MockServer) -> None:
        path = "/data/commerscale/category"
        rows = admin(mock, "GET", f"{path}?limit=1000").json()["rows"]
        assert admin(mock, "DELETE", path).json() == {"cleared": len(rows)}
        assert total(mock, path) == 0
        assert admin(mock, "POST", path, rows).status_code == 201
        assert admin(mock, "GET", f"{path}?limit=1000").json()["rows"] == rows

    def test_a_part_of_the_rows_can_be_asked_for(self, mock: MockServer) -> None:
        rows = admin(mock, "GET", f"{PATH}?limit=5").json()["rows"]
        assert admin(mock, "GET", f"{PATH}?limit=2&offset=3").json()["rows"] == rows[3:]
        assert admin(mock, "GET", f"{PATH}?offset={2**63 - 1}").json()["rows"] == []

    @pytest.mark.parametrize("query", ["limit=-1", "limit=1001", "limit=x", "offset=-1", f"offset={2**63}", "limit="])
    def test_a_wrong_part_is_refused(self, mock: MockServer, query: str) -> None:
        refused(mock, 422, "GET", f"{PATH}?{query}")

    def test_a_table_that_others_refer_to_cannot_be_cleared(self, mock: MockServer) -> None:
        refused(mock, 409, "DELETE", "/data/altegio/location")
        assert not mock.api.server_state.sandboxes["default"].has_changed

    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    @pytest.mark.parametrize("place", ["altegio/nothing", "nobody/category", "altegio/mockapi_counter", "altegio/%22"])
    def test_a_table_that_there_is_not_is_refused(self, mock: MockServer, method: str, place: str) -> None:
        refused(mock, 404, method, f"/data/{place}", [])

    def test_every_table_is_listed_with_what_a_row_may_have(self, mock: MockServer) -> None:
        for table in nonempty(admin(mock, "GET", "/data").json()["tables"]):
            shown = admin(mock, "GET", f"/data/{table['vendor']}/{table['table']}?limit=1").json()
            assert shown["total"] == table["rows"]
            assert set(shown["rows"][0]) == {member["name"] for member in table["members"]}


class TestDirectory:
    def write(self, folder: Path, rows: Any) -> Path:
        (folder / "altegio").mkdir()
        (folder / "altegio" / "category.json").write_text(json.dumps(rows))
        return folder

    def test_its_rows_are_part_of_what_a_server_goes_back_to(self, tmp_path: Path) -> None:
        with MockServer(Settings(port=0, products=0, fixtures=self.write(tmp_path, [CATEGORY]))) as server:
            before = total(server)
            admin(server, "POST", PATH, [{**CATEGORY, "id": 78}])
            server.reset()
            assert total(server) == before
            assert web.get(f"{server.url}/goods_categories/multiple/1?ids[]=77", headers=ALTEGIO).json()["data"]

    @pytest.mark.parametrize("kind", ["in memory", "in a directory"])
    def test_a_wrong_row_keeps_the_server_from_starting_and_leaves_nothing(self, tmp_path: Path, kind: str) -> None:
        (tmp_path / "rows").mkdir()
        folder = self.write(tmp_path / "rows", [CATEGORY, {"location_id": 1}])
        data = tmp_path / "data" if kind == "in a directory" else None
        with pytest.raises(RowError) as caught:
            MockApi(Settings(products=0, fixtures=folder, data=data))
        assert "category.json" in str(caught.value)
        assert "/1/title" in str(caught.value)
        assert not list((tmp_path / "data").glob("*"))
