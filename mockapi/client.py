"""Talks to a running server's control plane."""

import json
import ssl
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

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
    # Past any proxy of the environment: the server is near.
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context))
    try:
        with opener.open(f"{url.rstrip('/')}/__admin/health", timeout=SECONDS) as response:
            answer = json.load(response)
    except HTTPError as error:
        raise HealthError(f"{url} answers {error.code}: not a mockapi server?") from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise HealthError(f"no healthy server at {url}: {getattr(error, 'reason', error)}") from error
    if not isinstance(answer, dict) or answer.get("status") != "healthy":
        raise HealthError(f"{url} does not say that it is healthy: not a mockapi server?")
    return answer
