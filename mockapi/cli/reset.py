"""`mockapi reset`"""

from enum import StrEnum
from typing import Annotated

import typer

from mockapi.cli.connection import Sandbox, Url, asking
from mockapi.cli.main import app


class Part(StrEnum):
    """What a reset puts back."""

    DATA = "data"
    JOURNAL = "journal"
    FAULTS = "faults"
    CLOCK = "clock"
    QUOTAS = "quotas"


@app.command(epilog="For example: mockapi reset --keep journal --keep clock")
def reset(
    keep: Annotated[
        list[Part] | None,
        typer.Option(help=f"A part that stays: {', '.join(Part)}. May be given again.", metavar="PART"),
    ] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Put a sandbox of a running server back to how it began: data, journal, faults, clock and quotas."""
    with asking(url, sandbox, must_exist=True) as mock:
        mock.reset(**{part.value: False for part in keep or []})
    print(f"{mock.name} is reset")
