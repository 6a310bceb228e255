"""Query strings and forms, read as UTF-8 whatever charset the client declares."""

import sys
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from python_multipart.multipart import MultipartParser, parse_options_header

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


class _MultipartFields:
    """The fields of a multipart form, gathered by the callbacks of python-multipart's parser; files are left out."""

    def __init__(self, max_fields: int) -> None:
        self.fields: list[tuple[bytes, bytearray]] = []
        self.is_whole = False
        """True once the last boundary was read."""
        self._max_fields = max_fields
        self._counts = {"file": 0, "field": 0}
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._data: bytearray | None = None
        """The data of the current field; None: the part is a file."""

    def callbacks(self) -> dict[str, Any]:
        """Return the parser's callbacks."""
        name, value = self._header
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add_data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._disposition = b""

    def _end_header(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = bytes(value)
        name.clear()
        value.clear()

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise ValueError("a part has no name")
        kind = "file" if b"filename" in options else "field"
        self._counts[kind] += 1
        if self._counts[kind] > self._max_fields:
            raise ValueError(f"too many {kind}s")
        self._data = None if kind == "file" else bytearray()
        if self._data is not None:
            self.fields.append((options[b"name"], self._data))

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._data is not None:
            self._data.extend(data[start:end])

    def _end(self) -> None:
        self.is_whole = True


def _read_multipart(content_type: str, body: bytes, max_fields: int) -> Pairs:
    _, options = parse_options_header(content_type)
    if b"boundary" not in options:
        raise ValueError("the content type has no boundary")
    form = _MultipartFields(max_fields)
    parser = MultipartParser(options[b"boundary"], form.callbacks())  # type: ignore[arg-type]
    # Its own errors are ValueErrors, too.
    parser.write(body)
    parser.finalize()
    if not form.is_whole:
        raise ValueError("the form is cut off")
    return [(_text(name), _text(data)) for name, data in form.fields]


def _text(data: bytes | bytearray) -> str:
    return data.decode(errors="surrogateescape")
