"""One request on its way through the house: what the gateway found out, for everybody behind it."""

from collections.abc import Hashable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.core.answers import Answers
from mockapi.core.journal import Entry
from mockapi.core.routing import Target
from mockapi.core.sandbox import Sandbox
from mockapi.core.seen import SeenRequest
from mockapi.core.vendor import MountedVendor

Headers = tuple[tuple[bytes, bytes], ...]

VISIT_KEY = "mockapi.visit"
SANDBOX_KEY = "mockapi.sandbox"
"""In the scope of a request to the control application: the name of the sandbox."""


@dataclass(slots=True)
class Visit:
    """A request that was read whole."""

    sandbox: Sandbox
    target: Target
    request: SeenRequest
    """With all of its body."""
    entry: Entry
    """What the journal keeps of it."""
    answers: Answers
    """Where repeatable answers are remembered."""
    refusal: ASGIApp | None = None
    """What answers in place of an operation, unless a fault or a quota does."""
    is_repeatable: bool = True
    """Whether the same request on the same data gets the same answer: it has not asked for more than that."""

    @property
    def mounted(self) -> MountedVendor | None:
        """The vendor; None for a path that no vendor has."""
        return self.target.mounted

    def headers(self) -> Headers:
        """What the operation gets to see of the request's headers."""
        known = self.target.mounted.vendor.headers if self.target.mounted else ()
        return tuple([header for header in self.request.headers if header[0] in known])

    def key(self, headers: Headers) -> Hashable:
        """All that a repeatable answer depends on."""
        request, target = self.request, self.target
        return (self.sandbox.state(), target.endpoint, target.path, request.query_string, headers, request.body)

    def remembered(self) -> Response | None:
        """The answer of the operation, if it is remembered."""
        if self.refusal is not None:
            return None
        return self.answers.get(self.key(self.headers()))


def visit_of(scope: Scope) -> Visit:
    """The visit that a request of the inner rooms belongs to."""
    visit: Visit = scope[VISIT_KEY]
    return visit


async def answer_visit(scope: Scope, receive: Receive, send: Send) -> None:
    """The innermost room: the vendor's operation, or whatever else the gateway has chosen."""
    visit = visit_of(scope)
    await (visit.refusal or await _answer(visit, scope, receive))(scope, receive, send)


async def _answer(visit: Visit, scope: Scope, receive: Receive) -> Response:
    """The remembered answer of an operation, or a new one."""
    target = visit.target
    if target.mounted is None or target.endpoint is None:
        raise ValueError("nobody has this operation")
    headers = visit.headers()
    key = visit.key(headers)
    answer = visit.answers.get(key)
    if answer is None:
        # No other header gets in, so no other can make a difference.
        inner = {**scope, "headers": headers, "path": target.path, "path_params": target.parameters}
        answer, is_bug = await target.mounted.respond(target.endpoint, inner, receive)
        visit.entry.bug |= is_bug
        if visit.is_repeatable and not is_bug and visit.key(headers) == key:
            visit.answers.keep(key, answer, len(visit.request.body) + len(visit.request.query_string))
    return answer
