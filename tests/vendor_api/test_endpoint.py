"""An endpoint is called as FastAPI would call it: compared with FastAPI itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BeforeValidator
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from mockapi.vendor_api.endpoint import Endpoint

router = APIRouter()
seen: list[Any] = []


async def _user(request: Request, name: Annotated[str, Query()] = "nobody") -> str:
    seen.append("user")
    return f"{name} of {request.url.path}"


async def _transaction(user: Annotated[str, Depends(_user)]) -> AsyncIterator[str]:
    seen.append("begin")
    try:
        yield f"transaction of {user}"
        seen.append("commit")
    except ValueError as error:
        seen.append(f"undo: {error}")
        raise


async def _item(number: Annotated[int, Path()], user: Annotated[str, Depends(_user)]) -> tuple[int, str]:
    seen.append("item")
    return number, user


User = Annotated[str, Depends(_user)]
Transaction = Annotated[str, Depends(_transaction, scope="function")]


@router.get("/items/{number}/{rest}")
async def show(
    request: Request,
    transaction: Transaction,
    item: Annotated[tuple[int, str], Depends(_item)],
    rest: str,
    page: Annotated[int, BeforeValidator(len), Query(alias="p")] = 1,
    tags: Annotated[tuple[str, ...], Query(alias="tag[]")] = (),
    word: Annotated[str | None, Query()] = None,
) -> Response:
    seen.append("endpoint")
    if word == "fail":
        raise ValueError(word)
    return JSONResponse([request.method, transaction, item, rest, page, tags, word])


ROUTE = next(route for route in router.routes if isinstance(route, APIRoute))
TEXTS = st.sampled_from(["", "a", "fail", "é", "two words"])
PAIRS = st.lists(st.tuples(st.sampled_from(["name", "p", "tag[]", "word", "other"]), TEXTS), max_size=6)


def by_fastapi(url: httpx.URL) -> Any:
    """What FastAPI answers, or the text of the error."""
    application = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False})
    application.router.routes.append(ROUTE)

    async def ask() -> Any:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, verify=False, trust_env=False) as client:
            return (await client.get(url)).json()

    return asyncio.run(_or_error(ask()))


def by_itself(url: httpx.URL) -> Any:
    """What the endpoint answers, or the text of the error."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": url.path,
        "query_string": url.query,
        "headers": [(b"host", b"mock")],
    }
    endpoint = Endpoint(ROUTE)
    match = endpoint.pattern.match(url.path)
    assert match
    scope["path_params"] = match.groupdict()

    async def ask() -> Any:
        response = await endpoint.respond(Request(scope))
        return json.loads(bytes(response.body))

    return asyncio.run(_or_error(ask()))


async def _or_error(asking: Any) -> Any:
    try:
        return await asking
    except ValueError as error:
        return str(error)


@given(pairs=PAIRS, number=st.integers(0, 99))
def test_answers_and_calls_are_fastapis(pairs: list[tuple[str, str]], number: int) -> None:
    url = httpx.URL(f"http://mock/items/{number}/rest", params=pairs)
    seen.clear()
    expected, calls = by_fastapi(url), list(seen)
    seen.clear()
    assert (by_itself(url), seen) == (expected, calls)


def test_a_dependency_is_called_once_and_a_context_ends_before_the_answer() -> None:
    seen.clear()
    by_itself(httpx.URL("http://mock/items/1/x"))
    assert seen == ["user", "begin", "item", "endpoint", "commit"]
    seen.clear()
    assert by_itself(httpx.URL("http://mock/items/1/x?word=fail")) == "fail"
    assert seen[-1] == "undo: fail"


def _in_a_thread() -> None: ...


async def _with_header(token: Annotated[str, Header()]) -> None: ...


async def _with_response(response: Response) -> None: ...


@pytest.mark.parametrize(
    ("dependency", "reason"),
    [
        (Depends(_in_a_thread), "is not async"),
        (Depends(_with_header), "asks for more"),
        (Depends(_with_response), "asks for more"),
        (Depends(_user, use_cache=False), "asks for more"),
    ],
)
def test_what_it_cannot_do_is_refused_at_the_start(dependency: Any, reason: str) -> None:
    other = APIRouter()

    @other.get("/")
    async def nothing(_: Annotated[Any, dependency]) -> Response:
        return Response()

    [route] = [route for route in other.routes if isinstance(route, APIRoute)]
    with pytest.raises(TypeError, match=reason):
        Endpoint(route)
