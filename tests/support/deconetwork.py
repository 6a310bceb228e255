"""A client of DecoNetwork's API, the responses that tests expect, and a plain model of conditions and sorting."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import httpx

FORM = "application/x-www-form-urlencoded"
CREDENTIALS = {"username": "mock-user", "password": "mock-password"}

ALL_PRODUCTS = {"field": 4, "condition": 4, "string": 0}
"""Parameters that request all products."""

SUCCESS = {"code": 10001, "severity": "SUCCESS", "description": ""}


def error_response(code: int, description: str, severity: str = "ERROR") -> dict[str, Any]:
    """Return the complete response of an error."""
    return {"response_status": {"code": code, "severity": severity, "description": description}}


AUTHENTICATION_FAILED = error_response(30001, "Authentication failed")
NOT_ENABLED = error_response(31000, "API not enabled on your site")
NOT_FOUND = error_response(40004, "Product ID Not Found", "WARNING")
NO_CONDITIONS = error_response(50002, "No conditions specified")
INVALID_LIMIT_OR_OFFSET = error_response(50004, "Invalid limit or offset")
INVALID_PARAMETERS = error_response(50005, "Invalid request parameters")


def invalid_condition(description: str) -> dict[str, Any]:
    """Return the complete response for a condition with a missing or unreadable part."""
    return error_response(50003, description)


def numbered(number: int | str, **members: Any) -> dict[str, Any]:
    """Return the parameters of one condition in the form with several conditions."""
    return {f"conditions[{number}][{name}]": value for name, value in members.items()}


def response_of(response: httpx.Response) -> dict[str, Any]:
    """Return the content of a response, after a check of its status 200 and its documented type."""
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert "x-mock-bug" not in response.headers
    content: dict[str, Any] = response.json()
    return content


def found_id(answer: dict[str, Any]) -> str:
    """Return the id of the only product in a response of find or get."""
    assert answer["response_status"] == SUCCESS
    product = answer["product"] if "product" in answer else answer["products"][0]
    return str(product["product_id"])


class Site:
    """A site that is called with valid credentials; `client` sends any other request."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def find(self, parameters: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Call find with a form, as documented, and return the response."""
        form = {**CREDENTIALS, **(parameters or {}), **more}
        return response_of(self.client.post("/manage_products/find", data=form))

    def get(self, **parameters: Any) -> dict[str, Any]:
        """Call get with a query string, as documented, and return the response."""
        return response_of(self.client.get("/manage_products/get", params={**CREDENTIALS, **parameters}))

    def products(self, parameters: Mapping[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
        """Return the products of a successful call of find."""
        found = self.find(parameters, **more)
        assert found["response_status"] == SUCCESS
        products: list[dict[str, Any]] = found["products"]
        return products

    def ids(self, parameters: Mapping[str, Any] | None = None, **more: Any) -> list[str]:
        """Return the ids of the products of a successful call of find."""
        return [product["product_id"] for product in self.products(parameters, **more)]

    def every_product(self, **sorting: Any) -> list[dict[str, Any]]:
        """Return all products, requested page by page."""
        pages: list[dict[str, Any]] = []
        while page := self.products(ALL_PRODUCTS, offset=len(pages), **sorting):
            pages += page
            assert len(pages) < 100_000, "the pages have no end"
        return pages


FIND = "/manage_products/find"
BOUNDARY = "line"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
RIGHT = "username=mock-user&password=mock-password"


def part(name: str, value: bytes, more: str = "") -> bytes:
    """Return one part of a multipart body."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    """Return a complete multipart body."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


CREDENTIAL_PARTS = tuple(part(name, value.encode()) for name, value in CREDENTIALS.items())


def post(site: Site, content: bytes | str, content_type: str = FORM, query: str = "") -> dict[str, Any]:
    """Send a body unchanged to find and return the response."""
    return response_of(site.client.post(f"{FIND}?{query}", content=content, headers={"Content-Type": content_type}))


Product = dict[str, Any]
Condition = dict[str, Any]

FIELDS: dict[int, Callable[[Product], Any]] = {
    1: lambda product: product["product_code"].casefold(),
    2: lambda product: product["product_name"].casefold(),
    3: lambda product: product["supplier"].casefold(),
    4: lambda product: int(product["product_id"]),
    5: lambda product: product["date_modified"],
}
COMPARISONS: dict[int, Callable[[Any, Any], bool]] = {
    1: operator.eq,
    2: operator.ne,
    3: operator.lt,
    4: operator.gt,
    5: operator.le,
    6: operator.ge,
}
BETWEEN = 7
SORTED_FIELDS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
NEWEST_FIRST = 6


def meets(product: Product, condition: Condition) -> bool:
    """Return True if a product matches a condition."""
    value = FIELDS[condition["field"]](product)
    if condition["condition"] == BETWEEN:
        return bool(condition["date1"] <= value <= condition["date2"])
    return COMPARISONS[condition["condition"]](value, wanted(condition))


def wanted(condition: Condition) -> Any:
    """Return the value that a condition compares with."""
    if condition["field"] == 5:
        return condition["date1"]
    return int(condition["string"]) if condition["field"] == 4 else condition["string"].casefold()


def found(products: Iterable[Product], conditions: Sequence[Condition], sortby: int = NEWEST_FIRST) -> list[Product]:
    """Return the products that match all conditions, sorted."""
    by_id = sorted(products, key=FIELDS[4])
    kept = [product for product in by_id if all(meets(product, condition) for condition in conditions)]
    # Python's sort keeps equal ones in order, reversed or not: by id.
    return sorted(kept, key=FIELDS[SORTED_FIELDS.get(sortby, 5)], reverse=sortby == NEWEST_FIRST)
