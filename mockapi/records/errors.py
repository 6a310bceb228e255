"""How rows that users bring are refused."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mockapi.http.text import closest_name, printable

MAX_REPORTED = 20
_MAX_SHOWN_LENGTH = 60


@dataclass(frozen=True)
class WrongRow:
    """One thing that is wrong with a file, a table or a row."""

    reason: str
    source: str | None = None
    """The file that it stands in."""
    table: str | None = None
    """`<vendor>/<table>`."""
    row: int | None = None
    """Counted from 0; None: it is not about one row."""
    member: str | None = None
    """Where in the row, as a JSON pointer without its first `/`; None: the whole row."""

    @property
    def pointer(self) -> str:
        """The place in the array of rows, as a JSON pointer (RFC 6901)."""
        if self.row is None:
            return ""
        return f"/{self.row}" if self.member is None else f"/{self.row}/{self.member}"

    def __str__(self) -> str:
        """One line: where, and why."""
        where = " ".join(part for part in (self.source or self.table, self.pointer) if part)
        return printable(f"{where}: {self.reason}" if where else self.reason)


class RowError(Exception):
    """Rows are refused, and none of them may stay: the caller undoes the transaction."""

    def __init__(self, wrong: Iterable[WrongRow], more: int = 0) -> None:
        """`wrong`: the first of what is wrong, `more`: how much more there is."""
        self.wrong = tuple(wrong)
        self.more = more
        super().__init__(self._text())

    def _text(self) -> str:
        if len(self.wrong) == 1 and not self.more:
            return str(self.wrong[0])
        number = len(self.wrong) + self.more
        lines = [f"{number} things are wrong (rows are counted from 0):", *(f"  {each}" for each in self.wrong)]
        return "\n".join([*lines, f"  … and {self.more} more"] if self.more else lines)


class UnknownTable(RowError):
    """There is no such vendor, or it has no such table."""


class TableInUse(RowError):
    """Rows elsewhere refer to the table's."""


@dataclass
class Report:
    """What is wrong, while it is being found."""

    wrong: list[WrongRow] = field(default_factory=list)
    more: int = 0

    def add(self, wrong: WrongRow) -> None:
        """Keep it, unless there are enough already: then it is counted."""
        if len(self.wrong) < MAX_REPORTED:
            self.wrong.append(wrong)
        else:
            self.more += 1

    def refuse_if_any(self) -> None:
        """Raise `RowError` if something was wrong."""
        if self.wrong:
            raise RowError(self.wrong, self.more)


def refuse(reason: str, source: str | None = None) -> NoReturn:
    """Raise `RowError` for something that is about no row."""
    raise RowError([WrongRow(reason, source)])


def suggestion(name: str, known: Iterable[str]) -> str:
    """ "; did you mean …?" with the closest known name, or nothing."""
    closest = closest_name(name[:100], known)
    return f"; did you mean {closest!r}?" if closest else ""


def shown(value: Any) -> str:
    """A value of JSON, in a few characters."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and abs(value) >= 2**64:
        return "a number of more than 64 bits"
    text = json.dumps(value, default=lambda other: type(other).__name__)
    return text if len(text) <= _MAX_SHOWN_LENGTH else f"{text[:_MAX_SHOWN_LENGTH]}…"
