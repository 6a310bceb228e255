"""Arming faults, slowing everything down, and what the program under test made of it."""

from typing import Annotated, Any

from fastapi import Body
from pydantic import Field

from mockapi.admin.models import CurrentSandbox, CurrentState, ResponseModel, control_router, iso
from mockapi.admin.wiremock import WireMockSerializer
from mockapi.faults.delay import DelaySettings, Distribution
from mockapi.faults.kinds import KINDS
from mockapi.faults.outcomes import MAX_RETRIES, FaultHit
from mockapi.faults.parsing import FaultSettings, read_fault
from mockapi.faults.rules import Fault
from mockapi.http.models import RequestModel
from mockapi.http.problem import ErrorDetail, Problem
from mockapi.vendor_api.lookup import known_vendor

router = control_router("Faults")


class FaultOut(ResponseModel):
    """An armed fault: its rule and its counters."""

    id: str
    label: str = Field(description="What happens, in a few words.")
    matched: int = Field(description="How many requests were of the kind it is about.")
    fired: int = Field(description="How many of them it has hit.")
    active: bool = Field(description="Whether it may still fire.")
    rule: dict[str, Any] = Field(description="As it was asked for.")


class FaultsOut(ResponseModel):
    """The armed faults, in the order in which they were armed: the first that fits fires."""

    faults: list[FaultOut]


class KindsOut(ResponseModel):
    """The faults that can be armed."""

    faults: list[str]
    errors: dict[str, list[str]] = Field(description="By vendor.")
    operations: dict[str, list[str]] = Field(description="By vendor.")


class VerdictOut(ResponseModel):
    """The behaviour of the program after one fault.

    A retry has the same method, path, query and body, in whatever order its parameters and its JSON members stand, and
    comes after the answer to the request before it. Once the vendor has answered, the same request is a new one.
    """

    fault: str
    faultId: str  # noqa: N815
    requestId: str  # noqa: N815
    time: str
    vendor: str | None
    operation: str | None
    method: str
    path: str
    verdict: str = Field(description="`retried`, `waited` (for an answer that was late) or `gave up` (so far).")
    retries: int
    recovered: bool = Field(description="Whether the vendor answered in the end, and refused nothing.")
    lastStatus: int | None = Field(  # noqa: N815
        description="HTTP status of the last answer to the request or a retry. Null: there was none."
    )
    secondsUntilRetry: list[float] = Field(  # noqa: N815
        description=f"From each answer to the next retry: real time, or the sandbox's if that went further; for the "
        f"first {MAX_RETRIES}."
    )
    retryAfterSeconds: int | None = Field(description="What `Retry-After` asked for.")  # noqa: N815
    honouredRetryAfter: bool | None = Field(description="Null: not asked for, or not retried.")  # noqa: N815
    pending: bool = Field(description="Whether the request that was hit is still to be applied (`late_apply`).")
    applied: bool | None = Field(
        description="Whether the request that was hit reached the vendor all the same. Null: it is pending."
    )
    created: int = Field(description="How many things that request made.")
    duplicate: bool | None = Field(
        description="Whether the request and its retries made something more than once. Null: not yet, and it or a "
        "retry is pending."
    )


class VerdictsOut(ResponseModel):
    """All of them, the oldest first."""

    verdicts: list[VerdictOut]


@router.get("/faults/kinds")
async def list_kinds(state: CurrentState) -> KindsOut:
    """List the faults, the errors of each vendor and its operations, by the names that a fault is armed with."""
    vendors = list(map(known_vendor, state.vendors))
    return KindsOut(
        faults=list(KINDS),
        errors={vendor.name: list(vendor.named_errors) for vendor in vendors},
        operations={vendor.name: list(vendor.operation_names) for vendor in vendors},
    )


@router.post("/faults", status_code=201)
async def arm_fault(state: CurrentState, sandbox: CurrentSandbox, wanted: FaultSettings) -> FaultOut:
    """Arm a fault in the sandbox."""
    vendors = list(map(known_vendor, state.vendors))
    fault = read_fault(wanted, vendors, sandbox.faults.next_id(), sandbox.clock.now())
    sandbox.faults.arm(fault)
    return _fault_out(state, sandbox, fault)


