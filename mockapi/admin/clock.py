"""A sandbox's clock and its vendors' quotas."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, TypeAdapter

from mockapi.admin.models import CurrentSandbox, CurrentState, ResponseModel, control_router, iso
from mockapi.http.models import RequestModel
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.http.text import pointer_to
from mockapi.sandboxes.clock import FIRST, LAST
from mockapi.sandboxes.rate_limits import Limit
from mockapi.sandboxes.sandbox import Sandbox

router = control_router("Clock and quotas")


def _text(value: Any) -> Any:
    """Pydantic would take a number, also one in a text, for seconds or milliseconds since 1970."""
    if not isinstance(value, str) or value.strip().lstrip("+-").replace(".", "", 1).isdigit():
        raise ValueError("an instant is a text in ISO 8601, for example 2030-01-02T03:04:05Z")
    return value


def _number_or_text(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a duration is a number of seconds, or a text in ISO 8601, for example PT1M30S")
    return value


class ClockIn(RequestModel):
    """How the clock is set: reset first, then let run, then frozen, then advanced."""

    reset: bool = Field(False, description="Go back to how the server began.")
    run: bool = Field(False, description="Go on in real time.")
    freeze: Annotated[datetime, Field(strict=False), BeforeValidator(_text)] | None = Field(
        None, description="Stand still at this instant; without a zone it is UTC.", examples=["2030-01-02T03:04:05Z"]
    )
    advance: Annotated[timedelta, Field(strict=False), BeforeValidator(_number_or_text)] | None = Field(
        None, description="Move by seconds, or by an ISO 8601 duration.", examples=[90, "PT1M30S"]
    )


class ClockOut(ResponseModel):
    """The state of the clock."""

    now: str
    frozen: bool
    offsetSeconds: float = Field(description="How far a running clock is ahead of real time.")  # noqa: N815


@router.get("/clock")
async def get_clock(sandbox: CurrentSandbox) -> ClockOut:
    """Return the sandbox's time."""
    return _clock_out(sandbox)


@router.put("/clock")
async def put_clock(sandbox: CurrentSandbox, wanted: ClockIn) -> ClockOut:
    """Set the sandbox's time."""
    if not wanted.reset and not wanted.run and wanted.freeze is None and wanted.advance is None:
        raise Problem(422, ErrorDetail("Give freeze, advance, run or reset.", ""))
    clock = sandbox.clock
    try:
        clock.set(reset=wanted.reset, run=wanted.run, freeze=wanted.freeze, advance=wanted.advance)
    except OverflowError as error:
        member = "/freeze" if wanted.advance is None else "/advance"
        raise Problem(422, ErrorDetail(f"The clock stays between {FIRST.date()} and {LAST.date()}.", member)) from error
    return _clock_out(sandbox)


def _clock_out(sandbox: Sandbox) -> ClockOut:
    clock = sandbox.clock
    return ClockOut(now=iso(clock.now()), frozen=clock.is_frozen, offsetSeconds=clock.offset.total_seconds())


class LimitIn(RequestModel):
    """At most so many requests from one address in any so many seconds."""

    requests: int = Field(ge=1, le=1_000_000, examples=[5])
    seconds: float = Field(ge=0.001, le=86_400, allow_inf_nan=False, examples=[1])


_limits = TypeAdapter(Annotated[list[LimitIn], Field(max_length=10)])


def _switch(value: Any) -> bool | list[LimitIn]:
    if not isinstance(value, bool | list):
        raise ValueError("give true, false or a list of limits")
    return value if isinstance(value, bool) else _limits.validate_python(value)


Switch = Annotated[Any, PlainValidator(_switch, json_schema_input_type=bool | list[LimitIn])]


class LimitOut(ResponseModel):
    """A limit that holds."""

    requests: int
    seconds: float
    used: int = Field(description="What the busiest address has used in the running window.")


class QuotaOut(ResponseModel):
    """A vendor's quota."""

    enabled: bool
    limits: list[LimitOut]
    profile: list[LimitIn] = Field(description="The limits that `true` switches on.")


@router.get("/quotas")
async def get_quotas(state: CurrentState, sandbox: CurrentSandbox) -> dict[str, QuotaOut]:
    """Return the quotas of the sandbox's vendors."""
    return _quotas(state, sandbox)


@router.put("/quotas")
async def put_quotas(state: CurrentState, sandbox: CurrentSandbox, wanted: dict[str, Switch]) -> dict[str, QuotaOut]:
    """Switch vendors' quotas on (`true`: the vendor's own profile, or a list of limits) or off (`false`)."""
    profiles = {mounted.vendor.name: mounted.vendor.quota for mounted in state.vendors}
    unknown = [ErrorDetail(f"There is no vendor {name!r}.", _pointer(name)) for name in wanted if name not in profiles]
    if unknown:
        raise Problem(422, *unknown)
    for name, limits in wanted.items():
        if isinstance(limits, bool):
            sandbox.quotas.set(name, profiles[name] if limits else ())
        else:
            sandbox.quotas.set(name, [Limit(limit.requests, limit.seconds) for limit in limits])
    return _quotas(state, sandbox)


def _pointer(name: str) -> str:
    # A lone surrogate cannot be encoded.
    return pointer_to(name).encode(errors="replace").decode()


def _quotas(state: CurrentState, sandbox: Sandbox) -> dict[str, QuotaOut]:
    now = sandbox.clock.now()
    return {
        vendor.name: QuotaOut(
            enabled=bool(sandbox.quotas.limits(vendor.name)),
            limits=[
                LimitOut(requests=limit.requests, seconds=limit.seconds, used=used)
                for limit, used in sandbox.quotas.used(vendor.name, now)
            ],
            profile=[LimitIn(requests=limit.requests, seconds=float(limit.seconds)) for limit in vendor.quota],
        )
        for vendor in (mounted.vendor for mounted in state.vendors)
    }
