"""`mockapi requests`"""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, asking, show, show_json
from mockapi.cli.main import UserError, app
from mockapi.client.client import MockClient
from mockapi.client.report import exchange, unmatched

COLUMNS = ("id", "time", "vendor", "operation", "status", "ms", "fault", "request")
ID_LETTERS = 8
"""Of an id in the table; `mockapi requests ID` takes any beginning that only one has."""


@app.command(epilog="For example: mockapi requests --limit 5, and with an id from there: mockapi requests 1f3a90c2")
def requests(
    request: Annotated[
        str | None, typer.Argument(help="The id of one, or how it begins: it is shown whole.", metavar="ID")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Only the last so many.", min=0, metavar="N")] = None,
    only_unmatched: Annotated[bool, typer.Option("--unmatched", help="Only paths that no operation has.")] = False,
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Show what a sandbox was sent and what it answered, the newest last."""
    with asking(url, sandbox, must_exist=True) as mock:
        if request is not None:
            _show_one(mock, request, as_json)
            return
        wanted = f"unmatched={str(only_unmatched).lower()}" + (f"&limit={limit}" if limit is not None else "")
        content = mock.call("GET", f"/__admin/requests?{wanted}")
        hints = unmatched(mock) if only_unmatched and not as_json else []
    show(as_json, content, COLUMNS, [_row(event) for event in reversed(content["requests"])])
    if not as_json and content["meta"]["dropped"]:
        print(f"{content['meta']['dropped']} older ones are no longer in the journal.")
    for hint in hints:
        print(hint)


def _show_one(mock: MockClient, beginning: str, as_json: bool) -> None:
    events = mock.call("GET", "/__admin/requests")["requests"]
    found = [event for event in events if event["id"].startswith(beginning)]
    if len(found) > 1:
        raise UserError(f"{len(found)} requests begin with {beginning!r}: give more of the id")
    event = found[0] if found else mock.call("GET", f"/__admin/requests/{quote(beginning, safe='')}")
    if as_json:
        show_json(event)
        return
    milliseconds = "" if event["milliseconds"] is None else f", {event['milliseconds']} ms"
    print(f"{event['id']}  {event['request']['loggedDateString']}{milliseconds}")
    print("\n".join(exchange(event)))


def _row(event: dict[str, Any]) -> tuple[Any, ...]:
    request = event["request"]
    status = "–" if event["response"]["status"] is None else event["response"]["status"]
    operation = event["operation"] or "(unmatched)"
    mark = ", ".join(filter(None, [event["fault"], "bug in mockapi" if event["bug"] else None]))
    time = request["loggedDateString"][11:-1]
    return (
        *(event["id"][:ID_LETTERS], time, event["vendor"], operation, status, event["milliseconds"], mark),
        f"{request['method']} {request['url']}",
    )
