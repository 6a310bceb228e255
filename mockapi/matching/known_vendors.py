"""The vendors, operations and errors that a pattern or a fault can name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from mockapi.http.problem import Problem, unknown_name


@dataclass(frozen=True)
class KnownVendor:
    """The names of one vendor."""

    name: str
    title: str
    operation_names: Sequence[str]
    named_errors: Mapping[str, Callable[[], Response]]
    """The errors that a fault can cause, by the vendor's own codes or names."""


def find_vendors(
    vendors: Sequence[KnownVendor], vendor: str | None, operation: str | None, pointer: str = ""
) -> list[KnownVendor]:
    """Return the vendors with the name `vendor` that have an operation with the name `operation`; None means any.

    `pointer` is the JSON pointer to the object with the members `vendor` and `operation`. Raises `Problem` (422) if
    there is no such vendor or operation.
    """
    by_name = {each.name: each for each in vendors}
    if vendor is not None and vendor not in by_name:
        raise Problem(422, unknown_name("vendor", vendor, by_name, f"{pointer}/vendor"))
    candidates = list(vendors) if vendor is None else [by_name[vendor]]
    if operation is None:
        return candidates
    found = [each for each in candidates if operation in each.operation_names]
    if not found:
        known = dict.fromkeys(name for each in candidates for name in each.operation_names)
        raise Problem(422, unknown_name("operation", operation, known, f"{pointer}/operation"))
    return found
