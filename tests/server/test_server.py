"""`MockServer`: the server in a thread."""

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

import mockapi
from mockapi import MockClient, ServerUnreachable
from mockapi.errors import SettingError
from mockapi.server.server import MockServer, ServerError
from mockapi.settings import Settings
from mockapi.storage.store import StoreError
from tests.support import web
from tests.support.command import environment
from tests.support.waiting import SECONDS, connect, run, wait_until

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
        with web.client(mock.url, headers=ALTEGIO) as client:
            for step in range(15):
                answer = client.post("/goods_categories/1", json={"title": f"{number} {step}"})
                assert answer.status_code == 201
                assert "x-mock-bug" not in answer.headers

    def reset_until_written() -> bool:
        mock.reset()
        return all(writer.done() for writer in writers)

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, number) for number in range(4)]
        wait_until(reset_until_written)
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


def test_settings_are_given_by_name_and_a_port_is_free() -> None:
    with MockServer(products=3, seed=7) as one, MockServer(products=0) as other:
        assert one.call("GET", "/__admin/seed")["products"] == 3
        assert other.call("GET", "/__admin/seed")["products"] == 0
        assert one.url != other.url
    with pytest.raises(SettingError, match="MOCKAPI_PRODUCTS"):
        MockServer(products="many")


def test_it_is_its_own_default_sandbox_and_leads_to_others() -> None:
    with MockServer(products=0) as mock:
        assert isinstance(mock, MockClient)
        assert (mock.name, mock.sandbox("anna").name) == ("default", "anna")
        assert mock.altegio.base_url == f"{mock.url}/api/v1"
        assert mock.sandbox("anna").altegio.base_url == f"{mock.url}/~anna/api/v1"
        assert mock.commerscale.api_key == "jjns7519v1v3ns6xU162"


def test_it_leaves_no_thread_socket_or_file_open() -> None:
    """In a process of its own, in which a warning is an error."""
    code = """
import gc, os, threading
from mockapi import MockServer

def left():
    gc.collect()
    return threading.active_count(), len(os.listdir("/proc/self/fd"))

def use():
    with MockServer() as mock:
        mock.reset()
        mock.sandbox("anna").snapshot("one")

use()
before = left()
for _ in range(3):
    use()
print(left() == before, before[0])
"""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", code]
    ended = run(command, check=False, env=environment())
    assert (ended.stdout, ended.stderr) == ("True 1\n", "")


def test_once_it_has_ended_nobody_answers_and_it_can_start_again() -> None:
    server = MockServer(products=0)
    with server as mock:
        url = mock.url
        mock.fault("lost_request")
    with pytest.raises(ServerUnreachable):
        mock.reset()
    with pytest.raises(ConnectionError):
        connect(url)
    with server as again:
        assert again.faults() == []


def test_it_ends_while_a_request_is_held_back() -> None:
    with MockServer(products=0) as mock, ThreadPoolExecutor(1) as pool:
        mock.fault(fixed_delay_milliseconds=3_600_000)
        waiting = pool.submit(web.get, f"{mock.altegio.base_url}/goods/1", headers=ALTEGIO)
        wait_until(lambda: mock.faults()[0]["fired"])
        mock.__exit__(None, None, None)
        assert waiting.exception() is not None or waiting.result().status_code >= 500


def test_what_goes_wrong_in_the_block_comes_out_of_it_and_the_server_ends() -> None:
    before = threading.active_count()

    def fail() -> None:
        with MockServer(products=0):
            assert threading.active_count() == before + 1
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fail()
    assert threading.active_count() == before


def test_it_starts_while_an_event_loop_runs() -> None:
    async def answer() -> int:
        with MockServer(products=0) as mock:
            async with httpx.AsyncClient(verify=False, trust_env=False, timeout=SECONDS) as client:
                return (await client.get(mock.url)).status_code

    assert asyncio.run(answer()) == 200


@pytest.mark.parametrize("name", sorted(set(mockapi.__all__) - {"__version__"}))
def test_the_package_has_what_it_says(name: str) -> None:
    assert getattr(mockapi, name).__name__ == name


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="module 'mockapi' has no attribute 'MokcServer'"):
        print(mockapi.MokcServer)
