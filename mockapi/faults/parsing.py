"""Reads what somebody wants to arm: JSON, or the header `X-Mock-Fault`. Nothing wrong is passed over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import from_json, to_json

from mockapi.faults.connection import ConnectionFault
from mockapi.faults.delay import DelaySettings
from mockapi.faults.rules import AmbiguousOutcome, Fault
from mockapi.http.problem import ErrorDetail, Problem, error_details_of
from mockapi.http.text import pointer_to
from mockapi.matching.errors import PatternError
from mockapi.matching.pattern import RequestPattern
from mockapi.vendor_api.application import MountedVendor
from mockapi.vendor_api.lookup import find_vendors
from mockapi.vendor_api.lookup import unknown as _unknown
from mockapi.vendor_api.vendor import Vendor

KINDS: dict[str, ConnectionFault | AmbiguousOutcome] = {
    str(kind): kind for kind in (*ConnectionFault, *AmbiguousOutcome)
}


def _code(value: Any) -> Any:
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise ValueError("must be a code or a name")


# As a union it would be refused once as a string and once as a number.
Code = Annotated[str | int, PlainValidator(_code, json_schema_input_type=str | int)]


class FaultSettings(DelaySettings):
    """What can be asked for: a vendor's error, a fault, a delay; for which requests, and how often."""

    # FastAPI cannot put off what is built for a body. `read_fault` refuses what is unknown, and names the closest.
    model_config = ConfigDict(defer_build=False, extra="allow", json_schema_extra={"additionalProperties": False})

    vendor: str | None = Field(None, description="Only requests to this vendor.")
    operation: str | None = Field(None, description="Only this operation, by its name.")
    match: dict[str, Any] | None = Field(None, description="Only requests that fit this request pattern.")
    after: int = Field(0, ge=0, description="How many fitting requests pass first.")
    times: int | None = Field(None, ge=1, description="How often it fires; without it: every time.")
    ttlSeconds: float | None = Field(  # noqa: N815
        None, gt=0, allow_inf_nan=False, description="How long it lasts, on the sandbox's clock."
    )
    error: Code | None = Field(None, description="An error of the vendor, by its own code or name.")
    fault: str | None = Field(None, description="One of " + ", ".join(KINDS) + ".")
    retryAfterSeconds: int | None = Field(None, ge=0, description="`Retry-After` of the error.")  # noqa: N815
    applyAfterMilliseconds: int = Field(  # noqa: N815
        0, ge=0, le=3_600_000, description="For late_apply: from the time-out until the request is applied."
    )
    seed: int = Field(0, ge=0, description="Seed of random delays and random data.")


def read_fault(content: Any, vendors: Sequence[MountedVendor], fault_id: str, now: datetime) -> Fault:
    """An armed fault. `content`: JSON as Python has it. Raises `Problem` (422) that names each wrong member."""
    try:
        settings = FaultSettings.model_validate(content)
    except ValidationError as error:
        raise Problem(422, *error_details_of(error)) from error
    known = FaultSettings.model_fields
    if settings.model_extra:
        raise Problem(422, *(_unknown(pointer_to(name), "member", name, known) for name in settings.model_extra))
    mounted = _vendor(settings, vendors)
    answer = _answer(settings, mounted)
    if settings.error is None and settings.fault is None and not settings.slows_down:
        raise Problem(422, ErrorDetail("Nothing would happen: give an error, a fault or a delay.", ""))
    if settings.error is not None and settings.fault is not None:
        raise Problem(422, ErrorDetail("A request can get an error or a fault, not both.", "/fault"))
    return Fault(
        id=fault_id,
        content=settings.model_dump(exclude_unset=True, mode="json"),
        label=_label(settings),
        delay=settings if settings.slows_down else None,
        vendor=mounted.vendor.name if mounted else None,
        operation=settings.operation,
        pattern=_pattern(settings, vendors, mounted),
        answer=answer,
        kind=_kind(settings),
        after=settings.after,
        times=settings.times,
        expires=now.timestamp() + settings.ttlSeconds if settings.ttlSeconds is not None else None,
        seed=settings.seed,
        retry_after=settings.retryAfterSeconds,
        apply_after=settings.applyAfterMilliseconds / 1000,
    )


def read_fault_header(value: str, mounted: MountedVendor, now: datetime) -> Fault:
    """What `X-Mock-Fault` asks for: JSON, or `error=429; retryAfterSeconds=2`, or just a code, a name or a kind."""
    value = value.strip()
    try:
        content = from_json(value, allow_inf_nan=False) if value.startswith("{") else _members(value, mounted.vendor)
    except ValueError as error:
        raise Problem(400, ErrorDetail(f"X-Mock-Fault cannot be read: {error}")) from error
    try:
        for member in ("vendor", "operation", "match", "after", "times", "ttlSeconds"):
            if member in content:
                raise Problem(422, ErrorDetail(f"{member} says which requests, and the header is about this one."))
        return read_fault({**content, "vendor": mounted.vendor.name}, [mounted], "header", now)
    except Problem as problem:
        raise Problem(400, *(ErrorDetail(f"X-Mock-Fault: {detail.title}") for detail in problem.details)) from problem


