"""Data kept under a name: restored, downloaded, uploaded, and begun with; and what is no snapshot."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockapi.admin.snapshots import MAX_SNAPSHOTS
from mockapi.client.client import MockClient
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from tests.support import web
from tests.support.admin import admin, mark, marks, refused
from tests.support.waiting import connect


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A server of its own, that must leave nothing in the directory for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with MockServer(Settings(port=0, products=0)) as running:
        yield running
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A downloaded snapshot, whose data have the mark "kept"."""
    path = tmp_path_factory.mktemp("snapshots") / "it.sqlite3"
    with MockServer(Settings(port=0, products=0)) as running:
        mark(running, "kept")
        running.snapshot("it")
        running.save_snapshot("it", path)
    return path


def names(mock: MockClient) -> list[str]:
    return [snapshot["name"] for snapshot in admin(mock, "GET", "/snapshots").json()["snapshots"]]


def upload_is_refused(mock: MockClient, content: bytes) -> str:
    """Why a file is refused, of which nothing is kept."""
    answer = admin(mock, "PUT", "/snapshots/upload", content)
    assert answer.status_code == 422
    assert names(mock) == []
    refused(mock, 404, "GET", "/snapshots/upload")
    title: str = answer.json()["errors"][0]["title"]
    assert tempfile.gettempdir() not in title
    return title


def changed(file: Path, folder: Path, *statements: str) -> bytes:
    """The content of a file after some SQL."""
    copy = folder / "changed.sqlite3"
    copy.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(copy)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    content = copy.read_bytes()
    copy.unlink()
    return content


class TestKeptAndRestored:
    def test_a_restore_puts_data_and_ids_back_and_nothing_else(self, fresh: MockServer) -> None:
        mark(fresh, "kept")
        told = admin(fresh, "PUT", "/snapshots/it")
        assert (told.status_code, told.json()) == (201, {"name": "it", "seed": 42, "products": 0})
        mark(fresh, "later")
        fresh.clock.freeze("2031-01-01T00:00:00Z")
        assert admin(fresh, "POST", "/snapshots/it/restore").json() == told.json()
        assert marks(fresh) == ["kept"]
        assert mark(fresh, "again") == 2_000_002
        assert fresh.call("GET", "/__admin/clock")["frozen"]
        assert fresh.call("GET", "/__admin/requests")["requests"]

    def test_any_sandbox_can_restore_it_and_a_reset_still_leads_to_the_baseline(self, fresh: MockServer) -> None:
        mark(fresh, "kept", "/~one")
        fresh.sandbox("one").snapshot("it")
        fresh.restore("it")
        assert marks(fresh) == ["kept"]
        fresh.reset()
        assert marks(fresh) == []
        assert names(fresh) == ["it"]

    def test_what_is_written_after_a_restore_does_not_reach_the_snapshot(self, fresh: MockServer) -> None:
        fresh.snapshot("it")
        for _ in range(2):
            fresh.restore("it")
            assert mark(fresh, "new") == 2_000_001

    def test_the_same_name_again_replaces_it(self, fresh: MockServer) -> None:
        fresh.snapshot("it")
        mark(fresh, "kept")
        fresh.snapshot("it")
        fresh.reset()
        fresh.restore("it")
        assert marks(fresh) == ["kept"]

    def test_what_is_not_there_is_refused(self, fresh: MockServer) -> None:
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/restore")):
            assert refused(fresh, 404, method, f"/snapshots/no{path}") == [(None, "There is no snapshot 'no'.")]
            assert "cannot be a name" in refused(fresh, 400, method, f"/snapshots/a%20b{path}")[0][1]

    def test_one_that_is_deleted_is_gone(self, fresh: MockServer) -> None:
        fresh.snapshot("it")
        assert admin(fresh, "DELETE", "/snapshots/it").status_code == 204
        assert names(fresh) == []
        refused(fresh, 404, "POST", "/snapshots/it/restore")

    def test_beyond_the_bound_none_is_kept_but_in_place_of_another(self, fresh: MockServer) -> None:
        for number in range(MAX_SNAPSHOTS):
            fresh.snapshot(f"n{number}")
        assert "delete one first" in refused(fresh, 409, "PUT", "/snapshots/more")[0][1]
        mark(fresh, "kept")
        fresh.snapshot("n0")
        assert len(names(fresh)) == MAX_SNAPSHOTS
        fresh.delete_snapshot("n1")
        fresh.snapshot("more")


