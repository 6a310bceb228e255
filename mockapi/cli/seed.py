"""`mockapi seed`: other data for a sandbox."""

import sys
from threading import Event, Thread
from typing import Annotated

import typer

from mockapi.cli.connection import Sandbox, Url, connect
from mockapi.cli.main import app
from mockapi.client.client import MockClient
from mockapi.errors import ControlError, ServerUnreachable

SECONDS_BETWEEN_POLLS = 0.1


@app.command(epilog="For example: mockapi seed --seed 7 --products 5000")
def seed(
    seed: Annotated[int, typer.Option(help="Seed of the shop; equal seeds give equal shops.", min=0, metavar="N")] = 42,
    products: Annotated[int, typer.Option(help="Number of products.", min=0, max=10_000_000, metavar="N")] = 200,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Replace the data of a sandbox with a generated shop. A reset restores the initial data of the server."""
    with connect(url, sandbox) as mock:
        done = Event()
        # A second connection: the first one waits for the response to the seed call.
        watcher = Thread(target=_watch, args=(mock.url, products, done), daemon=True)
        if sys.stderr.isatty():
            watcher.start()
        try:
            mock.seed(seed, products)
        finally:
            done.set()
            if watcher.is_alive():
                watcher.join()
    print(f"Replaced the data of sandbox {mock.name!r} with {products} products from seed {seed}.")


def _watch(url: str, products: int, done: Event) -> None:
    from mockapi.cli.progress import SeedingProgress  # noqa: PLC0415

    step = ""
    with MockClient(url) as mock, SeedingProgress(products) as progress:
        while not done.wait(SECONDS_BETWEEN_POLLS):
            try:
                seeding = mock.call("GET", "/__admin/seed")["seeding"]
            except (ServerUnreachable, ControlError):
                return
            if seeding and seeding["step"]:
                if step and step != seeding["step"]:
                    progress(step, products)
                step = seeding["step"]
                progress(step, seeding["done"])
