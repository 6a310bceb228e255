"""Hides credentials in what the journal shows: by the names that stand before them, right or wrong, whole or cut."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_plus

MASK = "***"

_AUTHORIZATION = frozenset({"authorization", "proxy-authorization"})
_ALWAYS = frozenset({"cookie", "set-cookie", "x-api-key"})
_SCHEME = re.compile(r"^(\s*(?:[A-Za-z]+ +)?)\S.*$", re.DOTALL)

# A name in quotes or bare, a colon, comments between them allowed, and a text, closed or cut off, or a bare value.
_GAP = r"(?:\s|//[^\n]*\n|/\*.*?\*/)*"
_MEMBER = re.compile(
    rf"""(?P<name>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$]+)(?P<colon>{_GAP}:{_GAP})"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s,}\]\[{"']+)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})|(?P<one>.))", re.DOTALL)
_PART = re.compile(
    r"""(?P<head>content-disposition:[^\n]*?\bname="?(?P<name>[^";\r\n]*)"?[^\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)"""
    r"""(?P<value>.*?)(?=\r?\n--|\Z)""",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Secrets:
    """Where a vendor's credentials stand: names of parameters (query, form) and of JSON members."""

    parameters: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    @classmethod
    def of_all(cls, several: Iterable["Secrets"]) -> "Secrets":
        """What is secret anywhere: for a request that is nobody's."""
        each = list(several)
        parameters = frozenset[str]().union(*(secrets.parameters for secrets in each))
        return cls(parameters, frozenset[str]().union(*(secrets.members for secrets in each)))

    def in_header(self, name: str, value: str) -> str:
        """A header's value: of `Bearer abc, User def` the words before the secrets are left."""
        if name.lower() in _AUTHORIZATION:
            return ",".join(_SCHEME.sub(rf"\1{MASK}", part, count=1) for part in value.split(","))
        return MASK if name.lower() in _ALWAYS else value

    def in_parameters(self, encoded: str) -> str:
        """A query string or a form."""
        return "&".join(map(self._parameter, encoded.split("&")))

    def in_body(self, body: str, content_type: str) -> str:
        """A body: of a form its parameters, else whatever looks like a JSON member."""
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "application/x-www-form-urlencoded" and not body.lstrip().startswith(("{", "[")):
            return self.in_parameters(body)
        if kind == "multipart/form-data":
            return _PART.sub(self._part, body)
        return _MEMBER.sub(self._member, body)

    def _parameter(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        return f"{name}={MASK}" if equals and unquote_plus(name) in self.parameters else pair

    def _part(self, match: re.Match[str]) -> str:
        return f"{match['head']}{MASK}" if match["name"] in self.parameters else match[0]

    def _member(self, match: re.Match[str]) -> str:
        name = _ESCAPE.sub(_unescape, match["name"].strip("\"'"))
        return f'{match["name"]}{match["colon"]}"{MASK}"' if name in self.members else match[0]


def _unescape(match: re.Match[str]) -> str:
    code = match["four"] or match["two"]
    return chr(int(code, 16)) if code else match["one"]
