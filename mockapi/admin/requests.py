"""The journal over HTTP, with WireMock's paths and shapes."""

import json
import time
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Body, Depends, Query
from starlette.responses import Response

from mockapi.admin.models import CurrentSandbox, CurrentState, control_router
from mockapi.admin.server_state import ServerState
from mockapi.admin.suggestion import Suggestion
from mockapi.admin.suggestion import closest as closest_operations
from mockapi.admin.verification import Expected, near_misses, pattern_of, unverified
from mockapi.admin.wiremock import WireMockSerializer
from mockapi.http.json import json_response
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.journal.journal import DroppedError, JournalEntry
from mockapi.matching.errors import Undecidable
from mockapi.sandboxes.sandbox import Sandbox

router = control_router("Requests")

NEAREST = 3
SECONDS_AHEAD = 60
"""How far `since` may be in the future: clocks differ a little."""


async def _pattern(
    content: Annotated[dict[str, Any], Body(description="WireMock's request pattern; also `vendor` and `operation`.")],
) -> dict[str, Any]:
    try:
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        # Python reads more than JSON is; it could neither be answered nor be sent by any program.
        text = "A pattern has no NaN, no Infinity, no half of a surrogate pair, and not hundreds of levels."
        raise Problem(422, ErrorDetail(text)) from error
    return content


Pattern = Annotated[dict[str, Any], Depends(_pattern)]


async def _since(
    since: Annotated[str | None, Query(description="Only from this instant on, ISO 8601.")] = None,
) -> float:
    if since is None:
        return 0
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise Problem(400, ErrorDetail(f"since is no instant in ISO 8601: {since!r}.")) from error
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if seconds > time.time() + SECONDS_AHEAD:
        text = f"since is in the future: {since!r}. The journal's times are real, not those of the sandbox's clock."
        raise Problem(400, ErrorDetail(text))
    return seconds


Since = Annotated[float, Depends(_since)]


@router.get("/requests")
async def list_requests(
    state: CurrentState,
    sandbox: CurrentSandbox,
    since: Since,
    limit: Annotated[int | None, Query(ge=0, description="At most so many.")] = None,
    unmatched: Annotated[bool, Query(description="Only those that no operation fits.")] = False,
) -> dict[str, Any]:
    """List the requests of the journal, newest first. `meta` has the number of dropped ones."""
    entries = [entry for entry in sandbox.journal if entry.time >= since and not (unmatched and entry.is_matched)]
    shown = entries[::-1][:limit]
    return {
        "requests": list(map(WireMockSerializer(state.vendors).event, shown)),
        "meta": _meta(sandbox, len(entries)),
        "requestJournalDisabled": False,
    }


