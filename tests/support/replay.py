"""Sends the documented requests of `fixtures/` word for word."""

import json
from typing import Any

import httpx
import pytest

from mockapi.catalog import fixtures
from tests.support import web


def documented_examples(vendor: str) -> list[Any]:
    """One pytest parameter (operation, example) for each documented example of a vendor."""
    listed = dict.fromkeys(row["operation"] for row in fixtures.operations(vendor)["operations"])
    return [
        pytest.param(example, id=f"{operation}: {example['name']}")
        for operation in listed
        for example in fixtures.examples(vendor, operation)
    ]


def replay(url: str, example: dict[str, Any]) -> httpx.Response:
    """Send an example's request to the server at `url`. A body that is text goes out as it stands, another as JSON."""
    request = example["request"]
    body = request.get("body")
    content = body if isinstance(body, str) or body is None else json.dumps(body, ensure_ascii=False)
    return web.request(
        request["method"],
        f"{url}{request['path']}",
        headers=request.get("headers", {}),
        content=content.encode() if content is not None else None,
    )


def assert_answered_as_documented(response: httpx.Response, example: dict[str, Any]) -> None:
    """The answer has the documented status and, word for word, the documented body."""
    answer = example["answer"]
    assert response.status_code == answer["status"]
    if "body" in answer:
        assert response.json() == answer["body"]
    else:
        assert response.content == b""
