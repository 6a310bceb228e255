"""`mockapi operations`"""

import json
from typing import Annotated

import typer

from mockapi.cli import app


@app.command()
def operations(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """List every operation of every vendor, with how sure it is that the vendor does the same."""
    from mockapi.core import fixtures  # noqa: PLC0415

    vendors = [path.parent.name for path in sorted(fixtures.FOLDER.glob("*/operations.json"))]
    rows = [{"vendor": vendor, **row} for vendor in vendors for row in fixtures.operations(vendor)["operations"]]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("vendor", "operation", "method", "path", "status", "label", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(row[str(column.header)] for column in table.columns))
    Console().print(table)