@router.get("/faults")
async def list_faults(state: CurrentState, sandbox: CurrentSandbox) -> FaultsOut:
    """List the armed faults and their counters."""
    return FaultsOut(faults=[_fault_out(state, sandbox, fault) for fault in sandbox.faults])


@router.delete("/faults", status_code=204)
async def delete_faults(sandbox: CurrentSandbox) -> None:
    """Disarm all faults; verdicts and delays stay."""
    for fault in list(sandbox.faults):
        sandbox.faults.disarm(fault.id)


@router.get("/faults/{id}")
async def get_fault(state: CurrentState, sandbox: CurrentSandbox, id: str) -> FaultOut:
    """Get an armed fault and its counters."""
    return _fault_out(state, sandbox, _existing(sandbox, id))


@router.delete("/faults/{id}", status_code=204)
async def delete_fault(sandbox: CurrentSandbox, id: str) -> None:
    """Disarm a fault."""
    sandbox.faults.disarm(_existing(sandbox, id).id)


@router.get("/verdicts")
async def list_verdicts(sandbox: CurrentSandbox) -> VerdictsOut:
    """List what the program did after each fault that has fired."""
    return VerdictsOut(verdicts=[_outcome(hit) for hit in sandbox.outcomes])


class SettingsIn(RequestModel):
    """How every answer of a vendor is slowed down: WireMock's global settings. What is not named is switched off."""

    fixedDelay: int | None = Field(None, ge=0, le=3_600_000, description="Milliseconds.")  # noqa: N815
    delayDistribution: Distribution | None = None  # noqa: N815


@router.get("/settings")
async def get_settings(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Get the sandbox's settings."""
    return {"settings": _settings(sandbox)}


@router.put("/settings", include_in_schema=False)
@router.post("/settings")
async def post_settings(sandbox: CurrentSandbox, wanted: Annotated[SettingsIn, Body()]) -> dict[str, Any]:
    """Set the sandbox's settings."""
    delay = DelaySettings(fixedDelayMilliseconds=wanted.fixedDelay, delayDistribution=wanted.delayDistribution)
    sandbox.faults.set_delay(delay if delay.has_delay else None)
    return _settings(sandbox)


def _settings(sandbox: CurrentSandbox) -> dict[str, Any]:
    delay = sandbox.faults.delay or DelaySettings()
    distribution = delay.delayDistribution
    return {
        "fixedDelay": delay.fixedDelayMilliseconds,
        "delayDistribution": distribution.model_dump(exclude_none=True) if distribution else None,
    }


def _existing(sandbox: CurrentSandbox, fault_id: str) -> Fault:
    fault = sandbox.faults.get(fault_id)
    if fault is None:
        raise Problem(404, ErrorDetail(f"There is no fault {fault_id!r} in the sandbox {sandbox.name!r}."))
    return fault


def _fault_out(state: CurrentState, sandbox: CurrentSandbox, fault: Fault) -> FaultOut:
    return FaultOut(
        id=fault.id,
        label=fault.label,
        matched=fault.matched,
        fired=fault.fired,
        active=not fault.is_over(sandbox.clock.seconds()),
        rule=WireMockSerializer(state.vendors).pattern(fault.content),
    )


def _outcome(hit: FaultHit) -> VerdictOut:
    request = hit.request
    return VerdictOut(
        fault=hit.label,
        faultId=hit.fault_id,
        requestId=hit.request_id,
        time=iso(hit.time),
        vendor=request.vendor,
        operation=request.operation,
        method=request.method,
        path=request.path,
        verdict="retried" if hit.retries else "waited" if hit.sequence.is_answered else "gave up",
        retries=hit.retries,
        recovered=hit.sequence.has_recovered,
        lastStatus=hit.sequence.last_status,
        secondsUntilRetry=[round(seconds, 3) for seconds in hit.seconds],
        retryAfterSeconds=hit.retry_after,
        honouredRetryAfter=hit.has_honoured_retry_after,
        pending=hit.is_pending,
        applied=hit.has_reached or (None if hit.is_pending else False),
        created=hit.created,
        duplicate=hit.is_duplicated or (None if hit.may_be_duplicated else False),
    )
