"""One value of a request – a header's, a parameter's, the body – as bytes, as text and as JSON."""

import codecs
import json
from functools import cached_property
from typing import Any

import pyjson5
from pydantic_core import from_json

DEEPEST = 100
"""How many levels JSON5 may have: reading without end could exhaust the stack."""

NOT_JSON = object()
"""Stands for the JSON of what is no JSON."""


class Content:
    """A value, decoded when somebody asks. `size`: of the whole value in bytes, if `given` is only its beginning."""

    def __init__(self, given: str | bytes, size: int = 0) -> None:
        self.given = given
        self.is_cut = len(given) < size
        self.size = size
        if isinstance(given, str):
            self.text = given

    @cached_property
    def raw(self) -> bytes:
        """The bytes, or the UTF-8 of the text."""
        return self.given if isinstance(self.given, bytes) else encode(self.given)

    @cached_property
    def text(self) -> str:
        """The bytes as UTF-8: what is none becomes lone surrogates, a character that was cut in two is left out."""
        return codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(self.raw, not self.is_cut)

    @cached_property
    def json(self) -> Any:
        """What the bytes mean as JSON, else as JSON5, else `NOT_JSON`."""
        return parse_json(self.raw)


def encode(text: str) -> bytes:
    """UTF-8; the lone surrogates that stand for other bytes become these bytes again."""
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")


def parse_json(raw: bytes) -> Any:
    """`raw` as JSON, else as JSON5 (Commerscale's bodies have single quotes), else `NOT_JSON`. Raises nothing."""
    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError:
        pass
    try:
        # Not decode_utf8, which reads bytes that are no UTF-8 as other characters.
        return pyjson5.decode(raw.decode(), maxdepth=DEEPEST)
    except (pyjson5.Json5Exception, ValueError, RecursionError):
        return NOT_JSON


def is_deeper(content: Any, levels: int) -> bool:
    """Whether arrays and objects stand in each other more than `levels` times."""
    level: list[Any] = [content]
    for _ in range(levels + 1):
        wholes = [part for part in level if isinstance(part, dict | list)]
        if not wholes:
            return False
        level = [part for whole in wholes for part in (whole.values() if isinstance(whole, dict) else whole)]
    return True


def write_json(content: Any) -> str:
    """`content` on one line, for comparing and for showing."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
