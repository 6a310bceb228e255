"""One request on its way through the house: what the gateway found out, for everybody behind it."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.core.journal import Entry
from mockapi.core.sandbox import Sandbox
from mockapi.core.seen import SeenRequest
from mockapi.core.vendor import BUG_KEY, MountedVendor

VISIT_KEY = "mockapi.visit"
SANDBOX_KEY = "mockapi.sandbox"
"""In the scope of a vendor's request its sandbox; in the control application's the name of the sandbox."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was read whole."""

    sandbox: Sandbox
    mounted: MountedVendor | None
    """The vendor; None for a path that no vendor has."""
    application: ASGIApp
    """What answers, unless a fault or a quota does."""
    request: SeenRequest
    """With all of its body."""
    entry: Entry
    """What the journal keeps of it."""


def visit_of(scope: Scope) -> Visit:
    """The visit that a request of the inner rooms belongs to."""
    visit: Visit = scope[VISIT_KEY]
    return visit


async def answer_visit(scope: Scope, receive: Receive, send: Send) -> None:
    """The innermost room: the vendor's application, or whatever else the gateway has chosen."""
    try:
        await visit_of(scope).application(scope, receive, send)
    except Exception as error:
        # Starlette raises an exception again after the vendor's application has answered it.
        if scope.get(BUG_KEY) is not error:
            raise
