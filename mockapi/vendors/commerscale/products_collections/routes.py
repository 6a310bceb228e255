"""The operations on product collections."""

from mockapi.vendors.commerscale.product_groups.routes import group_router
from mockapi.vendors.commerscale.products_collections.schemas import CollectionOut
from mockapi.vendors.commerscale.products_collections.tables import Collection

router = group_router("products/collections", Collection, CollectionOut, "collection")
