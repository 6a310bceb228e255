"""`mockapi requests`"""

from typing import Annotated, Any

import typer

from mockapi.cli import app
from mockapi.commands.asking import AsJson, Sandbox, Url, asking, show, show_json

COLUMNS = ("id", "time", "vendor", "operation", "method", "path", "status", "ms", "fault", "bug")


@app.command()
def requests(
    request: Annotated[str | None, typer.Argument(help="The id of one: it is shown whole.", metavar="[ID]")] = None,
    limit: Annotated[int | None, typer.Option(help="Only the last so many.", min=0)] = None,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="Only paths that no operation has.")] = False,
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Show what a sandbox was sent and what it answered, the newest last."""
    with asking(url, sandbox) as mock:
        if request is not None:
            show_json(mock.call("GET", f"/__admin/requests/{request}"))
            return
        wanted = f"unmatched={str(unmatched).lower()}" + (f"&limit={limit}" if limit is not None else "")
        content = mock.call("GET", f"/__admin/requests?{wanted}")
        hints = mock.near_misses() if unmatched and not as_json else []
    show(as_json, content, COLUMNS, [_row(event) for event in reversed(content["requests"])])
    if not as_json and content["meta"]["dropped"]:
        print(f"{content['meta']['dropped']} older ones are no longer in the journal.")
    for hint in dict.fromkeys(
        f"{miss['request']['method']} {miss['request']['path']}: {miss['hint']}" for miss in hints
    ):
        print(hint)


def _row(event: dict[str, Any]) -> tuple[Any, ...]:
    request = event["request"]
    return (
        *(event["id"], request["loggedDateString"], event["vendor"], event["operation"], request["method"]),
        *(request["path"], event["response"]["status"], event["milliseconds"], event["fault"], event["bug"] or None),
    )
