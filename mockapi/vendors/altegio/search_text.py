"""The text that searches compare: each row of a table has it in a column of its own."""

_SEPARATOR = "\x1f"
_REPLACEMENT = "\ue000"
"""Replaces a separator within a text, so that no term matches across two texts."""


def search_text(*texts: str) -> str:
    """Return texts, or a search term, in the form in which "contains, ignoring case" is a plain comparison."""
    # docs are silent; chosen because "by name, article, or barcode" says where to look, and people type parts of words.
    return _SEPARATOR.join(text.casefold().replace(_SEPARATOR, _REPLACEMENT) for text in texts)
