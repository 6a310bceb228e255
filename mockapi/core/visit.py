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
        state = self.sandbox.state(request.vendor or "")
        return (state, target.endpoint, target.path, request.query_string, headers, request.body)

    async def answer(self, scope: Scope, receive: Receive) -> Response:
        """The remembered answer of the operation, or a new one."""
        target = self.target
        if target.mounted is None or target.endpoint is None:
            raise ValueError("nobody has this operation")
        headers = self.headers()
        key = self.key(headers)
        answer = self.answers.get(key)
        if answer is None:
            # No other header gets in, so no other can make a difference.
            seen = {"headers": headers, "path": target.path, "root_path": "", "path_params": target.parameters}
            inner = {**scope, **seen, VISIT_KEY: self}
            answer, is_bug = await target.mounted.respond(target.endpoint, inner, receive)
            self.entry.bug |= is_bug
            if self.is_repeatable and not is_bug and self.key(headers) == key:
                self.answers.keep(key, answer, len(self.request.body) + len(self.request.query_string))
        return answer


def visit_of(scope: Scope) -> Visit:
    """The visit that a request of the inner rooms belongs to."""
    visit: Visit = scope[VISIT_KEY]
    return visit


async def answer_visit(scope: Scope, receive: Receive, send: Send) -> None:
    """The innermost room: the vendor's operation, or whatever else the gateway has chosen."""
    visit = visit_of(scope)
    await (visit.refusal or await visit.answer(scope, receive))(scope, receive, send)
