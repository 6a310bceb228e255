"""How far a text is from another."""

MAX_COMPARED = 64
"""Longer texts, without what they begin and end with in common, are not compared by letters: that is quadratic."""


def text_distance(one: str, other: str) -> float:
    """The share of the longer text's letters that must be changed, put in or left out: 0 (equal) to 1."""
    longer = max(len(one), len(other))
    if not longer:
        return 0.0
    begin = _common_start(one, other)
    one, other = one[begin:], other[begin:]
    end = _common_start(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if max(len(one), len(other)) > MAX_COMPARED:
        return max(len(one), len(other)) / longer
    return _changes(one, other) / longer


def _common_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _changes(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], number
        for column, against in enumerate(other, 1):
            changed = diagonal + (letter != against)
            diagonal = row[column]
            row[column] = min(changed, diagonal + 1, row[column - 1] + 1)
    return row[-1]
