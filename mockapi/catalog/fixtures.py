"""The committed data files: the default shop, and the documented examples and operations of each vendor."""

from pathlib import Path
from typing import Any

from pydantic_core import from_json

_PACKAGE = Path(__file__).resolve().parent.parent

# In a wheel the folder is inside the package, in a checkout beside it.
FOLDER = next(folder for folder in (_PACKAGE / "fixtures", _PACKAGE.parent / "fixtures") if folder.is_dir())


def operations(vendor: str) -> dict[str, Any]:
    """Return `operations.json` of a vendor: its operations, and the assumed rules of the fidelity ledger."""
    return _read(FOLDER / vendor / "operations.json")


def examples(vendor: str, operation: str) -> list[dict[str, Any]]:
    """Return the documented requests of one operation with their responses; [] if the vendor documents none."""
    path = FOLDER / vendor / f"{operation}.json"
    return list(_read(path)["examples"]) if path.exists() else []


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = from_json(path.read_bytes())
    return content
