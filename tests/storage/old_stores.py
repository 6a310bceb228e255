"""A store that an earlier version wrote, and copies of it whose tables are those of a still older one."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "fixtures" / "format-4.sqlite3"
"""A snapshot of a shop without products, with rows of a user's own at every vendor, as it was downloaded."""

TABLES = (
    *("altegio_location", "altegio_category", "altegio_product", "commerscale_category"),
    *("deconetwork_category", "deconetwork_product", "mockapi_counter"),
)

Rows = dict[str, list[dict[str, Any]]]


def changed_store(path: Path, *statements: str, store_format: int = 3, source: Path = FILE) -> Path:
    """Make `path` a copy of a store with this format, changed by statements of SQL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source.read_bytes())
    with closing(sqlite3.connect(path)) as database:
        for statement in (*statements, f"UPDATE mockapi_origin SET format = {store_format}"):
            database.execute(statement)
        database.commit()
    return path


def rows_of(path: Path) -> Rows:
    """All rows of a store by table, as SQLite stores them."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return {table: [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1")] for table in TABLES}
