"""Worlds of their own: by header, by path, made on first use, bounded, copied and dropped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from mockapi import ControlError
from mockapi.client.client import MockClient
from mockapi.sandboxes.registry import MAX_SANDBOXES
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.storage.stores import MAX_OPEN
from tests.support import web
from tests.support.admin import ALTEGIO, JSON, admin, mark, marks, refused


@pytest.fixture
def fresh() -> Iterator[MockServer]:
    """A server of its own, with a small shop."""
    with MockServer(Settings(port=0, products=0)) as running:
        yield running


def names(mock: MockClient) -> list[str]:
    return [sandbox["name"] for sandbox in admin(mock, "GET", "/sandboxes").json()["sandboxes"]]


def told(mock: MockClient, name: str) -> Any:
    return admin(mock, "GET", f"/sandboxes/{name}").json()


class TestNaming:
    def test_a_request_goes_to_the_sandbox_of_its_header_or_of_its_path_and_else_to_default(
        self, fresh: MockServer
    ) -> None:
        mark(fresh, "default")
        mark(fresh, "path", "/~one")
        web.post(
            f"{fresh.url}/goods_categories/1", headers={**ALTEGIO, "X-Mock-Sandbox": "one"}, json={"title": "header"}
        )
        assert marks(fresh) == marks(fresh, "/~default") == ["default"]
        assert marks(fresh, "/~one") == ["path", "header"]

    @pytest.mark.parametrize("prefix", ["/~one", "/%7Eone", "/%7eone", "/~%6Fne"])
    def test_the_prefix_of_a_path_may_be_encoded(self, fresh: MockServer, prefix: str) -> None:
        mark(fresh, "here", "/~one")
        assert marks(fresh, prefix) == ["here"]

    @pytest.mark.parametrize("path", ["/~one", "/~one/"])
    def test_the_prefix_alone_leads_to_the_first_page_of_that_sandbox(self, fresh: MockServer, path: str) -> None:
        introduced = web.get(fresh.url + path).json()
        assert introduced["vendors"]["altegio"]["baseUrl"] == f"{fresh.url}/~one/api/v1"

    def test_the_control_plane_acts_on_the_sandbox_that_is_named(self, fresh: MockServer) -> None:
        instant = {"freeze": "2031-01-01T00:00:00Z"}
        web.request("PUT", f"{fresh.url}/~path/__admin/clock", json=instant)
        admin(fresh, "PUT", "/clock", instant, **{"X-Mock-Sandbox": "header"})
        assert web.get(f"{fresh.url}/~header/__admin/clock").json()["frozen"]
        assert admin(fresh, "GET", "/clock", **{"X-Mock-Sandbox": "path"}).json()["frozen"]
        assert not admin(fresh, "GET", "/clock").json()["frozen"]

    def test_the_same_name_twice_is_no_contradiction(self, fresh: MockServer) -> None:
        answer = web.get(f"{fresh.url}/~one/goods/1", headers={**ALTEGIO, "X-Mock-Sandbox": "one"})
        assert answer.status_code == 200

    @pytest.mark.parametrize("path", ["/goods/1", "/__admin/clock", "/"])
    def test_two_names_are_refused(self, fresh: MockServer, path: str) -> None:
        answer = web.get(f"{fresh.url}/~one{path}", headers={**ALTEGIO, "X-Mock-Sandbox": "other"})
        assert answer.status_code == 400
        assert answer.json()["errors"] == [{"code": 400, "title": "The request names 2 sandboxes: one and other."}]
        assert names(fresh) == ["default"]

    @pytest.mark.parametrize("name", ["", "a b", "a%2Fb", "%00", "%C3%A9", "a%0A", "x" * 65, "a:b", "~"])
    def test_what_is_no_name_is_refused_and_makes_no_sandbox(self, fresh: MockServer, name: str) -> None:
        answer = web.get(f"{fresh.url}/~{name}/goods/1", headers=ALTEGIO)
        assert answer.status_code == 400
        assert "1 to 64 letters, digits, dots" in answer.json()["errors"][0]["title"]
        assert names(fresh) == ["default"]

    @pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 65])
    def test_a_header_that_is_no_name_is_refused(self, fresh: MockServer, name: str) -> None:
        assert web.get(f"{fresh.url}/goods/1", headers={**ALTEGIO, "X-Mock-Sandbox": name}).status_code == 400

    @pytest.mark.parametrize("name", [".", "..", "...", "-", "_", "x" * 64, "A", "CON", "a.sqlite3-wal"])
    def test_odd_names_are_names(self, tmp_path: Path, name: str) -> None:
        with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
            mark(server, "here", f"/%7E{name.replace('.', '%2E')}")
            assert names(server) == ["default", name]
            assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path, tmp_path / "sandboxes"}
        with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
            assert marks(server, f"/%7E{name.replace('.', '%2E')}") == ["here"]


class TestList:
    def test_tells_of_each_when_it_was_used_how_often_and_whether_it_was_changed(self, fresh: MockServer) -> None:
        marks(fresh, "/~read")
        mark(fresh, "new", "/~written")
        marks(fresh, "/~written")
        listed = {sandbox.pop("name"): sandbox for sandbox in admin(fresh, "GET", "/sandboxes").json()["sandboxes"]}
        assert list(listed) == ["default", "read", "written"]
        assert [(one["requests"], one["changed"]) for one in listed.values()] == [(0, False), (1, False), (2, True)]
        for sandbox in listed.values():
            assert set(sandbox) == {"createdAt", "lastUsedAt", "requests", "changed"}
            assert sandbox["createdAt"] <= sandbox["lastUsedAt"]

    def test_a_request_that_is_refused_changes_nothing(self, fresh: MockServer) -> None:
        answer = web.post(f"{fresh.url}/goods_categories/1", headers=ALTEGIO, json={"title": 1})
        assert answer.status_code == 422
        assert not told(fresh, "default")["changed"]

    def test_to_look_at_a_sandbox_is_not_to_use_it(self, fresh: MockServer) -> None:
        paths = ("clock", "quotas", "faults", "requests", "data", "seed", "verdicts", "settings")
        for path in paths:
            assert web.get(f"{fresh.url}/~nobody/__admin/{path}").status_code == 200
        assert names(fresh) == ["default"]
        mark(fresh, "one", "/~one")
        before = told(fresh, "one")
        for path in paths:
            assert web.get(f"{fresh.url}/~one/__admin/{path}").status_code == 200
        assert told(fresh, "one") == before


class TestPut:
    def test_makes_a_new_one_in_place_of_any_of_that_name(self, fresh: MockServer) -> None:
        mark(fresh, "old", "/~one")
        fresh.sandbox("one").clock.freeze("2031-01-01T00:00:00Z")
        answer = admin(fresh, "PUT", "/sandboxes/one")
        assert answer.status_code == 201
        assert (answer.json()["requests"], answer.json()["changed"]) == (0, False)
        assert marks(fresh, "/~one") == []
        assert not web.get(f"{fresh.url}/~one/__admin/clock").json()["frozen"]

    @pytest.mark.parametrize("kind", ["in memory", "in a directory"])
    def test_copies_the_data_of_a_sandbox_and_nothing_else(self, tmp_path: Path, kind: str) -> None:
        with MockServer(Settings(port=0, products=0, data=None if kind == "in memory" else tmp_path)) as server:
            mark(server, "first", "/~one")
            server.sandbox("one").fault(vendor="altegio", error=429)
            assert admin(server, "PUT", "/sandboxes/two", {"sandbox": "one"}).json()["changed"]
            assert mark(server, "second", "/~two") == 2_000_002
            assert marks(server, "/~two") == ["first", "second"]
            server.sandbox("one").disarm()
            assert marks(server, "/~one") == ["first"]

    def test_a_copy_of_itself_keeps_the_data(self, fresh: MockServer) -> None:
        mark(fresh, "kept", "/~one")
        assert admin(fresh, "PUT", "/sandboxes/one", {"sandbox": "one"}).json()["requests"] == 0
        assert marks(fresh, "/~one") == ["kept"]

    def test_a_copy_of_one_that_is_unchanged_is_unchanged(self, fresh: MockServer) -> None:
        mark(fresh, "old", "/~one")
        assert not admin(fresh, "PUT", "/sandboxes/one", {"sandbox": "default"}).json()["changed"]
        assert marks(fresh, "/~one") == []

    def test_copies_a_snapshot(self, fresh: MockServer) -> None:
        mark(fresh, "kept")
        fresh.snapshot("it")
        fresh.reset()
        assert admin(fresh, "PUT", "/sandboxes/one", {"snapshot": "it"}).json()["changed"]
        assert marks(fresh, "/~one") == ["kept"]

    def test_what_cannot_be_copied_is_refused_and_leaves_the_sandbox_alone(self, fresh: MockServer) -> None:
        mark(fresh, "kept", "/~one")
        path = "/sandboxes/one"
        assert refused(fresh, 404, "PUT", path, {"sandbox": "no"}) == [("/sandbox", "There is no sandbox 'no'.")]
        assert refused(fresh, 404, "PUT", path, {"snapshot": "no"}) == [("/snapshot", "There is no snapshot 'no'.")]
        both = {"sandbox": "one", "snapshot": "it"}
        assert [pointer for pointer, _ in refused(fresh, 422, "PUT", path, both)] == ["/snapshot"]
        assert [pointer for pointer, _ in refused(fresh, 422, "PUT", path, {"from": "one"})] == ["/from"]
        assert marks(fresh, "/~one") == ["kept"]

    @pytest.mark.parametrize("name", ["../baseline", "../sandboxes/one", "..", "\0", "x" * 5000, "\ud800"])
    def test_no_name_of_a_snapshot_leads_out_of_the_directory(self, tmp_path: Path, name: str) -> None:
        with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
            mark(server, "kept", "/~one")
            before = (tmp_path / "baseline.sqlite3").read_bytes()
            assert refused(server, 404, "PUT", "/sandboxes/two", {"snapshot": name})
            assert (tmp_path / "baseline.sqlite3").read_bytes() == before
            assert names(server) == ["default", "one"]

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(JSON)
    def test_whatever_is_sent_is_done_or_refused(self, server: MockClient, body: Any) -> None:
        assert admin(server, "PUT", "/sandboxes/wild", body).status_code in (201, 404, 422)

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_what_is_no_name_is_refused(self, fresh: MockServer, method: str) -> None:
        assert "cannot be a name" in refused(fresh, 400, method, "/sandboxes/a%20b")[0][1]


class TestDelete:
    def test_drops_a_sandbox_and_what_it_holds(self, fresh: MockServer) -> None:
        mark(fresh, "gone", "/~one")
        assert admin(fresh, "DELETE", "/sandboxes/one").status_code == 204
        assert names(fresh) == ["default"]
        assert refused(fresh, 404, "DELETE", "/sandboxes/one") == [(None, "There is no sandbox 'one'.")]
        assert marks(fresh, "/~one") == []
        assert told(fresh, "one")["requests"] == 1

    def test_the_default_one_stays(self, fresh: MockServer) -> None:
        mark(fresh, "kept")
        refused(fresh, 409, "DELETE", "/sandboxes/default")
        assert marks(fresh) == ["kept"]


class TestBound:
    def test_beyond_it_the_one_goes_that_was_not_used_for_the_longest_time_and_never_default(
        self, fresh: MockServer
    ) -> None:
        for number in range(MAX_SANDBOXES - 1):
            admin(fresh, "PUT", f"/sandboxes/n{number}")
        assert len(names(fresh)) == MAX_SANDBOXES
        marks(fresh, "/~n0")
        mark(fresh, "one too many", "/~new")
        left = names(fresh)
        assert len(left) == MAX_SANDBOXES
        assert left[0] == "default"
        assert left[-2:] == ["n0", "new"]
        assert "n1" not in left

    def test_one_that_has_gone_counts_nothing_until_it_is_reset(self, fresh: MockServer) -> None:
        lost = fresh.sandbox("lost")
        marks(fresh, "/~lost")
        for number in range(MAX_SANDBOXES):
            admin(fresh, "PUT", f"/sandboxes/n{number}")
        marks(fresh, "/~lost")
        with pytest.raises(ControlError, match="1 requests of this time went with the sandbox") as refusal:
            lost.verify(exactly=1)
        assert refusal.value.status == 409
        lost.reset()
        assert lost.count() == 0
        admin(fresh, "PUT", "/sandboxes/n0")
        assert fresh.sandbox("n0").count() == 0

    def test_of_many_with_files_only_some_are_open_and_all_keep_their_data(self, tmp_path: Path) -> None:
        count = MAX_OPEN + 8
        with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
            for number in range(count):
                mark(server, f"of {number}", f"/~n{number}")
            assert len(list((tmp_path / "sandboxes").glob("*-wal"))) <= MAX_OPEN
            for number in range(9):
                assert mark(server, "again", f"/~n{number}") == 2_000_002
            last_used = names(server)[1:]
            assert last_used[-9:] == [f"n{number}" for number in range(9)]
        with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
            assert names(server) == [*last_used, "default"]
            assert marks(server, "/~n0") == ["of 0", "again"]
            assert marks(server, f"/~n{count - 1}") == [f"of {count - 1}"]
