"""Locations: the branches of the account. Older pages call one a company or a salon."""

from sqlalchemy import bindparam, select
from sqlmodel import Field

from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendor_api.table_rules import MAX_ID, VendorTable
from mockapi.vendors.altegio.errors import existing


class Location(VendorTable, table=True):
    """A branch, with its currency and the offset of its dates."""

    __tablename__ = "altegio_location"

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Location ID")
    title: str
    currency: str = Field(description="What stands behind an amount of money, for example USD")
    utc_offset: int = Field(
        ge=-12 * 3600,
        le=14 * 3600,
        multiple_of=60,
        description="Seconds east of UTC that the location's dates are written in; whole minutes",
    )


_location = table_of(Location)
_BY_ID = Statement(select(_location).where(_location.c.id == bindparam("id")))


def find_location(store: Store, location_id: int) -> AnyRow:
    """Return the row of a location: id, title, currency, utc_offset. Raises `NotFound`."""
    return existing(_BY_ID.first(store, id=location_id))
