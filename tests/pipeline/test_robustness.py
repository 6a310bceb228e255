"""Whatever the bytes of a request: the vendor's shape, no bug, and the server goes on."""

import inspect
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import httpx
import pytest
from fastapi.params import Depends
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support import web
from tests.support.shapes import shape_of
from tests.support.waiting import connect

HEADERS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
CREDENTIALS = "username=mock-user&password=mock-password"
KEY = '"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}'

BODIES = {
    "empty": b"",
    "not UTF-8": b"\xff\xfe\x00",
    "a NUL": b'{"title": "a\\u0000b", %s}' % KEY.encode(),
    "a raw NUL": b'{"title": "a\x00b"}',
    "a lone surrogate": b'{"title": "\\ud800", %s, "filters": {"name": ["\\udfff"]}}' % KEY.encode(),
    "a UTF-8 surrogate": b'{"title": "\xed\xa0\x80"}',
    "more than 64 bits": b'{"title": "a", "parent_category_id": 99999999999999999999999, "category_id": -1e400}',
    "a huge number": b'{"title": "a", "cost": ' + b"9" * 5000 + b"}",
    "no number": b'{"title": "a", "cost": NaN, "category_id": Infinity}',
    "deep arrays": b"[" * 10_000 + b"]" * 10_000,
    "deep objects": b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
    "an array": b"[1, 2, 3]",
    "a string": b'"text"',
    "null": b"null",
    "wrong types": b'{"title": {}, "category_id": [], "filters": [], "data": [[]], "filter": [[]], "pagination": 1}',
    "a form": CREDENTIALS.encode() + b"&field=1&condition=1&conditions[1][field]=&%ff=%00&ids=,,&limit=%ED%A0%80",
    "a thousand conditions": "&".join(
        [
            CREDENTIALS,
            *(
                f"conditions[{n}][field]=1&conditions[{n}][condition]=2&conditions[{n}][string]={n}"
                for n in range(1, 1001)
            ),
        ]
    ).encode(),
    "a broken multipart": b"--x\r\nContent-Disposition: form-data; name=",
}
CONTENT_TYPES = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain; charset=\xff",
    "",
]
IDS = {"location_id": 4564, "category_id": 123, "parent_category_id": 123, "product_id": 789}
"""Of things that are there: a body is not read for others."""
SEGMENTS = ["1", "0", "-1", "abc", "9223372036854775808", "%00", "%ff", "1%2F2", "1.5", "٣", "' OR 1=1 --", "9" * 5000]


def operations() -> Iterator[Any]:
    """Vendor, method and path template of every route."""
    for vendor in VENDORS:
        for operation in vendor.operations:
            yield pytest.param(
                vendor.name,
                operation.method,
                f"/{vendor.name}{vendor.base_paths[0]}{operation.path}",
                id=f"{operation.method} {operation.path}",
            )


OPERATIONS = list(operations())


def assert_vendors_own(answer: httpx.Response, vendor: str) -> None:
    assert answer.status_code != 500
    assert "x-mock-bug" not in answer.headers
    assert shape_of(answer) == vendor, answer.text


@pytest.mark.parametrize(("vendor", "method", "path"), OPERATIONS)
@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_no_body_breaks_a_route(mock: MockServer, vendor: str, method: str, path: str, content_type: str) -> None:
    headers = {name.encode(): value.encode() for name, value in HEADERS.items()}
    headers[b"Content-Type"] = content_type.encode("latin-1")
    with web.client(mock.url, headers=headers) as client:
        target = path.format_map(IDS)
        for body in BODIES.values():
            assert_vendors_own(client.request(method, f"{target}?{CREDENTIALS}", content=body), vendor)


@pytest.mark.parametrize(("vendor", "method", "path"), [entry for entry in OPERATIONS if "{" in entry.values[2]])
def test_no_path_segment_breaks_a_route(mock: MockServer, vendor: str, method: str, path: str) -> None:
    with web.client(mock.url, headers=HEADERS) as client:
        for position in range(path.count("{")):
            for segment in SEGMENTS:
                parts = iter(segment if index == position else "1" for index in range(path.count("{")))
                target = "/".join(next(parts) if part.startswith("{") else part for part in path.split("/"))
                assert_vendors_own(client.request(method, target), vendor)


@settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from([entry.values for entry in OPERATIONS]),
    query=st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4),
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["title", "category_id", "data", "filters", "filter", "id", "name", "ids", "pagination"]
                )
                | st.text(max_size=5),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    ),
)
def test_no_generated_query_or_body_breaks_a_route(
    server: MockServer, path: tuple[str, str, str], query: dict[str, str], body: Any
) -> None:
    vendor, method, template = path
    target = "/".join("1" if part.startswith("{") else part for part in template.split("/"))
    content = json.dumps(
        body | {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}} if isinstance(body, dict) else body
    )
    query = query | {"username": "mock-user", "password": "mock-password"}
    try:
        answer = web.request(method, server.url + target, params=query, content=content, headers=HEADERS)
    except UnicodeEncodeError:
        return
    assert_vendors_own(answer, vendor)


@settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(line=st.binary(max_size=60), rest=st.binary(max_size=200))
def test_no_raw_bytes_stop_the_server(server: MockServer, line: bytes, rest: bytes) -> None:
    with connect(server.url) as connection:
        connection.sendall(b"POST /api/v1/" + line.replace(b"\n", b"") + b" HTTP/1.1\r\n" + rest)
    assert web.get(f"{server.url}/__admin/health").status_code == 200


class TestBug:
    """A fault of the emulator itself, made by taking its tables away."""

    @pytest.mark.parametrize(
        ("table", "method", "path", "body", "vendor", "status"),
        [
            ("altegio_product", "GET", "/api/v1/goods/1", None, "altegio", 500),
            ("altegio_category", "POST", "/api/v1/goods_categories/1", '{"title": "a"}', "altegio", 500),
            (
                "deconetwork_product",
                "GET",
                f"/api/json/manage_products/get?{CREDENTIALS}&id=1",
                None,
                "deconetwork",
                500,
            ),
            ("commerscale_category", "POST", "/api/v1/products/categories/count", f"{{{KEY}}}", "commerscale", 200),
        ],
    )
    def test_comes_out_in_the_vendors_shape_marked_and_logged(
        self,
        mock: MockServer,
        caplog: pytest.LogCaptureFixture,
        table: str,
        method: str,
        path: str,
        body: str | None,
        vendor: str,
        status: int,
    ) -> None:
        with mock.api.server_state.sandboxes["default"].writing() as database:
            database.execute(f"DROP TABLE {table}")
        answer = web.request(method, mock.url + path, headers=HEADERS, content=body)
        assert (answer.status_code, shape_of(answer)) == (status, vendor)
        assert answer.headers["x-mock-bug"] == "1"
        [record] = [record for record in caplog.records if record.name == "mockapi"]
        assert record.levelno == logging.ERROR
        assert record.exc_info is not None
        assert f"no such table: {table}" in str(record.exc_info[1])

    def test_undoes_what_the_request_had_written(self, mock: MockServer) -> None:
        with mock.api.server_state.sandboxes["default"].writing() as database:
            database.execute(
                "CREATE TRIGGER fail AFTER INSERT ON commerscale_category BEGIN SELECT RAISE(FAIL, 'no'); END"
            )
        texts = dict.fromkeys(
            ("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription"), "x"
        )
        body = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}, "data": [texts]}
        answer = web.post(f"{mock.url}/api/v1/products/categories/create", json=body)
        assert answer.headers["x-mock-bug"] == "1"
        database.execute("DROP TRIGGER fail")
        assert ("x",) not in database.execute("SELECT name FROM commerscale_category").fetchall()


def dependencies(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Yield a function, and the functions that FastAPI calls for its parameters."""
    yield function
    for hint in get_type_hints(function, include_extras=True).values():
        for metadata in getattr(hint, "__metadata__", ()):
            if isinstance(metadata, Depends):
                assert metadata.dependency is not None
                yield from dependencies(metadata.dependency)


def test_no_route_or_dependency_runs_in_a_thread() -> None:
    functions = [
        function
        for vendor in VENDORS
        for operation in vendor.operations
        for function in dependencies(operation.endpoint)
    ]
    assert len(functions) > len(set(functions)) > 20
    for function in functions:
        assert inspect.iscoroutinefunction(function), function
