"""`mockapi operations`: the operations of all vendors."""

from mockapi.cli.connection import AsJson, show
from mockapi.cli.main import app


@app.command()
def operations(as_json: AsJson = False) -> None:
    """List the operations of all vendors, with the evidence for each: documented, observed, inferred or assumed."""
    from mockapi.catalog import fixtures  # noqa: PLC0415

    vendors = [path.parent.name for path in sorted(fixtures.FOLDER.glob("*/operations.json"))]
    rows = [{"vendor": vendor, **row} for vendor in vendors for row in fixtures.operations(vendor)["operations"]]
    columns = ("vendor", "operation", "method", "path", "status", "label")
    show(as_json, rows, columns, [[row[column] for column in columns] for row in rows])
