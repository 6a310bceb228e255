"""The requests that the docs print, single quotes included, and their responses."""

import json
from typing import Any

import pyjson5
import pytest
from pydantic import TypeAdapter

from mockapi.catalog import fixtures
from mockapi.server.server import MockServer
from mockapi.vendors.commerscale.product_groups.schemas import GroupOut
from mockapi.vendors.commerscale.schemas import CountOut, Failure
from tests.support.replay import assert_answered_as_documented, documented_examples, replay

EXAMPLES = documented_examples("commerscale")
PRINTED = {"get": 3, "count": 3, "create": 1, "update": 1, "delete": 1}


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_documented_request_gets_the_documented_response(mock: MockServer, example: dict[str, Any]) -> None:
    assert_answered_as_documented(replay(mock.url, example), example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_request_below_the_vendors_name_gets_an_equal_response(mock: MockServer, example: dict[str, Any]) -> None:
    assert_answered_as_documented(replay(f"{mock.url}/commerscale", example), example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_response_has_one_of_the_shapes_of_the_openapi_document(example: dict[str, Any]) -> None:
    TypeAdapter[Any](list[GroupOut] | CountOut | Failure).validate_python(example["answer"]["body"])


@pytest.mark.parametrize("resource", ["categories", "collections"])
@pytest.mark.parametrize(("operation", "number"), PRINTED.items())
def test_each_operation_keeps_its_printed_requests_word_for_word(resource: str, operation: str, number: int) -> None:
    examples = fixtures.examples("commerscale", f"products/{resource}/{operation}")
    requests = [example["request"] for example in examples]
    printed = [request for request in requests if isinstance(request["body"], str)]
    assert len(printed) == number
    for request in printed:
        assert '"' not in request["body"]
        assert request["shown"] == pyjson5.decode(request["body"])
        with pytest.raises(json.JSONDecodeError):
            json.loads(request["body"])
