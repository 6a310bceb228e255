"""What the commands that ask a running server share: where it is, which sandbox, and how answers are shown."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from mockapi.address import HOST, PORT, local_url
from mockapi.cli import UserError
from mockapi.client import DEFAULT, Mock
from mockapi.line import Refused, ServerUnreachable

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


def server_url(url: str | None) -> str:
    """The URL that is given, or that the variables give; where `mockapi serve` listens with the same variables."""
    read = os.environ.get
    if found := url or read("MOCKAPI_URL"):
        return found
    host, port = read("MOCKAPI_HOST") or HOST, read("MOCKAPI_PORT") or PORT
    return local_url(host, port, https=bool(read("MOCKAPI_SSL_CERTFILE")))


@contextmanager
def asking(url: str | None, sandbox: str | None = None) -> Iterator[Mock]:
    """A sandbox of the server; what goes wrong ends the command with one line."""
    try:
        with Mock(server_url(url), sandbox or os.environ.get("MOCKAPI_SANDBOX") or DEFAULT) as mock:
            yield mock
    except (ServerUnreachable, Refused) as error:
        raise UserError(str(error)) from error


def show(as_json: bool, content: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """`content` as JSON, or `rows` as a table; nothing but the headings when there are none."""
    if as_json:
        show_json(content)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_text(value) for value in row))
    Console(markup=False, highlight=False, soft_wrap=not os.isatty(1)).print(table)


def show_json(content: Any) -> None:
    """JSON on standard output."""
    print(json.dumps(content, indent=2, ensure_ascii=False))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
