"""Calls of Commerscale's API, its seeded data and its error messages."""

import json
from typing import Any

import httpx
import pytest

ROOT = "/api/v1/products/categories"
COLLECTIONS = "/api/v1/products/collections"
OPERATIONS = ("get", "count", "create", "update", "delete")

KEY = {"apiKey": "jjns7519v1v3ns6xU162"}
APP_KEY = {"appApiKey": "mock-app-key"}
EMAIL = {"email": "owner@example.com", "password": "mock-password"}

FIRST = "7865559d-5864-4926-8414-8bf55ad35741"
SECOND = "00000000-0000-0000-0000-000000000000"
THIRD = "12345678-1234-1234-1234-123456781234"
UNKNOWN = "99999999-9999-4999-8999-999999999999"
SEEDED = 102
"""Number of seeded categories; the three named above are the oldest."""

TEXTS = ("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription")
MEMBERS = ("id", *TEXTS, "author", "createdon")

UNHANDLED = {"code": 500, "message": "An unhandled exception occured. Please check your API request for any error."}
UNKNOWN_HANDLER = {
    "code": 404,
    "message": "The URL you specified is not associated with any API handler. Please check the URL and API "
    "documentation and try again.",
}
INVALID_JSON = {
    "code": 500,
    "message": "The JSON request you made is invalid. Please check the documentation and try again.",
}
UNAUTHORIZED = {
    "code": 401,
    "message": "You are not authorized to make this call. Please check your API key, App API key or Email/Password "
    "and try again.",
}


NO_ARRAY: list[Any] = [None, [], "", "text", 1, True]
NO_OBJECT: list[Any] = [None, "text", 1, True, [], [{}]]
NO_STRING: list[Any] = [None, 1, True, ["x"], {}]

INVALID_DATA: list[tuple[Any, str]] = [
    *((data, "The member 'data' must be an array of at least one object") for data in NO_ARRAY),
    *(([entry], "'data[0]' must be an object") for entry in NO_OBJECT),
    ({}, "'data[0].name' is missing"),
    ([{}], "'data[0].name' is missing"),
]

INVALID_TEXTS: list[tuple[dict[str, Any], str]] = [
    *(({name: ...}, f"{name}' is missing") for name in TEXTS),
    *(({name: value}, f"{name}' must be a string") for name in TEXTS for value in NO_STRING),
    *(({name: "x" * 256}, f"{name}' must not be longer than 255 characters") for name in TEXTS),
    *(({name: ""}, f"{name}' must not be empty") for name in ("name", "slug")),
    ({"slug": "", "seopagedescription": ...}, "slug' must not be empty"),
]
"""Invalid texts (`...` means missing), with the end of the error message."""


def wrong_value(path: str, kind: str) -> dict[str, Any]:
    """Return the error for an invalid value of a filter or of the pagination."""
    message = f"Incorrect value format for '{path}'. Excepted : '{kind}'. No empty values accepted."
    return {"code": 500, "message": message}


def failed(sentence: str) -> dict[str, Any]:
    """Return the error for a specific failure."""
    return {"code": 500, "message": f"{sentence}. Please check your API request."}


def texts(**changed: Any) -> dict[str, Any]:
    """Return the six texts of a category or a collection, some of them replaced by `changed`."""
    return {name: f"A {name}" for name in TEXTS} | changed


def response_of(response: httpx.Response) -> Any:
    """Return the JSON of a response, after checks that hold for every response of the API."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "X-Mock-Bug" not in response.headers
    return json.loads(response.content.decode(), parse_constant=pytest.fail)


class Api:
    """The five operations of a resource, called with the store's key unless a body says otherwise."""

    def __init__(self, client: httpx.Client, root: str = ROOT) -> None:
        """`root`: the path of the resource."""
        self.client = client
        self.root = root

    def send(self, operation: str, content: bytes | str, **headers: str) -> Any:
        """Send a body unchanged and return the response."""
        return response_of(self.client.post(f"{self.root}/{operation}", content=content, headers=headers))

    def call(self, operation: str, authentication: Any = KEY, **members: Any) -> Any:
        """Send `authentication` and other members, and return the response."""
        return self.send(operation, json.dumps({"authentication": authentication, **members}))

    def error(self, operation: str, authentication: Any = KEY, **members: Any) -> Any:
        """Return the members of the error that a call is refused with."""
        answer = self.call(operation, authentication, **members)
        assert list(answer) == ["error"]
        return answer["error"]

    def all(self) -> Any:
        """Return all objects of the resource."""
        return self.call("get")

    def one(self, object_id: str) -> Any:
        """Return the object with an id, which must exist."""
        (found,) = self.call("get", filters={"id": [object_id]})
        return found

    def names(self, **members: Any) -> list[str]:
        """Return the names of the objects that the operation get finds."""
        return [found["name"] for found in self.call("get", **members)]

    def count(self, **filters: Any) -> Any:
        """Return the number of objects that match the filters."""
        answer = self.call("count", filters=filters)
        assert list(answer) == ["count"]
        return answer["count"]
