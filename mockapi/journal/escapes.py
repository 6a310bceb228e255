"""Escapes in names, such as `api\\u004bey` and `pass%77ord`, decoded for the search for credentials."""

import re

# An escaped character (\u004b, \x4b, %4b), also in JSON inside a JSON string, or a line continuation of JSON5.
_ESCAPE = re.compile(
    r"(?<!\\)\\++(?:(?-i:U)(?P<eight>[0-9a-f]{8})|(?-i:u)(?P<four>[0-9a-f]{4})|x(?P<two>[0-9a-f]{2})"
    r"|\r?\n|[\r\u2028\u2029]|(?P<one>[acdeghijklmopqswyz]))|%(?:25)*(?P<percent>[0-9a-f]{2})",
    re.IGNORECASE,
)


def unescaped(text: str, *, all_percent: bool = False) -> tuple[str, "list[int] | range"]:
    """Return `text` with the escaped characters of names decoded, and for each character its position in `text`.

    Names consist of ASCII letters, digits, `_` and `-`. `all_percent` also decodes other percent-encoded characters.
    """
    if "\\" not in text and "%" not in text:
        return text, range(len(text) + 1)
    parts: list[str] = []
    positions: list[int] = []
    done = 0
    for match in _ESCAPE.finditer(text):
        character = _decoded(match)
        is_of_name = (character.isascii() and (character.isalnum() or character in "_-")) or not character
        if not is_of_name and not (all_percent and match["percent"]):
            continue
        parts += [text[done : match.start()], character]
        positions.extend(range(done, match.start()))
        positions.extend([match.start()] * len(character))
        done = match.end()
    positions.extend(range(done, len(text) + 1))
    return "".join([*parts, text[done:]]), positions


def _decoded(match: re.Match[str]) -> str:
    """Return the escaped character; "" for a line continuation."""
    code = match["four"] or match["two"] or match["eight"] or match["percent"]
    if code is None:
        return match["one"] or ""
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "?"  # noqa: PLR2004
