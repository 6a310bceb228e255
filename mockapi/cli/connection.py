"""The options and the output that the commands for a running server share."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import quote

import typer

from mockapi.cli.main import UserError
from mockapi.client.address import HOST, PORT, is_service_link, local_url
from mockapi.client.client import DEFAULT, MockClient
from mockapi.client.report import printable
from mockapi.errors import ControlError, ServerUnreachable

Url = Annotated[
    str | None,
    typer.Option(
        help="URL of the server (default: MOCKAPI_URL, else MOCKAPI_HOST and MOCKAPI_PORT on this machine).",
        metavar="URL",
    ),
]
Sandbox = Annotated[
    str | None, typer.Option(help=f"Name of the sandbox (default: MOCKAPI_SANDBOX, else {DEFAULT}).", metavar="NAME")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MIN_COLUMN_WIDTH = 12
"""Minimum width of a column that is shortened to fit the terminal, in characters."""

# The control plane's JSON errors contain phrases of pydantic; the command line replaces them.
_PHRASES = (
    (r": Input should be ", " must be "),
    (r"a valid datetime or date, [^;]*", "a time in ISO 8601, for example 2030-01-02T03:04:05Z"),
    (r"a valid timedelta, [^;]*", "seconds or an ISO 8601 duration, for example 90 or PT1M30S"),
    (r"a valid dictionary", "a JSON object"),
    (r"greater than or equal to", "at least"),
    (r"less than or equal to", "at most"),
)


def server_url(url: str | None) -> str:
    """Return `url`, else the URL from the environment, else that of a server with the default settings.

    With the same environment, `mockapi serve` listens there.
    """
    read = os.environ.get
    if found := url or read("MOCKAPI_URL"):
        return found
    host, port = read("MOCKAPI_HOST") or HOST, read("MOCKAPI_PORT") or str(PORT)
    if is_service_link(port):
        port = str(PORT)
    return local_url(host, port, https=bool(read("MOCKAPI_SSL_CERTFILE")))


@contextmanager
def connect(url: str | None, sandbox: str | None = None, *, must_exist: bool = False) -> Iterator[MockClient]:
    """Yield the client of a sandbox. Raises `UserError` if the server is unreachable or refuses a call.

    `must_exist` refuses an unknown sandbox, which the server would create on first use.
    """
    try:
        with MockClient(server_url(url), sandbox or os.environ.get("MOCKAPI_SANDBOX") or DEFAULT) as mock:
            if must_exist and mock.name != DEFAULT:
                mock.call("GET", f"/__admin/sandboxes/{quote(mock.name, safe='')}")
            yield mock
    except (ServerUnreachable, ControlError) as error:
        raise UserError(_in_own_words(str(error))) from error


def show(as_json: bool, content: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print `content` as JSON, or `rows` as a table.

    On a terminal, the widest column is shortened to fit.
    """
    if as_json:
        show_json(content)
        return
    table = [list(columns), *([_text(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if sys.stdout.isatty():
        excess = sum(widths) + 2 * len(widths) - 2 - shutil.get_terminal_size().columns
        widest = widths.index(max(widths))
        widths[widest] -= max(0, min(excess, widths[widest] - MIN_COLUMN_WIDTH))
    for row in table:
        print("  ".join(_fitted(text, width) for text, width in zip(row, widths, strict=True)).rstrip())


def show_json(content: Any) -> None:
    """Print `content` as indented JSON."""
    print(json.dumps(content, indent=2, ensure_ascii=False))


def _in_own_words(text: str) -> str:
    for phrase, words in _PHRASES:
        text = re.sub(phrase, words, text)
    return text


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(str(value))
