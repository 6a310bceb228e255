"""`mockapi seed`"""

import sys
from threading import Event, Thread
from typing import Annotated

import typer

from mockapi.cli.connection import Sandbox, Url, asking
from mockapi.cli.main import app
from mockapi.client.client import MockClient
from mockapi.client.transport import ControlError, ServerUnreachable

SECONDS_BETWEEN_LOOKS = 0.1


@app.command(epilog="For example: mockapi seed --seed 7 --products 5000")
def seed(
    seed: Annotated[
        int, typer.Option(help="Seed of the shop; the same seed makes the same shop.", min=0, metavar="N")
    ] = 42,
    products: Annotated[
        int, typer.Option(help="How many products it sells.", min=0, max=10_000_000, metavar="N")
    ] = 200,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Replace a sandbox's data by another shop. A reset goes back to what the server began with."""
    with asking(url, sandbox) as mock:
        done = Event()
        # A connection of its own: the other one waits until the shop is there.
        watcher = Thread(target=_watch, args=(mock.url, products, done), daemon=True)
        if sys.stderr.isatty():
            watcher.start()
        try:
            mock.seed(seed, products)
        finally:
            done.set()
            if watcher.is_alive():
                watcher.join()
    print(f"{mock.name} sells {products} products of seed {seed}")


def _watch(url: str, products: int, done: Event) -> None:
    from mockapi.cli.progress import SeedingProgress  # noqa: PLC0415

    step = ""
    with MockClient(url) as mock, SeedingProgress(products) as progress:
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            try:
                seeding = mock.call("GET", "/__admin/seed")["seeding"]
            except (ServerUnreachable, ControlError):
                return
            if seeding and seeding["step"]:
                if step and step != seeding["step"]:
                    progress(step, products)
                step = seeding["step"]
                progress(step, seeding["done"])
