"""What the server knows of itself."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockapi import __version__
from mockapi.core.shop_file import SHA256
from mockapi.core.store import FILE_NAME, Origin
from mockapi.core.vendor import Introduction, MountedVendor


@dataclass(frozen=True)
class Status:
    """The vendors that are served, what the store was made from, and where it is (`None`: in memory)."""

    vendors: Sequence[MountedVendor]
    origin: Origin
    data: Path | None
    started: float = field(default_factory=time.monotonic)

    def health(self) -> dict[str, Any]:
        """The answer of `GET /__admin/health`."""
        return {
            "status": "healthy",
            "version": __version__,
            "uptimeInSeconds": round(time.monotonic() - self.started, 3),
            "vendors": [mounted.vendor.name for mounted in self.vendors],
            "store": str(self.data / FILE_NAME) if self.data else "memory",
            "seed": self.origin.seed,
            "products": self.origin.products,
            "defaultShopSha256": SHA256,
        }

    def introductions(self, server: str) -> list[tuple[MountedVendor, Introduction]]:
        """How to call each vendor when the server's URL (no slash at the end) is `server`."""
        return [(mounted, mounted.vendor.introduce(server, mounted.access)) for mounted in self.vendors]
