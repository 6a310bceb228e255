"""The data of every candidate: rows and responses, recorded from mockapi."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.requests import MAX_ROWS, Client, Request, Row, Window

LOCATION = 900
LIST_ROWS = 100
DEFAULT_PRODUCTS = 200
MATCHES = 50
"""Products that a search of the load `different` finds on average, for every size of the shop."""

TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
FIND = "/api/json/manage_products/find?username=mock-user&password=mock-password"
JSON = {"Content-Type": "application/json"}

REPEATED: Mapping[str, Request] = {
    "list": Request("GET", f"/api/v1/company/{LOCATION}/goods_categories", TOKENS),
    "tree": Request("GET", "/api/v1/goods/category_node/1/10001", TOKENS),
    "search": Request("GET", f"{FIND}&field=4&condition=4&string=0&sortby=4&limit={MAX_ROWS}"),
    "get": Request("GET", "/api/v1/goods/1/30000001", TOKENS),
    "commerscale": Request("POST", "/api/v1/products/categories/get", JSON, json.dumps(KEY)),
}
"""The requests whose recorded responses the static peers serve, by the name of their load."""


@dataclass(frozen=True)
class Shop:
    """The rows and responses of mockapi at one size.

    `size`: the number of products. `products` are DecoNetwork's, ascending by id, with a member `modified`
    besides: seconds since 1970.
    """

    size: int
    products: list[Row]
    categories: list[Row]
    answers: Mapping[str, bytes]

    def window(self, matches: int) -> Window:
        """Return a window of time that has `matches` products on average."""
        times = tuple(sorted(row["modified"] for row in self.products))
        return Window(times, (times[-1] - times[0]) * matches // len(times))

    def answer_is(self, load: str) -> Callable[[bytes], bool]:
        """Return a check that a body is equal to the recorded response, as JSON."""
        expected = json.loads(self.answers[load])
        return lambda body: bool(json.loads(body) == expected)


def write_fixtures(folder: Path) -> None:
    """Write the location of the load `list`, with its categories, for `mockapi serve --fixtures`."""
    vendor = folder / "altegio"
    vendor.mkdir(parents=True, exist_ok=True)
    location = {"id": LOCATION, "title": "Benchmark", "currency": "USD", "utc_offset": 0}
    categories = [
        {"id": 900_001 + index, "location_id": LOCATION, "title": f"Category {index:03} of the location with a hundred"}
        for index in range(LIST_ROWS)
    ]
    (vendor / "location.json").write_text(json.dumps([location]))
    (vendor / "category.json").write_text(json.dumps(categories))


def record(port: int, size: int) -> Shop:
    """Request all rows and responses from a running mockapi."""
    client = Client(port)
    answers = {}
    for name, request in REPEATED.items():
        status, answers[name] = client.send(request)
        assert status == 200, (name, status)
    categories = json.loads(answers["list"])["data"]
    assert len(categories) == LIST_ROWS
    return Shop(size, _products(client), categories, answers)


def _products(client: Client) -> list[Row]:
    found: list[Row] = []
    while True:
        last = found[-1]["product_id"] if found else "0"
        page = client.send(Request("GET", f"{FIND}&field=4&condition=4&string={last}&sortby=4"))[1]
        rows: list[dict[str, Any]] = json.loads(page)["products"]
        if not rows:
            return found
        found += [row | {"modified": _seconds(row["date_modified"])} for row in rows]


def _seconds(date: str) -> int:
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
