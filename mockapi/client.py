"""Talks to a running server's control plane."""

import json
import ssl
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

SECONDS = 3
"""How long a healthy server may take to answer."""


class HealthError(Exception):
    """The server is not healthy; the text says why, for a person."""


def ask_health(url: str) -> dict[str, Any]:
    """The answer of `GET /__admin/health` of the server at `url`. Raises `HealthError`."""
    if not url.startswith(("http://", "https://")):
        raise HealthError(f"{url} is no http or https URL")
    # The certificate is the user's own and often self-signed; whom we ask is not in doubt.
    context = ssl._create_unverified_context() if url.startswith("https://") else None  # noqa: S323
    try:
        with urlopen(f"{url.rstrip('/')}/__admin/health", timeout=SECONDS, context=context) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
    except HTTPError as error:
        raise HealthError(f"{url} answers {error.code}: not a mockapi server?") from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise HealthError(f"no healthy server at {url}: {getattr(error, 'reason', error)}") from error
    return answer
