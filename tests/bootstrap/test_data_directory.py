"""A data directory: found again whole after every end of the server, and refused clearly when it is not whole."""

from pathlib import Path

import pytest

from mockapi.app import MockApi
from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.storage.store import StoreError
from tests.support import web
from tests.support.admin import ALTEGIO, admin, mark, marks, refused
from tests.support.command import assert_refused, mockapi, serving
from tests.support.waiting import SECONDS


def serve(directory: Path) -> MockServer:
    return MockServer(Settings(port=0, products=0, data=directory))


def fill(mock: MockClient) -> None:
    """A sandbox and a snapshot."""
    mark(mock, "kept", "/~one")
    mock.sandbox("one").snapshot("..")
    mark(mock, "later", "/~one")


def check(mock: MockServer) -> None:
    """That both are there, each for itself."""
    assert marks(mock, "/~one") == ["kept", "later"]
    assert marks(mock) == []
    mock.create_sandbox("two", snapshot="..")
    assert marks(mock, "/~two") == ["kept"]
    mock.delete_sandbox("two")


def test_keeps_sandboxes_and_snapshots_and_never_writes_to_the_baseline(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        before = (tmp_path / "baseline.sqlite3").read_bytes()
        fill(server)
    for _ in range(2):
        with serve(tmp_path) as server:
            check(server)
    assert (tmp_path / "baseline.sqlite3").read_bytes() == before
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["baseline.sqlite3", "sandboxes/one.sqlite3", "snapshots/...sqlite3"]


def test_is_found_whole_after_the_server_was_killed(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--products", "0") as served:
        with MockClient(served.url) as mock:
            fill(mock)
        served.process.kill()
        served.process.wait(SECONDS)
    with serve(tmp_path) as server:
        check(server)


def test_in_memory_nothing_is_kept() -> None:
    for _ in range(2):
        with MockServer(Settings(port=0, products=0)) as server:
            assert marks(server, "/~one") == []
            assert server.call("GET", "/__admin/snapshots") == {"snapshots": []}
            fill(server)


def test_takes_no_partial_and_no_strange_file_for_a_sandbox(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        fill(server)
    for name in ("one.partial", "two.partial", "two.sqlite3-wal", "notes.txt", "no name.sqlite3"):
        (tmp_path / "sandboxes" / name).write_text("half of it")
    with serve(tmp_path) as server:
        assert [one["name"] for one in server.call("GET", "/__admin/sandboxes")["sandboxes"]] == ["one", "default"]
        check(server)
        mark(server, "new", "/~two")
        assert marks(server, "/~two") == ["new"]


@pytest.mark.parametrize("kind", ["garbage", "empty", "half"])
def test_a_sandbox_that_is_no_store_is_no_vendors_answer_until_it_is_reset(tmp_path: Path, kind: str) -> None:
    with serve(tmp_path) as server:
        fill(server)
    file = tmp_path / "sandboxes" / "one.sqlite3"
    content = file.read_bytes()
    file.write_bytes({"garbage": b"notes" * 999, "empty": b"", "half": content[:5000]}[kind])
    with serve(tmp_path) as server:
        answer = web.get(f"{server.url}/~one/company/1/goods_categories", headers=ALTEGIO)
        assert (answer.status_code, answer.headers["x-mock-bug"]) == (500, "1")
        server.sandbox("one").reset()
        assert marks(server, "/~one") == []


def test_a_snapshot_that_is_no_store_is_told_and_can_be_deleted(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        fill(server)
    (tmp_path / "snapshots" / "wrong.sqlite3").write_bytes(b"notes" * 999)
    with serve(tmp_path) as server:
        assert "wrong.sqlite3 is not a store" in refused(server, 500, "POST", "/snapshots/wrong/restore")[0][1]
        assert admin(server, "DELETE", "/snapshots/wrong").status_code == 204
        assert [one["name"] for one in server.call("GET", "/__admin/snapshots")["snapshots"]] == [".."]


@pytest.mark.parametrize("kind", ["removed", "replaced"])
def test_a_sandbox_whose_file_is_taken_away_says_so_until_it_is_reset(tmp_path: Path, kind: str) -> None:
    with serve(tmp_path) as server:
        mark(server, "gone")
        file = tmp_path / "sandboxes" / "default.sqlite3"
        copy = file.read_bytes()
        file.unlink()
        if kind == "replaced":
            (tmp_path / "other").write_bytes(copy)
            (tmp_path / "other").rename(file)
        for path in ("/data", "/seed"):
            assert "was removed or replaced while it was in use" in refused(server, 500, "GET", path)[0][1]
        server.reset()
        assert mark(server, "new") == 2_000_001


def test_capitals_make_another_sandbox_on_every_file_system(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        mark(server, "small", "/~name")
        mark(server, "large", "/~Name")
        files = [path.name.lower() for path in (tmp_path / "sandboxes").glob("*.sqlite3")]
        assert len(set(files)) == 2
    with serve(tmp_path) as server:
        assert (marks(server, "/~name"), marks(server, "/~Name")) == (["small"], ["large"])


@pytest.mark.parametrize("content", [None, b"garbage" * 9999])
def test_is_not_begun_with_what_is_no_snapshot(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "wrong.sqlite3").write_bytes(content)
    with pytest.raises(StoreError, match=r"wrong\.sqlite3"):
        MockApi(Settings(baseline=tmp_path / "wrong.sqlite3", data=tmp_path / "data"))
    assert not list((tmp_path / "data").iterdir())


def test_is_served_by_one_server_alone(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        mark(server, "kept")
        with pytest.raises(StoreError, match=f"the data directory {tmp_path} is in use by another server"):
            serve(tmp_path).__enter__()
        assert_refused(mockapi("serve", "--port", "0", "--data", str(tmp_path)), "is in use by another server")
        assert marks(server) == ["kept"]
    with serving("--data", str(tmp_path)), pytest.raises(StoreError, match="is in use"):
        MockApi(Settings(data=tmp_path))
    with serve(tmp_path) as server:
        assert marks(server) == ["kept"]


def test_is_free_again_after_a_start_that_failed(tmp_path: Path) -> None:
    (tmp_path / "wrong.sqlite3").write_bytes(b"garbage")
    data = tmp_path / "data"
    with pytest.raises(StoreError, match=r"wrong\.sqlite3"):
        MockApi(Settings(data=data, baseline=tmp_path / "wrong.sqlite3"))
    with serve(data) as server:
        assert marks(server) == []


def test_snapshots_are_what_is_in_the_directory(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        fill(server)
        server.sandbox("two").restore("..")
        file = tmp_path / "snapshots" / "...sqlite3"
        mark(server, "other", "/~three")
        server.sandbox("three").snapshot("other")
        (tmp_path / "snapshots" / "other.sqlite3").rename(file)
        server.sandbox("two").restore("..")
        assert marks(server, "/~two") == ["other"]
        file.unlink()
        assert server.call("GET", "/__admin/snapshots") == {"snapshots": []}
        assert refused(server, 404, "POST", "/snapshots/%2E%2E/restore")
