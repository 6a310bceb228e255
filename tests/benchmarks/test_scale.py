"""The benchmark of a shop's size: its requests, its table and its plot."""

from itertools import islice
from xml.etree import ElementTree

import pytest

from mockapi.server.server import MockServer
from tests.benchmarks.scale import table
from tests.benchmarks.scale_plot import draw
from tests.benchmarks.scale_requests import KINDS
from tests.support import web

MEASURED = {1_000: {"seeding s": 1.25, "a & b p99 ms": 2.0}, 10_000: {"seeding s": 10.0, "a & b p99 ms": 900.0}}


@pytest.mark.parametrize("kind", KINDS)
def test_every_request_is_right_and_different(server: MockServer, kind: str) -> None:
    asked = list(islice(KINDS[kind](200, 3), 40))
    assert len({(request.path, request.body) for request in asked}) == len(asked)
    with web.client(server.url) as client:
        for request in asked:
            answer = client.request(request.method, request.path, content=request.body, headers=request.headers)
            assert answer.status_code == 200
            assert request.expected in answer.content


def test_the_table_has_a_column_for_each_size() -> None:
    assert next(iter(table(MEASURED))) == "| | 1,000 | 10,000 |"
    assert "| a & b p99 ms | 2.0 | 900.0 |" in table(MEASURED)


def test_the_plot_has_a_line_of_its_own_colour_for_each_kind() -> None:
    measured = {size: {f"{kind} p99 ms": float(size) for kind in KINDS} for size in (1, 10, 100)}
    lines = ElementTree.fromstring(draw(measured)).findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [3] * len(KINDS)
    assert len({line.attrib["stroke"] for line in lines}) == len(KINDS)