def _members(value: str, vendor: Vendor) -> dict[str, Any]:
    members = [_member(part, vendor) for part in value.split(";") if part.strip()]
    content = dict(members)
    if len(content) < len(members):
        raise ValueError("it says something twice")
    return content


def _member(part: str, vendor: Vendor) -> tuple[str, Any]:
    name, equals, value = (text.strip() for text in part.partition("="))
    if equals:
        return name, int(value) if value.isascii() and value.isdigit() and name != "error" else value
    if name not in KINDS and name not in vendor.named_errors:
        raise ValueError(_unknown("", f"fault or error of {vendor.title}", name, [*KINDS, *vendor.named_errors]).title)
    return ("fault" if name in KINDS else "error"), name


def _vendor(settings: FaultSettings, vendors: Sequence[MountedVendor]) -> MountedVendor | None:
    """The vendor that is named, or that alone has the operation that is named."""
    if settings.vendor is None and settings.operation is None:
        return None
    found = find_vendors(vendors, settings.vendor, settings.operation)
    if len(found) > 1:
        names = ", ".join(mounted.vendor.name for mounted in found)
        raise Problem(
            422, ErrorDetail(f"Several vendors have {settings.operation}: {names}. Give the vendor.", "/vendor")
        )
    return found[0]


def _answer(settings: FaultSettings, mounted: MountedVendor | None) -> Any:
    if settings.error is None:
        if settings.retryAfterSeconds is not None:
            raise Problem(
                422, ErrorDetail("Retry-After stands in an error's answer: give an error.", "/retryAfterSeconds")
            )
        return None
    if mounted is None:
        raise Problem(422, ErrorDetail("An error is a vendor's: give the vendor.", "/error"))
    errors = mounted.vendor.named_errors
    if str(settings.error) not in errors:
        raise Problem(422, _unknown("/error", f"error of {mounted.vendor.title}", str(settings.error), errors))
    return errors[str(settings.error)]


def _kind(settings: FaultSettings) -> ConnectionFault | AmbiguousOutcome | None:
    if settings.fault is not None and settings.fault not in KINDS:
        detail = _unknown("/fault", "fault", settings.fault, KINDS)
        hint = f' Did you mean "error": "{settings.fault}"?' if settings.fault.isdecimal() else ""
        raise Problem(422, ErrorDetail(detail.title + hint, detail.pointer))
    if settings.fault != AmbiguousOutcome.LATE_APPLY:
        if settings.applyAfterMilliseconds:
            raise Problem(422, ErrorDetail("Only late_apply applies something later.", "/applyAfterMilliseconds"))
        if settings.fault is not None and settings.chunkedDribbleDelay is not None:
            raise Problem(422, ErrorDetail("With this fault no answer comes in pieces.", "/chunkedDribbleDelay"))
    return KINDS[settings.fault] if settings.fault is not None else None


def _pattern(
    settings: FaultSettings, vendors: Sequence[MountedVendor], mounted: MountedVendor | None
) -> RequestPattern | None:
    if settings.match is None:
        return None
    try:
        # What Python takes for JSON, and could not be told again: half characters, NaN, thousands of brackets.
        from_json(to_json(settings.match, inf_nan_mode="constants"), allow_inf_nan=False)
    except ValueError as error:
        raise Problem(422, ErrorDetail(f"This is no JSON: {error}", "/match")) from error
    try:
        pattern = RequestPattern(settings.match)
    except PatternError as error:
        raise Problem(422, ErrorDetail(str(error), f"/match{error.pointer}")) from error
    vendor, operation = (settings.match.get(name) for name in ("vendor", "operation"))
    find_vendors(vendors, vendor, operation, "/match")
    if mounted and vendor not in (None, mounted.vendor.name):
        raise Problem(422, ErrorDetail(f"The fault is about {mounted.vendor.name} alone.", "/match/vendor"))
    if settings.operation is not None and operation not in (None, settings.operation):
        raise Problem(422, ErrorDetail(f"The fault is about {settings.operation} alone.", "/match/operation"))
    if mounted:
        find_vendors([mounted], None, operation, "/match")
    return pattern


def _label(settings: FaultSettings) -> str:
    if settings.error is not None:
        return f"error={settings.error}"
    return f"fault={settings.fault}" if settings.fault is not None else "delay"
