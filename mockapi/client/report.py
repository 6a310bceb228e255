"""What happened in a sandbox, as text for a person: requests and answers, faults, paths that no operation has."""

from typing import Any

from mockapi.client.client import DEFAULT, MockClient

MAX_REQUESTS = 20
MAX_CHARACTERS = 600
_QUIET = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that every client sends and nobody looks for."""


def report(mock: MockClient) -> str:
    """The last requests of the sandbox with their answers, armed faults, and what to change in unmatched paths."""
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
        lines += ["", "paths that no operation has", *(f"  {hint}" for hint in hints)]
    if mock.name != DEFAULT and (stray := _strays(mock)):
        lines += ["", f"{stray} of this server's requests named no sandbox: has a base URL lost its /~{mock.name}?"]
    return "\n".join(lines)


def _strays(mock: MockClient) -> int:
    sandboxes = mock.call("GET", "/__admin/sandboxes")["sandboxes"]
    return sum(one["requests"] for one in sandboxes if one["name"] == DEFAULT)


def exchange(event: dict[str, Any], most: int | None = None) -> list[str]:
    """One request and its answer, line by line; `most`: of longer bodies only so many letters, and few headers."""
    request, answer = event["request"], event["response"]
    vendor = event["vendor"] or "no vendor"
    name = f"{vendor} {event['operation']}" if event["operation"] else f"{vendor}: no operation has this path"
    status = "no answer" if answer["status"] is None else str(answer["status"])
    marks = [f"[{event['fault']}]"] if event["fault"] else []
    marks += ["[bug in mockapi: not the vendor's answer]"] if event["bug"] else []
    return [
        printable(f"{request['method']} {_cut(request['url'], most)}  ({name})"),
        *_headers(request, set() if most is None else _QUIET),
        *_body(request, most),
        " ".join([f"  → {status}", *marks]),
        *(_headers(answer, set()) if most is None else []),
        *_body(answer, most),
    ]


def unmatched(mock: MockClient) -> list[str]:
    """What to change in each path that no operation has: a line for each of the closest operations."""
    misses = mock.near_misses()
    hints = (f"{miss['request']['method']} {_cut(miss['request']['path'], 200)}: {miss['hint']}" for miss in misses)
    return list(dict.fromkeys(map(printable, hints)))


def printable(text: str) -> str:
    """One line without anything that a terminal would obey: what a program sends may hold escape sequences."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _fault(fault: dict[str, Any]) -> str:
    about = "".join(f" {fault['rule'][name]}" for name in ("vendor", "operation") if fault["rule"].get(name))
    return f"  {fault['label']}{about}: fired {fault['fired']} of {fault['matched']} times"


def _headers(message: dict[str, Any], quiet: set[str]) -> list[str]:
    headers = [(key, value) for key, value in message["headers"].items() if key.lower() not in quiet]
    lines = [(key, each) for key, value in headers for each in (value if isinstance(value, list) else [value])]
    return [printable(f"    {key}: {value}") for key, value in lines]


def _body(message: dict[str, Any], most: int | None) -> list[str]:
    body = message["body"]
    if not body:
        return []
    shown = _cut(body, most)
    is_whole = shown == body and not message.get("bodyIsCut")
    more = [] if is_whole else [f"    ({message['bodySize']} bytes)"]
    return [*(printable(f"    {line}") for line in shown.splitlines()), *more]


def _cut(text: str, most: int | None) -> str:
    return text if most is None or len(text) <= most else f"{text[:most]}…"
