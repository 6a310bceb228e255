"""The operations on product categories."""

from mockapi.vendors.commerscale.product_groups.routes import group_router
from mockapi.vendors.commerscale.products_categories.schemas import CategoryOut
from mockapi.vendors.commerscale.products_categories.tables import Category

router = group_router("products/categories", Category, CategoryOut, "category")
