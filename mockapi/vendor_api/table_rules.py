"""What a vendor's table says about rows that users bring: what is made for them, and what they refer to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pydantic import AfterValidator
from sqlmodel import SQLModel

MAX_ID = 2**53 - 1
"""Every reader of JSON holds it exactly, and a counter has room above it."""

Values = dict[str, Any]
"""A row: its members by name."""

Make = Callable[[Values], Any]
"""A member from the other ones."""


@dataclass(frozen=True)
class Reference:
    """A member that holds the id of another row, or an array of such ids. null refers to nothing."""

    column: str
    table: str
    """`__tablename__` of the table that is referred to; the table itself: a tree."""
    same: str | None = None
    """A member that has to be equal in both rows."""
    nothing: int | None = None
    """A number that, like null, refers to nothing."""
    deepest: int | None = None
    """Of a tree: how many levels it may have."""


def _no_complaints(row: Values) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class RowRules:
    """Beyond the types of the columns. `made` and `derived` name members that no row needs to bring."""

    counter: str | None = None
    """Hands out the primary keys of rows that have none."""
    made: Mapping[str, Make] = field(default_factory=dict)
    """Members with values of their own, made for rows that lack them from their primary key."""
    derived: Mapping[str, Make] = field(default_factory=dict)
    """Columns that only the emulator knows: no row may bring them, and none is shown with them."""
    references: tuple[Reference, ...] = ()
    complaints: Callable[[Values], Iterable[tuple[str, str]]] = _no_complaints
    """What is wrong among the members of one row: where in it, as a JSON pointer without its first `/`, and why."""


class VendorTable(SQLModel):
    """The base of the vendors' tables. A column's `description` is its meaning for users; nobody builds an instance."""

    # Each table has a model for rows of users, which is made when the first one comes.
    model_config = {"defer_build": True}
    row_rules: ClassVar[RowRules] = RowRules()


def moment(separator: str) -> AfterValidator:
    """A text that must be a day of the calendar and a time to the second, with `separator` between them."""

    def check(text: str) -> str:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None or found.isoformat(separator, "seconds") != text:
            raise ValueError(f"should be a date like 2030-01-02{separator}03:04:05")
        return text

    return AfterValidator(check)
