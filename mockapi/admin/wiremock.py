"""The journal in WireMock's JSON shapes, credentials masked, with members of our own beside WireMock's."""

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from mockapi.admin.models import iso
from mockapi.http.request import RecordedRequest
from mockapi.journal.journal import JournalEntry
from mockapi.journal.redaction import MASK, Secrets
from mockapi.vendor_api.application import MountedVendor

Headers = tuple[tuple[bytes, bytes], ...]

_ADDRESS = re.compile(r"(?P<name>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


class WireMockSerializer:
    """Writes entries in WireMock's shapes, with the credentials of all vendors masked: a client may confuse vendors."""

    def __init__(self, vendors: Sequence[MountedVendor]) -> None:
        self.secrets = Secrets.of_all(mounted.vendor.secrets for mounted in vendors)

    def event(self, entry: JournalEntry) -> dict[str, Any]:
        """Return a request and its response as WireMock's serve event."""
        milliseconds = None if entry.seconds is None else round(entry.seconds * 1000, 3)
        return {
            "id": entry.id,
            "request": self.request(entry),
            "responseDefinition": {"status": entry.status, "fromConfiguredStub": entry.is_matched},
            "response": self._response(entry),
            "wasMatched": entry.is_matched,
            "timing": {"totalTime": milliseconds, "serveTime": milliseconds},
            "subEvents": [],
            "sandbox": entry.sandbox,
            "vendor": entry.request.vendor,
            "operation": entry.request.operation,
            "milliseconds": milliseconds,
            "fault": entry.fault,
            "bug": entry.bug,
        }

    def request(self, entry: JournalEntry) -> dict[str, Any]:
        """Return the request as WireMock's logged request."""
        seen = self.masked(entry.request)
        host = _value(seen.headers, b"host") or entry.origin.server
        address = _ADDRESS.fullmatch(host)
        return {
            "id": entry.id,
            "url": seen.url,
            "absoluteUrl": f"{entry.origin.scheme}://{host}{seen.url}",
            "method": seen.method,
            "path": seen.path,
            "scheme": entry.origin.scheme,
            "host": address["name"] if address else host,
            "port": int(address["port"]) if address and address["port"] else _PORTS.get(entry.origin.scheme, -1),
            "clientIp": entry.origin.address,
            "headers": _headers(seen.headers),
            "cookies": {},
            "queryParams": _parameters(seen.query_string),
            "browserProxyRequest": False,
            "loggedDate": int(entry.time * 1000),
            "loggedDateString": iso(entry.time),
            "protocol": f"HTTP/{entry.origin.http_version}",
            "sandbox": entry.sandbox,
            "vendor": seen.vendor,
            "operation": seen.operation,
            **_body(seen.body, entry.request.body_size, entry.request.is_cut),
        }

    def masked(self, seen: RecordedRequest) -> RecordedRequest:
        """Return a request with its credentials masked."""
        secrets = self.secrets
        return replace(
            seen,
            raw_path=secrets.in_parameters(seen.raw_path.decode("latin-1")).encode("latin-1"),
            query_string=secrets.in_parameters(seen.query_string.decode("latin-1")).encode("latin-1"),
            headers=_masked(seen.headers, secrets),
            body=_masked_body(seen.body, seen.headers, secrets),
        )

    def pattern(self, content: Any, *, is_secret: bool = False) -> Any:
        """Return a pattern, or a rule that has one, with the credentials that it contains masked."""
        if isinstance(content, dict):
            path = content.get("expression")
            names_secret = isinstance(path, str) and self.secrets.is_name(path)
            return {
                name: self.pattern(
                    member, is_secret=is_secret or self.secrets.is_name(name) or (names_secret and name != "expression")
                )
                for name, member in content.items()
            }
        if isinstance(content, list):
            return [self.pattern(item, is_secret=is_secret) for item in content]
        if is_secret and content is not None and not isinstance(content, bool):
            return MASK
        return self.secrets.in_body(content, "") if isinstance(content, str) else content

    def _response(self, entry: JournalEntry) -> dict[str, Any]:
        body = _masked_body(entry.body, entry.headers, self.secrets)
        return {
            "status": entry.status,
            "headers": _headers(_masked(entry.headers, self.secrets)),
            **_body(body, entry.body_size, len(entry.body) < entry.body_size),
        }


def _value(headers: Headers, name: bytes) -> str:
    """Return the first value of a header; "" if it is absent."""
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")


def _masked(headers: Headers, secrets: Secrets) -> Headers:
    return tuple(
        (name, secrets.in_header(name.decode("latin-1"), value.decode("latin-1")).encode("latin-1"))
        for name, value in headers
    )


def _masked_body(body: bytes, headers: Headers, secrets: Secrets) -> bytes:
    # Bytes that are no UTF-8 come through as they are.
    text = body.decode(errors="surrogateescape")
    return secrets.in_body(text, _value(headers, b"content-type")).encode(errors="surrogateescape")


def _headers(headers: Headers) -> dict[str, str | list[str]]:
    """Return each header once; several values become a list."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}


def _parameters(query: bytes) -> dict[str, Any]:
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=None):
        values.setdefault(name, []).append(value)
    return {name: {"key": name, "values": each} for name, each in values.items()}


def _body(body: bytes, size: int, is_cut: bool) -> dict[str, Any]:
    shown = {"body": body.decode(errors="replace"), "bodyAsBase64": base64.b64encode(body).decode(), "bodySize": size}
    return {**shown, "bodyIsCut": True} if is_cut else shown