class TestFiles:
    def test_a_download_can_be_uploaded_to_any_server(self, fresh: MockServer, file: Path) -> None:
        assert admin(fresh, "PUT", "/snapshots/upload", file.read_bytes()).status_code == 201
        fresh.restore("upload")
        assert marks(fresh) == ["kept"]

    def test_a_download_is_one_whole_database_whatever_part_is_asked_for(self, fresh: MockServer) -> None:
        mark(fresh, "kept")
        fresh.snapshot("it")
        whole = admin(fresh, "GET", "/snapshots/it")
        assert whole.headers["content-type"] == "application/vnd.sqlite3"
        assert whole.headers["content-disposition"] == 'attachment; filename="it.sqlite3"'
        for part in ("bytes=0-9", "bytes=999999999-", "nonsense", "bytes=x-y"):
            answer = web.get(f"{fresh.url}/__admin/snapshots/it", headers={"Range": part})
            assert (answer.status_code, answer.content) == (200, whole.content)

    def test_without_a_place_for_temporary_files_they_are_refused_and_the_rest_works(
        self, fresh: MockServer, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", "/dev/null/nowhere")
        fresh.snapshot("it")
        for answer in (admin(fresh, "PUT", "/snapshots/x", file.read_bytes()), admin(fresh, "GET", "/snapshots/it")):
            assert answer.status_code == 500
            [error] = answer.json()["errors"]
            assert error["title"].startswith("cannot make a temporary directory: ")
        fresh.restore("it")

    def test_a_server_can_begin_with_one_and_goes_back_to_it(self, file: Path) -> None:
        before = file.read_bytes()
        with MockServer(Settings(port=0, baseline=file)) as server:
            assert marks(server) == ["kept"]
            mark(server, "new")
            server.reset()
            assert marks(server) == ["kept"]
            assert mark(server, "again") == 2_000_002
        assert file.read_bytes() == before
        assert [path.name for path in file.parent.iterdir()] == [file.name]

    def test_a_data_directory_can_begin_with_one_and_then_needs_it_no_more(self, file: Path, tmp_path: Path) -> None:
        with MockServer(Settings(port=0, baseline=file, data=tmp_path / "data")):
            pass
        with MockServer(Settings(port=0, data=tmp_path / "data")) as server:
            assert marks(server) == ["kept"]

    def test_the_file_of_a_sandbox_is_a_store_too(
        self, fresh: MockServer, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        data = tmp_path_factory.mktemp("data")
        with MockServer(Settings(port=0, products=0, data=data)) as server:
            mark(server, "kept", "/~one")
        file = data / "sandboxes" / "one.sqlite3"
        assert admin(fresh, "PUT", "/snapshots/upload", file.read_bytes()).status_code == 201
        fresh.restore("upload")
        assert marks(fresh) == ["kept"]
        with MockServer(Settings(port=0, baseline=file)) as server:
            assert marks(server) == ["kept"]


class TestWhatIsNoSnapshot:
    @pytest.mark.parametrize("content", [b"{}", b"x", b"garbage" * 9999, b"SQLite format 3\0", b"\0" * 4096])
    def test_garbage_is_refused(self, fresh: MockServer, content: bytes) -> None:
        assert "The file is not a store of mockapi" in upload_is_refused(fresh, content)

    def test_another_database_is_refused(self, fresh: MockServer, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.mktemp("other") / "other.sqlite3"
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE recipes (title TEXT)")
        assert upload_is_refused(fresh, path.read_bytes()) == "The file is not a store of mockapi"

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("UPDATE mockapi_origin SET format = 99", "has format 99"),
            ("UPDATE mockapi_origin SET seed = 'x'", "is not a store"),
            ("UPDATE mockapi_origin SET seed = 1.5", "is not a store"),
            ("DELETE FROM mockapi_origin", "is not a store"),
            ("CREATE TABLE more (x)", "has other tables"),
            ("CREATE TABLE sqlitexstat1 (x)", "has other tables"),
            ("CREATE VIEW more AS SELECT 1", "has other tables"),
            ("CREATE TRIGGER more AFTER DELETE ON mockapi_counter BEGIN SELECT 1; END", "has other tables"),
            ("CREATE TRIGGER sqlitexstat AFTER DELETE ON mockapi_counter BEGIN SELECT 1; END", "has other tables"),
            ("CREATE INDEX more ON mockapi_counter (value)", "has other tables"),
            ("ALTER TABLE mockapi_counter ADD COLUMN more", "has other tables"),
            ("DROP TABLE mockapi_counter", "has other tables"),
        ],
    )
    def test_one_that_was_changed_is_refused(
        self, fresh: MockServer, file: Path, tmp_path_factory: pytest.TempPathFactory, statement: str, words: str
    ) -> None:
        content = changed(file, tmp_path_factory.mktemp("changed"), statement)
        assert words in upload_is_refused(fresh, content)

    def test_one_of_another_page_size_is_refused_or_kept_whole(
        self, fresh: MockServer, file: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        content = changed(file, tmp_path_factory.mktemp("pages"), "PRAGMA page_size = 1024", "VACUUM")
        assert admin(fresh, "PUT", "/snapshots/upload", content).status_code in (201, 422)

    @settings(max_examples=40, derandomize=True, deadline=None)
    @given(st.floats(0, 1, exclude_max=True))
    # One byte is missing.
    @example(1 - 1e-12)
    def test_one_that_was_cut_short_is_refused(self, server: MockClient, file: Path, share: float) -> None:
        content = file.read_bytes()
        half = content[: max(1, int(len(content) * share))]
        assert admin(server, "PUT", "/snapshots/cut", half).status_code == 422
        assert "cut" not in names(server)

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(st.floats(0, 1, exclude_max=True), st.integers(1, 200))
    def test_one_that_is_damaged_is_refused_or_served_without_a_bug(
        self, server: MockClient, file: Path, share: float, size: int
    ) -> None:
        content = bytearray(file.read_bytes())
        place = int(len(content) * share)
        content[place : place + size] = bytes(255 - byte for byte in content[place : place + size])
        answer = admin(server, "PUT", "/snapshots/damaged", bytes(content))
        assert answer.status_code in (201, 422)
        if answer.status_code == 201:
            assert admin(server, "POST", "/snapshots/damaged/restore").status_code == 200
            server.delete_snapshot("damaged")
        assert "damaged" not in names(server)

    def test_a_client_that_goes_away_half_way_leaves_nothing(self, fresh: MockServer, file: Path) -> None:
        content = file.read_bytes()
        head = f"PUT /__admin/snapshots/upload HTTP/1.1\r\nHost: mock\r\nContent-Length: {len(content)}\r\n\r\n"
        with connect(fresh.url) as connection:
            connection.sendall(head.encode() + content[:-1])
        assert names(fresh) == []
