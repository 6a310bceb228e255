"""Whether a server stays as large as it was: its memory after the first tenth of many requests, and at the end.

`python -m tests.benchmarks.memory [REQUESTS]` sends REQUESTS (100,000) requests of all vendors, reads and writes, to
eight sandboxes of a server in a process of its own, and prints the memory of that process.
"""

import json
import os
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from tests.command import serving

REQUESTS = 100_000
SANDBOXES = 8
TOKENS = {"Authorization": "Bearer altegio-partner-token, User altegio-user-token"}
KEY = {"authentication": {"apiKey": "jjns7519v1v3ns6xU162"}}
FIND = "/api/json/manage_products/find?username=mock-user&password=mock-password&field=4&condition=4&string=0&limit=20"


def requests() -> Iterator[tuple[str, str, str | None]]:
    """Method, path and body, for ever: a category made, read and deleted again, and what other programs ask."""
    for number in range(sys.maxsize):
        category = 2_000_001 + number // SANDBOXES
        title = json.dumps({"title": f"Category {number}"})
        for method, path, body in (
            ("POST", "/api/v1/goods_categories/1", title),
            ("GET", "/api/v1/company/1/goods_categories", None),
            ("GET", f"/api/v1/goods/search/1?term=cotton&count=5&nothing={number}", None),
            ("GET", f"{FIND}&offset={number % 100}", None),
            ("POST", "/api/v1/products/categories/get", json.dumps({**KEY, "pagination": {"pageSize": 10}})),
            ("DELETE", f"/api/v1/goods_categories/1/{category}", None),
            ("GET", f"/nobody/has/{number}", None),
        ):
            yield method, f"/~s{number % SANDBOXES}{path}", body


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Send, measure and print."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    with serving() as served:
        connection = HTTPConnection(served.url.removeprefix("http://"), timeout=60)
        first = 0.0
        print(f"{'idle':>12}: {megabytes(served.process.pid):7.1f} MB")
        for number, (method, path, body) in zip(range(1, total + 1), requests(), strict=False):
            connection.request(method, path, body, TOKENS)
            answer = connection.getresponse()
            answer.read()
            assert answer.status < 500, (method, path, answer.status)
            if number * 10 % total == 0:
                now = megabytes(served.process.pid)
                first = first or now
                print(f"{number:>12,}: {now:7.1f} MB, {now / first:.2f} of the first")


if __name__ == "__main__":
    main()
