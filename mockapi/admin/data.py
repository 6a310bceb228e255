"""Rows of the vendors' tables: seen, loaded and cleared, past what the vendors' own operations can do."""

from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import Field

from mockapi.admin.models import ResponseModel, TheSandbox, TheState, control_router
from mockapi.records.tables import (
    clear_table,
    count_rows,
    find_vendor,
    load_rows,
    table_members,
    table_names,
    table_rows,
)
from mockapi.vendor_api.vendor import Vendor

router = control_router("Own rows")

MAX_ROWS = 1000


class MemberOut(ResponseModel):
    """What a row may have."""

    name: str
    type: str
    required: bool
    meaning: str


class TableOut(ResponseModel):
    """A table."""

    vendor: str
    table: str
    rows: int = Field(description="How many it has in the sandbox.")
    members: list[MemberOut]


class TablesOut(ResponseModel):
    """All tables."""

    tables: list[TableOut]


class RowsOut(ResponseModel):
    """Some rows, by primary key."""

    rows: list[dict[str, Any]]
    total: int


class LoadedOut(ResponseModel):
    """What was loaded, ids that were handed out included."""

    loaded: int
    rows: list[dict[str, Any]]


class ClearedOut(ResponseModel):
    """How many rows are gone."""

    cleared: int


@router.get("/data")
async def list_tables(state: TheState, sandbox: TheSandbox) -> TablesOut:
    """List the tables of each vendor and what a row of them may have."""
    vendors = [mounted.vendor for mounted in state.vendors]
    return TablesOut(tables=[_told(sandbox, vendor, name) for vendor in vendors for name in table_names(vendor)])


@router.get("/data/{vendor}/{table}")
async def get_rows(
    state: TheState,
    sandbox: TheSandbox,
    vendor: str,
    table: str,
    limit: Annotated[int, Query(ge=0, le=MAX_ROWS)] = 100,
    offset: Annotated[int, Query(ge=0, lt=2**63)] = 0,
) -> RowsOut:
    """Get rows of a table, as they could be loaded again."""
    found = _vendor(state, vendor)
    rows = table_rows(sandbox.reading(), found, table, limit, offset)
    return RowsOut(rows=rows, total=count_rows(sandbox.reading(), found, table))


@router.post("/data/{vendor}/{table}", status_code=201)
async def post_rows(
    state: TheState,
    sandbox: TheSandbox,
    vendor: str,
    table: str,
    rows: Annotated[Any, Body(description="An array of rows; `GET /__admin/data` tells what one may have.")],
) -> LoadedOut:
    """Add rows to a table. When one is wrong, all that is wrong is told, and nothing is loaded."""
    found = _vendor(state, vendor)
    with sandbox.writing() as store:
        loaded = load_rows(store, found, table, rows)
    return LoadedOut(loaded=len(loaded), rows=loaded)


@router.delete("/data/{vendor}/{table}")
async def delete_rows(state: TheState, sandbox: TheSandbox, vendor: str, table: str) -> ClearedOut:
    """Remove all rows of a table. 409: rows of another table refer to them."""
    found = _vendor(state, vendor)
    with sandbox.writing() as store:
        cleared = clear_table(store, found, table)
    return ClearedOut(cleared=cleared)


def _vendor(state: TheState, name: str) -> Vendor:
    return find_vendor([mounted.vendor for mounted in state.vendors], name)


def _told(sandbox: TheSandbox, vendor: Vendor, table: str) -> TableOut:
    return TableOut(
        vendor=vendor.name,
        table=table,
        rows=count_rows(sandbox.reading(), vendor, table),
        members=[
            MemberOut(name=member.name, type=member.type, required=member.required, meaning=member.meaning)
            for member in table_members(vendor, table)
        ],
    )
