"""The benchmark of several servers: what it sends, what it counts, and how it shows what it measured."""

import os
import time

from mockapi import MockServer
from tests.benchmarks.requests import Client
from tests.benchmarks.several_servers import DIRECT, SANDBOXES, Measured, Setup, loads, table
from tests.support.waiting import SECONDS


def test_every_load_is_answered_in_all_its_sandboxes(single: MockServer) -> None:
    client = Client(int(single.url.rpartition(":")[2]))
    for name, plan in loads():
        assert len(plan.reads) == (SANDBOXES if name.endswith("sandboxes") else 1)
        for request in plan.reads:
            status, body = client.send(request.filled(n=1))
            assert (status, body[:15]) == (200, b'{"success":true')
    client.close()


def test_ratios_are_those_of_the_rounds() -> None:
    results = {
        ("load", DIRECT): [Measured(1000, 10, 0), Measured(500, 10, 0), Measured(100, 10, 0)],
        ("load", "2 behind nginx"): [Measured(2000, 20, 5), Measured(1000, 30, 6), Measured(100, 20, 7)],
    }
    assert list(table(results))[2:] == [
        f"| load | {DIRECT} | 500 | 1.00 | 10 | 1.00 | 0 |",
        "| load | 2 behind nginx | 1,000 | 2.00 | 20 | 2.00 | 6 |",
    ]


def test_the_processor_time_of_a_process_grows() -> None:
    setup = Setup("this", 0, (os.getpid(),), os.getpid())
    begin = setup.processor_seconds()
    deadline = time.monotonic() + SECONDS
    while setup.processor_seconds() == begin:
        assert time.monotonic() < deadline
    assert all(now > then for now, then in zip(setup.processor_seconds(), begin, strict=True))
