"""The table of locations."""

from sqlmodel import Field

from mockapi.vendor_api.table_rules import MAX_ID, VendorTable


class Location(VendorTable, table=True):
    """A branch (older pages: company, salon)."""

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
