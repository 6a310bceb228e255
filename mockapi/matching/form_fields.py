"""The fields of a form that is in memory, read as `mockapi.http.forms` reads one for the vendors, but at once."""

import sys
from collections.abc import Coroutine, Iterable
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from mockapi.http.forms import MULTIPART, URLENCODED

Pairs = list[tuple[str, str]]


def read_form(content_type: str, body: bytes) -> Pairs:
    """Names and values of an urlencoded or a multipart form, files left out; of anything else, nothing."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == URLENCODED:
        return read_urlencoded(body)
    if kind == MULTIPART:
        return _read_multipart(content_type, body)
    return []


def read_urlencoded(encoded: bytes) -> Pairs:
    """Names and values as they stand in a query string or a form; what is no UTF-8 becomes lone surrogates."""
    return _texts(parse_qsl(encoded.decode("latin-1"), keep_blank_values=True, encoding="latin-1"))


class _Parser(MultiPartParser):
    # Nothing is written to a file, so nothing is waited for.
    spool_max_size = sys.maxsize
    is_whole = False

    def on_end(self) -> None:
        self.is_whole = True


class _Once:
    """A body as a stream of one piece."""

    def __init__(self, body: bytes) -> None:
        self._pieces = [body]

    def __aiter__(self) -> "_Once":
        return self

    async def __anext__(self) -> bytes:
        if not self._pieces:
            raise StopAsyncIteration
        return self._pieces.pop()


def _read_multipart(content_type: str, body: bytes) -> Pairs:
    # Latin-1, which keeps every byte, in place of the charset that the client names.
    headers = Headers({"content-type": f"{content_type}; charset=latin-1"})
    limits = {"max_files": sys.maxsize, "max_fields": sys.maxsize, "max_part_size": sys.maxsize}
    parser = _Parser(headers, _Once(body), **limits)  # type: ignore[arg-type]
    try:
        form = _run(parser.parse())
    except (ValueError, MultiPartException):
        return []
    _run(form.close())
    if not parser.is_whole:
        return []
    return _texts((name, value) for name, value in form.multi_items() if isinstance(value, str))


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("the form's parser waited")


def _texts(pairs: Iterable[tuple[str, str]]) -> Pairs:
    def text(read: str) -> str:
        return read.encode("latin-1").decode(errors="surrogateescape")

    return [(text(name), text(value)) for name, value in pairs]
