"""An operation of a vendor, ready to be called: FastAPI's tree of dependencies as one list of calls, worked out once.

FastAPI walks the tree anew for every request, which takes several times as long as a query.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import isasyncgenfunction, iscoroutinefunction
from types import MappingProxyType
from typing import Any, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

_MISSING = object()
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter of the path or the query string."""

    name: str
    alias: str
    in_path: bool
    is_list: bool
    default: Any
    validate: Callable[..., tuple[Any, list[Any]]]

    def read(self, request: Request) -> Any:
        """Its value. Raises `RequestValidationError`, which is a bug of the route: a vendor's refusal is its own."""
        found: Any
        if self.in_path:
            found = request.path_params[self.alias]
        elif self.is_list:
            found = request.query_params.getlist(self.alias) or _MISSING
        else:
            found = request.query_params.get(self.alias, _MISSING)
        if found is _MISSING:
            return self.default
        value, errors = self.validate(found, _NOTHING, loc=(self.alias,))
        if errors:
            raise RequestValidationError(errors)
        return value


@dataclass(frozen=True, slots=True)
class _Call:
    """A function, and where its arguments come from."""

    function: Callable[..., Any]
    results: tuple[tuple[str, int], ...]
    """Names of arguments that are the results of earlier calls, by their place."""
    parameters: tuple[_Parameter, ...]
    request: str | None
    """The name of the argument that is the request itself."""
    is_context: bool
    """Whether it goes on after the endpoint has answered: `yield` in a dependency."""

    def arguments(self, request: Request, results: Sequence[Any]) -> dict[str, Any]:
        """What to call it with."""
        arguments = {name: results[place] for name, place in self.results}
        for parameter in self.parameters:
            arguments[parameter.name] = parameter.read(request)
        if self.request is not None:
            arguments[self.request] = request
        return arguments


@dataclass
class _Plan:
    """The calls in order: a dependency comes once, and before whatever depends on it."""

    calls: list[_Call] = field(default_factory=list)
    _places: dict[Any, int] = field(default_factory=dict)

    def add(self, dependant: Dependant) -> int:
        """The place of the call's result. Raises `TypeError` for what FastAPI could do and this cannot."""
        if dependant.call in self._places:
            return self._places[dependant.call]
        function: Any = dependant.call
        results = tuple((each.name or "", self.add(each)) for each in dependant.dependencies)
        is_context = isasyncgenfunction(function)
        others = (dependant.header_params, dependant.cookie_params, dependant.body_params)
        if not (is_context or iscoroutinefunction(function) or iscoroutinefunction(type(function).__call__)):
            raise TypeError(f"{function} is not async")
        if any(others) or dependant.response_param_name or not dependant.use_cache:
            raise TypeError(f"{function} asks for more than dependencies, path, query string and the request")
        parameters = (*_parameters(dependant, in_path=True), *_parameters(dependant, in_path=False))
        called = asynccontextmanager(function) if is_context else function
        self.calls.append(
            _Call(
                called,
                results,
                parameters,
                dependant.request_param_name or dependant.http_connection_param_name,
                is_context,
            )
        )
        self._places[dependant.call] = len(self.calls) - 1
        return self._places[dependant.call]


class Endpoint:
    """One route of a vendor, called without FastAPI's own machinery and with the same results.

    It takes dependencies (`async`, also with `yield`: those end before the answer is sent), parameters of path and
    query string, and the request; the function answers a ready `Response`.
    """

    def __init__(self, route: APIRoute) -> None:
        """Work out the calls. Raises `TypeError`: the route asks for something else."""
        self.name = route.name
        """Of the operation."""
        self.methods = frozenset(route.methods or ())
        self.pattern = route.path_regex
        """Fits the path without the vendor's base path; its groups are the path's parameters."""
        plan = _Plan()
        plan.add(route.dependant)
        self._calls = plan.calls

    async def respond(self, request: Request) -> Response:
        """The answer. Raises what the route raises, its contexts having seen it."""
        return await self._go_on(request, [])

    async def _go_on(self, request: Request, results: list[Any]) -> Response:
        """The answer, once the first calls have the `results`."""
        for call in self._calls[len(results) :]:
            called = call.function(**call.arguments(request, results))
            if call.is_context:
                async with called as result:
                    return await self._go_on(request, [*results, result])
            results.append(await called)
        response: Response = results[-1]
        return response


def _parameters(dependant: Dependant, *, in_path: bool) -> list[_Parameter]:
    fields = dependant.path_params if in_path else dependant.query_params
    return [
        _Parameter(
            field.name,
            field.alias,
            in_path,
            get_origin(field.field_info.annotation) in (list, tuple),
            field.default,
            field.validate,
        )
        for field in fields
    ]
