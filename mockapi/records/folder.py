"""Users' own rows in a folder of JSON files: `<folder>/<vendor>/<table>.json`, an array of rows each."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from mockapi.records.errors import Report, WrongRow, refuse, suggestion
from mockapi.records.tables import Batch, load_batches, table_names
from mockapi.storage.store import Store
from mockapi.vendor_api.vendor import Vendor

SUFFIX = ".json"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_folder(store: Store, vendors: Sequence[Vendor], folder: Path) -> dict[str, int]:
    """Load all files of a folder, or none, and return the number of rows by `<vendor>/<table>`.

    Rows may refer to rows of any file. Hidden files are ignored. Raises `RowError` for a file that does not belong
    here, cannot be read or has a wrong row.
    """
    report = Report()
    batches = [batch for path, vendor in _files(vendors, folder, report) for batch in _batch(path, vendor, report)]
    report.refuse_if_any()
    load_batches(store, batches)
    return {f"{batch.vendor.name}/{batch.table}": len(batch.rows) for batch in batches}


def _files(vendors: Sequence[Vendor], folder: Path, report: Report) -> Iterator[tuple[Path, Vendor]]:
    by_name = {vendor.name: vendor for vendor in vendors}
    for path in _entries(folder):
        if path.name in by_name and path.is_dir():
            yield from ((file, by_name[path.name]) for file in _entries(path))
        else:
            hint = suggestion(path.name, by_name)
            report.add(WrongRow(f"is no folder of a vendor ({', '.join(by_name)}){hint}", str(path)))


def _batch(path: Path, vendor: Vendor, report: Report) -> Iterator[Batch]:
    known = [f"{name}{SUFFIX}" for name in table_names(vendor)]
    if path.name not in known or not path.is_file():
        hint = suggestion(path.name, known)
        report.add(WrongRow(f"is no file of a table ({', '.join(known)}){hint}", str(path)))
        return
    try:
        yield Batch(vendor, path.name.removesuffix(SUFFIX), _content(path), str(path))
    except OSError as error:
        report.add(WrongRow(f"cannot be read: {error.strerror}", str(path)))
    except ValueError as error:
        report.add(WrongRow(f"is not valid JSON: {error}", str(path)))


def _content(path: Path) -> Any:
    return from_json(path.read_bytes().removeprefix(_BYTE_ORDER_MARK), allow_inf_nan=False)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        refuse(f"cannot be read: {error.strerror}", str(folder))
