"""Names that are written with escapes: `api\\u004bey`, `pass%77ord`."""

import re

# A letter in disguise: \u004b, \x4b, %4b, also in JSON that stands in JSON; and what a line of JSON5 goes on after.
_DISGUISED = re.compile(
    r"(?<!\\)\\++(?:(?-i:U)(?P<eight>[0-9a-f]{8})|(?-i:u)(?P<four>[0-9a-f]{4})|x(?P<two>[0-9a-f]{2})"
    r"|\r?\n|[\r\u2028\u2029]|(?P<one>[acdeghijklmopqswyz]))|%(?:25)*(?P<percent>[0-9a-f]{2})",
    re.IGNORECASE,
)


def plain_letters(text: str, *, everything: bool = False) -> tuple[str, "list[int] | range"]:
    """`text` with the letters that names consist of as themselves, and of each letter where it stands in `text`.

    `everything`: also what is no part of a name, but percent-encoded.
    """
    if "\\" not in text and "%" not in text:
        return text, range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    done = 0
    for match in _DISGUISED.finditer(text):
        letter = _letter(match)
        is_wanted = (letter.isascii() and (letter.isalnum() or letter in "_-")) or not letter
        if not is_wanted and not (everything and match["percent"]):
            continue
        letters += [text[done : match.start()], letter]
        places.extend(range(done, match.start()))
        places.extend([match.start()] * len(letter))
        done = match.end()
    places.extend(range(done, len(text) + 1))
    return "".join([*letters, text[done:]]), places


def _letter(match: re.Match[str]) -> str:
    """What is meant; empty: nothing, because a line goes on."""
    code = match["four"] or match["two"] or match["eight"] or match["percent"]
    if code is None:
        return match["one"] or ""
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "?"  # noqa: PLR2004
