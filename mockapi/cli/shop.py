"""`mockapi shop`"""

from pathlib import Path
from typing import Annotated

import typer

from mockapi.cli.main import UserError, app


@app.command(epilog="For example: mockapi shop --output shop.json --seed 7 --products 1000")
def shop(
    output: Annotated[Path, typer.Option(help="File to write.", metavar="FILE")],
    seed: Annotated[int, typer.Option(help="Seed of the shop.", min=0, metavar="N")] = 42,
    products: Annotated[int, typer.Option(help="How many products it sells.", min=0, metavar="N")] = 200,
) -> None:
    """Write an imaginary shop to a file and print the file's SHA-256: how the default shop was made."""
    from mockapi.catalog.file import write_shop  # noqa: PLC0415
    from mockapi.catalog.generator import make_shop  # noqa: PLC0415

    try:
        print(write_shop(make_shop(seed, products), output))
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror}") from error
