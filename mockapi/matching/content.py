"""One value of a request – of a header, a parameter or the body – as bytes, as text and as JSON."""

import codecs
import json
from functools import cached_property
from typing import Any

import pyjson5
from pydantic_core import from_json

MAX_JSON5_DEPTH = 100
"""Maximum nesting of JSON5 text: the parser recurses and could exhaust the stack."""

NOT_JSON = object()
"""Result of parsing text that is neither JSON nor JSON5."""


class Content:
    """A value that is decoded on first use.

    `size` is the length of the whole value in bytes, if `given` is only its beginning.
    """

    def __init__(self, given: str | bytes, size: int = 0) -> None:
        self.given = given
        self.is_cut = len(given) < size
        self.size = size
        if isinstance(given, str):
            self.text = given

    @cached_property
    def raw(self) -> bytes:
        """The value as bytes; text is encoded as UTF-8."""
        return self.given if isinstance(self.given, bytes) else encode(self.given)

    @cached_property
    def text(self) -> str:
        """The value decoded as UTF-8.

        Invalid bytes become lone surrogates. If the value is cut, an incomplete last character is dropped.
        """
        return codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(self.raw, not self.is_cut)

    @cached_property
    def json(self) -> Any:
        """The value parsed as JSON, else as JSON5, else `NOT_JSON`."""
        return parse_json(self.raw)


def encode(text: str) -> bytes:
    """Return `text` as UTF-8. Lone surrogates from `surrogateescape` become the original bytes again."""
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")


def parse_json(raw: bytes) -> Any:
    """Return `raw` parsed as JSON, else as JSON5 (Commerscale's samples use single quotes), else `NOT_JSON`."""
    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError:
        pass
    try:
        # Not decode_utf8, which reads invalid UTF-8 as other characters.
        return pyjson5.decode(raw.decode(), maxdepth=MAX_JSON5_DEPTH)
    except (pyjson5.Json5Exception, ValueError, RecursionError):
        return NOT_JSON


def is_deeper_than(content: Any, levels: int) -> bool:
    """Return True if arrays and objects are nested more than `levels` deep in `content`."""
    level: list[Any] = [content]
    for _ in range(levels + 1):
        containers = [part for part in level if isinstance(part, dict | list)]
        if not containers:
            return False
        level = [part for each in containers for part in (each.values() if isinstance(each, dict) else each)]
    return True


def write_json(content: Any) -> str:
    """Return `content` as JSON on one line, without spaces and without escaping non-ASCII characters."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
