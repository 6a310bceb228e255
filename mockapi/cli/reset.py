"""`mockapi reset`: a sandbox back to its initial state."""

from enum import StrEnum
from typing import Annotated

import typer

from mockapi.cli.connection import Sandbox, Url, connect
from mockapi.cli.main import app


class SandboxPart(StrEnum):
    """A part of a sandbox that a reset can keep."""

    DATA = "data"
    JOURNAL = "journal"
    FAULTS = "faults"
    CLOCK = "clock"
    QUOTAS = "quotas"


@app.command(epilog="For example: mockapi reset --keep journal --keep clock")
def reset(
    keep: Annotated[
        list[SandboxPart] | None,
        typer.Option(help=f"Part to keep: {', '.join(SandboxPart)}. Repeat the option for several.", metavar="PART"),
    ] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Reset a sandbox of a running server: data, journal, faults, clock and quotas."""
    with connect(url, sandbox, must_exist=True) as mock:
        mock.reset(**{part.value: False for part in keep or []})
    kept = f", except {', '.join(keep)}" if keep else ""
    print(f"Reset sandbox {mock.name!r}{kept}.")
