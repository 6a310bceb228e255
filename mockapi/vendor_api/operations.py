"""Operations: the routes of a vendor, with all that the emulator must know of each beside its path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request

SecurityScheme = Callable[[Request], Any]
"""One of the classes of `fastapi.security`."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True)
class Description:
    """An operation's entry in the OpenAPI document, apart from its path and its parameters.

    The types are given as functions, so that no schema is built before the document is asked for.
    """

    title: str
    response: Callable[[], Any] | None
    """The type of a successful response's body; None: it has none."""
    status: int
    errors: tuple[Exception, ...]
    """Samples of the vendor's own errors."""
    body: Callable[[], Any] | None
    """The type that reads the request's body."""
    extra: Callable[[], dict[str, Any]] | None
    """Members of the document's operation that no type can say."""
    security: tuple[SecurityScheme, ...]
    suffix: str
    """Distinguishes two routes of one operation."""
    deprecated: bool


@dataclass(frozen=True)
class Operation:
    """One route of a vendor."""

    name: str
    """The vendor's own name of the operation; two routes may share it."""
    method: str
    path: str
    """The path template, without the vendor's base path."""
    endpoint: Callable[..., Any]
    is_cacheable: bool
    """True if the response depends on the request and on the vendor's data alone: not on the time, not on a write."""
    description: Description


class OperationRouter:
    """The operations of one resource of a vendor, in order: of two that match a request, the first is taken."""

    def __init__(self, *security: SecurityScheme) -> None:
        """Create an empty router. `security` describes the credentials of its operations in the OpenAPI document."""
        self.operations: list[Operation] = []
        self._security = security

    def operation(
        self,
        method_and_path: str,
        *,
        name: str | None = None,
        title: str | None = None,
        response: Callable[[], Any] | None,
        status: int = 200,
        errors: Sequence[Exception] = (),
        body: Callable[[], Any] | None = None,
        extra: Callable[[], dict[str, Any]] | None = None,
        security: Sequence[SecurityScheme] | None = None,
        suffix: str = "",
        deprecated: bool = False,
        cacheable: bool = False,
    ) -> Callable[[Endpoint], Endpoint]:
        """Register an endpoint as the operation `name` (by default the function's) at, for example, `GET /goods/{id}`.

        The endpoint returns a Starlette response. `title`: by default the endpoint's docstring.
        """
        method, path = method_and_path.split(" ")

        def register(endpoint: Endpoint) -> Endpoint:
            shown = title or (endpoint.__doc__ or endpoint.__name__).rstrip(".")
            schemes = self._security if security is None else tuple(security)
            description = Description(shown, response, status, tuple(errors), body, extra, schemes, suffix, deprecated)
            operation = Operation(name or endpoint.__name__, method, path, endpoint, cacheable, description)
            self.operations.append(operation)
            return endpoint

        return register
