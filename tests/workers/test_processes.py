"""The processes of a server with workers: how they begin and end, and what becomes of the rest when one dies."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mockapi.client import Mock
from tests import web
from tests.command import SECONDS, Served, assert_refused, mockapi, serving
from tests.control.calls import ALTEGIO, mark, marks
from tests.workers.calls import ONE, ZERO, accepted_by, is_running, worker_processes

TWO = ("--workers", "2", "--products", "0")


def wait_for_the_end(*processes: int) -> None:
    """Return once none of them runs."""
    deadline = time.monotonic() + SECONDS
    while any(map(is_running, processes)):
        assert time.monotonic() < deadline


def check_that_all_is_free(served: Served, directory: Path, workers: list[int]) -> None:
    """Nobody answers any more, and another server can take the place."""
    wait_for_the_end(*workers)
    port = served.url.rpartition(":")[2]
    with pytest.raises(httpx.ConnectError):
        web.get(served.url)
    with serving(*TWO, "--data", str(directory), "--port", port) as again:
        assert again.url == served.url


class TestBeginning:
    def test_several_need_a_directory_to_share(self) -> None:
        assert_refused(mockapi("serve", "--port", "0", "--workers", "2"), "--workers needs --data")

    @pytest.mark.parametrize("number", ["0", "two", "65"])
    def test_their_number_is_one_to_64(self, number: str) -> None:
        assert_refused(mockapi("serve", "--workers", number), "--workers or MOCKAPI_WORKERS")

    def test_one_is_one_process_alone(self) -> None:
        with serving("--workers", "1") as served:
            assert worker_processes(served.process.pid) == []
            assert "worker" not in web.get(f"{served.url}/__admin/health").json()

    def test_a_large_shop_is_made_once_under_one_progress_bar(self, tmp_path: Path) -> None:
        errors = tmp_path / "stderr"
        arguments = ("--workers", "3", "--products", "6000", "--data", str(tmp_path / "data"))
        with serving(*arguments, errors=errors) as served:
            assert web.get(f"{served.url}/__admin/health").json()["products"] == 6000
            assert len(worker_processes(served.process.pid)) == 3
        assert errors.read_text().count("Making products") >= 1
        files = [path.name for path in (tmp_path / "data").rglob("*") if path.is_file()]
        assert files == ["baseline.sqlite3"]

    def test_data_are_found_again_by_any_number_of_workers(self, tmp_path: Path) -> None:
        names = (ZERO, ONE, "anna", "e")
        for number, workers in enumerate("2313"):
            arguments = ("--workers", workers, "--products", "0", "--data", str(tmp_path))
            with serving(*arguments) as served, Mock(served.url) as mock:
                listed = [sandbox["name"] for sandbox in mock.call("GET", "/__admin/sandboxes")["sandboxes"]]
                assert sorted(listed) == sorted(["default", *names] if number else ["default"])
                for name in names:
                    assert len(marks(mock, f"/~{name}")) == number
                    mark(mock, "Kept", f"/~{name}")
        files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
        assert files == ["baseline.sqlite3", *(f"sandboxes/{name}.sqlite3" for name in sorted(names))]


@contextmanager
def ending_under_a_request(data: Path, milliseconds: int) -> Iterator[tuple[Served, Future[httpx.Response]]]:
    """A server that was told to end while one worker waits for another's answer, which takes so long."""
    with serving(*TWO, "--data", str(data)) as served, Mock(served.url) as mock:
        mock.sandbox(ZERO).fault(fixed_delay_milliseconds=milliseconds)
        with accepted_by(1, mock) as client, ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(client.get, f"/~{ZERO}/goods/1", headers=ALTEGIO)
            while not mock.sandbox(ZERO).faults()[0]["fired"]:
                pass
            served.process.terminate()
            yield served, waiting


