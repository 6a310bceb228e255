"""nginx finds the sandbox of a request exactly where the server finds it, however its name is written."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi import MockServer
from tests.support.cluster import SANDBOX, SERVER, Cluster
from tests.support.web import exchange

LONGEST = "x" * 64
REFUSED = "(refused with 400)"
NONE = "(no sandbox was used)"
Headers = list[tuple[str, str]]


def header(*values: str) -> Headers:
    return [("X-Mock-Sandbox", value) for value in values]


IN_PATHS = [
    ("/goods/1", "default"),
    ("/goods/~anna", "default"),
    ("/?x=/~anna", "default"),
    ("//~anna/goods/1", "default"),
    ("/%2F~anna/goods/1", "default"),
    ("/~anna", "anna"),
    ("/~anna/", "anna"),
    ("/~anna?x=1", "anna"),
    ("/~anna/goods/1", "anna"),
    ("/~Anna/goods/1", "Anna"),
    ("/~A.b-c_9/goods/1", "A.b-c_9"),
    (f"/~{LONGEST}/goods/1", LONGEST),
    ("/%7Eanna/goods/1", "anna"),
    ("/%7eanna/goods/1", "anna"),
    ("/~%61nna/goods/1", "anna"),
    ("/%7E%61%6E%6e%61", "anna"),
    ("/%7e%61nna?x=1", "anna"),
    ("/~a%2Eb%2D%5f/goods/1", "a.b-_"),
    ("/~../goods/1", ".."),
    ("/~%2E%2e/goods/1", ".."),
    ("/%7E%2e/goods/1", "."),
    ("/~anna//goods//1", "anna"),
    ("/~%61nna//goods//1", "anna"),
    ("/~anna/goods%2F1", "anna"),
    ("/~%61nna/goods%2F1", "anna"),
    ("/~anna/goods/../~ben/1", "anna"),
    ("/~anna/../~ben/goods/1", "anna"),
    ("/~anna/%2e%2E%2F~ben/goods/1", "anna"),
    ("/~anna/~ben/goods/1", "anna"),
    ("/~%61nna/./goods/1", "anna"),
    ("/~/goods/1", REFUSED),
    ("/~anna%20/goods/1", REFUSED),
    ("/~ann%C3%A4/goods/1", REFUSED),
    ("/~anna%2Fben/goods/1", REFUSED),
    ("/~%2561nna/goods/1", REFUSED),
    ("/~anna,anna/goods/1", REFUSED),
    (f"/~{LONGEST}x/goods/1", REFUSED),
]

IN_HEADERS = [
    ("/goods/1", header("anna"), "anna"),
    ("/goods/1", header("  anna  "), "anna"),
    ("/goods/1", header("\tanna \t"), "anna"),
    ("/goods/1", header("\xa0anna\x85"), "anna"),
    ("/goods/1", header("anna", "anna"), "anna"),
    ("/goods/1", header("anna", " anna"), "anna"),
    ("/goods/1", header(".."), ".."),
    ("/goods/1", [("x-MOCK-sandbox", "anna")], "anna"),
    ("/goods/1", [("X_Mock_Sandbox", "anna")], "default"),
    ("/~anna/goods/1", header("anna"), "anna"),
    ("/%7e%61nna/goods/1", header(" anna", "anna"), "anna"),
    ("/goods/1", header(""), REFUSED),
    ("/goods/1", header("a b"), REFUSED),
    ("/goods/1", header("anna, anna"), REFUSED),
    ("/goods/1", header("anna", "ben"), REFUSED),
    ("/goods/1", header("anna", ""), REFUSED),
    ("/goods/1", header("%61nna"), REFUSED),
    ("/~anna/goods/1", header("ben"), REFUSED),
    ("/~anna/goods/1", header(""), REFUSED),
]

ADDRESSED = [
    ("/__admin/sandboxes/anna", [], "anna"),
    ("/__admin/sandboxes/anna?unknown=1", [], REFUSED),
    ("/__admin/sandboxes/anna", header("ben"), "anna"),
    ("/~ben/__admin/sandboxes/anna", [], "anna"),
    ("/%7Eb%65n/__admin/sandboxes/%61nn%61", [], "anna"),
    ("/%5F_%61dmin/s%61ndboxes/anna", [], "anna"),
    ("/__admin/sandboxes/A.b-c_9", [], "A.b-c_9"),
    ("/__admin/sandboxes/..", [], ".."),
    ("/__admin/sandboxes/%2E%2e", [], ".."),
    ("/~b%65n/__admin/sandboxes/.%2E", [], ".."),
    ("/__admin/sandboxes/%2e", [], "."),
    ("/~ben/__admin/sandboxes/anna", header("carl"), REFUSED),
    ("/~ben//__admin/sandboxes/anna", [], "ben"),
    ("//__admin/sandboxes/anna", [], "default"),
    ("/__admin%2Fsandboxes/anna", [], "default"),
    ("/__ADMIN/sandboxes/anna", header("ben"), "ben"),
    ("/__admin/sandboxes/anna/more", [], NONE),
    ("/__admin/sandboxes/ann%C3%A4", [], REFUSED),
]


def sandbox_at_server(server: MockServer, method: str, target: str, headers: Headers) -> str:
    """Return the sandbox that a request reaches at a server without a proxy."""
    port = int(server.url.rpartition(":")[2])
    before = "sentinel"
    exchange(port, "GET", f"/~{before}/goods/1")
    reply = exchange(port, method, target, headers)
    if reply.status == 400:
        return REFUSED
    last = server.call("GET", "/__admin/sandboxes")["sandboxes"][-1]["name"]
    return NONE if last == before else str(last)


def check(cluster: Cluster, single: MockServer, method: str, target: str, headers: Headers, expected: str) -> None:
    """Assert that server and nginx both find `expected`, and that nginx chose the server in which it lives."""
    assert sandbox_at_server(single, method, target, headers) == expected
    reply = exchange(cluster.port, method, target, headers)
    assert (reply.status == 400) is (expected == REFUSED)
    assert reply.headers[SERVER] in cluster.addresses
    if expected not in (REFUSED, NONE):
        assert reply.headers[SANDBOX] == expected
        assert reply.headers[SERVER] == server_of(cluster, expected)


def server_of(cluster: Cluster, sandbox: str) -> str:
    """Return the address of the server in which a sandbox lives."""
    return exchange(cluster.port, "GET", "/goods/1", header(sandbox)).headers[SERVER]


@pytest.mark.parametrize(("target", "expected"), IN_PATHS)
def test_a_sandbox_in_the_path_is_found(cluster: Cluster, single: MockServer, target: str, expected: str) -> None:
    check(cluster, single, "POST", target, [], expected)


@pytest.mark.parametrize(("target", "headers", "expected"), IN_HEADERS)
def test_a_sandbox_in_the_header_is_found(
    cluster: Cluster, single: MockServer, target: str, headers: Headers, expected: str
) -> None:
    check(cluster, single, "POST", target, headers, expected)


@pytest.mark.parametrize(("target", "headers", "expected"), ADDRESSED)
def test_a_sandbox_that_is_addressed_is_made_where_it_lives(
    cluster: Cluster, single: MockServer, target: str, headers: Headers, expected: str
) -> None:
    check(cluster, single, "PUT", target, headers, expected)


@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
def test_each_call_on_a_sandbox_by_name_reaches_it(cluster: Cluster, method: str) -> None:
    for name in ("e", "f", "g", "h", "i", "j"):
        assert exchange(cluster.port, "PUT", f"/~other/__admin/sandboxes/{name}").status == 201
        reply = exchange(cluster.port, method, f"/__admin/sandboxes/{name}")
        assert reply.status == {"PUT": 201, "GET": 200, "DELETE": 204}[method]
        assert reply.headers[SERVER] == server_of(cluster, name)


@pytest.mark.parametrize("target", ["/~%61nna/../~ben/goods/1", "/%7Eann%61/x/%2E%2e/y", "/~%61nna/x%2F..%2F~ben/1"])
def test_an_encoded_name_with_parent_segments_is_refused(cluster: Cluster, target: str) -> None:
    reply = exchange(cluster.port, "GET", target)
    assert (reply.status, reply.headers.get(SERVER)) == (400, None)
    assert json.loads(reply.content)["errors"][0]["title"].startswith("The proxy cannot tell the sandbox")


def test_all_servers_have_some_of_the_sandboxes(cluster: Cluster) -> None:
    found = [server_of(cluster, f"sandbox-{number}") for number in range(60)]
    assert set(found) == set(cluster.addresses)
    assert max(map(found.count, cluster.addresses)) < 45


def spelled(text: str) -> st.SearchStrategy[str]:
    """Return a strategy for the spellings of a text: each character plain or percent-encoded."""
    return st.tuples(*map(_spelled_character, text)).map("".join)


def _spelled_character(character: str) -> st.SearchStrategy[str]:
    encoded = [f"%{ord(character):02X}", f"%{ord(character):02x}"]
    return st.sampled_from(encoded if character == "%" else [character, character, *encoded])


NAMES = st.sampled_from(("a", "b", "A", ".", "..", "a.b", "_-", "", "a~", "%61", LONGEST))
PREFIXES = NAMES.flatmap(lambda name: spelled(f"~{name}")).map("/{}".format)
RESTS = st.sampled_from(
    ("/", "/goods/1", "//goods/1", "/a%2Fb", "/../~b/x", "/x/%2e%2E/y", "/%2E/x", "/..%2f", "/~b/x", "/?/~b", "/#/~b")
)
ADDRESSES = st.tuples(st.just("/"), spelled("__admin"), st.just("/sandboxes/"), NAMES.flatmap(spelled)).map("".join)
TARGETS = st.tuples(st.just("") | PREFIXES, RESTS | ADDRESSES).map("".join)
VALUES = st.sampled_from(("a", "b", " a", "a\t", "..", "", "a,a", "\xa0a"))


@settings(max_examples=200)
@given(st.sampled_from(("POST", "PUT")), TARGETS, st.lists(VALUES, max_size=2).map(lambda values: header(*values)))
def test_any_request_reaches_the_sandbox_that_the_server_would_find(
    cluster: Cluster, single: MockServer, method: str, target: str, headers: Headers
) -> None:
    reply = exchange(cluster.port, method, target, headers)
    if SERVER not in reply.headers:
        # nginx itself refuses a path that leads above the root, and an encoded name beside parent segments.
        assert reply.status == 400
        assert re.search(r"(/|%2F)(\.|%2E){2}", target, re.IGNORECASE)
        return
    expected = sandbox_at_server(single, method, target, headers)
    assert (reply.status == 400) is (expected == REFUSED)
    if expected not in (REFUSED, NONE):
        assert reply.headers[SANDBOX] == expected
