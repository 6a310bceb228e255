"""A text report of a sandbox for a person: requests, responses, faults and unmatched paths."""

from typing import Any

from mockapi.client.client import DEFAULT, MockClient

MAX_REQUESTS = 20
MAX_CHARACTERS = 600
_COMMON_HEADERS = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that every client sends, so a short report leaves them out."""


def report(mock: MockClient) -> str:
    """Return the last requests of the sandbox with their responses, the armed faults and hints for unmatched paths."""
    journal = mock.call("GET", f"/__admin/requests?limit={MAX_REQUESTS}")
    events = journal["requests"][::-1]
    total = journal["meta"]["total"] + journal["meta"]["dropped"]
    lines = [f"sandbox {mock.name}: {total} {'request' if total == 1 else 'requests'}"]
    if total > len(events):
        lines[0] += f", of which the last {len(events)} are shown"
    for event in events:
        lines += ["", *exchange(event, MAX_CHARACTERS)]
    if faults := mock.faults():
        lines += ["", "faults", *map(_fault, faults)]
    if hints := unmatched(mock):
        lines += ["", "paths without an operation", *(f"  {hint}" for hint in hints)]
    if mock.name != DEFAULT and (count := _requests_to_default(mock)):
        lines += ["", f"{count} requests went to the default sandbox. Check that base URLs contain /~{mock.name}."]
    return "\n".join(lines)


def exchange(event: dict[str, Any], limit: int | None = None) -> list[str]:
    """Return the lines for one request and its response (a serve event of the journal).

    `limit` is the maximum number of characters of each body and URL; it also leaves out common headers. None shows
    everything.
    """
    request, response = event["request"], event["response"]
    vendor = event["vendor"] or "no vendor"
    name = f"{vendor} {event['operation']}" if event["operation"] else f"{vendor}: no operation has this path"
    status = "no response" if response["status"] is None else str(response["status"])
    marks = [f"[{event['fault']}]"] if event["fault"] else []
    marks += ["[bug in mockapi: not the vendor's response]"] if event["bug"] else []
    return [
        printable(f"{request['method']} {_shortened(request['url'], limit)}  ({name})"),
        *_headers(request, set() if limit is None else _COMMON_HEADERS),
        *_body(request, limit),
        " ".join([f"  → {status}", *marks]),
        *(_headers(response, set()) if limit is None else []),
        *_body(response, limit),
    ]


def unmatched(mock: MockClient) -> list[str]:
    """Return a hint for each closest operation of each path that no operation has."""
    misses = mock.near_misses()
    hints = (
        f"{miss['request']['method']} {_shortened(miss['request']['path'], 200)}: {miss['hint']}" for miss in misses
    )
    return list(dict.fromkeys(map(printable, hints)))


def printable(text: str) -> str:
    """Return `text` on one line with escapes for characters that could control a terminal.

    This repeats `mockapi.http.text.printable`, because the client does not import the server.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _requests_to_default(mock: MockClient) -> int:
    sandboxes = mock.call("GET", "/__admin/sandboxes")["sandboxes"]
    return sum(sandbox["requests"] for sandbox in sandboxes if sandbox["name"] == DEFAULT)


def _fault(fault: dict[str, Any]) -> str:
    target = "".join(f" {fault['rule'][name]}" for name in ("vendor", "operation") if fault["rule"].get(name))
    return f"  {fault['label']}{target}: fired {fault['fired']} of {fault['matched']} times"


def _headers(message: dict[str, Any], left_out: set[str]) -> list[str]:
    headers = [(name, value) for name, value in message["headers"].items() if name.lower() not in left_out]
    lines = [(name, each) for name, value in headers for each in (value if isinstance(value, list) else [value])]
    return [printable(f"    {name}: {value}") for name, value in lines]


def _body(message: dict[str, Any], limit: int | None) -> list[str]:
    body = message["body"]
    if not body:
        return []
    shown = _shortened(body, limit)
    is_whole = shown == body and not message.get("bodyIsCut")
    size = [] if is_whole else [f"    ({message['bodySize']} bytes)"]
    return [*(printable(f"    {line}") for line in shown.splitlines()), *size]


def _shortened(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit else f"{text[:limit]}…"
