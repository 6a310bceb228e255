"""If several things are wrong, the first check decides: handler, JSON, credentials, filters, data."""

from typing import Any

import pytest

from tests.support.commerscale import (
    FIRST,
    INVALID_JSON,
    KEY,
    OPERATIONS,
    ROOT,
    SEEDED,
    UNAUTHORIZED,
    UNKNOWN,
    UNKNOWN_HANDLER,
    Api,
    failed,
    response_of,
    texts,
    wrong_value,
)

WRONG_KEY = {"apiKey": "wrong"}

ORDER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("get", {"authentication": WRONG_KEY, "filters": []}, INVALID_JSON),
    ("get", {"authentication": WRONG_KEY, "pagination": 1}, INVALID_JSON),
    ("get", {"filters": None}, INVALID_JSON),
    ("get", {"authentication": WRONG_KEY, "filters": {"name": [""]}}, UNAUTHORIZED),
    ("get", {"authentication": {}, "pagination": {"pageNumber": 0}}, UNAUTHORIZED),
    ("get", {"authentication": KEY, "filters": {"name": ""}, "pagination": []}, INVALID_JSON),
    (
        "get",
        {"authentication": KEY, "pagination": {"pageNumber": 0}, "filters": {"createdon_max": ""}},
        wrong_value("filters.createdon_max", "datetime"),
    ),
    (
        "get",
        {"authentication": KEY, "filters": {"createdon_min": "", "slug": "", "id": [""]}},
        wrong_value("filters.id[0]", "guid"),
    ),
    ("count", {"authentication": WRONG_KEY, "filters": "x"}, INVALID_JSON),
    ("count", {"authentication": WRONG_KEY, "filters": {"id": []}}, UNAUTHORIZED),
    ("create", {"authentication": WRONG_KEY, "filters": []}, INVALID_JSON),
    ("create", {"authentication": WRONG_KEY, "data": []}, UNAUTHORIZED),
    ("create", {"authentication": WRONG_KEY, "data": texts()}, UNAUTHORIZED),
    (
        "create",
        {"authentication": KEY, "data": [None] * 1001},
        failed("The member 'data' must not have more than 1000 objects"),
    ),
    ("create", {"authentication": KEY, "data": [texts(slug=""), None]}, failed("'data[0].slug' must not be empty")),
    ("update", {"authentication": WRONG_KEY, "pagination": None}, INVALID_JSON),
    ("update", {"authentication": WRONG_KEY, "data": texts(id=FIRST)}, UNAUTHORIZED),
    (
        "update",
        {"authentication": KEY, "data": [texts(id=UNKNOWN), texts(id=FIRST, name="")]},
        failed("'data[1].name' must not be empty"),
    ),
    (
        "update",
        {"authentication": KEY, "data": [texts(id=UNKNOWN), texts(id="x")]},
        failed("'data[1].id' must be a GUID"),
    ),
    ("delete", {"authentication": WRONG_KEY, "filter": 1}, INVALID_JSON),
    ("delete", {"authentication": WRONG_KEY, "filter": {"id": [FIRST]}, "pagination": 1}, INVALID_JSON),
    ("delete", {"authentication": WRONG_KEY, "filter": {"id": [FIRST]}}, UNAUTHORIZED),
    ("delete", {"authentication": WRONG_KEY, "filter": {"id": [""]}}, UNAUTHORIZED),
    ("delete", {"authentication": WRONG_KEY}, UNAUTHORIZED),
    ("delete", {"authentication": KEY, "filter": {"id": [""]}, "filters": None}, INVALID_JSON),
]


@pytest.mark.parametrize(("operation", "members", "error"), ORDER)
def test_the_first_check_that_fails_gives_the_error(
    untouched: Api, operation: str, members: Any, error: dict[str, Any]
) -> None:
    assert untouched.error(operation, **{"authentication": {}, **members}) == error


@pytest.mark.parametrize(
    "body", ["", "nonsense", "{}", '{"authentication": []}', '{"authentication": {"apiKey": "x"}}']
)
def test_the_handler_comes_before_everything(untouched: Api, body: str) -> None:
    assert response_of(untouched.client.post(f"{ROOT}/list", content=body)) == {"error": UNKNOWN_HANDLER}
    assert response_of(untouched.client.put(f"{ROOT}/get", content=body)) == {"error": UNKNOWN_HANDLER}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_json_comes_before_credentials(untouched: Api, operation: str) -> None:
    assert untouched.send(operation, '{"authentication": {"apiKey": "wrong"}') == {"error": INVALID_JSON}


@pytest.mark.parametrize("operation", ["create", "update", "delete"])
def test_a_refused_caller_changes_nothing(api: Api, operation: str) -> None:
    before = api.all()
    assert api.error(operation, WRONG_KEY, data=texts(id=FIRST), filter={"id": [FIRST]}) == UNAUTHORIZED
    assert api.all() == before
    assert len(before) == SEEDED
