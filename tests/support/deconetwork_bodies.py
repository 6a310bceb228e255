"""Multipart bodies of requests as bytes."""

from typing import Any

from tests.support.deconetwork import CREDENTIALS, FORM, Site, response_of

FIND = "/manage_products/find"
BOUNDARY = "line"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
RIGHT = "username=mock-user&password=mock-password"


def part(name: str, value: bytes, more: str = "") -> bytes:
    """Return one part of a multipart body."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    """Return a complete multipart body."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


CREDENTIAL_PARTS = tuple(part(name, value.encode()) for name, value in CREDENTIALS.items())


def post(site: Site, content: bytes | str, content_type: str = FORM, query: str = "") -> dict[str, Any]:
    """Send a body unchanged to find and return the response."""
    return response_of(site.client.post(f"{FIND}?{query}", content=content, headers={"Content-Type": content_type}))
