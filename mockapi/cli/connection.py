"""What the commands that ask a running server share: where it is, which sandbox, and how answers are shown."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import quote

import typer

from mockapi.cli.main import UserError
from mockapi.client.address import HOST, PORT, local_url
from mockapi.client.client import DEFAULT, MockClient
from mockapi.client.report import printable
from mockapi.client.transport import ControlError, ServerUnreachable

Url = Annotated[
    str | None,
    typer.Option(
        help="The server's URL. Without it: MOCKAPI_URL, else MOCKAPI_HOST and MOCKAPI_PORT on this machine.",
        metavar="URL",
    ),
]
Sandbox = Annotated[
    str | None, typer.Option(help=f"The sandbox. Without it: MOCKAPI_SANDBOX, else {DEFAULT}.", metavar="NAME")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
LEAST_LETTERS = 12
"""However narrow a terminal is, so much of a column is shown."""


def server_url(url: str | None) -> str:
    """The URL that is given, or that the variables give; where `mockapi serve` listens with the same variables."""
    read = os.environ.get
    if found := url or read("MOCKAPI_URL"):
        return found
    host, port = read("MOCKAPI_HOST") or HOST, read("MOCKAPI_PORT") or PORT
    return local_url(host, port, https=bool(read("MOCKAPI_SSL_CERTFILE")))


@contextmanager
def asking(url: str | None, sandbox: str | None = None, *, must_exist: bool = False) -> Iterator[MockClient]:
    """A sandbox of the server; what goes wrong ends the command with one line.

    `must_exist`: a sandbox that is not there is a mistake, and is not made by asking for it.
    """
    try:
        with MockClient(server_url(url), sandbox or os.environ.get("MOCKAPI_SANDBOX") or DEFAULT) as mock:
            if must_exist and mock.name != DEFAULT:
                mock.call("GET", f"/__admin/sandboxes/{quote(mock.name, safe='')}")
            yield mock
    except (ServerUnreachable, ControlError) as error:
        raise UserError(str(error)) from error


def show(as_json: bool, content: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """`content` as JSON, or `rows` as a table: whole in a pipe, the longest column cut to fit a terminal."""
    if as_json:
        show_json(content)
        return
    table = [list(columns), *([_text(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if sys.stdout.isatty():
        excess = sum(widths) + 2 * len(widths) - 2 - shutil.get_terminal_size().columns
        longest = widths.index(max(widths))
        widths[longest] -= max(0, min(excess, widths[longest] - LEAST_LETTERS))
    for row in table:
        print("  ".join(_fitted(text, width) for text, width in zip(row, widths, strict=True)).rstrip())


def show_json(content: Any) -> None:
    """JSON on standard output."""
    print(json.dumps(content, indent=2, ensure_ascii=False))


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(str(value))
