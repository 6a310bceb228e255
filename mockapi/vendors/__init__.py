"""The vendors, one package each; none knows another."""

from mockapi.vendor_api.vendor import Vendor
from mockapi.vendors.altegio import VENDOR as ALTEGIO
from mockapi.vendors.commerscale import VENDOR as COMMERSCALE
from mockapi.vendors.deconetwork import VENDOR as DECONETWORK

VENDORS: tuple[Vendor, ...] = (ALTEGIO, DECONETWORK, COMMERSCALE)
"""Every vendor that is served. A new one is a package like the others, and an entry here."""
