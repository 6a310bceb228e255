"""Query strings and forms, read as UTF-8 whatever charset the client declares."""

import sys
from collections.abc import Coroutine, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

MAX_PARAMETERS = 10_000
"""Maximum number of parameters that a vendor reads from a query string, or from a form."""
_MAX_NAME_LENGTH = 64

Pairs = list[tuple[str, str]]
"""Names and values in the order of the request. Invalid UTF-8 becomes lone surrogates."""


class ReceivedParameters(dict[str, str]):
    """All parameters of a request by name. `is_whole` is False if a part of the request could not be read."""

    is_whole = True


async def read_parameters(request: Request) -> ReceivedParameters:
    """Return the parameters of the body and the query string.

    The query string overrides the body, and later values override earlier ones. Files are ignored.
    """
    received = ReceivedParameters()
    for content_type, encoded in (
        (request.headers.get("content-type", ""), await request.body()),
        (URLENCODED, request.scope["query_string"]),
    ):
        try:
            received.update(read_form(content_type, encoded, MAX_PARAMETERS))
        except ValueError:
            received.is_whole = False
    return received


def media_type(request: Request) -> str:
    """Return the declared media type of the body, in lower case and without parameters; "" if there is none."""
    return _media_type(request.headers.get("content-type", ""))


def read_form(content_type: str, body: bytes, max_fields: int = sys.maxsize) -> Pairs:
    """Return the fields of an urlencoded or multipart form without files; [] for any other content type.

    Raises `ValueError` if the form is malformed or has more than `max_fields` fields.
    """
    kind = _media_type(content_type)
    if kind == URLENCODED:
        return read_urlencoded(body, max_fields)
    return _read_multipart(content_type, body, max_fields) if kind == MULTIPART and body else []


def read_urlencoded(encoded: bytes, max_fields: int = sys.maxsize) -> Pairs:
    """Return the parameters of a query string or an urlencoded form, blank values included.

    The result is that of `urllib.parse.parse_qsl`, but each text is decoded by itself. Raises `ValueError` for more
    than `max_fields` parameters.
    """
    pairs = encoded.split(b"&")
    if len(pairs) > max_fields:
        raise ValueError("too many parameters")
    parts = (pair.partition(b"=") for pair in pairs if pair)
    return [
        (_name(name) if len(name) <= _MAX_NAME_LENGTH else _unquoted(name), _unquoted(value))
        for name, _, value in parts
    ]


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _unquoted(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode(errors="surrogateescape")


# Clients repeat names, but not values.
_name = lru_cache(1024)(_unquoted)


class _MultipartParser(MultiPartParser):
    # The body is already in memory, and there may be no file system to write parts to.
    spool_max_size = sys.maxsize
    is_whole = False

    def on_end(self) -> None:
        self.is_whole = True


class _SinglePiece:
    """A body as an asynchronous stream of one piece."""

    def __init__(self, body: bytes) -> None:
        self._pieces = [body]

    def __aiter__(self) -> "_SinglePiece":
        return self

    async def __anext__(self) -> bytes:
        if not self._pieces:
            raise StopAsyncIteration
        return self._pieces.pop()


def _read_multipart(content_type: str, body: bytes, max_fields: int) -> Pairs:
    # Latin-1 keeps every byte; the client's own charset might not.
    headers = Headers({"content-type": f"{content_type}; charset=latin-1"})
    limits = {"max_files": max_fields, "max_fields": max_fields, "max_part_size": sys.maxsize}
    parser = _MultipartParser(headers, _SinglePiece(body), **limits)  # type: ignore[arg-type]
    try:
        form = _run(parser.parse())
    except MultiPartException as error:
        raise ValueError(error.message) from error
    _run(form.close())
    if not parser.is_whole:
        raise ValueError("the form is cut off")
    return _as_utf8((name, value) for name, value in form.multi_items() if isinstance(value, str))


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of a coroutine that never suspends."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("the multipart parser has suspended")


def _as_utf8(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return names and values, decoded as Latin-1 before, decoded as UTF-8."""

    def text(read: str) -> str:
        return read.encode("latin-1").decode(errors="surrogateescape")

    return [(text(name), text(value)) for name, value in pairs]
