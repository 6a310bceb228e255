"""Numbers as they stand in paths and queries."""

import re

LARGEST_INTEGER = 2**63 - 1
"""What SQLite, and every vendor's database, can hold."""

_DIGITS = re.compile(r"[0-9]+")
_LONGEST = len(str(LARGEST_INTEGER))


def whole_number(text: str) -> int | None:
    """The number that `text` (ASCII digits alone) stands for, or None; never more than `LARGEST_INTEGER`."""
    if not _DIGITS.fullmatch(text):
        return None
    digits = text.lstrip("0")
    return min(int(digits or 0), LARGEST_INTEGER) if len(digits) <= _LONGEST else LARGEST_INTEGER
