"""What the server knows of itself."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mockapi.admin.models import iso
from mockapi.admin.server_state import World
from mockapi.catalog.file import SHA256
from mockapi.version import __version__


@dataclass(frozen=True)
class Status:
    """A world, and since when it has been served."""

    world: World
    started: float = field(default_factory=time.monotonic)

    def health(self) -> dict[str, Any]:
        """The answer of `GET /__admin/health`: WireMock's members first."""
        return {
            "status": "healthy",
            "message": "mockapi is ok",
            "version": __version__,
            "uptimeInSeconds": round(time.monotonic() - self.started, 3),
            "timestamp": iso(datetime.now(UTC)),
            "vendors": [mounted.vendor.name for mounted in self.world.vendors],
            "store": str(self.world.directory) if self.world.directory else "memory",
            "seed": self.world.origin.seed,
            "products": self.world.origin.products,
            "sandboxes": len(list(self.world.sandboxes)),
            "defaultShopSha256": SHA256,
        }
