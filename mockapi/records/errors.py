"""Errors of users' own rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mockapi.http.text import closest_name, printable

MAX_REPORTED = 20
_MAX_SHOWN_LENGTH = 60


@dataclass(frozen=True)
class WrongRow:
    """One error in a file, a table or a row."""

    reason: str
    source: str | None = None
    """The file with the row; None: the row was sent in a request."""
    table: str | None = None
    """`<vendor>/<table>`."""
    row: int | None = None
    """Counted from 0; None: the error is not about one row."""
    member: str | None = None
    """The place in the row, as a JSON pointer without its first `/`; None: the whole row."""

    @property
    def pointer(self) -> str:
        """Return the place in the array of rows, as a JSON pointer (RFC 6901)."""
        if self.row is None:
            return ""
        return f"/{self.row}" if self.member is None else f"/{self.row}/{self.member}"

    def __str__(self) -> str:
        """Return one line with the place and the reason."""
        where = " ".join(part for part in (self.source or self.table, self.pointer) if part)
        return printable(f"{where}: {self.reason}" if where else self.reason)


class RowError(Exception):
    """An error of rows, none of which may stay: the caller rolls the transaction back."""

    def __init__(self, wrong: Iterable[WrongRow], more: int = 0) -> None:
        """`wrong`: the first errors; `more`: the number of further ones."""
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
    """An error for an unknown vendor or table."""


class TableInUse(RowError):
    """An error for a table to whose rows other rows refer."""


@dataclass
class Report:
    """The errors that were found so far."""

    wrong: list[WrongRow] = field(default_factory=list)
    more: int = 0

    def add(self, wrong: WrongRow) -> None:
        """Add an error; beyond `MAX_REPORTED` it is only counted."""
        if len(self.wrong) < MAX_REPORTED:
            self.wrong.append(wrong)
        else:
            self.more += 1

    def refuse_if_any(self) -> None:
        """Raise `RowError` if there is any error."""
        if self.wrong:
            raise RowError(self.wrong, self.more)


def refuse(reason: str, source: str | None = None) -> NoReturn:
    """Raise `RowError` for an error that is not about a row."""
    raise RowError([WrongRow(reason, source)])


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" with the closest known name, or an empty text."""
    closest = closest_name(name[:100], known)
    return f"; did you mean {closest!r}?" if closest else ""


def shown(value: Any) -> str:
    """Return a JSON value in a few characters."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and abs(value) >= 2**64:
        return "a number of more than 64 bits"
    text = json.dumps(value, default=lambda other: type(other).__name__)
    return text if len(text) <= _MAX_SHOWN_LENGTH else f"{text[:_MAX_SHOWN_LENGTH]}…"