@router.delete("/requests")
async def delete_requests(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Empty the journal."""
    sandbox.journal.clear()
    return {}


@router.post("/requests/reset", deprecated=True)
async def reset_requests(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Empty the journal: the older name, which clients still use."""
    sandbox.journal.clear()
    return {}


@router.post("/requests/count")
async def count_requests(
    state: CurrentState, sandbox: CurrentSandbox, since: Since, pattern: Pattern
) -> dict[str, Any]:
    """Count the requests that fit a pattern. 409: some of that time were dropped, so that no number would be right."""
    return {"count": len(matching(state, sandbox, pattern, since)), "requestJournalDisabled": False}


@router.post("/requests/find")
async def find_requests(state: CurrentState, sandbox: CurrentSandbox, since: Since, pattern: Pattern) -> dict[str, Any]:
    """Find the requests that fit a pattern, in order of arrival. 409: as for count."""
    found = matching(state, sandbox, pattern, since)
    return {"requests": list(map(WireMockSerializer(state.vendors).request, found)), "requestJournalDisabled": False}


@router.post("/requests/remove")
async def remove_requests(state: CurrentState, sandbox: CurrentSandbox, pattern: Pattern) -> dict[str, Any]:
    """Remove the requests that fit a pattern."""
    found = _fitting(state, list(sandbox.journal), pattern)
    events = list(map(WireMockSerializer(state.vendors).event, found))
    sandbox.journal.remove(found)
    return {"serveEvents": events}


@router.post("/requests/verify", responses={422: {"description": "The program sent something else."}})
async def verify_requests(state: CurrentState, sandbox: CurrentSandbox, since: Since, pattern: Pattern) -> Response:
    """Verify that as many requests fit a pattern as `exactly`, `atLeast` or `atMost` say (else: at least 1)."""
    expected = Expected.taken_from(pattern)
    found = matching(state, sandbox, pattern, since)
    if expected.holds(len(found)):
        return json_response({"verified": True, "count": len(found)})
    entries = sandbox.journal.since(since)
    return json_response(
        unverified(expected, found, entries, pattern_of(pattern, state.vendors), WireMockSerializer(state.vendors)), 422
    )


@router.get("/requests/unmatched")
async def list_unmatched(state: CurrentState, sandbox: CurrentSandbox) -> dict[str, Any]:
    """List the requests that no operation of any vendor fits, in order of arrival."""
    unmatched = [entry for entry in sandbox.journal if not entry.is_matched]
    return {
        "requests": list(map(WireMockSerializer(state.vendors).request, unmatched)),
        "meta": _meta(sandbox, len(unmatched)),
        "requestJournalDisabled": False,
    }


@router.get("/requests/unmatched/near-misses")
async def unmatched_near_misses(state: CurrentState, sandbox: CurrentSandbox) -> dict[str, Any]:
    """For each request that no operation fits, the closest operations and what to change."""
    shapes = WireMockSerializer(state.vendors)
    known: dict[tuple[str, str], list[Suggestion]] = {}
    misses = []
    unmatched = [entry for entry in sandbox.journal if not entry.is_matched]
    for entry in unmatched:
        method, path = entry.request.method, entry.request.path
        # A program repeats the same wrong path.
        if (method, path) not in known:
            known[method, path] = closest_operations(state.vendors, method, path, NEAREST)
        misses += [_near_miss(entry, near, shapes) for near in known[method, path]]
    return {"nearMisses": misses, "meta": _meta(sandbox, len(unmatched))}


@router.post("/near-misses/request-pattern")
async def near_misses_of_pattern(state: CurrentState, sandbox: CurrentSandbox, pattern: Pattern) -> dict[str, Any]:
    """List the requests that are closest to a pattern without matching it."""
    entries = list(sandbox.journal)
    misses = near_misses(entries, pattern_of(pattern, state.vendors), WireMockSerializer(state.vendors))
    return {"nearMisses": misses, "meta": _meta(sandbox, len(entries))}


@router.get("/requests/{id}")
async def get_request(state: CurrentState, sandbox: CurrentSandbox, id: str) -> dict[str, Any]:
    """Get a request and its answer."""
    return WireMockSerializer(state.vendors).event(_existing(sandbox, id))


@router.delete("/requests/{id}")
async def delete_request(sandbox: CurrentSandbox, id: str) -> dict[str, Any]:
    """Remove a request from the journal."""
    sandbox.journal.remove([_existing(sandbox, id)])
    return {}


def _meta(sandbox: Sandbox, total: int) -> dict[str, int]:
    """Return the number of requests, and the number of those that the journal has dropped."""
    return {"total": total, "dropped": sandbox.journal.dropped}


def _near_miss(entry: JournalEntry, near: Suggestion, shapes: WireMockSerializer) -> dict[str, Any]:
    shown = shapes.request(entry)
    pattern = {"method": near.method, "urlPathTemplate": near.path}
    return {
        "request": shown,
        "requestPattern": pattern,
        "stubMapping": {"name": near.operation, "request": pattern, "metadata": {"vendor": near.vendor}},
        "matchResult": {"distance": round(1 - near.likeness, 3)},
        "hint": near.hint(shown["method"], shown["path"]),
    }


def matching(state: ServerState, sandbox: Sandbox, pattern: dict[str, Any], since: float) -> list[JournalEntry]:
    """Return the matching entries. Raises `Problem`: 422 for a wrong pattern, 409 for dropped entries or bodies."""
    try:
        return _fitting(state, sandbox.journal.since(since), pattern)
    except DroppedError as error:
        raise Problem(409, ErrorDetail(str(error))) from error


def _fitting(state: ServerState, entries: list[JournalEntry], pattern: dict[str, Any]) -> list[JournalEntry]:
    wanted = pattern_of(pattern, state.vendors)
    try:
        return [entry for entry in entries if wanted.matches(entry.request)]
    except Undecidable as error:
        raise Problem(409, ErrorDetail(str(error))) from error


def _existing(sandbox: Sandbox, entry_id: str) -> JournalEntry:
    entry = sandbox.journal.find(entry_id)
    if entry is None:
        raise Problem(
            404, ErrorDetail(f"There is no request {entry_id!r} in the journal of the sandbox {sandbox.name!r}.")
        )
    return entry
