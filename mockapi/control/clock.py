"""A sandbox's clock and its vendors' quotas."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StrictBool

from mockapi.control.models import Asked, TheSandbox, TheWorld, Told, iso
from mockapi.core.problem import Mistake, Problem
from mockapi.core.quotas import Limit
from mockapi.core.sandbox import Sandbox

router = APIRouter(tags=["Clock and quotas"])


class ClockIn(Asked):
    """How the clock is set: reset first, then frozen, then advanced."""

    reset: bool = Field(False, description="Go back to how the server began.")
    freeze: Annotated[datetime, Field(strict=False)] | None = Field(
        None, description="Stand still at this instant; without a zone it is UTC.", examples=["2030-01-02T03:04:05Z"]
    )
    advance: Annotated[timedelta, Field(strict=False)] | None = Field(
        None, description="Move by seconds, or by an ISO 8601 duration.", examples=[90, "PT1M30S"]
    )


class ClockOut(Told):
    """What the clock says."""

    now: str
    frozen: bool
    offsetSeconds: float = Field(description="How far a running clock is ahead of real time.")  # noqa: N815


@router.get("/clock")
async def get_clock(sandbox: TheSandbox) -> ClockOut:
    """Tell the sandbox's time."""
    return _told(sandbox)


@router.put("/clock")
async def put_clock(sandbox: TheSandbox, wanted: ClockIn) -> ClockOut:
    """Set the sandbox's time."""
    if not wanted.reset and wanted.freeze is None and wanted.advance is None:
        raise Problem(422, Mistake("Give freeze, advance or reset.", ""))
    clock = sandbox.clock
    try:
        clock.set(reset=wanted.reset, freeze=wanted.freeze, advance=wanted.advance)
    except OverflowError as error:
        raise Problem(422, Mistake("The clock cannot leave the years 1 to 9999.", "/advance")) from error
    return _told(sandbox)


def _told(sandbox: Sandbox) -> ClockOut:
    clock = sandbox.clock
    return ClockOut(now=iso(clock.now()), frozen=clock.is_frozen, offsetSeconds=clock.offset.total_seconds())


class LimitIn(Asked):
    """At most so many requests from one address in any so many seconds."""

    requests: int = Field(ge=1, examples=[5])
    seconds: float = Field(gt=0, le=86_400, examples=[1])


class LimitOut(Told):
    """A limit that holds."""

    requests: int
    seconds: float
    used: int = Field(description="What the busiest address has used in the running window.")


class QuotaOut(Told):
    """A vendor's quota."""

    enabled: bool
    limits: list[LimitOut]
    profile: list[LimitIn] = Field(description="The limits that `true` switches on.")


@router.get("/quotas")
async def get_quotas(world: TheWorld, sandbox: TheSandbox) -> dict[str, QuotaOut]:
    """Tell the quotas of the sandbox's vendors."""
    return _quotas(world, sandbox)


@router.put("/quotas")
async def put_quotas(
    world: TheWorld, sandbox: TheSandbox, wanted: dict[str, StrictBool | list[LimitIn]]
) -> dict[str, QuotaOut]:
    """Switch vendors' quotas on (`true`: the vendor's own profile, or a list of limits) or off (`false`)."""
    profiles = {mounted.vendor.name: mounted.vendor.quota for mounted in world.vendors}
    unknown = [Mistake(f"There is no vendor {name!r}.", f"/{name}") for name in wanted if name not in profiles]
    if unknown:
        raise Problem(422, *unknown)
    for name, limits in wanted.items():
        if isinstance(limits, bool):
            sandbox.quotas.set(name, profiles[name] if limits else ())
        else:
            sandbox.quotas.set(name, [Limit(limit.requests, limit.seconds) for limit in limits])
    return _quotas(world, sandbox)


def _quotas(world: TheWorld, sandbox: Sandbox) -> dict[str, QuotaOut]:
    now = sandbox.clock.seconds()
    return {
        vendor.name: QuotaOut(
            enabled=bool(sandbox.quotas.limits(vendor.name)),
            limits=[
                LimitOut(requests=limit.requests, seconds=limit.seconds, used=used)
                for limit, used in sandbox.quotas.used(vendor.name, now)
            ],
            profile=[LimitIn(requests=limit.requests, seconds=float(limit.seconds)) for limit in vendor.quota],
        )
        for vendor in (mounted.vendor for mounted in world.vendors)
    }
