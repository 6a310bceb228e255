"""Request bodies, written byte by byte."""

from typing import Any

from tests.support.deconetwork import CREDENTIALS, FORM, Site, response_of

FIND = "/manage_products/find"
BOUNDARY = "line"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
RIGHT = "username=mock-user&password=mock-password"


def part(name: str, value: bytes, more: str = "") -> bytes:
    """One part of a multipart body."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    """A whole multipart body."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


CREDENTIAL_PARTS = tuple(part(name, value.encode()) for name, value in CREDENTIALS.items())


def post(site: Site, content: bytes | str, content_type: str = FORM, query: str = "") -> dict[str, Any]:
    """The answer of find to a body as it stands."""
    return response_of(site.client.post(f"{FIND}?{query}", content=content, headers={"Content-Type": content_type}))
