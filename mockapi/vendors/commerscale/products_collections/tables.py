"""The table of product collections."""

from typing import ClassVar

from mockapi.vendor_api.table_rules import RowRules
from mockapi.vendors.commerscale.product_groups.tables import ProductGroup, group_indexes, group_rules

_NAME = "commerscale_collection"


class Collection(ProductGroup, table=True):
    """A product collection."""

    __tablename__ = _NAME
    __table_args__ = group_indexes(_NAME)
    row_rules: ClassVar[RowRules] = group_rules(_NAME)
