"""Rows of the vendors' tables: list, load and clear them, independently of the vendors' operations."""

from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import Field

from mockapi.admin.models import CurrentSandbox, CurrentState, ResponseModel, control_router
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
    """A member of a row."""

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
    """The rows that were loaded, with the ids that were assigned."""

    loaded: int
    rows: list[dict[str, Any]]


class ClearedOut(ResponseModel):
    """How many rows are gone."""

    cleared: int


@router.get("/data")
async def list_tables(state: CurrentState, sandbox: CurrentSandbox) -> TablesOut:
    """List the tables of each vendor and what a row of them may have."""
    vendors = [mounted.vendor for mounted in state.vendors]
    return TablesOut(tables=[_table_out(sandbox, vendor, name) for vendor in vendors for name in table_names(vendor)])


@router.get("/data/{vendor}/{table}")
async def get_rows(
    state: CurrentState,
    sandbox: CurrentSandbox,
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
    state: CurrentState,
    sandbox: CurrentSandbox,
    vendor: str,
    table: str,
    rows: Annotated[Any, Body(description="An array of rows; `GET /__admin/data` tells what one may have.")],
) -> LoadedOut:
    """Add rows to a table. If one is wrong, the response lists every error, and nothing is loaded."""
    found = _vendor(state, vendor)
    with sandbox.writing() as store:
        loaded = load_rows(store, found, table, rows)
    return LoadedOut(loaded=len(loaded), rows=loaded)


@router.delete("/data/{vendor}/{table}")
async def delete_rows(state: CurrentState, sandbox: CurrentSandbox, vendor: str, table: str) -> ClearedOut:
    """Remove all rows of a table. 409: rows of another table refer to them."""
    found = _vendor(state, vendor)
    with sandbox.writing() as store:
        cleared = clear_table(store, found, table)
    return ClearedOut(cleared=cleared)


def _vendor(state: CurrentState, name: str) -> Vendor:
    return find_vendor([mounted.vendor for mounted in state.vendors], name)


def _table_out(sandbox: CurrentSandbox, vendor: Vendor, table: str) -> TableOut:
    return TableOut(
        vendor=vendor.name,
        table=table,
        rows=count_rows(sandbox.reading(), vendor, table),
        members=[
            MemberOut(name=member.name, type=member.type, required=member.required, meaning=member.meaning)
            for member in table_members(vendor, table)
        ],
    )
