"""What happened in a sandbox, as text for a person: requests and answers, faults, paths that no operation has."""

from typing import Any

from mockapi.client import Mock

MOST_REQUESTS = 20
MOST_LETTERS = 600
_QUIET = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that every client sends and nobody looks for."""


def report(mock: Mock) -> str:
    """The last requests of the sandbox with their answers, armed faults, and what to change in unmatched paths."""
    journal = mock.call("GET", f"/__admin/requests?limit={MOST_REQUESTS}")
    events = journal["requests"][::-1]
    total = journal["meta"]["total"]
    lines = [f"sandbox {mock.name}: {total} {'request' if total == 1 else 'requests'}"]
    if total > len(events):
        lines[0] += f", of which the last {len(events)} are shown"
    for event in events:
        lines += ["", *_event(event)]
    faults = [f"  {fault['label']}: fired {fault['fired']} times" for fault in mock.faults()]
    if faults:
        lines += ["", "faults", *faults]
    hints = dict.fromkeys(
        f"  {miss['request']['method']} {miss['request']['path']}: {miss['hint']}" for miss in mock.near_misses()
    )
    if hints:
        lines += ["", "paths that no operation has", *hints]
    return "\n".join(lines)


def _event(event: dict[str, Any]) -> list[str]:
    request, answer = event["request"], event["response"]
    name = f"{event['vendor']} {event['operation']}" if event["operation"] else "no operation has this path"
    status = "no answer" if answer["status"] is None else str(answer["status"])
    marks = [f"[{event['fault']}]"] if event["fault"] else []
    marks += ["[bug in mockapi: not the vendor's answer]"] if event["bug"] else []
    headers = [f"    {key}: {value}" for key, value in request["headers"].items() if key.lower() not in _QUIET]
    return [
        f"{request['method']} {request['url']}  ({name})",
        *headers,
        *_body(request),
        " ".join([f"  → {status}", *marks]),
        *_body(answer),
    ]


def _body(message: dict[str, Any]) -> list[str]:
    body = message["body"]
    if not body:
        return []
    shown = body if len(body) <= MOST_LETTERS else f"{body[:MOST_LETTERS]}… ({message['bodySize']} bytes)"
    return [f"    {line}" for line in shown.splitlines()]
