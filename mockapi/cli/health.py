"""`mockapi health`: a health check for scripts and containers."""

import sys
import time
from contextlib import closing
from typing import Annotated, Any

import typer

from mockapi.cli.connection import Url, server_url, show_json
from mockapi.cli.main import app
from mockapi.client.transport import ControlTransport
from mockapi.errors import ServerUnreachable

SECONDS = 3.0
"""Time-out of one request."""
SECONDS_BETWEEN_TRIES = 0.05


@app.command(epilog="For example: mockapi health --wait 10 && pytest")
def health(
    url: Url = None,
    wait: Annotated[
        float, typer.Option(help="Retry for this time until the server is healthy.", min=0, metavar="SECONDS")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="No effect: the output is always JSON.")] = True,
) -> None:
    """Check that a running server is healthy and print its status as JSON. The exit status is 0 if it is, else 1."""
    end = time.monotonic() + wait
    try:
        with closing(ControlTransport(server_url(url), SECONDS)) as transport:
            show_json(_health(transport, end))
    except ServerUnreachable as error:
        print(f"mockapi: {error}", file=sys.stderr)
        raise typer.Exit(1) from error


def _health(transport: ControlTransport, end: float) -> dict[str, Any]:
    """Return the health of the server, with retries until `end` (monotonic time). Raises `ServerUnreachable`."""
    while True:
        try:
            return transport.health()
        except ServerUnreachable:
            if time.monotonic() >= end:
                raise
        time.sleep(SECONDS_BETWEEN_TRIES)
