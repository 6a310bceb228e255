"""Edit distance of two texts."""

MAX_COMPARED_LENGTH = 64
"""Maximum length, without common prefix and suffix, that is compared by characters: the comparison is quadratic."""


def text_distance(one: str, other: str) -> float:
    """Return the share of the longer text's characters to replace, insert or delete: 0.0 (equal) to 1.0."""
    longer = max(len(one), len(other))
    if not longer:
        return 0.0
    begin = _common_prefix_length(one, other)
    one, other = one[begin:], other[begin:]
    end = _common_prefix_length(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if max(len(one), len(other)) > MAX_COMPARED_LENGTH:
        return max(len(one), len(other)) / longer
    return _levenshtein_distance(one, other) / longer


def _common_prefix_length(one: str, other: str) -> int:
    # A binary search over slices: a loop over characters is too slow for bodies.
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _levenshtein_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        diagonal, row[0] = row[0], number
        for column, against in enumerate(other, 1):
            replaced = diagonal + (character != against)
            diagonal = row[column]
            row[column] = min(replaced, diagonal + 1, row[column - 1] + 1)
    return row[-1]
