"""Writes requests that are right: credentials, bodies and paths of the three vendors and of the control plane."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.differential.wire import Headers, Request

PARTNER = "Bearer altegio-partner-token"
TOKENS = f"{PARTNER}, User altegio-user-token"
LIMITED_TOKENS = f"{PARTNER}, User altegio-limited-user-token"
LOGGED_IN_TOKENS = f"{PARTNER}, User wec23fh8cDfFV4432fc352456"
AUTHORIZED: Headers = (("Authorization", TOKENS),)

USER = {"username": "mock-user", "password": "mock-password"}
FORM = "application/x-www-form-urlencoded"
KEY = {"apiKey": "jjns7519v1v3ns6xU162"}
APP_KEY = {"appApiKey": "mock-app-key"}
EMAIL = {"email": "owner@example.com", "password": "mock-password"}

ALTEGIO = "/api/v1"
DECONETWORK = "/api/json/manage_products"
COMMERSCALE = "/api/v1/products/categories"

LOCATIONS = (1, 2, 3, 4564)
SHAMPOO: dict[str, Any] = {"title": "Shampoo", "category_id": 289632, "sale_unit_id": 216762, "service_unit_id": 216762}
"""The required members of a product in location 4564."""

TEXTS = ("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription")
FIRST, SECOND, THIRD = (
    "7865559d-5864-4926-8414-8bf55ad35741",
    "00000000-0000-0000-0000-000000000000",
    "12345678-1234-1234-1234-123456781234",
)
"""The documented categories of Commerscale."""

NOW = "2030-01-02T03:04:05Z"


def to_json(content: Any) -> bytes:
    """Write JSON as a client does."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")


def in_sandbox(request: Request, name: str) -> Request:
    """Address a request to a sandbox by its header; `default` needs none."""
    return request if name == "default" else request.with_headers(("X-Mock-Sandbox", name))


def altegio(method: str, path: str, body: Any = None, headers: Headers = AUTHORIZED) -> Request:
    """Write a call of Altegio, its path without the base path."""
    return Request(method, ALTEGIO + path, headers, b"" if body is None else to_json(body))


def deconetwork(operation: str, members: dict[str, Any], method: str = "POST") -> Request:
    """Write a call of DecoNetwork: its members in a form, or in the query string of a GET."""
    text = urlencode({**USER, **members})
    if method == "GET":
        return Request(method, f"{DECONETWORK}/{operation}?{text}")
    return Request(method, f"{DECONETWORK}/{operation}", (("Content-Type", FORM),), text.encode())


def commerscale(operation: str, authentication: Any = KEY, **members: Any) -> Request:
    """Write a call of Commerscale."""
    body = to_json({"authentication": authentication, **members})
    return Request("POST", f"{COMMERSCALE}/{operation}", (("Content-Type", "application/json"),), body)


def texts(**changed: Any) -> dict[str, Any]:
    """Return the six texts of a category, some of them changed."""
    return {name: f"A {name}" for name in TEXTS} | changed


def control(method: str, path: str, body: Any = None) -> Request:
    """Write a call of the control plane, its path without `/__admin`."""
    return Request(method, f"/__admin{path}", (), b"" if body is None else to_json(body))


def freeze(name: str, instant: str = NOW) -> Request:
    """Write the call that stops a sandbox's clock."""
    return in_sandbox(control("PUT", "/clock", {"freeze": instant}), name)
