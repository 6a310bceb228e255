"""Vendors of other distributions, which name them in an entry point of the group `mockapi.vendors`."""

import re
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from mockapi.errors import EntryPointError

if TYPE_CHECKING:
    from mockapi.vendor_api.vendor import Vendor

GROUP = "mockapi.vendors"

_NAME = re.compile("[a-z][a-z0-9_]*")
_RESERVED = ("docs",)
"""Names that would hide a page of the server."""


def installed_vendors() -> "list[Vendor]":
    """Return the vendors of other installed distributions, in the order of their names. Raises `EntryPointError`."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return [_load(entry) for entry in found]


def check_names(vendors: "list[Vendor]") -> None:
    """Raise `EntryPointError` if two vendors have the same name, or if a name cannot be part of a URL."""
    names = [vendor.name for vendor in vendors]
    for name in names:
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise EntryPointError(
                f"A vendor cannot have the name {name!r}. Use lower-case letters, digits and underscores, not 'docs'."
            )
        if names.count(name) > 1:
            raise EntryPointError(
                f"Two vendors have the name {name!r}. Uninstall one of them, or rename it in its declaration."
            )


def _load(entry: EntryPoint) -> "Vendor":
    # Imports FastAPI, which `mockapi operations` need not wait for without vendors of others.
    from mockapi.vendor_api.vendor import Vendor  # noqa: PLC0415

    shown = f"The entry point '{entry.name} = {entry.value}' of the group {GROUP}"
    try:
        vendor = entry.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise EntryPointError(f"{shown} cannot be loaded: {reason}. Repair or uninstall its distribution.") from error
    if not isinstance(vendor, Vendor):
        raise EntryPointError(f"{shown} is no Vendor. Repair or uninstall its distribution.")
    return vendor
