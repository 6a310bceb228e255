"""The examples of the section Products and of `POST /auth`, sent word for word."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from mockapi.catalog import fixtures
from mockapi.server.server import MockServer
from mockapi.vendors.altegio import VENDOR
from mockapi.vendors.altegio.schemas import Failure
from tests.support.nonempty import nonempty
from tests.support.replay import assert_answered_as_documented, documented_examples, replay

OPERATIONS = {operation.name: operation for operation in VENDOR.operations}


@pytest.mark.parametrize("example", documented_examples("altegio"))
def test_a_documented_request_gets_its_documented_response(mock: MockServer, example: dict[str, Any]) -> None:
    assert_answered_as_documented(replay(mock.url, example), example)


def test_every_operation_has_a_documented_example() -> None:
    assert [name for name in OPERATIONS if not fixtures.examples("altegio", name)] == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_documented_responses_fit_the_models_of_the_openapi_document(name: str) -> None:
    description = OPERATIONS[name].description
    for example in nonempty(fixtures.examples("altegio", name)):
        answer = example["answer"]
        if answer["status"] >= 400:
            Failure.model_validate(answer["body"], strict=True)
        else:
            assert answer["status"] == description.status
            assert ("body" in answer) == (description.response is not None)
        if answer["status"] < 400 and "body" in answer:
            assert description.response is not None
            TypeAdapter(description.response()).validate_python(answer["body"], strict=True)
