"""The responses of product collections."""

from mockapi.vendors.commerscale.product_groups.schemas import GroupOut


class CollectionOut(GroupOut):
    """A collection, its members in the vendor's order; all values are strings."""


Collections = list[CollectionOut]
