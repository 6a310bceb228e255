"""Reads what somebody wants to arm: JSON, or the header `X-Mock-Fault`. Nothing wrong is passed over."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import from_json

from mockapi.core.connection import Cut
from mockapi.core.delay import DelaySettings
from mockapi.core.documentation import operation_routes
from mockapi.core.faults import Ambiguous, Fault
from mockapi.core.patterns import PatternError, read_pattern
from mockapi.core.problem import Mistake, Problem, mistakes_of
from mockapi.core.vendor import MountedVendor

KINDS: dict[str, Cut | Ambiguous] = {str(kind): kind for kind in (*Cut, *Ambiguous)}


class FaultSettings(DelaySettings):
    """What can be asked for: a vendor's error, a fault, a delay; for which requests, and how often."""

    # FastAPI cannot put off what is built for a body.
    model_config = ConfigDict(defer_build=False)

    vendor: str | None = Field(None, description="Only requests to this vendor.")
    operation: str | None = Field(None, description="Only this operation, by its name.")
    match: dict[str, Any] | None = Field(None, description="Only requests that fit this request pattern.")
    after: int = Field(0, ge=0, description="How many fitting requests pass first.")
    times: int | None = Field(None, ge=1, description="How often it fires; without it: every time.")
    ttlSeconds: float | None = Field(None, gt=0, description="How long it lasts, on the sandbox's clock.")  # noqa: N815
    error: str | int | None = Field(None, description="An error of the vendor, by its own code or name.")
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
        raise Problem(422, *mistakes_of(error)) from error
    mounted = _vendor(settings, vendors)
    answer = _answer(settings, mounted)
    if settings.error is None and settings.fault is None and not settings.slows_down:
        raise Problem(422, Mistake("Nothing would happen: give an error, a fault or a delay.", ""))
    if settings.error is not None and settings.fault is not None:
        raise Problem(422, Mistake("A request can get an error or a fault, not both.", "/fault"))
    return Fault(
        id=fault_id,
        content=settings.model_dump(exclude_unset=True, mode="json"),
        label=_label(settings),
        delay=settings if settings.slows_down else None,
        vendor=mounted.vendor.name if mounted else None,
        operation=settings.operation,
        pattern=_pattern(settings),
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
    content: Any
    try:
        content = from_json(value) if value.startswith("{") else dict(_member(part) for part in value.split(";"))
    except ValueError as error:
        raise Problem(400, Mistake(f"X-Mock-Fault is no JSON: {error}")) from error
    try:
        for member in ("vendor", "operation", "match", "after", "times", "ttlSeconds"):
            if member in content:
                raise Problem(422, Mistake(f"{member} says which requests, and the header is about this one."))
        return read_fault({**content, "vendor": mounted.vendor.name}, [mounted], "header", now)
    except Problem as problem:
        raise Problem(400, *(Mistake(f"X-Mock-Fault: {mistake.title}") for mistake in problem.mistakes)) from problem


def _member(part: str) -> tuple[str, Any]:
    name, equals, value = (text.strip() for text in part.partition("="))
    if not equals:
        return ("fault" if name in KINDS else "error"), name
    return name, int(value) if value.isascii() and value.isdigit() and name != "error" else value


def _vendor(settings: FaultSettings, vendors: Sequence[MountedVendor]) -> MountedVendor | None:
    """The vendor that is named, or that alone has the operation that is named."""
    by_name = {mounted.vendor.name: mounted for mounted in vendors}
    if settings.vendor is not None and settings.vendor not in by_name:
        raise _unknown("/vendor", "vendor", settings.vendor, by_name)
    chosen = [by_name[settings.vendor]] if settings.vendor is not None else list(vendors)
    if settings.operation is None:
        return chosen[0] if settings.vendor is not None else None
    operations = {route.name: mounted for mounted in chosen for route in operation_routes(mounted.application)}
    if settings.operation not in operations:
        raise _unknown("/operation", "operation", settings.operation, operations)
    return operations[settings.operation]


def _answer(settings: FaultSettings, mounted: MountedVendor | None) -> Any:
    if settings.error is None:
        if settings.retryAfterSeconds is not None:
            raise Problem(422, Mistake("Retry-After stands in an error's answer: give an error.", "/retryAfterSeconds"))
        return None
    if mounted is None:
        raise Problem(422, Mistake("An error is a vendor's: give the vendor.", "/error"))
    errors = mounted.vendor.named_errors
    if str(settings.error) not in errors:
        raise _unknown("/error", f"error of {mounted.vendor.title}", str(settings.error), errors)
    return errors[str(settings.error)]


def _kind(settings: FaultSettings) -> Cut | Ambiguous | None:
    if settings.fault is None:
        return None
    if settings.fault not in KINDS:
        raise _unknown("/fault", "fault", settings.fault, KINDS)
    if settings.applyAfterMilliseconds and settings.fault != Ambiguous.LATE_APPLY:
        raise Problem(422, Mistake("Only late_apply applies something later.", "/applyAfterMilliseconds"))
    return KINDS[settings.fault]


def _pattern(settings: FaultSettings) -> Any:
    if settings.match is None:
        return None
    try:
        return read_pattern(settings.match)
    except PatternError as error:
        raise Problem(422, Mistake(str(error), f"/match{error.pointer}")) from error


def _label(settings: FaultSettings) -> str:
    if settings.error is not None:
        return f"error={settings.error}"
    return f"fault={settings.fault}" if settings.fault is not None else "delay"


def _unknown(pointer: str, what: str, given: str, known: Any) -> Problem:
    close = get_close_matches(given, list(known), 1, 0.5)
    hint = f" Did you mean {close[0]}?" if close else ""
    return Problem(422, Mistake(f"There is no {what} {given!r}.{hint} Known: {', '.join(known)}.", pointer))
