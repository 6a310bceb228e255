"""Faults read from JSON or from the header `X-Mock-Fault`; unknown and contradictory members are refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import from_json, to_json

from mockapi.faults.delay import DelaySettings
from mockapi.faults.kinds import KINDS, Delay, FaultKind, LateApply, VendorErrorResponse
from mockapi.faults.rules import Fault
from mockapi.http.problem import ErrorDetail, Problem, error_details_of, unknown_name
from mockapi.http.text import pointer_to
from mockapi.matching.errors import PatternError
from mockapi.matching.known_vendors import KnownVendor, find_vendors
from mockapi.matching.pattern import RequestPattern

"""The kinds of faults by name."""


def _code(value: Any) -> Any:
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise ValueError("must be a code or a name")


# A union of types would report one error per type.
Code = Annotated[str | int, PlainValidator(_code, json_schema_input_type=str | int)]


class FaultSettings(DelaySettings):
    """A fault to arm: an error of a vendor, a kind of fault or a delay; which requests it hits, and how often."""

    # FastAPI cannot defer building the model of a body. `read_fault` refuses unknown members with a suggestion.
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


def read_fault(content: Any, vendors: Sequence[KnownVendor], fault_id: str, now: datetime) -> Fault:
    """Return the fault for `content`, which is parsed JSON. `now` is the time of the sandbox's clock.

    Raises `Problem` (422) with a detail for each invalid member.
    """
    try:
        settings = FaultSettings.model_validate(content)
    except ValidationError as error:
        raise Problem(422, *error_details_of(error)) from error
    known = FaultSettings.model_fields
    if settings.model_extra:
        raise Problem(422, *(unknown_name("member", name, known, pointer_to(name)) for name in settings.model_extra))
    vendor = _vendor(settings, vendors)
    make_error = _error(settings, vendor)
    if settings.error is None and settings.fault is None and not settings.has_delay:
        raise Problem(422, ErrorDetail("Nothing would happen: give an error, a fault or a delay.", ""))
    if settings.error is not None and settings.fault is not None:
        raise Problem(422, ErrorDetail("A request can get an error or a fault, not both.", "/fault"))
    return Fault(
        id=fault_id,
        content=settings.model_dump(exclude_unset=True, mode="json"),
        label=_label(settings),
        delay=settings if settings.has_delay else None,
        vendor=vendor.name if vendor else None,
        operation=settings.operation,
        pattern=_pattern(settings, vendors, vendor),
        make_error=make_error,
        kind=_kind(settings),
        after=settings.after,
        times=settings.times,
        expires=now.timestamp() + settings.ttlSeconds if settings.ttlSeconds is not None else None,
        seed=settings.seed,
        retry_after=settings.retryAfterSeconds,
        apply_after=settings.applyAfterMilliseconds / 1000,
    )


def read_fault_header(value: str, vendor: KnownVendor, now: datetime) -> Fault:
    """Return the fault that the header `X-Mock-Fault` asks for.

    `value` is JSON, or `error=429; retryAfterSeconds=2`, or a single code, name or kind. Raises `Problem` (400).
    """
    value = value.strip()
    try:
        content = from_json(value, allow_inf_nan=False) if value.startswith("{") else _members(value, vendor)
    except ValueError as error:
        raise Problem(400, ErrorDetail(f"X-Mock-Fault cannot be read: {error}")) from error
    try:
        for member in ("vendor", "operation", "match", "after", "times", "ttlSeconds"):
            if member in content:
                raise Problem(422, ErrorDetail(f"{member} says which requests, and the header is about this one."))
        return read_fault({**content, "vendor": vendor.name}, [vendor], "header", now)
    except Problem as problem:
        raise Problem(400, *(ErrorDetail(f"X-Mock-Fault: {detail.title}") for detail in problem.details)) from problem


def _members(value: str, vendor: KnownVendor) -> dict[str, Any]:
    members = [_member(part, vendor) for part in value.split(";") if part.strip()]
    content = dict(members)
    if len(content) < len(members):
        raise ValueError("it says something twice")
    return content


def _member(part: str, vendor: KnownVendor) -> tuple[str, Any]:
    name, equals, value = (text.strip() for text in part.partition("="))
    if equals:
        return name, int(value) if value.isascii() and value.isdigit() and name != "error" else value
    if name not in KINDS and name not in vendor.named_errors:
        raise ValueError(unknown_name(f"fault or error of {vendor.title}", name, [*KINDS, *vendor.named_errors]).title)
    return ("fault" if name in KINDS else "error"), name


def _vendor(settings: FaultSettings, vendors: Sequence[KnownVendor]) -> KnownVendor | None:
    """Return the named vendor, or the only vendor that has the named operation."""
    if settings.vendor is None and settings.operation is None:
        return None
    found = find_vendors(vendors, settings.vendor, settings.operation)
    if len(found) > 1:
        names = ", ".join(vendor.name for vendor in found)
        raise Problem(
            422, ErrorDetail(f"Several vendors have {settings.operation}: {names}. Give the vendor.", "/vendor")
        )
    return found[0]


def _error(settings: FaultSettings, vendor: KnownVendor | None) -> Any:
    if settings.error is None:
        if settings.retryAfterSeconds is not None:
            raise Problem(
                422, ErrorDetail("Retry-After stands in an error's answer: give an error.", "/retryAfterSeconds")
            )
        return None
    if vendor is None:
        raise Problem(422, ErrorDetail("An error is a vendor's: give the vendor.", "/error"))
    name, errors = str(settings.error), vendor.named_errors
    if name not in errors:
        raise Problem(422, unknown_name(f"error of {vendor.title}", name, errors, "/error"))
    return errors[name]


def _kind(settings: FaultSettings) -> FaultKind:
    if settings.fault is not None and settings.fault not in KINDS:
        detail = unknown_name("fault", settings.fault, KINDS, "/fault")
        hint = f' Did you mean "error": "{settings.fault}"?' if settings.fault.isdecimal() else ""
        raise Problem(422, ErrorDetail(detail.title + hint, detail.pointer))
    if settings.fault != LateApply.name:
        if settings.applyAfterMilliseconds:
            raise Problem(422, ErrorDetail("Only late_apply applies something later.", "/applyAfterMilliseconds"))
        if settings.fault is not None and settings.chunkedDribbleDelay is not None:
            raise Problem(422, ErrorDetail("With this fault no answer comes in pieces.", "/chunkedDribbleDelay"))
    if settings.fault is not None:
        return KINDS[settings.fault]
    return VendorErrorResponse() if settings.error is not None else Delay()


def _pattern(
    settings: FaultSettings, vendors: Sequence[KnownVendor], vendor: KnownVendor | None
) -> RequestPattern | None:
    if settings.match is None:
        return None
    try:
        # Python parses some JSON that it cannot write again: lone surrogates, NaN, very deep nesting.
        from_json(to_json(settings.match, inf_nan_mode="constants"), allow_inf_nan=False)
    except ValueError as error:
        raise Problem(422, ErrorDetail(f"This is no JSON: {error}", "/match")) from error
    try:
        pattern = RequestPattern(settings.match)
    except PatternError as error:
        raise Problem(422, ErrorDetail(str(error), f"/match{error.pointer}")) from error
    name, operation = (settings.match.get(member) for member in ("vendor", "operation"))
    find_vendors(vendors, name, operation, "/match")
    if vendor and name not in (None, vendor.name):
        raise Problem(422, ErrorDetail(f"The fault is about {vendor.name} alone.", "/match/vendor"))
    if settings.operation is not None and operation not in (None, settings.operation):
        raise Problem(422, ErrorDetail(f"The fault is about {settings.operation} alone.", "/match/operation"))
    if vendor:
        find_vendors([vendor], None, operation, "/match")
    return pattern


def _label(settings: FaultSettings) -> str:
    if settings.error is not None:
        return f"error={settings.error}"
    return f"fault={settings.fault}" if settings.fault is not None else "delay"
