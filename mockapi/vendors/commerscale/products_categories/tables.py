"""The table of product categories."""

from typing import ClassVar

from mockapi.vendor_api.table_rules import RowRules
from mockapi.vendors.commerscale.product_groups.tables import ProductGroup, group_indexes, group_rules

_NAME = "commerscale_category"


class Category(ProductGroup, table=True):
    """A product category."""

    __tablename__ = _NAME
    __table_args__ = group_indexes(_NAME)
    row_rules: ClassVar[RowRules] = group_rules(_NAME)
