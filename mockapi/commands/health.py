"""`mockapi health`"""

import json
import os
import sys
from typing import Annotated

import typer

from mockapi.address import HOST, PORT, local_url
from mockapi.cli import app
from mockapi.client import HealthError, ask_health


@app.command()
def health(
    url: Annotated[
        str | None,
        typer.Option(
            help="The server's URL. Without it: MOCKAPI_HOST and MOCKAPI_PORT on this machine.", metavar="URL"
        ),
    ] = None,
) -> None:
    """Ask a running server whether it is healthy. Exit status 0: it is; 1: it is not."""
    try:
        answer = ask_health(url or _configured_url())
    except HealthError as error:
        print(f"mockapi: {error}", file=sys.stderr)
        raise typer.Exit(1) from error
    print(json.dumps(answer, indent=2))


def _configured_url() -> str:
    """Where `mockapi serve` listens with the same variables."""
    read = os.environ.get
    host, port = read("MOCKAPI_HOST") or HOST, read("MOCKAPI_PORT") or PORT
    return local_url(host, port, https=bool(read("MOCKAPI_SSL_CERTFILE")))
