"""Rules for short texts: whole numbers, JSON pointers, printable text and the closest of several names."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

MAX_INTEGER = 2**63 - 1
"""Largest integer that SQLite, and the database of every vendor, can hold."""

_DIGITS = re.compile(r"[0-9]+")
_MAX_LENGTH = len(str(MAX_INTEGER))


def whole_number(text: str) -> int | None:
    """Return the number in `text`, at most `MAX_INTEGER`, or None if `text` is not ASCII digits alone."""
    if not _DIGITS.fullmatch(text):
        return None
    digits = text.lstrip("0")
    return min(int(digits or 0), MAX_INTEGER) if len(digits) <= _MAX_LENGTH else MAX_INTEGER


def pointer_to(*members: str | int) -> str:
    """Return the JSON pointer (RFC 6901) to a member, given the names and indexes on the way; "" is the whole."""
    return "".join("/" + str(member).replace("~", "~0").replace("/", "~1") for member in members)


def printable(text: str, *, keep: str = "") -> str:
    """Return `text` with escapes for characters that could control a terminal, and for lone surrogates.

    Characters in `keep` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in keep else each.encode("unicode_escape").decode() for each in text
    )


def closest_name(name: str, known: Iterable[str], min_ratio: float = 0.6) -> str | None:
    """Return the known name that is most similar to `name`, or None.

    `min_ratio` is the minimum similarity, 0.0 to 1.0, of `difflib.get_close_matches`.
    """
    return next(iter(get_close_matches(name, list(known), 1, min_ratio)), None)
