"""The vendors, one package each; none imports another."""

from importlib.metadata import entry_points

from mockapi.vendor_api.vendor import Vendor
from mockapi.vendors.altegio import VENDOR as ALTEGIO
from mockapi.vendors.commerscale import VENDOR as COMMERSCALE
from mockapi.vendors.deconetwork import VENDOR as DECONETWORK

VENDORS: tuple[Vendor, ...] = (ALTEGIO, DECONETWORK, COMMERSCALE)
"""The vendors of this package. A new one is a package like the others, and an entry here."""

ENTRY_POINTS = "mockapi.vendors"
"""The entry-point group through which other distributions add a vendor: each entry names a `Vendor`."""


def all_vendors() -> tuple[Vendor, ...]:
    """Return the vendors of this package and those of installed distributions. Raises `TypeError`, `ValueError`."""
    found = [(entry.name, entry.load()) for entry in entry_points(group=ENTRY_POINTS)]
    for name, vendor in found:
        if not isinstance(vendor, Vendor):
            raise TypeError(f"The entry point {name!r} of {ENTRY_POINTS} is no Vendor.")
    vendors = (*VENDORS, *(vendor for _, vendor in found))
    names = [vendor.name for vendor in vendors]
    if len(set(names)) < len(names):
        raise ValueError(f"Two vendors have the same name: {', '.join(sorted(names))}.")
    return vendors
