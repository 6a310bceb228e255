"""`mockapi shop`: a generated shop as a file."""

from pathlib import Path
from typing import Annotated

import typer

from mockapi.cli.main import UserError, app


@app.command(epilog="For example: mockapi shop --output shop.json --seed 7 --products 1000")
def shop(
    output: Annotated[Path, typer.Option(help="File to write.", metavar="FILE")],
    seed: Annotated[int, typer.Option(help="Seed of the shop; equal seeds give equal shops.", min=0, metavar="N")] = 42,
    products: Annotated[int, typer.Option(help="Number of products.", min=0, metavar="N")] = 200,
) -> None:
    """Generate a shop, write it to a file and print the file's SHA-256. The default shop was made in this way."""
    from mockapi.catalog.file import write_shop  # noqa: PLC0415
    from mockapi.catalog.generator import make_shop  # noqa: PLC0415

    try:
        print(write_shop(make_shop(seed, products), output))
    except OSError as error:
        raise UserError(f"Cannot write {output}: {error.strerror}.") from error
