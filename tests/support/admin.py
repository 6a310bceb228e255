"""Raw calls of the control plane, and marks that tests leave in the data of a sandbox."""

import json
from typing import Any

import httpx
from hypothesis import strategies as st

from mockapi.client.client import MockClient
from tests.support import web
from tests.support.altegio import TOKENS

ALTEGIO = {"Authorization": TOKENS}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
"""JSON that any client may send, including numbers and texts that are not valid JSON."""


def admin(mock: MockClient, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    """Call the control plane and check that an error has the shape of errors. `body` is JSON, or bytes unchanged."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    answer = web.request(method, f"{mock.url}/__admin{path}", content=content, headers=headers)
    if answer.status_code >= 400:
        told = answer.json()
        assert list(told) == ["errors"]
        assert told["errors"]
        for error in told["errors"]:
            assert error["code"] == answer.status_code
            assert error["title"]
            assert set(error) <= {"code", "title", "source"}
            assert all(source.startswith("/") or source == "" for source in error.get("source", {}).values())
    return answer


def refused(mock: MockClient, status: int, method: str, path: str, body: Any = None) -> list[tuple[str | None, str]]:
    """Return the pointer and the title of the error that a call is refused with."""
    answer = admin(mock, method, path, body)
    assert answer.status_code == status, answer.text
    return [(error.get("source", {}).get("pointer"), error["title"]) for error in answer.json()["errors"]]


def mark(mock: MockClient, title: str, prefix: str = "") -> int:
    """Create a category of Altegio in a sandbox (`prefix` is "/~name") and return its id."""
    answer = web.post(f"{mock.url}{prefix}/goods_categories/1", headers=ALTEGIO, json={"title": title})
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["data"]["id"]
    return number


def marks(mock: MockClient, prefix: str = "") -> list[str]:
    """Return the titles that `mark` has given in a sandbox."""
    query = {"ids[]": [str(number) for number in range(2_000_001, 2_000_021)]}
    answer = web.request("GET", f"{mock.url}{prefix}/goods_categories/multiple/1", headers=ALTEGIO, params=query)
    assert answer.status_code == 200, answer.text
    return [category["title"] for category in answer.json()["data"]]
