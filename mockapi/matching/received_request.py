"""A request as the criteria see it: by name, decoded when the first of them asks."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from mockapi.http.request import RecordedRequest
from mockapi.matching.content import Content
from mockapi.matching.form_fields import read_form, read_urlencoded

Named = dict[str, list[Content]]


class ReceivedRequest:
    """One request, held against one pattern."""

    def __init__(self, request: RecordedRequest) -> None:
        self.request = request

    @cached_property
    def raw_path(self) -> str:
        """The path as sent, percent signs included: what WireMock compares."""
        return self.request.raw_path.decode("latin-1")

    @cached_property
    def headers(self) -> Named:
        """By name in lower case."""
        return _named((name.decode("latin-1"), _header(value)) for name, value in self.request.headers)

    @cached_property
    def query(self) -> Named:
        """The parameters of the query string."""
        return _named(read_urlencoded(self.request.query_string))

    @cached_property
    def form(self) -> Named | None:
        """The fields of the form in the body; None: the body was cut."""
        if self.request.is_cut:
            return None
        content_type = next((_header(value) for name, value in self.request.headers if name == b"content-type"), "")
        return _named(read_form(content_type, self.request.body))

    @cached_property
    def cookies(self) -> Named:
        """Without the quotes that may stand around a value."""
        crumbs = (crumb.partition("=") for header in self.headers.get("cookie", ()) for crumb in header.text.split(";"))
        return _named((name.strip(), value.strip().removeprefix('"').removesuffix('"')) for name, _, value in crumbs)

    @cached_property
    def body(self) -> list[Content]:
        """The body; as in WireMock, an empty one is none."""
        return [Content(self.request.body, self.request.body_size)] if self.request.body_size else []


def _header(value: bytes) -> str:
    """Clients send UTF-8 as well as Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _named(pairs: Iterable[tuple[str, str]]) -> Named:
    named: defaultdict[str, list[Content]] = defaultdict(list)
    for name, value in pairs:
        named[name].append(Content(value))
    return dict(named)
