"""The documented requests of `fixtures/`, sent word for word."""

import json
from typing import Any

import httpx
import pytest

from mockapi.catalog import fixtures
from tests.support import web


def documented_examples(vendor: str) -> list[Any]:
    """Return a pytest parameter (operation, example) for each documented example of a vendor."""
    listed = dict.fromkeys(row["operation"] for row in fixtures.operations(vendor)["operations"])
    return [
        pytest.param(example, id=f"{operation}: {example['name']}")
        for operation in listed
        for example in fixtures.examples(vendor, operation)
    ]


def replay(url: str, example: dict[str, Any]) -> httpx.Response:
    """Send the request of an example to the server at `url`. A text body is sent unchanged, any other as JSON."""
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
    """Assert that the response has the documented status and exactly the documented body."""
    answer = example["answer"]
    assert response.status_code == answer["status"]
    if "body" in answer:
        assert response.json() == answer["body"]
    else:
        assert response.content == b""
