"""`mockapi operations`: the operations of all vendors."""

from collections.abc import Iterator
from typing import Any

from mockapi.cli.connection import AsJson, show
from mockapi.cli.main import UserError, app

COLUMNS = ("vendor", "operation", "method", "path", "status", "label")


@app.command()
def operations(as_json: AsJson = False) -> None:
    """List the operations of all vendors, with the evidence for each: documented, observed, inferred or assumed."""
    from mockapi.errors import EntryPointError  # noqa: PLC0415

    try:
        rows = [*_listed(), *_installed()]
    except EntryPointError as error:
        raise UserError(str(error)) from error
    show(as_json, rows, COLUMNS, [[row[column] for column in COLUMNS] for row in rows])


def _listed() -> Iterator[dict[str, Any]]:
    """Yield the operations in the ledgers of this package."""
    from mockapi.catalog import fixtures  # noqa: PLC0415

    for path in sorted(fixtures.FOLDER.glob("*/operations.json")):
        vendor = path.parent.name
        yield from ({"vendor": vendor, **row} for row in fixtures.operations(vendor)["operations"])


def _installed() -> Iterator[dict[str, Any]]:
    """Yield the operations of other distributions' vendors, which have no ledger."""
    from mockapi.vendor_api.entry_points import installed_vendors  # noqa: PLC0415

    for vendor in installed_vendors():
        for operation in vendor.operations:
            row = {"vendor": vendor.name, "operation": operation.name, "title": operation.description.title}
            yield {**row, "method": operation.method, "path": operation.path, "status": "implemented", "label": ""}
