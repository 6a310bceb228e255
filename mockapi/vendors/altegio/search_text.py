"""The text that a search compares."""

_SEPARATOR = "\x1f"


_STAND_IN = "\ue000"
"""Replaces separators within a text: a term must not match across two texts."""


def search_text(*texts: str) -> str:
    """Return texts in the form that a search for a part of them compares, ignoring case."""
    # docs are silent; chosen because "by name, article, or barcode" says where to look, and people type parts of words.
    return _SEPARATOR.join(text.casefold().replace(_SEPARATOR, _STAND_IN) for text in texts)
