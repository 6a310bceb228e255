"""`mockapi requests`: the journal of a sandbox."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, connect, show, show_json
from mockapi.cli.main import UserError, app
from mockapi.client.client import MockClient
from mockapi.client.report import exchange, unmatched

COLUMNS = ("id", "time", "vendor", "operation", "status", "ms", "fault", "request")
ID_LENGTH = 8
"""Characters of an id in the table; `mockapi requests ID` accepts any unique prefix of an id."""


@app.command(epilog="For example: mockapi requests --limit 5, and with an id from there: mockapi requests 1f3a90c2")
def requests(
    request: Annotated[
        str | None,
        typer.Argument(help="Id of a request, or its first characters, to show that request in full.", metavar="ID"),
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Show only the last N requests.", min=0, metavar="N")] = None,
    only_unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Show only requests to paths that no operation has.")
    ] = False,
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Show the requests to a sandbox and their responses, the newest last."""
    with connect(url, sandbox, must_exist=True) as mock:
        if request is not None:
            _show_one(mock, request, as_json)
            return
        wanted = f"unmatched={str(only_unmatched).lower()}" + (f"&limit={limit}" if limit is not None else "")
        content = mock.call("GET", f"/__admin/requests?{wanted}")
        hints = unmatched(mock) if only_unmatched and not as_json else []
    show(as_json, content, COLUMNS, [_row(event) for event in reversed(content["requests"])])
    if not as_json and content["meta"]["dropped"]:
        print(f"The journal has already discarded {content['meta']['dropped']} older requests.")
    for hint in hints:
        print(hint)


def _show_one(mock: MockClient, prefix: str, as_json: bool) -> None:
    events = mock.call("GET", "/__admin/requests")["requests"]
    found = [event for event in events if event["id"].startswith(prefix)]
    if len(found) > 1:
        raise UserError(
            f"{len(found)} requests have an id that begins with {prefix!r}. Give more characters of the id."
        )
    event = found[0] if found else mock.call("GET", f"/__admin/requests/{quote(prefix, safe='')}")
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
        *(event["id"][:ID_LENGTH], time, event["vendor"], operation, status, event["milliseconds"], mark),
        f"{request['method']} {request['url']}",
    )
