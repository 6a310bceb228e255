"""A recorded request, decoded for the criteria of patterns on first use."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from mockapi.http.forms import read_form, read_urlencoded
from mockapi.http.request import RecordedRequest
from mockapi.matching.content import Content

ValuesByName = dict[str, list[Content]]


class ReceivedRequest:
    """One request that a pattern is matched against."""

    def __init__(self, request: RecordedRequest) -> None:
        self.request = request

    @cached_property
    def raw_path(self) -> str:
        """The path, still percent-encoded: WireMock compares it undecoded."""
        return self.request.raw_path.decode("latin-1")

    @cached_property
    def headers(self) -> ValuesByName:
        """The header values by name in lower case."""
        return _by_name((name.decode("latin-1"), _decoded(value)) for name, value in self.request.headers)

    @cached_property
    def query(self) -> ValuesByName:
        """The parameters of the query string."""
        return _by_name(read_urlencoded(self.request.query_string))

    @cached_property
    def form(self) -> ValuesByName | None:
        """The fields of a form in the body; empty if the body is no readable form, None if the body is cut."""
        if self.request.is_cut:
            return None
        content_type = next((_decoded(value) for name, value in self.request.headers if name == b"content-type"), "")
        try:
            return _by_name(read_form(content_type, self.request.body))
        except ValueError:
            return {}

    @cached_property
    def cookies(self) -> ValuesByName:
        """The cookies, without quotes around their values."""
        pairs = (pair.partition("=") for header in self.headers.get("cookie", ()) for pair in header.text.split(";"))
        return _by_name((name.strip(), value.strip().removeprefix('"').removesuffix('"')) for name, _, value in pairs)

    @cached_property
    def body(self) -> list[Content]:
        """The body. As in WireMock, an empty body counts as absent."""
        return [Content(self.request.body, self.request.body_size)] if self.request.body_size else []


def _decoded(value: bytes) -> str:
    # Clients send header values in UTF-8 as well as in Latin-1.
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _by_name(pairs: Iterable[tuple[str, str]]) -> ValuesByName:
    values: defaultdict[str, list[Content]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(Content(value))
    return dict(values)
