"""`mockapi health`"""

import sys
import time
from typing import Annotated

import typer

from mockapi.cli import app
from mockapi.client import ask_health
from mockapi.commands.asking import Url, server_url, show_json
from mockapi.line import ServerUnreachable

SECONDS_BETWEEN_TRIES = 0.05


@app.command()
def health(
    url: Url = None,
    wait: Annotated[float, typer.Option(help="Keep asking for so many seconds until it is healthy.", min=0)] = 0,
) -> None:
    """Ask a running server whether it is healthy. Exit status 0: it is; 1: it is not."""
    deadline = time.monotonic() + wait
    while True:
        try:
            show_json(ask_health(server_url(url)))
            return
        except ServerUnreachable as error:
            if time.monotonic() >= deadline:
                print(f"mockapi: {error}", file=sys.stderr)
                raise typer.Exit(1) from error
        time.sleep(SECONDS_BETWEEN_TRIES)
