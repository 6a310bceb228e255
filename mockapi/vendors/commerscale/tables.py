"""What Commerscale stores."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Category(SQLModel, table=True):
    """A product category. `position` is the order of creation."""

    __tablename__ = "commerscale_category"
    __table_args__ = (
        Index("commerscale_category_by_id", "id", unique=True),
        Index("commerscale_category_by_name", "name"),
        Index("commerscale_category_by_slug", "slug"),
        Index("commerscale_category_by_date", "createdon"),
    )

    position: int = Field(primary_key=True)
    id: str
    """GUID, lower case, hyphenated."""
    name: str
    slug: str
    description: str
    seopagetitle: str
    seometakeywords: str
    seopagedescription: str
    author: str
    createdon: str
    """`YYYY-MM-DD HH:MM:SS`, UTC: its order as text is its order in time."""
