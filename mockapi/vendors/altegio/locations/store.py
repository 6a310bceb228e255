"""The query of locations."""

from sqlalchemy import bindparam, select

from mockapi.storage.statements import Statement
from mockapi.storage.store import AnyRow, Store, table_of
from mockapi.vendors.altegio.errors import existing
from mockapi.vendors.altegio.locations.tables import Location

_location = table_of(Location)


# docs are silent; chosen because the documented composition shows it so, and paging needs an order that stays.
_LOCATION_BY_ID = Statement(select(_location).where(_location.c.id == bindparam("id")))


def location(store: Store, location_id: int) -> AnyRow:
    """Return a location: its id, title, currency and UTC offset."""
    return existing(_LOCATION_BY_ID.first(store, id=location_id))
