"""The vendors of this package, one package each; none imports another."""

from mockapi.vendor_api.entry_points import check_names, installed_vendors
from mockapi.vendor_api.vendor import Vendor
from mockapi.vendors.altegio import VENDOR as ALTEGIO
from mockapi.vendors.commerscale import VENDOR as COMMERSCALE
from mockapi.vendors.deconetwork import VENDOR as DECONETWORK

VENDORS: tuple[Vendor, ...] = (ALTEGIO, DECONETWORK, COMMERSCALE)
"""The vendors of this package. A new one is a package like the others, and an entry here."""


def all_vendors() -> tuple[Vendor, ...]:
    """Return the vendors of this package, then those of other distributions. Raises `EntryPointError`."""
    vendors = [*VENDORS, *installed_vendors()]
    check_names(vendors)
    return tuple(vendors)
