"""The figures of the clients: requests that are really sent, ratios, differences, and the command line."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.benchmarks.clients.measurement import (
    BEFORE,
    DIFFERENT_GET,
    REPEATED_GET,
    REPEATED_POST,
    REQUESTS,
    SERVERS,
    earlier,
    measure_name,
)
from tests.benchmarks.clients.report import extra, left_out, post_ratio, tables
from tests.benchmarks.clients.senders import SENDERS, FailedRequestError, Sender
from tests.benchmarks.peers import MOCKAPI
from tests.benchmarks.requests import Request
from tests.benchmarks.results import Results
from tests.benchmarks.wrk import Generator
from tests.support.command import environment

SECONDS = 60

installed = pytest.mark.parametrize(
    "sender",
    [
        pytest.param(sender, id=sender.name, marks=pytest.mark.skipif(not sender.is_installed(), reason=sender.package))
        for sender in SENDERS
    ],
)


def results(kind: str, server: str, *values: float) -> Results:
    return add(Results(), kind, server, *values)


def add(found: Results, kind: str, server: str, *values: float) -> Results:
    found.values[measure_name(kind, "wrk")][server] += values
    return found


def port_of(server: MockServer) -> int:
    port = urlsplit(server.url).port
    assert port is not None
    return port


@installed
@pytest.mark.parametrize("kind", REQUESTS)
def test_every_client_counts_the_requests_that_the_server_received(
    server: MockServer, tmp_path: Path, sender: Sender, kind: str
) -> None:
    journal = server.api.server_state.sandboxes.use("default").journal
    before = journal.count
    sent = sender.send(Generator(tmp_path), REQUESTS[kind], port_of(server), 1)
    assert sent >= 1
    # wrk does not count the request that it waits for at the end.
    assert sent <= journal.count - before <= sent + 1


@installed
def test_a_response_other_than_200_is_an_error(server: MockServer, tmp_path: Path, sender: Sender) -> None:
    with pytest.raises(FailedRequestError, match="/nowhere"):
        sender.send(Generator(tmp_path), Request("GET", "/nowhere"), port_of(server), 1)


def test_a_different_request_has_the_response_of_the_repeated_one(server: MockServer) -> None:
    bodies = []
    for request in REQUESTS.values():
        filled = request.filled(n=7)
        response = httpx.request(
            filled.method, server.url + filled.path, content=filled.body, headers=dict(filled.headers)
        )
        assert response.status_code == 200
        bodies.append(response.json())
    assert bodies[:2] == bodies[2:]


def test_the_ratio_is_the_median_of_the_ratios_of_the_rounds() -> None:
    found = results(REPEATED_GET, MOCKAPI.key, 10, 20, 100)
    add(found, REPEATED_POST, MOCKAPI.key, 15, 20, 120)
    assert post_ratio(found, "wrk", MOCKAPI.key) == 1.2
    assert post_ratio(found, "httpx", MOCKAPI.key) is None


def test_the_extra_time_is_the_median_of_the_differences_of_the_rounds() -> None:
    found = results(DIFFERENT_GET, MOCKAPI.key, 200, 400, 150)
    assert extra(found, DIFFERENT_GET, "wrk") is None
    add(found, DIFFERENT_GET, BEFORE, 100, 250, 100)
    assert extra(found, DIFFERENT_GET, "wrk") == 100


def test_the_tables_show_medians_ranges_and_what_was_not_measured() -> None:
    found = results(REPEATED_GET, MOCKAPI.key, 10, 20, 90)
    lines = list(tables(found, [*SERVERS, earlier("mockapi")], SENDERS[:1]))
    assert lines[0] == ("| µs of processor time for each request | mockapi | mockapi, wire cache off | before |")
    assert "| wrk, repeated GET | 20 (10–90) | – | – |" in lines
    assert "| wrk | – | – |" in lines


def test_a_client_that_is_not_installed_is_named_with_its_package() -> None:
    absent = replace(SENDERS[0], is_installed=lambda: False)
    assert list(left_out([absent])) == ["* wrk: not measured; it needs wrk (Debian)"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--seconds", "0"), "--seconds"), (("--rounds", "2"), "--rounds"), (("--before", "nowhere"), "nowhere")],
)
def test_options_that_cannot_be_used_are_refused(arguments: tuple[str, str], words: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.clients", *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert process.returncode == 1
    assert words in process.stderr
    assert "Traceback" not in process.stderr
