"""Numbers as they stand in paths and queries."""

import re

MAX_INTEGER = 2**63 - 1
"""What SQLite, and every vendor's database, can hold."""

_DIGITS = re.compile(r"[0-9]+")
_MAX_LENGTH = len(str(MAX_INTEGER))


def whole_number(text: str) -> int | None:
    """The number that `text` (ASCII digits alone) stands for, or None; never more than `MAX_INTEGER`."""
    if not _DIGITS.fullmatch(text):
        return None
    digits = text.lstrip("0")
    return min(int(digits or 0), MAX_INTEGER) if len(digits) <= _MAX_LENGTH else MAX_INTEGER