class TestEnding:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    @pytest.mark.parametrize("is_for_all", [False, True], ids=["the first process", "all processes"])
    def test_is_in_order_with_status_0(self, tmp_path: Path, number: signal.Signals, is_for_all: bool) -> None:
        errors = tmp_path / "stderr"
        with serving(*TWO, "--data", str(tmp_path / "data"), errors=errors) as served:
            workers = worker_processes(served.process.pid)
            with Mock(served.url) as mock:
                for name in (ZERO, ONE):
                    mark(mock, "Kept", f"/~{name}")
                for process in [served.process.pid, *(workers if is_for_all else [])]:
                    os.kill(process, number)
                assert served.process.wait(SECONDS) == 0
        assert errors.read_text() == ""
        check_that_all_is_free(served, tmp_path / "data", workers)

    def test_is_the_first_processs_affair_when_ctrl_c_reaches_all(self, tmp_path: Path) -> None:
        errors = tmp_path / "stderr"
        with serving(*TWO, "--data", str(tmp_path / "data"), errors=errors) as served:
            for worker in worker_processes(served.process.pid):
                os.kill(worker, signal.SIGINT)
            for _ in range(200):
                assert web.get(f"{served.url}/__admin/health").status_code == 200
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(SECONDS) == 0
        assert errors.read_text() == ""

    def test_waits_for_a_request_under_way_at_another_worker(self, tmp_path: Path) -> None:
        with ending_under_a_request(tmp_path, milliseconds=300) as (_, waiting):
            assert waiting.result().status_code == 200

    def test_is_not_kept_by_a_request_that_never_ends(self, tmp_path: Path) -> None:
        with ending_under_a_request(tmp_path, milliseconds=3_600_000) as (served, waiting):
            assert served.process.wait(SECONDS) == 0
            assert waiting.exception() is not None or waiting.result().status_code >= 500


class TestDeath:
    @pytest.mark.parametrize("number", [0, 1])
    def test_of_a_worker_ends_the_server_with_an_error(self, tmp_path: Path, number: int) -> None:
        errors = tmp_path / "stderr"
        with serving(*TWO, "--data", str(tmp_path / "data"), errors=errors) as served:
            workers = worker_processes(served.process.pid)
            os.kill(workers[number], signal.SIGKILL)
            assert served.process.wait(SECONDS) == 2
        assert errors.read_text() == f"mockapi: worker {number} was killed by SIGKILL, and the server with it\n"
        check_that_all_is_free(served, tmp_path / "data", workers)

    def test_of_the_owner_ends_a_request_with_a_closed_connection(self, tmp_path: Path) -> None:
        errors = tmp_path / "stderr"
        with serving(*TWO, "--data", str(tmp_path / "data"), errors=errors) as served, Mock(served.url) as mock:
            mock.sandbox(ZERO).fault(fixed_delay_milliseconds=3_600_000)
            with accepted_by(1, mock) as client, ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(client.get, f"/~{ZERO}/goods/1", headers=ALTEGIO)
                while not mock.sandbox(ZERO).faults()[0]["fired"]:
                    pass
                os.kill(worker_processes(served.process.pid)[0], signal.SIGKILL)
                assert isinstance(waiting.exception(), httpx.RemoteProtocolError)
            served.process.wait(SECONDS)
        assert errors.read_text().count("\n") == 1

    def test_of_the_first_process_ends_all(self, tmp_path: Path) -> None:
        with serving(*TWO, "--data", str(tmp_path)) as served:
            workers = worker_processes(served.process.pid)
            with Mock(served.url) as mock:
                mark(mock, "Kept", f"/~{ZERO}")
            served.process.kill()
            served.process.wait()
            check_that_all_is_free(served, tmp_path, workers)
        with serving(*TWO, "--data", str(tmp_path)) as served, Mock(served.url) as mock:
            assert marks(mock, f"/~{ZERO}") == ["Kept"]


class TestHttps:
    def test_is_served_by_all(self, tmp_path: Path) -> None:
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
        encrypted = ("--ssl-certfile", str(certificate), "--ssl-keyfile", str(key))
        with serving(*TWO, *encrypted, "--data", str(tmp_path / "data")) as served, Mock(served.url) as mock:
            for worker in (0, 1):
                with accepted_by(worker, mock) as client:
                    for name in (ZERO, ONE):
                        assert client.get(f"/~{name}/goods/1", headers=ALTEGIO).status_code == 200
                        mock.sandbox(name).fault("EMPTY_RESPONSE", times=1)
                        with pytest.raises(httpx.RemoteProtocolError):
                            client.get(f"/~{name}/goods/1", headers=ALTEGIO)
            [request] = mock.sandbox(ZERO).requests()[:1]
            assert request["request"]["scheme"] == "https"
