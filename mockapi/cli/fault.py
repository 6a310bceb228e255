"""`mockapi fault`: faults, and their outcomes."""

import json
from typing import Annotated, Any

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, connect, show
from mockapi.cli.main import UserError, app

fault = typer.Typer(
    help="Make requests to a running server fail, and show how the program reacted.", no_args_is_help=True
)
app.add_typer(fault, name="fault")

OUTCOME_COLUMNS = (
    *("fault", "operation", "verdict", "retries", "seconds", "recovered", "Retry-After", "honoured", "duplicate"),
)


@fault.command(
    epilog="For example: mockapi fault arm --vendor altegio --error 429 --times 2 --retry-after 1, "
    "or: mockapi fault arm lost_response --operation create_product, "
    """or: mockapi fault arm --delay 500 --match '{"method": "POST"}'"""
)
def arm(
    kind: Annotated[
        str | None, typer.Argument(help="Kind of fault; `mockapi fault kinds` lists them.", metavar="KIND")
    ] = None,
    error: Annotated[
        str | None, typer.Option(help="Code or name of one of the vendor's errors.", metavar="CODE")
    ] = None,
    delay: Annotated[int | None, typer.Option(help="Delay of each response.", min=0, metavar="MILLISECONDS")] = None,
    vendor: Annotated[str | None, typer.Option(help="Only requests to this vendor.", metavar="NAME")] = None,
    operation: Annotated[str | None, typer.Option(help="Only this operation.", metavar="NAME")] = None,
    match: Annotated[
        str | None, typer.Option(help="Only requests that match this request pattern.", metavar="JSON")
    ] = None,
    after: Annotated[int, typer.Option(help="Number of matching requests to let pass first.", min=0, metavar="N")] = 0,
    times: Annotated[
        int | None, typer.Option(help="Number of times to fire (default: every time).", min=1, metavar="N")
    ] = None,
    ttl: Annotated[
        float | None, typer.Option(help="Lifetime of the fault on the sandbox's clock.", metavar="SECONDS")
    ] = None,
    retry_after: Annotated[
        int | None, typer.Option(help="Retry-After header of the error.", min=0, metavar="SECONDS")
    ] = None,
    apply_after: Annotated[
        int | None,
        typer.Option(
            help="For late_apply: time from the response until the request is applied.", min=0, metavar="MILLISECONDS"
        ),
    ] = None,
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Arm a fault: a kind, an error of a vendor, or a delay."""
    members = {
        **{"fault": kind, "error": error, "fixedDelayMilliseconds": delay, "vendor": vendor, "operation": operation},
        **{"match": _pattern(match), "after": after or None, "times": times, "ttlSeconds": ttl},
        **{"retryAfterSeconds": retry_after, "applyAfterMilliseconds": apply_after},
    }
    with connect(url, sandbox) as mock:
        armed = mock.fault(**{name: value for name, value in members.items() if value is not None})
    show(as_json, armed, ("id", "fault"), [(armed["id"], armed["label"])])


@fault.command("list")
def list_faults(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """List the armed faults with their counters."""
    with connect(url, sandbox, must_exist=True) as mock:
        faults = mock.faults()
    columns = ("id", "fault", "vendor", "operation", "matched", "fired", "active")
    show(as_json, {"faults": faults}, columns, [_row(fault) for fault in faults])


@fault.command()
def rm(
    fault_id: Annotated[str | None, typer.Argument(help="Id of the fault (default: all faults).", metavar="ID")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Disarm one fault, or all."""
    with connect(url, sandbox, must_exist=True) as mock:
        mock.disarm(fault_id)
    print(f"Disarmed fault {fault_id!r}." if fault_id else "Disarmed all faults.")


@fault.command()
def kinds(url: Url = None, as_json: AsJson = False) -> None:
    """List the kinds of faults, and the errors and operations of each vendor."""
    with connect(url) as mock:
        content = mock.call("GET", "/__admin/faults/kinds")
    rows = [("fault", "", kind) for kind in content["faults"]]
    for member in ("errors", "operations"):
        rows += [(member[:-1], vendor, name) for vendor, names in content[member].items() for name in names]
    show(as_json, content, ("kind", "vendor", "name"), rows)


@fault.command()
def verdicts(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Show how the program reacted to each fault: retries, waiting times and duplicates."""
    with connect(url, sandbox, must_exist=True) as mock:
        outcomes = mock.verdicts()
    show(as_json, {"verdicts": outcomes}, OUTCOME_COLUMNS, [_outcome(outcome) for outcome in outcomes])


def _row(fault: dict[str, Any]) -> tuple[Any, ...]:
    rule = fault["rule"]
    return (
        *(fault["id"], fault["label"], rule.get("vendor"), rule.get("operation")),
        *(fault["matched"], fault["fired"], fault["active"]),
    )


def _outcome(outcome: dict[str, Any]) -> tuple[Any, ...]:
    seconds = ", ".join(f"{each:.1f}" for each in outcome["secondsUntilRetry"])
    duplicate = "pending" if outcome["duplicate"] is None else outcome["duplicate"]
    return (
        *(outcome["fault"], outcome["operation"], outcome["verdict"], outcome["retries"], seconds),
        *(outcome["recovered"], outcome["retryAfterSeconds"], outcome["honouredRetryAfter"], duplicate),
    )


def _pattern(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(f"--match is not valid JSON at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise UserError("--match is nested too deeply.") from error
