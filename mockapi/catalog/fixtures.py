"""Where the committed data files are: the default shop, and each vendor's documented examples and operations."""

from pathlib import Path
from typing import Any

from pydantic_core import from_json

_PACKAGE = Path(__file__).resolve().parent.parent

# A wheel carries the folder inside the package; in a checkout it stands beside it.
FOLDER = next(folder for folder in (_PACKAGE / "fixtures", _PACKAGE.parent / "fixtures") if folder.is_dir())


def operations(vendor: str) -> dict[str, Any]:
    """`operations.json` of a vendor: every operation of the docs page, and every rule that is assumed."""
    return _read(FOLDER / vendor / "operations.json")


def examples(vendor: str, operation: str) -> list[dict[str, Any]]:
    """The documented requests of one operation with their answers; empty when the docs show none."""
    path = FOLDER / vendor / f"{operation}.json"
    return list(_read(path)["examples"]) if path.exists() else []


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = from_json(path.read_bytes())
    return content
