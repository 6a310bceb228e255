"""The responses of product categories."""

from mockapi.vendors.commerscale.product_groups.schemas import GroupOut


class CategoryOut(GroupOut):
    """A category, its members in the vendor's order; all values are strings."""


Categories = list[CategoryOut]
