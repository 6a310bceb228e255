"""Hides credentials in what the journal shows: by the names that stand before them, right or wrong, whole or cut.

A request that is shown has often gone wrong, so nothing is taken for well-formed: a name of a credential, however it
is written, then `:` or `=`, then all that may be its value. Rather too much is hidden than too little, and every text
is read once, from the left to the right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from mockapi.journal.escapes import plain_letters

MASK = "***"

_AUTHORIZATION = frozenset({"authorization", "proxy-authorization"})
_HEADER = re.compile(r"cookie|token|secret|credential|x-auth", re.IGNORECASE)
# What says of any name that ends so that its value is a credential.
_WORDS = ("token", "secret", "secret[_ -]?key", "password", "api[_ -]?key")
_OBJECT = re.compile(r"(?:\\[nrt]|\s)*+\{")
_SCHEME = re.compile(r"\s*+(?:(?:bearer|user|basic|digest|token|apikey)[ \t]++)?+", re.IGNORECASE)

# What may stand between a name and what it names: `"apiKey" :`, `user[password][0] =`, `"apiKey" "…` (a lost colon).
_INDEX = re.compile(r"\[[^\[\]&=:]*+\]")
_BETWEEN = re.compile(r"""(?:\\[nrt]|[\s\ufeff"'`\\).*+$_-])*+""")
_SIGN = re.compile(r"(?:[:=]|\](?=[\s\]\\\"']*+=)[\s\]\\\"']*+)[:=>]*+")
_QUOTE = "\"'`"
_QUOTES = re.compile(r"""\\*+["'`]""")
_END_OF_LINE = re.compile(r"[\r\n\u2028\u2029]")
_PART_OF_VALUE = re.compile(r"""(?<!\\)\\*+["'`]|[\[{\]},&]|/[*/]""")
_MAX_BACKSLASHES = 15
_AGAIN = 128
_EMPTY = frozenset({"", '""', "''", "null"})
_FORM = re.compile(r"[^\s=&{}<>:]*+=")


@dataclass(frozen=True)
class Secrets:
    """Where a vendor's credentials stand: names of parameters (query, form) and of JSON members."""

    parameters: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    @classmethod
    def of_all(cls, several: Iterable["Secrets"]) -> "Secrets":
        """What is secret anywhere: who confuses vendors shows one what is the other's."""
        each = list(several)
        parameters = frozenset[str]().union(*(secrets.parameters for secrets in each))
        return cls(parameters, frozenset[str]().union(*(secrets.members for secrets in each)))

    def is_name(self, name: str) -> bool:
        """Whether such a name, of a header, a parameter or a member, says that its value is secret."""
        return name.lower() in _AUTHORIZATION or bool(
            _HEADER.search(name) or self._names.search(plain_letters(name)[0])
        )

    def in_header(self, name: str, value: str) -> str:
        """A header's value: of `Bearer abc, User def` the words before the secrets are left."""
        if name.lower() in _AUTHORIZATION:
            return ",".join(_masked_token(part) for part in value.split(","))
        return MASK if self.is_name(name) else self.in_parameters(value)

    def in_parameters(self, encoded: str) -> str:
        """A query string, a form or a path as sent: a credential goes on to the next `&`."""
        return "&".join(map(self._parameter, encoded.split("&")))

    def in_body(self, body: str, content_type: str) -> str:
        """A body, whatever it is, and whatever it says that it is."""
        kind = content_type.partition(";")[0].strip().lower()
        text = body.lstrip("\ufeff \t\r\n")
        if kind.startswith("multipart/") or text.startswith("--"):
            body = self._in_parts(body, content_type)
        if text.startswith(("{", "[", "--")):
            return self.in_text(body)
        if kind == "application/x-www-form-urlencoded" or _FORM.match(text):
            return self.in_parameters(body)
        return self.in_text(body)

    def in_text(self, text: str) -> str:
        """Anything in which members of JSON may stand, also a bit of it."""
        for start, stop in reversed(_merged(self._values(text))):
            text = text[:start] + _hidden(text[start:stop], text[start - 1]) + text[stop:]
        return text

    def _values(self, text: str) -> Iterator[tuple[int, int]]:
        """Where values begin and end. They may overlap: what stands before a name may be broken, or not JSON."""
        furthest = 0
        plain, places = plain_letters(text)
        for match in self._names.finditer(plain):
            start = _after_sign(text, places[match.end()])
            if start is not None and not (match["whole"] and _OBJECT.match(text, start)):
                # In a value that is hidden anyway only little is read again, to be done with all in linear time.
                stop = _end_of_value(text, start, start + _AGAIN if start < furthest else len(text))
                furthest = max(furthest, stop)
                yield start, stop

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Any of the names, in any case, with or without something between its words: apiKey, API_KEY, x-api-key."""
        words = {"[_ -]?".join(re.findall(r"[A-Z]?[a-z0-9]+", name)) for name in self.parameters | self.members}
        known = "|".join(sorted(words.union(_WORDS), key=len, reverse=True))
        # `authentication` is an object that has credentials; anything else there is one.
        return re.compile(rf"(?:{known}|(?P<whole>authentication))(?![a-z0-9])", re.IGNORECASE)

    def _parameter(self, pair: str) -> str:
        plain, places = plain_letters(pair, everything=True)
        for match in self._names.finditer(plain):
            end = _after_sign(plain, match.end())
            if end is not None and not (match["whole"] and _OBJECT.match(plain, end)):
                value = pair[places[end] :]
                return pair[: places[end]] + MASK if value else pair
        return pair

    def _in_parts(self, body: str, content_type: str) -> str:
        told = re.search(r"boundary=\"?([^\";,\s]+)", content_type, re.IGNORECASE)
        seen = re.match(r"\s*(--[^\r\n]+)", body)
        boundaries = {f"--{told[1]}" if told else "", seen[1].rstrip() if seen else ""} - {""}
        if not boundaries:
            return body
        # The longest first: one may be the beginning of another.
        split = "|".join(map(re.escape, sorted(boundaries, key=len, reverse=True)))
        return "".join(map(self._part, re.split(f"({split})", body)))

    def _part(self, part: str) -> str:
        head = re.search(r"\r?\n\r?\n", part)
        if head is None or not self._names.search(plain_letters(part[: head.end()], everything=True)[0]):
            return part
        value = part[head.end() :]
        return part[: head.end()] + MASK + ("\r\n" if value.endswith("\n") else "") if value.strip() else part


def _masked_token(part: str) -> str:
    scheme = _SCHEME.match(part)
    start = scheme.end() if scheme else 0
    return part[:start] + MASK if part[start:].strip() else part


def _after_sign(text: str, end: int) -> int | None:
    """Where the value of a name begins that ends at `end`; None: it names nothing here."""
    place = _passed_over(text, end)
    sign = _SIGN.match(text, place)
    if sign is not None:
        return sign.end()
    # Two quotes and then a value: the sign between them was forgotten.
    is_value = text[place : place + 1] not in ("", *",;&:}]{[")
    if not is_value or sum(text.count(quote, end, place) for quote in _QUOTE) <= 1:
        return None
    return len(text[: max(text.rfind(quote, end, place) for quote in _QUOTE)].rstrip("\\"))


def _passed_over(text: str, place: int) -> int:
    """The end of spaces, quotes, indexes and comments."""
    begun = -1
    while place != begun:
        begun = place
        for expression in (_BETWEEN, _INDEX):
            match = expression.match(text, place)
            place = match.end() if match else place
        place = _after_comment(text, place)
    return place


def _after_comment(text: str, place: int) -> int:
    if not text.startswith(("/*", "//"), place):
        return place
    if text[place + 1] == "*":
        return max(text.find("*/", place + 2) + 2, place)
    end = _END_OF_LINE.search(text, place)
    return end.end() if end else place


def _end_of_value(text: str, place: int, limit: int) -> int:
    """The end of all that may belong to the value: strings, brackets and comments whole, and what follows them."""
    depth = 0
    while place < limit:
        match = _PART_OF_VALUE.search(text, place)
        if match is None:
            return len(text)
        found = match[0]
        place = match.end()
        if found[-1] in _QUOTE:
            place = _end_of_string(text, place, found)
        elif found[0] == "/":
            place = max(place, _after_comment(text, match.start()))
        elif found in "[{":
            depth += 1
        elif depth == 0:
            return match.start()
        elif found in "]}":
            depth -= 1
    return place


def _merged(values: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(values):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _end_of_string(text: str, place: int, opening: str) -> int:
    # As many backslashes as before the opening quote, in JSON that stands in JSON; a quote with more is a letter.
    most = min(len(opening) - 1, _MAX_BACKSLASHES)
    slashes = rf"\\{{0,{most}}}" if most else r"(?:\\\\)*+"
    closing = re.compile(rf"(?<!\\){slashes}{opening[-1]}").search(text, place)
    return closing.end() if closing else len(text)


def _hidden(value: str, sign: str) -> str:
    """A value's mask: JSON stays JSON."""
    bare = value.strip()
    if bare in _EMPTY:
        return value
    opening = _QUOTES.match(bare)
    quote = opening[0] if opening else '"' if sign == ":" else ""
    return value.replace(bare, f"{quote}{MASK}{quote}")
