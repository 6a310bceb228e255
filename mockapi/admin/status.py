"""What the server knows of itself."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mockapi.admin.models import iso
from mockapi.admin.server_state import ServerState
from mockapi.catalog.file import SHA256
from mockapi.version import __version__


@dataclass(frozen=True)
class Status:
    """A world, and since when it has been served."""

    state: ServerState
    started: float = field(default_factory=time.monotonic)

    def health(self) -> dict[str, Any]:
        """The answer of `GET /__admin/health`: WireMock's members first."""
        return {
            "status": "healthy",
            "message": "mockapi is ok",
            "version": __version__,
            "uptimeInSeconds": round(time.monotonic() - self.started, 3),
            "timestamp": iso(datetime.now(UTC)),
            "vendors": [mounted.vendor.name for mounted in self.state.vendors],
            "store": str(self.state.directory) if self.state.directory else "memory",
            "seed": self.state.origin.seed,
            "products": self.state.origin.products,
            "sandboxes": len(list(self.state.sandboxes)),
            "defaultShopSha256": SHA256,
        }
