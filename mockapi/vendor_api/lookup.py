"""The names of a vendor that patterns and faults can use."""

from mockapi.matching.known_vendors import KnownVendor
from mockapi.vendor_api.application import MountedVendor


def known_vendor(mounted: MountedVendor) -> KnownVendor:
    """Return the names of a vendor, its operations in the order of their routes."""
    vendor = mounted.vendor
    operation_names = list(dict.fromkeys(operation.name for operation in mounted.operations))
    return KnownVendor(vendor.name, vendor.title, operation_names, vendor.named_errors)
