"""Masking of credentials in the journal: a credential is recognised by the name before it.

Requests in the journal are often malformed, so the search does not parse them: it looks for the name of a credential in
any notation, then `:` or `=`, then everything that may belong to the value. In doubt it masks too much. Each text is
read once, from left to right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from mockapi.journal.escapes import unescaped

MASK = "***"

_AUTHORIZATION = frozenset({"authorization", "proxy-authorization"})
_HEADER = re.compile(r"cookie|token|secret|credential|x-auth", re.IGNORECASE)
# A name that ends with one of these words has a credential as its value.
_WORDS = ("token", "secret", "secret[_ -]?key", "password", "api[_ -]?key")
_OBJECT = re.compile(r"(?:\\[nrt]|\s)*+\{")
_SCHEME = re.compile(r"\s*+(?:(?:bearer|user|basic|digest|token|apikey)[ \t]++)?+", re.IGNORECASE)

# Characters between a name and its value: `"apiKey" :`, `user[password][0] =`, `"apiKey" "…` (a missing colon).
_INDEX = re.compile(r"\[[^\[\]&=:]*+\]")
_BETWEEN = re.compile(r"""(?:\\[nrt]|[\s\ufeff"'`\\).*+$_-])*+""")
_SIGN = re.compile(r"(?:[:=]|\](?=[\s\]\\\"']*+=)[\s\]\\\"']*+)[:=>]*+")
_QUOTE = "\"'`"
_QUOTES = re.compile(r"""\\*+["'`]""")
_END_OF_LINE = re.compile(r"[\r\n\u2028\u2029]")
_PART_OF_VALUE = re.compile(r"""(?<!\\)\\*+["'`]|[\[{\]},&]|/[*/]""")
_MAX_BACKSLASHES = 15
_REREAD_LENGTH = 128
_EMPTY = frozenset({"", '""', "''", "null"})
_FORM = re.compile(r"[^\s=&{}<>:]*+=")


@dataclass(frozen=True)
class Secrets:
    """The names of a vendor's credentials: parameters of query strings and forms, and JSON members."""

    parameters: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    @classmethod
    def of_all(cls, several: Iterable["Secrets"]) -> "Secrets":
        """Return the union of all vendors' secret names.

        A client that mixes up vendors may send one vendor's credentials to another.
        """
        each = list(several)
        parameters = frozenset[str]().union(*(secrets.parameters for secrets in each))
        return cls(parameters, frozenset[str]().union(*(secrets.members for secrets in each)))

    def is_name(self, name: str) -> bool:
        """Return True if the value of a header, parameter or member with this name is a credential."""
        return name.lower() in _AUTHORIZATION or bool(_HEADER.search(name) or self._names.search(unescaped(name)[0]))

    def in_header(self, name: str, value: str) -> str:
        """Return the value of a header with credentials masked; `Bearer abc, User def` keeps `Bearer` and `User`."""
        if name.lower() in _AUTHORIZATION:
            return ",".join(_masked_token(part) for part in value.split(","))
        return MASK if self.is_name(name) else self.in_parameters(value)

    def in_parameters(self, encoded: str) -> str:
        """Return an encoded query string, form or path with credentials masked; each ends at the next `&`."""
        return "&".join(map(self._parameter, encoded.split("&")))

    def in_body(self, body: str, content_type: str) -> str:
        """Return a body with credentials masked, whether or not it has the format of its content type."""
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
        """Return text that may contain JSON members, or a part of them, with credentials masked."""
        for start, stop in reversed(_merged(self._values(text))):
            text = text[:start] + _hidden(text[start:stop], text[start - 1]) + text[stop:]
        return text

    def _values(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the start and the end of each credential. They may overlap, because the text may be malformed."""
        furthest = 0
        plain, positions = unescaped(text)
        for match in self._names.finditer(plain):
            start = _after_sign(text, positions[match.end()])
            if start is not None and not (match["whole"] and _OBJECT.match(text, start)):
                # Inside a value that is masked anyway, only a short part is read again: that keeps the time linear.
                stop = _end_of_value(text, start, start + _REREAD_LENGTH if start < furthest else len(text))
                furthest = max(furthest, stop)
                yield start, stop

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """An expression for the names in any case, with any separator between words: apiKey, API_KEY, x-api-key."""
        words = {"[_ -]?".join(re.findall(r"[A-Z]?[a-z0-9]+", name)) for name in self.parameters | self.members}
        known = "|".join(sorted(words.union(_WORDS), key=len, reverse=True))
        # The value of `authentication` is an object that contains credentials, or else a credential itself.
        return re.compile(rf"(?:{known}|(?P<whole>authentication))(?![a-z0-9])", re.IGNORECASE)

    def _parameter(self, pair: str) -> str:
        plain, positions = unescaped(pair, all_percent=True)
        for match in self._names.finditer(plain):
            end = _after_sign(plain, match.end())
            if end is not None and not (match["whole"] and _OBJECT.match(plain, end)):
                value = pair[positions[end] :]
                return pair[: positions[end]] + MASK if value else pair
        return pair

    def _in_parts(self, body: str, content_type: str) -> str:
        declared = re.search(r"boundary=\"?([^\";,\s]+)", content_type, re.IGNORECASE)
        actual = re.match(r"\s*(--[^\r\n]+)", body)
        boundaries = {f"--{declared[1]}" if declared else "", actual[1].rstrip() if actual else ""} - {""}
        if not boundaries:
            return body
        # The longest first: one boundary may be a prefix of the other.
        split = "|".join(map(re.escape, sorted(boundaries, key=len, reverse=True)))
        return "".join(map(self._part, re.split(f"({split})", body)))

    def _part(self, part: str) -> str:
        head = re.search(r"\r?\n\r?\n", part)
        if head is None or not self._names.search(unescaped(part[: head.end()], all_percent=True)[0]):
            return part
        value = part[head.end() :]
        return part[: head.end()] + MASK + ("\r\n" if value.endswith("\n") else "") if value.strip() else part


def _masked_token(part: str) -> str:
    scheme = _SCHEME.match(part)
    start = scheme.end() if scheme else 0
    return part[:start] + MASK if part[start:].strip() else part


def _after_sign(text: str, end: int) -> int | None:
    """Return the start of the value after a name that ends at `end`; None if no value follows."""
    position = _skipped(text, end)
    sign = _SIGN.match(text, position)
    if sign is not None:
        return sign.end()
    # Two quotes before a value: the sign between them is missing.
    is_value = text[position : position + 1] not in ("", *",;&:}]{[")
    if not is_value or sum(text.count(quote, end, position) for quote in _QUOTE) <= 1:
        return None
    return len(text[: max(text.rfind(quote, end, position) for quote in _QUOTE)].rstrip("\\"))


def _skipped(text: str, position: int) -> int:
    """Return the position after spaces, quotes, indexes and comments."""
    before = -1
    while position != before:
        before = position
        for expression in (_BETWEEN, _INDEX):
            match = expression.match(text, position)
            position = match.end() if match else position
        position = _after_comment(text, position)
    return position


def _after_comment(text: str, position: int) -> int:
    if not text.startswith(("/*", "//"), position):
        return position
    if text[position + 1] == "*":
        return max(text.find("*/", position + 2) + 2, position)
    end = _END_OF_LINE.search(text, position)
    return end.end() if end else position


def _end_of_value(text: str, position: int, limit: int) -> int:
    """Return the end of everything that may belong to the value; it includes whole strings, brackets and comments."""
    depth = 0
    while position < limit:
        match = _PART_OF_VALUE.search(text, position)
        if match is None:
            return len(text)
        found = match[0]
        position = match.end()
        if found[-1] in _QUOTE:
            position = _end_of_string(text, position, found)
        elif found[0] == "/":
            position = max(position, _after_comment(text, match.start()))
        elif found in "[{":
            depth += 1
        elif depth == 0:
            return match.start()
        elif found in "]}":
            depth -= 1
    return position


def _merged(values: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(values):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _end_of_string(text: str, position: int, opening: str) -> int:
    # In JSON inside a JSON string, the closing quote has as many backslashes as the opening one; one with more is text.
    limit = min(len(opening) - 1, _MAX_BACKSLASHES)
    slashes = rf"\\{{0,{limit}}}" if limit else r"(?:\\\\)*+"
    closing = re.compile(rf"(?<!\\){slashes}{opening[-1]}").search(text, position)
    return closing.end() if closing else len(text)


def _hidden(value: str, sign: str) -> str:
    """Return the masked value, in quotes where JSON needs them."""
    bare = value.strip()
    if bare in _EMPTY:
        return value
    opening = _QUOTES.match(bare)
    quote = opening[0] if opening else '"' if sign == ":" else ""
    return value.replace(bare, f"{quote}{MASK}{quote}")
