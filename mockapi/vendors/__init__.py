"""The vendors, one package each; none knows another."""

from mockapi.core.vendor import Vendor
from mockapi.vendors.altegio import VENDOR as ALTEGIO

VENDORS: tuple[Vendor, ...] = (ALTEGIO,)
"""Every vendor that is served. A new one is a package like the others, and an entry here."""
