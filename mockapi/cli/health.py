"""`mockapi health`"""

import sys
import time
from contextlib import closing
from typing import Annotated, Any

import typer

from mockapi.cli.connection import Url, server_url, show_json
from mockapi.cli.main import app
from mockapi.client.transport import ControlTransport, ServerUnreachable

SECONDS = 3.0
"""How long one answer may take."""
SECONDS_BETWEEN_TRIES = 0.05


@app.command(epilog="For example: mockapi health --wait 10 && pytest")
def health(
    url: Url = None,
    wait: Annotated[
        float, typer.Option(help="Keep asking for so many seconds until it is healthy.", min=0, metavar="SECONDS")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Makes no difference: it is JSON anyway.")] = True,
) -> None:
    """Ask a running server whether it is healthy. Exit status 0: it is; 1: it is not. What it says is JSON."""
    end = time.monotonic() + wait
    try:
        with closing(ControlTransport(server_url(url), SECONDS)) as line:
            show_json(_health(line, end))
    except ServerUnreachable as error:
        print(f"mockapi: {error}", file=sys.stderr)
        raise typer.Exit(1) from error


def _health(line: ControlTransport, end: float) -> dict[str, Any]:
    """What the server says, asked for again and again until then. Raises `ServerUnreachable`."""
    while True:
        try:
            return line.health()
        except ServerUnreachable:
            if time.monotonic() >= end:
                raise
        time.sleep(SECONDS_BETWEEN_TRIES)
