"""Parameters as they stand in query strings and forms, byte for byte, whatever charset a client names."""

import sys
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

MAX_PARAMETERS = 10_000
_MAX_NAME_LENGTH = 64

Pairs = list[tuple[str, str]]


class ReceivedParameters(dict[str, str]):
    """All parameters of a request. `is_whole`: every part of it could be read."""

    is_whole = True


async def read_parameters(request: Request) -> ReceivedParameters:
    """The parameters of body and query string, merged; of one name the query string's, and there the last, counts.

    Bytes that are no UTF-8 become lone surrogates, which fit nothing that is stored. Files are passed over.
    """
    received = ReceivedParameters()
    try:
        received.update(await _read_body(request))
    except (ValueError, MultiPartException):
        received.is_whole = False
    try:
        received.update(_decode(request.scope["query_string"]))
    except ValueError:
        received.is_whole = False
    return received


def media_type(request: Request) -> str:
    """What a request says that its body is, in lower case and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read_body(request: Request) -> Pairs:
    kind = media_type(request)
    if kind == URLENCODED:
        return _decode(await request.body())
    if kind == MULTIPART and await request.body():
        return await _multipart(request)
    return []


def _decode(encoded: bytes) -> Pairs:
    """What `parse_qsl` makes of it, blank values kept, each text decoded for itself. Raises `ValueError`: too many."""
    pairs = encoded.split(b"&")
    if len(pairs) > MAX_PARAMETERS:
        raise ValueError("too many parameters")
    parts = (pair.partition(b"=") for pair in pairs if pair)
    return [
        (_name(name) if len(name) <= _MAX_NAME_LENGTH else _unquoted(name), _unquoted(value))
        for name, _, value in parts
    ]


def _unquoted(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode(errors="surrogateescape")


# Names come again, values do not.
_name = lru_cache(1024)(_unquoted)


class _Multipart(MultiPartParser):
    # The body is in memory already; a file system to write it to may not be there.
    spool_max_size = sys.maxsize
    is_whole = False

    def on_end(self) -> None:
        self.is_whole = True


async def _multipart(request: Request) -> Pairs:
    # Latin-1, which keeps every byte, in place of the charset that the client names.
    headers = Headers({"content-type": f"{request.headers['content-type']}; charset=latin-1"})
    limits = {"max_files": MAX_PARAMETERS, "max_fields": MAX_PARAMETERS, "max_part_size": sys.maxsize}
    parser = _Multipart(headers, request.stream(), **limits)
    form = await parser.parse()
    await form.close()
    if not parser.is_whole:
        raise ValueError("cut off")
    return _texts((name, value) for name, value in form.multi_items() if isinstance(value, str))


def _texts(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Names and values that were read as Latin-1, as UTF-8."""

    def text(read: str) -> str:
        return read.encode("latin-1").decode(errors="surrogateescape")

    return [(text(name), text(value)) for name, value in pairs]
