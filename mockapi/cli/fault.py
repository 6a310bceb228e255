"""`mockapi fault`"""

import json
from typing import Annotated, Any

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, asking, show
from mockapi.cli.main import UserError, app

fault = typer.Typer(help="Make a running server fail, and see what came of it.", no_args_is_help=True)
app.add_typer(fault, name="fault")

VERDICT_COLUMNS = (
    *("fault", "operation", "verdict", "retries", "seconds", "recovered", "Retry-After", "honoured", "duplicate"),
)


@fault.command(
    epilog="For example: mockapi fault arm --vendor altegio --error 429 --times 2 --retry-after 1, "
    "or: mockapi fault arm lost_response --operation create_product, "
    """or: mockapi fault arm --delay 500 --match '{"method": "POST"}'"""
)
def arm(
    kind: Annotated[
        str | None, typer.Argument(help="A fault: `mockapi fault kinds` lists them.", metavar="KIND")
    ] = None,
    error: Annotated[str | None, typer.Option(help="An error of the vendor, by its code.", metavar="CODE")] = None,
    delay: Annotated[int | None, typer.Option(help="Hold each answer back.", min=0, metavar="MILLISECONDS")] = None,
    vendor: Annotated[str | None, typer.Option(help="Only requests to this vendor.", metavar="NAME")] = None,
    operation: Annotated[str | None, typer.Option(help="Only this operation.", metavar="NAME")] = None,
    match: Annotated[
        str | None, typer.Option(help="Only requests that fit this request pattern.", metavar="JSON")
    ] = None,
    after: Annotated[int, typer.Option(help="How many fitting requests pass first.", min=0, metavar="N")] = 0,
    times: Annotated[
        int | None, typer.Option(help="How often it fires; without it: every time.", min=1, metavar="N")
    ] = None,
    ttl: Annotated[
        float | None, typer.Option(help="How long it lasts, on the sandbox's clock.", metavar="SECONDS")
    ] = None,
    retry_after: Annotated[int | None, typer.Option(help="Retry-After of the error.", min=0, metavar="SECONDS")] = None,
    apply_after: Annotated[
        int | None, typer.Option(help="For late_apply: how long after the answer.", min=0, metavar="MILLISECONDS")
    ] = None,
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Arm a fault: a kind, a vendor's error, or a delay."""
    members = {
        **{"fault": kind, "error": error, "fixedDelayMilliseconds": delay, "vendor": vendor, "operation": operation},
        **{"match": _pattern(match), "after": after or None, "times": times, "ttlSeconds": ttl},
        **{"retryAfterSeconds": retry_after, "applyAfterMilliseconds": apply_after},
    }
    with asking(url, sandbox) as mock:
        armed = mock.fault(**{name: value for name, value in members.items() if value is not None})
    show(as_json, armed, ("id", "fault"), [(armed["id"], armed["label"])])


@fault.command("list")
def list_faults(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """List the armed faults and their counters."""
    with asking(url, sandbox, must_exist=True) as mock:
        faults = mock.faults()
    columns = ("id", "fault", "vendor", "operation", "matched", "fired", "active")
    rows = [
        (*(one["id"], one["label"], one["rule"].get("vendor"), one["rule"].get("operation")), *_counters(one))
        for one in faults
    ]
    show(as_json, {"faults": faults}, columns, rows)


@fault.command()
def rm(
    fault_id: Annotated[str | None, typer.Argument(help="The fault's id; without it: all.", metavar="ID")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Disarm a fault, or all."""
    with asking(url, sandbox, must_exist=True) as mock:
        mock.disarm(fault_id)
    print(f"fault {fault_id} is gone" if fault_id else "all faults are gone")


@fault.command()
def kinds(url: Url = None, as_json: AsJson = False) -> None:
    """List what can be armed: faults, and the errors and operations of each vendor."""
    with asking(url) as mock:
        content = mock.call("GET", "/__admin/faults/kinds")
    rows = [("fault", "", kind) for kind in content["faults"]]
    for member in ("errors", "operations"):
        rows += [(member[:-1], vendor, name) for vendor, names in content[member].items() for name in names]
    show(as_json, content, ("what", "vendor", "name"), rows)


@fault.command()
def verdicts(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Tell what the program did after each fault."""
    with asking(url, sandbox, must_exist=True) as mock:
        found = mock.verdicts()
    rows = [_verdict(one) for one in found]
    show(as_json, {"verdicts": found}, VERDICT_COLUMNS, rows)


def _counters(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["matched"], one["fired"], one["active"]


def _verdict(one: dict[str, Any]) -> tuple[Any, ...]:
    seconds = ", ".join(f"{each:.1f}" for each in one["secondsUntilRetry"])
    duplicate = "pending" if one["duplicate"] is None else one["duplicate"]
    return (
        *(one["fault"], one["operation"], one["verdict"], one["retries"], seconds, one["recovered"]),
        *(one["retryAfterSeconds"], one["honouredRetryAfter"], duplicate),
    )


def _pattern(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError as error:
        raise UserError(f"--match is no JSON: {error}") from error
