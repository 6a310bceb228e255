"""Finds what somebody names: a vendor, one of its operations. What is unknown is refused with the closest name."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from mockapi.http.problem import ErrorDetail, Problem
from mockapi.vendor_api.application import MountedVendor


def unknown(pointer: str, what: str, given: str, known: Iterable[str]) -> ErrorDetail:
    """That there is no such thing, the closest one, and all there are."""
    by_lower_case = {name.lower(): name for name in known}
    close = get_close_matches(given.lower(), by_lower_case, 1, 0.5)
    hint = f" Did you mean {by_lower_case[close[0]]}?" if close else ""
    return ErrorDetail(f"There is no {what} {given!r}.{hint} Known: {', '.join(known)}.", pointer)


def find_vendors(
    vendors: Sequence[MountedVendor], vendor: str | None, operation: str | None, pointer: str = ""
) -> list[MountedVendor]:
    """The vendors that are meant: with this name, and with an operation of this name.

    Raises `Problem` (422): there is none; `pointer` leads to where `vendor` and `operation` stand.
    """
    by_name = {mounted.vendor.name: mounted for mounted in vendors}
    if vendor is not None and vendor not in by_name:
        raise Problem(422, unknown(f"{pointer}/vendor", "vendor", vendor, by_name))
    chosen = list(vendors) if vendor is None else [by_name[vendor]]
    if operation is None:
        return chosen
    names = {mounted.vendor.name: _names(mounted) for mounted in chosen}
    having = [mounted for mounted in chosen if operation in names[mounted.vendor.name]]
    if not having:
        known = dict.fromkeys(name for each in names.values() for name in each)
        raise Problem(422, unknown(f"{pointer}/operation", "operation", operation, known))
    return having


def _names(mounted: MountedVendor) -> dict[str, None]:
    return dict.fromkeys(operation.name for operation in mounted.operations)
