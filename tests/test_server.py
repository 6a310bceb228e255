"""`MockServer`: the server in a thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from mockapi.core.store import StoreError
from mockapi.server import MockServer, ServerError
from mockapi.settings import Settings
from tests import web

ALTEGIO = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}


def test_a_port_in_use_is_refused(server: MockServer) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(ServerError, match="Address already in use"), MockServer(Settings(port=port)):
        pass


def test_a_wrong_certificate_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "certificate.pem"
    wrong.write_text("no certificate")
    with (
        pytest.raises(ServerError, match="cannot use the certificate"),
        MockServer(Settings(port=0, ssl_certfile=wrong)),
    ):
        pass


def test_a_store_that_cannot_be_opened_is_refused_and_frees_the_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(port=0, data=tmp_path / "file")
    with pytest.raises(StoreError), MockServer(settings):
        pass


def test_a_reset_comes_between_two_requests_however_many_clients_write(mock: MockServer) -> None:
    def write(number: int) -> None:
        with httpx.Client(base_url=mock.url, headers=ALTEGIO, verify=False, trust_env=False) as client:
            for step in range(15):
                answer = client.post("/goods_categories/1", json={"title": f"{number} {step}"})
                assert answer.status_code == 201
                assert "x-mock-bug" not in answer.headers

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, number) for number in range(4)]
        while not all(writer.done() for writer in writers):
            mock.reset()
        for writer in writers:
            writer.result()
    mock.reset()
    first = web.post(f"{mock.url}/goods_categories/1", headers=ALTEGIO, json={"title": "first"})
    assert first.json()["data"]["id"] == 2_000_001


def test_a_reset_takes_a_store_in_a_file_back_to_its_baseline(tmp_path: Path) -> None:
    for _ in ("made here", "found again"):
        with MockServer(Settings(port=0, data=tmp_path)) as kept:
            for _ in ("before", "after the reset"):
                created = web.post(f"{kept.url}/goods_categories/1", headers=ALTEGIO, json={"title": "x"}).json()
                assert created["data"]["id"] == 2_000_001
                kept.reset()
