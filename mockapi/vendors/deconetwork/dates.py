"""Dates in requests. Source: the parameters `date1` and `date2`, and the forms that clients send."""

import re
from datetime import UTC, datetime
from functools import lru_cache

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_MAX_CACHED = 256
_MAX_CACHED_LENGTH = 64


def read_date(text: str) -> str | None:
    """Return a date as the tables store it, `YYYY-MM-DDTHH:MM:SS` in UTC; None if `text` is no date.

    The time, its fraction and its zone are optional. The fraction is cut off.
    """
    return (_read_cached if len(text) <= _MAX_CACHED_LENGTH else _read)(text)


def _read(text: str) -> str | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", text))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat()


# A request's dates are read twice: in the check of all conditions, and for the search.
_read_cached = lru_cache(_MAX_CACHED)(_read)
